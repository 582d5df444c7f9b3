"""``quoteminer models``."""
