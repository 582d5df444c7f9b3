"""The page and the interface that `quoteminer serve` gives; needs the extra ``web``."""
