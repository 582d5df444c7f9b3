"""What people see in a terminal or a text file, drawn for its width, its letters and its colours."""
