"""Output: files and folders that are complete or absent, the base of writers, the table of
formats."""
