"""The date of an article, from its meta."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from email.utils import format_datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quoteminer.linking.evidence import date_of

VALUES = [
    ("2016-09-26", "2016-09-26"),
    ("2016-9-6", "2016-09-06"),
    ("2016-09-26T10:30:00Z", "2016-09-26"),
    ("2016-09-26T23:59:59.123+02:00", "2016-09-26"),
    ("2016-09", "2016-09"),
    ("2016", "2016"),
    ("20160926", "2016-09-26"),
    ("20160926T103000", "2016-09-26"),
    (20160926, "2016-09-26"),
    ("Mon, 26 Sep 2016 10:00:00 GMT", "2016-09-26"),
]
UNREAD = ["2016-02-30", "0000-01-01", "26/09/2016", "201609261030", "yesterday", "32 Sep 2016 10:00:00 GMT", ""]


@pytest.mark.parametrize(
    ("value", "expected"),
    [*VALUES, *((value, "") for value in (*UNREAD, None, True, 2016, ["2016-09-26"]))],
    ids=lambda value: repr(value),
)
def test_values(value: Any, expected: str) -> None:
    assert date_of({"date": value}) == expected
    assert date_of({"date": "2020-01-01", "printed": value}, "printed") == expected


COLUMNS = [
    ({"date": "2020-01-01"}, "2020-01-01"),
    ({"datePublished": "2020-01-01"}, "2020-01-01"),
    ({"article:published_time": "2020-01-01"}, "2020-01-01"),
    ({"pubDate": "Wed, 01 Jan 2020 10:00:00 GMT"}, "2020-01-01"),
    ({"published": "2021-01-01", "date": "2020-01-01"}, "2020-01-01"),
    ({"published": "2021-01-01", "date": "soon"}, "2021-01-01"),
    ({"title": "2020-01-01"}, ""),
    ({"update": "2020-01-01"}, ""),
    ({}, ""),
]


@pytest.mark.parametrize(("meta", "expected"), COLUMNS, ids=lambda value: repr(value))
def test_columns(meta: dict[str, Any], expected: str) -> None:
    assert date_of(meta) == expected


@given(st.dates(date(1970, 1, 1), date(2068, 12, 31)))
def test_every_day(day: date) -> None:
    for text in (day.isoformat(), day.strftime("%Y%m%d"), format_datetime(datetime.combine(day, time(), UTC))):
        assert date_of({"date": text}) == day.isoformat()


@given(st.text())
def test_any_text(text: str) -> None:
    found = date_of({"date": text})
    assert not found or found[:4].isdigit()
