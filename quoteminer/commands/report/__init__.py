"""Write records as an HTML page: articles with their quotes marked, in one file that makes no
requests."""
