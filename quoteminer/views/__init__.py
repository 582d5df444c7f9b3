"""Records as people see them in a terminal or a text file, drawn for its width, its letters and its colours."""
