"""The page and the API of ``quoteminer serve``; needs the extra ``web``."""
