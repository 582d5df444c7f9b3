"""The page and the interface of ``quoteminer serve``; needs the extra ``web``."""
