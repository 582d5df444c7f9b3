"""Records as rows: flat, one per quote (`flat`), or whole, one per article (`article_rows`)."""
