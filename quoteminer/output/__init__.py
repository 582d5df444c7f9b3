"""Output of all kinds: whole files and folders, JSON and HTML text, table cells, the base classes of writers."""
