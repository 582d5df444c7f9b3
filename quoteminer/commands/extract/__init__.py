"""``quoteminer extract``."""
