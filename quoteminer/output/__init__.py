"""Where results go: files and folders that are written as a whole or not at all, writers and formats."""
