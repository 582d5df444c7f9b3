"""The data of an article for the page: its title, its paragraphs, its speakers' shares."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from shown_articles import HARBOUR, harbour, quote, record_of

from quoteminer.errors import OutputError
from quoteminer.records import Speaker
from quoteminer.report.data import COLOURS, article_data, speaker_tags, summary
from quoteminer.report.tally import tally


def test_the_record_is_there_as_it_is() -> None:
    record = harbour(meta={"url": "https://news.example/1"})
    assert article_data(record)["record"] == record.to_dict()


def test_the_shares_are_those_of_the_tally() -> None:
    record = harbour()
    article, tallied = article_data(record), tally(record)
    rows = [(one["id"], one["quotes"], one["words"], one["percent"]) for one in article["shares"]]
    assert rows == [
        *((speaker.id, share.quotes, share.words, share.percent) for speaker, share in tallied.speakers),
        (None, tallied.unresolved.quotes, tallied.unresolved.words, tallied.unresolved.percent),
    ]
    assert [one["tag"] for one in article["shares"]] == ["KB", "AP", "sh", "?"]
    assert [one["colour"] for one in article["shares"]] == [0, 1, 2, None]
    assert None not in [
        one["id"]
        for one in article_data(replace(record, quotes=tuple(one for one in record.quotes if one.probable)))["shares"]
    ]
    assert article["words"] == tallied.words == sum(one["words"] for one in article["shares"])


def test_only_so_many_have_a_colour() -> None:
    text = "“a” “b” “c” “d” “e” “f” “g” “h” “i” “j”"
    quotes = [quote(text, f"“{letter}”", id=at, speaker=at) for at, letter in enumerate("abcdefghij")]
    speakers = [Speaker(at, f"Name {at}", "person") for at in range(10)]
    colours = [one["colour"] for one in article_data(record_of(text, quotes, speakers))["shares"]]
    assert colours == [*range(COLOURS), None, None]


@pytest.mark.parametrize(
    ("text", "meta", "title", "heading"),
    [
        (HARBOUR, {}, "Harbour wall to be raised", 0),
        (HARBOUR, {"title": "  Wall \n grows "}, "Wall grows", None),
        (HARBOUR, {"headline": "Wall grows"}, "Wall grows", None),
        (HARBOUR, {"title": "Harbour wall  to be raised"}, "Harbour wall to be raised", 0),
        (HARBOUR, {"title": " ", "headline": 7}, "Harbour wall to be raised", 0),
        ("Only words, no headline here, said nobody.", {}, "an id", None),
        ("", {}, "an id", None),
    ],
)
def test_the_title(text: str, meta: dict[str, Any], title: str, heading: int | None) -> None:
    article = article_data(record_of(text, [], [], id="an id", meta=meta))
    assert (article["title"], article["heading"]) == (title, heading)


def test_a_record_needs_its_text() -> None:
    with pytest.raises(OutputError, match="^an id: the record has no text"):
        article_data(replace(harbour("an id"), text=None))


def test_half_characters_are_replaced_and_positions_hold() -> None:
    text = "\udc00 “No\ud83d\ude00,” said Ana. 😀"
    article = article_data(record_of(text, [quote(text, "“No\ud83d\ude00,”")], [Speaker(0, "Ana", "person")]))
    shown = article["record"]["text"]
    assert (len(shown), shown) == (len(text), "\ufffd “No\ufffd\ufffd,” said Ana. 😀")


def test_the_summary_counts() -> None:
    record = harbour()
    found = summary(article_data(record))
    assert (found["title"], found["id"], found["source"]) == ("Harbour wall to be raised", "harbour", "in/harbour.txt")
    assert (found["quotes"], found["words"]) == (len(record.quotes), tally(record).words)
    assert found["types"] == {"direct": 3, "mixed": 1, "indirect": 2}
    assert article_data(record)["doubtful"] == [one.id for one in record.quotes if one.doubtful] == [2, 4, 5]
    assert found["doubtful"] == 3
    assert [one["name"] for one in found["speakers"]] == ["Kofi Berg", "Ana Pinto", "She", None]


@pytest.mark.parametrize(
    ("speakers", "tags"),
    [
        ([("Ana Pinto", "person"), ("Adam de la Parra", "person")], ["AP", "AP2"]),
        ([("Pelé", "person"), ("X", "person"), ("!", "person"), ("", "org")], ["Pe", "X", "*", "*2"]),
        (
            [("Ministry of Industry and Information Technology", "org"), ("TCL", "org"), ("The", "org")],
            ["MII", "TC", "Th"],
        ),
        (
            [("the dock workers of Oslo", "org"), ("experts here", "unnamed"), ("Experts", "unnamed")],
            ["dwO", "ex", "ex2"],
        ),
        ([("“Dot” Ferrante", "person"), ("李 东生", "person")], ["DF", "李东"]),
    ],
)
def test_tags(speakers: list[tuple[str, Any]], tags: list[str]) -> None:
    made = [Speaker(at, name, kind) for at, (name, kind) in enumerate(speakers)]
    assert list(speaker_tags(made).values()) == tags


def test_a_tag_each_for_thousands_of_one_name() -> None:
    tags = speaker_tags(Speaker(at, "Ann Lee", "person") for at in range(5000))
    assert list(tags.values()) == ["AL", *(f"AL{number}" for number in range(2, 5001))]
