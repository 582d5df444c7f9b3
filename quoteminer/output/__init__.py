"""Where results go, whatever they are: files and folders that are whole or not there, and what every writer does."""
