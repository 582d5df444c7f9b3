"""Quotations of a draft, checked against what was said: see README.md."""
