"""Records as rows: flat, one a quote (`columns`, `flat`), or whole, one an article (`articles`)."""
