"""Figures for monitoring, in Prometheus' text format."""

from __future__ import annotations

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

from quoteminer.records import ArticleRecord
from quoteminer.web.engine import Engine

MEDIA = "text/plain; version=0.0.4; charset=utf-8"


class Metrics:
    """Counts requests by path and status, their seconds, articles, words and quotes; shows the jobs of an engine."""

    def __init__(self, engine: Engine) -> None:
        self._registry = CollectorRegistry()
        labels = ["path", "status"]
        self._requests = Counter("quoteminer_requests", "Requests answered.", labels, registry=self._registry)
        self._seconds = Histogram("quoteminer_request_seconds", "Time of a request.", ["path"], registry=self._registry)
        self._articles = Counter("quoteminer_articles", "Articles mined.", registry=self._registry)
        self._words = Counter("quoteminer_words", "Words of these articles.", registry=self._registry)
        self._quotes = Counter("quoteminer_quotes", "Quotes found.", registry=self._registry)
        line = Gauge("quoteminer_waiting", "Requests in line or in work.", registry=self._registry)
        line.set_function(lambda: engine.inside)

    def answered(self, path: str, status: int, seconds: float) -> None:
        """Count an answered request."""
        self._requests.labels(path, str(status)).inc()
        self._seconds.labels(path).observe(seconds)

    def count(self, record: ArticleRecord, words: int) -> None:
        """Count a mined article."""
        self._articles.inc()
        self._words.inc(words)
        self._quotes.inc(len(record.quotes))

    def text(self) -> bytes:
        """Return all figures."""
        return generate_latest(self._registry)
