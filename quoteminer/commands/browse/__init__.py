"""A run as a Datasette site: its files, and a server for this computer."""
