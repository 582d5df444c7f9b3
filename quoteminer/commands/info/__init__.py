"""``quoteminer info``."""
