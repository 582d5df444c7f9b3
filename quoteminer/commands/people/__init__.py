"""``quoteminer people``."""
