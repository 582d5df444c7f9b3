"""Many articles: worker processes that read them, and a run that can be interrupted and goes on where it was."""
