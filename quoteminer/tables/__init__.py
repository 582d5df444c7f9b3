"""Records as rows: flat, one a quote (`columns`, `flat`, `stream`), or whole, one an article (`articles`)."""
