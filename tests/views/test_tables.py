"""The table: nothing is cut, nothing is taken for markup, nothing disturbs the terminal."""

from __future__ import annotations

import io
import re
from dataclasses import replace

import pytest
from fake_miner import record_of
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console

from quoteminer.links import Known, KnownRow
from quoteminer.records import ArticleRecord
from quoteminer.tally import tally
from quoteminer.text.article import make_article
from quoteminer.views import SpeakerTotals, Totals, article_view, speakers_view

LONG = "“We [the crew] left the [bold]quay[/bold] at [9:30] and :smile: walked " + "on and on " * 40 + "home,”"
TEXT = f"{LONG} said Ana Pinto. “Anti{'dis' * 60},” said Kofi Berg. “No,” thought Ana Pinto."
RECORD = record_of(make_article(TEXT, id="a"))


def shown(record: ArticleRecord, width: int = 80, *, title: bool = False) -> str:
    stream = io.StringIO()
    Console(file=stream, width=width, highlight=False, color_system=None).print(article_view(record, title=title))
    return stream.getvalue()


def shown_speakers(record: ArticleRecord, width: int = 100, *, title: bool = False) -> str:
    stream = io.StringIO()
    view = speakers_view(tally(record), title=title)
    Console(file=stream, width=width, highlight=False, color_system=None).print(view)
    return stream.getvalue()


def column(table: str, heading: str) -> str:
    """What stands under a heading, without any space."""
    lines = table.splitlines()
    start = lines[0].index(heading)
    following = re.search(r"\S", lines[0][start + len(heading) :])
    end = start + len(heading) + following.start() if following else None
    return "".join("".join(line[start:end].split()) for line in lines[2:])


@pytest.mark.parametrize("width", [60, 80, 100, 200])
def test_nothing_is_cut(width: int) -> None:
    table = shown(RECORD, width)
    assert column(table, "Quote") == "".join("".join(quote.text.split()) for quote in RECORD.quotes)
    assert column(table, "Speaker") == "AnaPintoKofiBergAnaPinto"
    assert column(table, "Conf.") == "0.900.800.70"
    assert max(map(len, table.splitlines())) <= width


@pytest.mark.parametrize("width", range(20, 60))
def test_nothing_is_cut_where_it_is_narrow(width: int) -> None:
    stacked = shown(RECORD, width)
    assert max(map(len, stacked.splitlines())) <= width
    names = ["Ana Pinto", "Kofi Berg", "Ana Pinto"]
    assert "".join(stacked.split()) == "".join(
        "".join(f"{name} · direct · {quote.confidence:.2f} {quote.text}".split())
        for name, quote in zip(names, RECORD.quotes, strict=True)
    )


def test_the_form_of_a_stack() -> None:
    record = replace(RECORD, quotes=(replace(RECORD.quotes[2], speaker=None), RECORD.quotes[2]))
    lines = [line.rstrip() for line in shown(record, 40).splitlines()]
    assert lines == ["— · direct · 0.70", "  “No,”", "Ana Pinto · direct · 0.70", "  “No,”"]


def test_a_quote_whose_speaker_nobody_knows() -> None:
    record = replace(RECORD, quotes=(replace(RECORD.quotes[0], speaker=None),))
    assert column(shown(record), "Speaker") == "—"


def test_titles_and_no_quotes() -> None:
    empty = replace(RECORD, quotes=(), speakers=(), source="[x]/a.txt")
    assert shown(empty, title=True).split("\n")[:2] == ["[x]/a.txt", "No quotes."]
    assert shown(RECORD, title=True).startswith("a\n")


def test_totals() -> None:
    totals = Totals()
    assert totals.line() == "0 quotes by 0 speakers in 0 articles"
    totals.add(RECORD)
    assert totals.line() == "3 quotes (3 direct) by 2 speakers"
    totals.add(record_of(make_article("“No\0,” said Ana Pinto.")))
    assert totals.line() == "4 quotes (4 direct) by 3 speakers in 2 articles; 1 warning (in the JSON)"


@given(st.text(st.characters(codec=None, exclude_characters="”"), max_size=60), st.sampled_from([40, 80, 120]))
def test_any_characters_can_be_shown(words: str, width: int) -> None:
    table = shown(record_of(make_article(f"“{words}x” said Ana Pinto.")), width)
    table.encode()
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e]", table)


ROLE = "captain [acting] of the " + "very " * 30 + "old :ship:"
SPEAKERS = replace(
    RECORD,
    quotes=(*RECORD.quotes, replace(RECORD.quotes[0], id=3, text="“Aye, sir”", speaker=None)),
    speakers=(
        replace(RECORD.speakers[0], role=ROLE, affiliation="Quay [9] Board", aliases=("Pinto", "Capt. [A.] Pinto")),
        RECORD.speakers[1],
    ),
)


@pytest.mark.parametrize("width", [84, 100, 200])
def test_nothing_of_the_speakers_is_cut(width: int) -> None:
    table = shown_speakers(SPEAKERS, width)
    assert max(map(len, table.splitlines())) <= width
    assert column(table, "Speaker") == "AnaPintoKofiBerg—"
    assert column(table, "Role") == "".join(ROLE.split())
    assert column(table, "Affiliation") == "Quay[9]Board"
    assert column(table, "Aliases") == "Pinto,Capt.[A.]Pinto"
    shares = [*(share for _, share in tally(SPEAKERS).speakers), tally(SPEAKERS).unresolved]
    shown = re.findall(r"(\d+) +(\d+\.\d) %$", table, re.MULTILINE)
    assert shown == [(str(share.quotes), f"{share.percent:.1f}") for share in shares]
    assert "Known" not in table


@pytest.mark.parametrize("width", range(20, 84, 7))
def test_nothing_of_the_speakers_is_cut_where_it_is_narrow(width: int) -> None:
    stacked = shown_speakers(SPEAKERS, width)
    assert max(map(len, stacked.splitlines())) <= width
    shares = [share.percent for _, share in tally(SPEAKERS).speakers]
    expected = f"Ana Pinto · 2 quotes · {shares[0]:.1f} % {ROLE} Quay [9] Board Pinto, Capt. [A.] Pinto"
    expected += f" Kofi Berg · 1 quote · {shares[1]:.1f} % — · 1 quote · {tally(SPEAKERS).unresolved.percent:.1f} %"
    assert "".join(stacked.split()) == "".join(expected.split())


@pytest.mark.parametrize("width", [50, 100])
def test_who_was_looked_up(width: int) -> None:
    row = KnownRow("[b]k1", "Ana Pinto", 100.0)
    links = (Known("linked", row, fitting=1), Known("ambiguous", candidates=(row, row), fitting=7))
    speakers = tuple(replace(one, known=known) for one, known in zip(RECORD.speakers, links, strict=True))
    record = replace(RECORD, speakers=speakers)
    for text in (shown(record, width), shown_speakers(record, width)):
        assert "[b]k1" in text
        assert "ambiguous(7)" in "".join(text.split())
    assert column(shown(record, 100), "Known") == "[b]k1ambiguous(7)[b]k1"
    nobody = replace(record, speakers=(replace(speakers[0], known=Known("none")), RECORD.speakers[1]))
    assert column(shown_speakers(nobody), "Known") == "——"


def test_an_article_of_no_speakers() -> None:
    empty = replace(RECORD, quotes=(), speakers=(), source="[x]/a.txt")
    assert shown_speakers(empty, title=True).split("\n")[:2] == ["[x]/a.txt", "No quotes."]


def test_totals_of_speakers() -> None:
    totals = SpeakerTotals()
    assert totals.line() == "0 speakers of 0 quotes (0 words) in 0 articles"
    totals.add(tally(replace(SPEAKERS, quotes=SPEAKERS.quotes[3:])))
    assert totals.line() == "2 speakers of 1 quote (2 words)"
