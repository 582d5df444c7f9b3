"""The records of a run: its file, its corrections, and how they are read."""
