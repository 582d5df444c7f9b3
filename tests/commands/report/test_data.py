"""The data of an article for the page, and the shares of its speakers."""

from dataclasses import replace
from functools import partial
from io import StringIO
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from shown_articles import HARBOUR, harbour, quote, record_of, report_page

from quoteminer.commands.report import page
from quoteminer.commands.report.page import ReportWriter, article_data, speaker_tags
from quoteminer.errors import OutputError
from quoteminer.output.tally import PronounShare, SpeakerShare, tally
from quoteminer.output.writer import written
from quoteminer.records import ArticleRecord, ModelName, Quote, Speaker, with_quotes


def test_the_record_and_the_shares_of_the_tally() -> None:
    record = harbour(meta={"url": "https://news.example/1"})
    article, tallied = article_data(record), tally(record)
    assert article["record"] == record.to_dict()
    assert [SpeakerShare(one["quotes"], one["words"], one["percent"]) for one in article["shares"]] == [
        *(share for _, share in tallied.speakers), tallied.unresolved
    ]  # fmt: skip
    assert [(one["id"], one["tag"], one["colour"]) for one in article["shares"]] == [
        (1, "KB", 0), (0, "AP", 1), (2, "sh", 2), (None, "?", None)
    ]  # fmt: skip
    assert article["words"] == tallied.words == sum(one["words"] for one in article["shares"])
    sure = replace(record, quotes=tuple(one for one in record.quotes if one.probable))
    assert [one["id"] for one in article_data(sure)["shares"]] == [1, 0, 2]


def test_unlikely_quotes_are_apart() -> None:
    """Without scripts the page has two tables."""
    record = harbour()
    assert article_data(record)["unlikely"] == [2]
    above, _, below = report_page([record]).partition("<h3>More likely wrong than right: 1</h3>")
    cell = ">little of it<"
    assert (above.count(cell), below.count(cell)) == (0, 1)
    likely = replace(record, quotes=tuple(replace(q, confidence=0.5) for q in record.quotes))
    assert "<h3>" not in report_page([likely])


def test_only_so_many_have_a_colour() -> None:
    letters = "abcdefghij"
    quotes = [quote(letters, letter, id=at, speaker=at) for at, letter in enumerate(letters)]
    speakers = [Speaker(at, f"Name {at}", "person") for at in range(10)]
    shares = article_data(record_of(letters, quotes, speakers))["shares"]
    assert [one["colour"] for one in shares] == [*range(page.COLOURS), None, None]


@pytest.mark.parametrize(("text", "meta", "title", "heading"), [
    (HARBOUR, {}, "Harbour wall to be raised", 0),
    (HARBOUR, {"title": "  Wall \n grows "}, "Wall grows", None),
    (HARBOUR, {"headline": "Wall grows"}, "Wall grows", None),
    (HARBOUR, {"title": "Harbour wall  to be raised"}, "Harbour wall to be raised", 0),
    (HARBOUR, {"title": " ", "headline": 7}, "Harbour wall to be raised", 0),
    (f"Tribune Staff Reporter\n\n{HARBOUR}", {}, "Harbour wall to be raised", 1),
    *((text, {}, "an id", None) for text in (
        "Only words, no headline here, said nobody.", "", *(
            f"{head}\n\nIt rained, said Ana Pinto." for head in (
                "Tribune Staff Reporter", "wall-2024.txt", "Harbour Wall Raised Again.",
                "By Tova Lind", "– Harbour Wall",
    )))),
])  # fmt: skip
def test_the_title(text: str, meta: dict[str, Any], title: str, heading: int | None) -> None:
    article = article_data(record_of(text, [], [], id="an id", meta=meta))
    assert (article["title"], article["heading"]) == (title, heading)


def test_a_record_needs_its_text() -> None:
    with pytest.raises(OutputError, match="^an id: the record has no text"):
        article_data(replace(harbour("an id"), text=None))


def test_half_characters_are_replaced_and_positions_hold() -> None:
    text = "\udc00 “No\ud83d\ude00,” said Ana. 😀"
    said, ana = quote(text, "“No\ud83d\ude00,”"), Speaker(0, "Ana", "person")
    article = article_data(record_of(text, [said], [ana]))
    shown = article["record"]["text"]
    assert (len(shown), shown) == (len(text), "\ufffd “No\ufffd\ufffd,” said Ana. 😀")


def test_the_summary_counts() -> None:
    record = harbour()
    article = article_data(record)
    found = page.summary(article)
    assert found["title"] == "Harbour wall to be raised"
    assert (found["id"], found["source"]) == ("harbour", "in/harbour.txt")
    assert (found["quotes"], found["words"]) == (len(record.quotes), tally(record).words)
    assert found["doubtful"] == 3
    assert found["types"] == {"direct": 3, "mixed": 1, "indirect": 2}
    assert article["doubtful"] == [one.id for one in record.quotes if one.doubtful] == [2, 4, 5]
    assert [one["name"] for one in found["speakers"]] == ["Kofi Berg", "Ana Pinto", "She", None]
    assert found["outlet"] is None
    assert page.summary(article_data(replace(record, meta={"outlet": "Quay"})))["outlet"] == "Quay"


def test_pronouns_are_guessed_if_asked() -> None:
    guessed = written(partial(ReportWriter, guess_gender=True), [harbour()], StringIO()).getvalue()
    told = '"pronouns_guessed": true'
    assert (told in guessed, told in report_page([harbour()])) == (True, False)


@pytest.mark.parametrize(("kind", "names", "tags"), [
    ("person", ["Ana Pinto", "Adam de la Parra"], ["AP", "AP2"]),
    ("person", ["Pelé", "X", "!", "?"], ["Pe", "X", "*", "*2"]),
    ("person", ["“Dot” Ferrante", "李 东生"], ["DF", "李东"]),
    ("org", ["Ministry of Industry and Information Technology", "TCL", "The", ""], ["MII", "TC", "Th", "*"]),
    ("org", ["the dock workers of Oslo"], ["dwO"]),
    ("unnamed", ["experts here", "Experts", "A second analyst", "the"], ["ex", "ex2", "se", "th"]),
])  # fmt: skip
def test_tags(kind: Any, names: list[str], tags: list[str]) -> None:
    speakers = (Speaker(at, name, kind) for at, name in enumerate(names))
    assert list(speaker_tags(speakers).values()) == tags


def test_a_tag_each_for_thousands_of_one_name() -> None:
    tags = speaker_tags(Speaker(at, "Ann Lee", "person") for at in range(5000))
    assert list(tags.values()) == ["AL", *(f"AL{number}" for number in range(2, 5001))]


def said_by(*said: tuple[int | None, str]) -> ArticleRecord:
    quotes = tuple(
        Quote(
            at, "direct", "statement", text, 0, 1, ((0, 1),), 0, None, None, speaker, "resolved",
            0.9,
        )
        for at, (speaker, text) in enumerate(said)
    )  # fmt: skip
    names = ("Ana Pinto", "Kofi Berg", "Tova Lind")
    speakers = with_quotes((Speaker(at, name, "person") for at, name in enumerate(names)), quotes)
    return ArticleRecord("a", quotes, speakers, ModelName("m", "1"), source="a.txt")


@pytest.mark.parametrize(("said", "words", "shares", "unresolved"), [
    ([[0, "“No — not 3.5 €”"], [1, "a b c … d e"], [None, "f"], [0, "g"], [2, "“…”"]], 10,
     {"Kofi Berg": [1, 5, 55.6], "Ana Pinto": [2, 4, 44.4], "Tova Lind": [1, 0, 0.0]}, [1, 1, None]),
    ([[1, "one"], [0, "two"], [2, "three words here"]], 5,
     {"Tova Lind": [1, 3, 60.0], "Ana Pinto": [1, 1, 20.0], "Kofi Berg": [1, 1, 20.0]}, [0, 0, None]),
    ([], 0, {}, [0, 0, None]),
])  # fmt: skip
def test_shares(said: Any, words: int, shares: dict[str, list[Any]], unresolved: list[Any]) -> None:
    found = tally(said_by(*said))
    assert (found.words, found.unresolved) == (words, SpeakerShare(*unresolved))
    expected = [(name, SpeakerShare(*share)) for name, share in shares.items()]
    assert [(one.name, share) for one, share in found.speakers] == expected


def test_an_improbable_speaker_has_no_share() -> None:
    found = said_by((0, "one two"), (0, "three"), (1, "four"))
    quotes = tuple(replace(one, confidence=0.4) if one.id else one for one in found.quotes)
    shares = tally(replace(found, quotes=quotes))
    first, second = (share for _, share in shares.speakers)
    assert (first, second) == (SpeakerShare(1, 2, 100.0), SpeakerShare(0, 0, 0.0))
    assert shares.unresolved == SpeakerShare(2, 2, None)


@pytest.mark.parametrize(("members", "shares"), [
    ((0, 1), {"Kofi Berg": [2, 4, 100.0], "Ana Pinto": [1, 3, 75.0], "Both": [0, 0, 0.0]}),
    ((7,), {"Both": [1, 3, 75.0], "Kofi Berg": [1, 1, 25.0], "Ana Pinto": [0, 0, 0.0]}),
])  # fmt: skip
def test_a_group_counts_for_its_members(members: tuple[int, ...], shares: Any) -> None:
    record = said_by((1, "yes"), (2, "we both agree"), (0, "unsaid"))
    ana, kofi, both = record.speakers
    group = Speaker(both.id, "Both", "group", quotes=both.quotes, members=members)
    *quotes, last = record.quotes
    unsaid = (*quotes, replace(last, flags=("negated",)))
    found = tally(replace(record, quotes=unsaid, speakers=(ana, kofi, group)))
    expected = {name: SpeakerShare(*share) for name, share in shares.items()}
    assert {one.name: share for one, share in found.speakers} == expected


def test_people_by_pronouns() -> None:
    """Only people whose words count: neither bodies and unnamed speakers, nor nobody."""
    record = said_by((0, "one"), (1, "two three"), (2, "four"), (3, "five"), (None, "six"))
    told = (("she", False), ("he", True), (None, False))
    speakers = [
        replace(one, pronouns=pronouns, pronouns_guessed=guessed)
        for one, (pronouns, guessed) in zip(record.speakers, told, strict=True)
    ]
    speakers.append(Speaker(3, "an engineer", "unnamed", quotes=(3,), pronouns="she"))
    shares = tally(replace(record, speakers=tuple(speakers))).by_pronouns()
    assert shares == (
        PronounShare("she", 1, 0, 1, 33.3, 25.0),
        PronounShare("he", 1, 1, 2, 33.3, 50.0),
        PronounShare(None, 1, 0, 1, 33.3, 25.0),
    )


@given(st.lists(st.tuples(st.sampled_from([0, 1, 2, None]), st.text(min_size=1, max_size=20))))
def test_shares_are_parts_of_a_whole(said: list[tuple[int | None, str]]) -> None:
    found = tally(said_by(*said))
    shares = [*(share for _, share in found.speakers), found.unresolved]
    assert sum(share.quotes for share in shares) == len(said)
    assert sum(share.words for share in shares) == found.words
    whole = 100 if found.words > found.unresolved.words else 0
    assert sum(share.percent or 0 for share in shares) == pytest.approx(whole, abs=0.3)
