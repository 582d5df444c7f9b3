"""Check the quotations of a draft against their sources: see README.md."""
