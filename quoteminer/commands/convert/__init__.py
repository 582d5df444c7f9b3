"""``quoteminer convert``."""
