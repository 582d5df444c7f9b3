"""Records as a page for people: articles with their quotes marked, in one file that makes no request."""

from __future__ import annotations

from quoteminer.report.page import TITLE, ReportWriter, report_page

__all__ = ["TITLE", "ReportWriter", "report_page"]
