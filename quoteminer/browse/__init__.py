"""A run as a site of Datasette: its files, and a server for one's own computer."""
