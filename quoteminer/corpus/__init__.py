"""Many articles: worker processes that mine them, and runs that can be interrupted and resumed."""
