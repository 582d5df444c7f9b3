"""Texts whose speakers are labels: transcripts, interviews, captions, numbered lines."""
