"""Show records in a terminal or a text file, with its width, encoding and colours."""
