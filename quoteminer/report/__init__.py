"""Write records as an HTML page: articles with their quotes marked, in one file that makes no requests."""

from __future__ import annotations

from quoteminer.report.page import TITLE, ReportWriter, report_page

__all__ = ["TITLE", "ReportWriter", "report_page"]
