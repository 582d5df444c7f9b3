"""Find the same statement in many articles: see README.md."""
