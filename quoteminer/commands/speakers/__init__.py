"""``quoteminer speakers``."""
