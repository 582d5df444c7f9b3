"""Records as a page for people: the article with its quotes, in one file that asks nothing of the network."""

from __future__ import annotations

from quoteminer.report.page import TITLE, ReportWriter, report_page

__all__ = ["TITLE", "ReportWriter", "report_page"]
