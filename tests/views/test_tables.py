"""The tables: nothing is cut, nothing is taken for markup, nothing disturbs the terminal."""

from __future__ import annotations

import io
import re
from dataclasses import replace

import pytest
from fake_miner import record_of
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.console import Console, RenderableType

from quoteminer.links import Known, KnownRow
from quoteminer.records import ArticleRecord
from quoteminer.tally import tally
from quoteminer.text.article import make_article
from quoteminer.views.highlight import highlight_view
from quoteminer.views.quotes import article_view
from quoteminer.views.speakers import speakers_view, summary_view
from quoteminer.views.totals import SpeakerTotals, Totals
from quoteminer.views.wide import wide_view

LONG = "“We [the crew] left the [bold]quay[/bold] at [9:30] and :smile: walked " + "on and on " * 40 + "home,”"
TEXT = f"{LONG} said Ana Pinto. “Anti{'dis' * 60},” said Kofi Berg. “No,” thought Ana Pinto."
RECORD = record_of(make_article(TEXT, id="a", with_text=True))


def drawn(view: RenderableType, width: int) -> str:
    stream = io.StringIO()
    Console(file=stream, width=width, highlight=False, color_system=None).print(view)
    return stream.getvalue()


def shown(record: ArticleRecord, width: int = 80) -> str:
    return drawn(article_view(record), width)


def shown_speakers(record: ArticleRecord, width: int = 100) -> str:
    return drawn(speakers_view(tally(record)), width)


def column(table: str, heading: str) -> str:
    """What stands under a heading, without any space."""
    lines = table.splitlines()
    start = lines[0].index(heading)
    following = re.search(r"\S", lines[0][start + len(heading) :])
    end = start + len(heading) + following.start() if following else None
    return "".join("".join(line[start:end].split()) for line in lines[2:])


def squeezed(text: str) -> str:
    return "".join(text.split())


@pytest.mark.parametrize("width", [72, 80, 100, 109, 110, 200])
def test_nothing_is_cut(width: int) -> None:
    table = shown(RECORD, width)
    assert column(table, "Quote") == squeezed("".join(quote.text for quote in RECORD.quotes))
    assert column(table, "Conf.") == "0.900.800.70"
    assert max(map(len, table.splitlines())) <= width
    if width < 110:  # the cue stands below the name
        assert column(table, "Speaker") == "AnaPintosaid:KofiBergsaid:AnaPintothought:"
    else:
        assert column(table, "Speaker") == "AnaPintoKofiBergAnaPinto"
        assert column(table, "How") == "saidsaidthought"


@pytest.mark.parametrize("width", range(20, 72))
def test_nothing_is_cut_where_it_is_narrow(width: int) -> None:
    stacked = shown(RECORD, width)
    assert max(map(len, stacked.splitlines())) <= width
    heads = ["Ana Pinto · said", "Kofi Berg · said", "Ana Pinto · thought"]
    assert squeezed(stacked) == "".join(
        squeezed(f"{head} · direct · {quote.confidence:.2f} {quote.text}")
        for head, quote in zip(heads, RECORD.quotes, strict=True)
    )


@pytest.mark.parametrize("width", [20, 47, 60, 99, 100, 140])
@pytest.mark.parametrize("context", [False, True])
def test_nothing_is_cut_where_all_is_shown(width: int, context: bool) -> None:
    words = "".join(drawn(wide_view(RECORD, context=context), width).split())
    assert max(map(len, drawn(wide_view(RECORD, context=context), width).splitlines())) <= width
    if width < 100:  # side by side, cells are mixed
        for quote in RECORD.quotes:
            assert squeezed(quote.text) in words
    for field in ("said", "thought", "AnaPinto", "name", "speech", "other", "resolved:"):
        assert field in words


@pytest.mark.parametrize("width", [20, 47, 80])
def test_nothing_of_an_article_is_cut(width: int) -> None:
    article = drawn(highlight_view(RECORD), width)
    assert max(map(len, article.splitlines())) <= width
    words = squeezed(article)
    marked = words[: words.rindex("AnaPinto.") + len("AnaPinto.")]
    assert re.sub("⟦[123]|⟧", "", marked) == squeezed(TEXT)
    notes = (
        "1 Ana Pinto · said · direct · 0.90 2 Kofi Berg · said · direct · 0.80 3 Ana Pinto · thought · direct · 0.70"
    )
    assert words[len(marked) :] == squeezed(notes)


def test_the_form_of_a_stack() -> None:
    nobody = replace(RECORD.quotes[2], speaker=None, status="unresolved", cue=None)
    record = replace(RECORD, quotes=(nobody, RECORD.quotes[2]))
    lines = [line.rstrip() for line in shown(record, 40).splitlines()]
    assert lines == ["— · direct · ? 0.70", "  “No,”", "Ana Pinto · thought · direct · 0.70", "  “No,”"]


@pytest.mark.parametrize(
    ("status", "confidence", "shown"),
    [
        ("resolved", 0.6, "0.60"),
        ("resolved", 0.596, "0.60"),
        ("resolved", 0.594, "? 0.59"),
        ("ambiguous", 0.9, "? 0.90"),
        ("unresolved", 0.9, "? 0.90"),
    ],
)
def test_what_is_doubtful_is_marked(status: str, confidence: float, shown: str) -> None:
    quote = replace(RECORD.quotes[2], status=status, confidence=confidence)  # type: ignore[arg-type]
    record = replace(RECORD, quotes=(quote,))
    for view in (article_view(record), wide_view(record), highlight_view(record)):
        for width in (40, 80, 140):
            words = drawn(view, width)
            assert squeezed(shown) in squeezed(words)
            assert ("?" in words) is shown.startswith("?")
    totals = Totals()
    totals.add(record)
    assert ("; 1 is doubtful (?)" in totals.line()) is shown.startswith("?")


@pytest.mark.parametrize(("cue", "shown"), [("denied", "denied"), (":", ""), ("adding:", "adding"), ("“", "")])
def test_a_cue_without_a_word_is_left_out(cue: str, shown: str) -> None:
    quote = RECORD.quotes[2]
    assert quote.cue
    record = replace(RECORD, quotes=(replace(quote, cue=replace(quote.cue, text=cue)),))
    assert column(drawn(article_view(record), 80), "Speaker") == "AnaPinto" + (f"{shown}:" if shown else "")
    assert drawn(article_view(record), 60).split("\n")[0].split(" · ")[1] == (shown or "direct")


def test_a_quote_whose_speaker_nobody_knows() -> None:
    record = replace(RECORD, quotes=(replace(RECORD.quotes[0], speaker=None, cue=None),))
    assert column(shown(record), "Speaker") == "—"


def test_no_quotes() -> None:
    empty = replace(RECORD, quotes=(), speakers=(), text="One.\n\nTwo.")
    assert {drawn(view, 80) for view in (article_view(empty), wide_view(empty), speakers_view(tally(empty)))} == {
        "No quotes.\n"
    }
    assert drawn(summary_view(tally(empty)), 80).strip() == ""
    assert drawn(highlight_view(empty), 80).split() == ["One.", "Two."]


def test_totals() -> None:
    totals = Totals()
    assert totals.line() == "0 quotes by 0 speakers in 0 articles"
    totals.add(RECORD)
    assert totals.line() == "3 quotes (3 direct) by 2 speakers"
    totals.add(record_of(make_article("“No\0,” said Ana Pinto.")))
    assert totals.line() == "4 quotes (4 direct) by 3 speakers in 2 articles; 1 warning (in the JSON)"


@given(st.text(st.characters(codec=None, exclude_characters="”"), max_size=60), st.sampled_from([40, 80, 120]))
def test_any_characters_can_be_shown(words: str, width: int) -> None:
    record = record_of(make_article(f"“{words}x” said Ana Pinto.", with_text=True))
    for view in (article_view(record), article_view(record, context=True), wide_view(record), highlight_view(record)):
        table = drawn(view, width)
        table.encode()
        assert max(map(cell_len, table.splitlines())) <= width
        assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u061c\u202a-\u202e\u2066-\u2069\uffff]", table)


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
    assert column(table, "Role") == squeezed(ROLE)
    assert column(table, "Affiliation") == "Quay[9]Board"
    assert column(table, "Also called") == "Pinto,Capt.[A.]Pinto"
    shares = [*(share for _, share in tally(SPEAKERS).speakers), tally(SPEAKERS).unresolved]
    shown = re.findall(r"(\d+) +(\d+\.\d) %$", table, re.MULTILINE)
    assert shown == [(str(share.quotes), f"{share.percent:.1f}") for share in shares]
    assert "In list" not in table


@pytest.mark.parametrize("width", range(20, 84, 7))
def test_nothing_of_the_speakers_is_cut_where_it_is_narrow(width: int) -> None:
    stacked = shown_speakers(SPEAKERS, width)
    assert max(map(len, stacked.splitlines())) <= width
    shares = [share.percent for _, share in tally(SPEAKERS).speakers]
    expected = f"Ana Pinto · 2 quotes · {shares[0]:.1f} % {ROLE} Quay [9] Board Pinto, Capt. [A.] Pinto"
    expected += f" Kofi Berg · 1 quote · {shares[1]:.1f} % — · 1 quote · {tally(SPEAKERS).unresolved.percent:.1f} %"
    assert squeezed(stacked) == squeezed(expected)


@pytest.mark.parametrize("width", [40, 71, 72, 140])
def test_a_summary_has_no_other_names(width: int) -> None:
    summary = drawn(summary_view(tally(SPEAKERS)), width)
    assert max(map(len, summary.splitlines())) <= width
    assert summary.splitlines()[0].strip() == ""
    assert summary.splitlines()[1].split() == (
        ["Speakers"] if width < 72 else "Speaker Role Affiliation Quotes Share".split()
    )
    for words in ("AnaPinto", "Quay[9]Board", f"{tally(SPEAKERS).unresolved.percent:.1f}%"):
        assert words in squeezed(summary)
    assert "Capt" not in summary


@pytest.mark.parametrize("width", [50, 100])
def test_who_was_looked_up(width: int) -> None:
    row = KnownRow("[b]k1", "Ana Pinto", 100.0)
    links = (Known("linked", row, fitting=1), Known("ambiguous", candidates=(row, row), fitting=7))
    speakers = tuple(replace(one, known=known) for one, known in zip(RECORD.speakers, links, strict=True))
    record = replace(RECORD, speakers=speakers)
    for text in (
        drawn(wide_view(record), width),
        shown_speakers(record, width),
        drawn(summary_view(tally(record)), width),
    ):
        assert "[b]k1" in text
        assert "ambiguous(7)" in squeezed(text)
    assert column(shown_speakers(record, 100), "In list") == "[b]k1ambiguous(7)"
    nobody = replace(record, speakers=(replace(speakers[0], known=Known("none")), RECORD.speakers[1]))
    assert column(shown_speakers(nobody), "In list") == "——"


def test_totals_of_speakers() -> None:
    totals = SpeakerTotals()
    assert totals.line() == "0 speakers of 0 quotes (0 words) in 0 articles"
    totals.add(tally(replace(SPEAKERS, quotes=SPEAKERS.quotes[3:])))
    assert totals.line() == "2 speakers of 1 quote (2 words)"
