"""The tables: nothing is cut, nothing is taken for markup, nothing disturbs the terminal."""

import io
import re
from collections import Counter
from dataclasses import replace
from typing import Any

import pytest
from fake_miner import record_of
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.console import Console, RenderableType
from shown_articles import quote
from shown_articles import record_of as shown_record

from quoteminer.cli.look import Look
from quoteminer.cli.options import Show
from quoteminer.cli.summary import FileWarnings, RecordTotals
from quoteminer.commands.extract.article_views import article_view, highlight_view
from quoteminer.commands.people.people_view import people_view
from quoteminer.commands.speakers.speaker_views import speakers_view, summary_view
from quoteminer.linking.merged_people import Person
from quoteminer.output.tally import tally
from quoteminer.records import ArticleRecord, Known, KnownRow, Speaker
from quoteminer.text.article import make_article
from quoteminer.types import Warning

LONG = (
    "“We [the crew] left the [bold]quay[/bold] at [9:30] and :smile: walked "
    + "on and on " * 40
    + "home,”"
)
TEXT = f"{LONG} said Ana Pinto. “Anti{'dis' * 60},” said Kofi Berg. “No,” thought Ana Pinto."
RECORD = record_of(make_article(TEXT, id="a"))


def drawn(view: RenderableType, width: int) -> str:
    stream = io.StringIO()
    Console(file=stream, width=width, highlight=False, color_system=None).print(view)
    return stream.getvalue()


def everywhere(record: ArticleRecord) -> list[str]:
    """Return what the views of an article show at three widths."""
    views = article_view(record), article_view(record, Show(wide=True)), highlight_view(record)
    return [drawn(view, width) for view in views for width in (40, 80, 140)]


def column(table: str, heading: str) -> str:
    """Return the text under a heading, without white space."""
    lines = table.splitlines()
    start = lines[0].index(heading)
    following = re.search(r"\S", lines[0][start + len(heading) :])
    end = start + len(heading) + following.start() if following else None
    return "".join("".join(line[start:end].split()) for line in lines[2:])


def squeezed(text: str) -> str:
    return "".join(text.split())


def letters(text: str) -> Counter[str]:
    return Counter(filter(str.isalnum, text))


ROLE = "captain [acting] of the " + "very " * 30 + "old :ship:"
PINTO = replace(
    RECORD.speakers[0],
    role=ROLE,
    affiliation="Quay [9] Board",
    aliases=("Pinto", "Capt. [A.] Pinto"),
)
AYE = replace(RECORD.quotes[0], id=3, text="“Aye, sir”", speaker=None)
SPEAKERS = replace(RECORD, quotes=(*RECORD.quotes, AYE), speakers=(PINTO, RECORD.speakers[1]))


NAMES = "Ana Pinto Kofi Berg —"
POST = "deputy director of the harbour office", "Norvik Institute of Quays, Ferries and Lighthouses"
PERSON = Person(
    1, "Tova Lindgren-Harrow", "person", "", *(Counter([one]) for one in POST), Counter(), 12, 345,
    6789,
)  # fmt: skip
QUOTED = (
    " ".join(quote.text for quote in RECORD.quotes)
    + " said said thought 0.90 0.80 0.70 direct"
    + NAMES
)
VIEWS: dict[str, tuple[RenderableType, str]] = {
    "table": (article_view(RECORD), QUOTED),
    "context": (article_view(RECORD, Show(context=True)), QUOTED),
    "wide": (
        article_view(RECORD, Show(wide=True)),
        f"{QUOTED} cue mention name act status resolved position paragraph id",
    ),
    "highlight": (highlight_view(RECORD), TEXT + NAMES),
    "speakers": (
        speakers_view(tally(SPEAKERS)),
        f"{NAMES} {ROLE} Quay [9] Board Pinto, Capt. [A.] Pinto",
    ),
    "summary": (summary_view(tally(SPEAKERS)), f"{NAMES} {ROLE} Quay [9] Board"),
    "people": (people_view([PERSON]), f"{PERSON.name} {' '.join(POST)} 12 345 6789"),
}


@pytest.mark.parametrize("width", [20, 33, 47, 60, 71, 72, 80, 84, 99, 100, 109, 110, 140, 200])
@pytest.mark.parametrize("name", VIEWS)
def test_nothing_is_cut(name: str, width: int) -> None:
    view, words = VIEWS[name]
    shown = drawn(view, width)
    assert max(map(len, shown.splitlines())) <= width
    assert not letters(words) - letters(shown)
    assert not set("[]:") & set(words) - set(shown)


def test_columns_of_speakers() -> None:
    table = drawn(speakers_view(tally(SPEAKERS)), 100)
    assert column(table, "Speaker") == "AnaPintoKofiBerg—"
    assert column(table, "Role") == squeezed(ROLE)
    assert "In list" not in table


def test_doubt_is_shown() -> None:
    quotes = (
        replace(RECORD.quotes[0], status="ambiguous", why="pronoun: Ana Pinto; or Boyd Ames"),
        replace(RECORD.quotes[1], confidence=0.4),
    )
    speakers = (replace(RECORD.speakers[0], name="each", kind="unnamed"), RECORD.speakers[1])
    record = replace(RECORD, quotes=quotes, speakers=speakers)
    narrow, table, wide = (
        drawn(article_view(record, Show(all=True)), width) for width in (60, 80, 110)
    )
    assert narrow.startswith("(each) or Boyd Ames · said · direct · ? 0.90\n")
    assert column(table, "Speaker") == "(each)orBoydAmessaid:KofiBergsaid:"
    assert column(wide, "Speaker") == "(each)orBoydAmesKofiBerg"
    assert column(drawn(speakers_view(tally(record)), 90), "Speaker") == "(each)—"
    their = replace(speakers[0], name="Their union", kind="org")
    assert Look(80).name(their).plain == "(Their union)"
    assert Look(80).name(replace(their, name="Norvik union")).plain == "Norvik union"


def test_stacks() -> None:
    nobody = replace(RECORD.quotes[2], speaker=None, status="unresolved", cue=None)
    record = replace(RECORD, quotes=(nobody, RECORD.quotes[2]))
    lines = [line.rstrip() for line in drawn(article_view(record), 40).splitlines()]
    assert lines == [
        "— · direct thought · ? 0.70", "  “No,”", "Ana Pinto · thought · direct thought ·", "0.70", "  “No,”",
    ]  # fmt: skip
    assert column(drawn(article_view(record), 80), "Speaker") == "—AnaPintothought:"
    first, second = (share.percent for _, share in tally(SPEAKERS).speakers)
    expected = f"Ana Pinto · 2 quotes · {first:.1f} % of quoted words {ROLE} Quay [9] Board"
    expected += f"Pinto, Capt. [A.] Pinto Kofi Berg · 1 quote · {second:.1f} % of quoted words"
    expected += "— · 1 quote"
    assert squeezed(drawn(speakers_view(tally(SPEAKERS)), 60)) == squeezed(expected)
    summary = drawn(summary_view(tally(SPEAKERS)), 71)
    assert summary.split()[:3] == ["Speakers", "Ana", "Pinto"]
    assert "Capt" not in summary
    one = Person(1, "Boyd Ames", "person", "", Counter(), Counter(), Counter(), 1, 1, 1)
    assert drawn(people_view([one]), 60) == "Boyd Ames · 1 article · 1 quote · 1 word\n"
    assert drawn(people_view([]), 60) == "No people.\n"


@pytest.mark.parametrize(("changes", "shown"), [
    ({"confidence": 0.5}, "0.50"), ({"confidence": 0.496}, "0.50"), ({"confidence": 0.494}, "? 0.49"),
    ({"status": "ambiguous"}, "? 0.90"), ({"status": "unresolved"}, "? 0.90"),
    ({"flags": ("unsure-speaker",)}, "? 0.90"),
])  # fmt: skip
def test_what_is_doubtful_is_marked(changes: dict[str, Any], shown: str) -> None:
    quote = replace(RECORD.quotes[2], **{"status": "resolved", "confidence": 0.9, **changes})
    record = replace(RECORD, quotes=(quote,))
    for words in everywhere(record):
        assert squeezed(shown) in squeezed(words)
        assert ("?" in words) is shown.startswith("?")
    totals = RecordTotals()
    totals.add(record)
    assert ("; 1 is doubtful (?)" in totals.line()) is shown.startswith("?")


@pytest.mark.parametrize(
    ("cue", "shown"), [("denied", "denied"), (":", ""), ("adding:", "adding"), ("“", "")]
)
def test_a_cue_without_a_word_is_left_out(cue: str, shown: str) -> None:
    quote = RECORD.quotes[2]
    assert quote.cue
    record = replace(RECORD, quotes=(replace(quote, cue=replace(quote.cue, text=cue)),))
    named = "AnaPinto" + (f"{shown}:" if shown else "")
    assert column(drawn(article_view(record), 80), "Speaker") == named
    first_line, _, _ = drawn(article_view(record), 60).partition("\n")
    assert first_line.split(" · ")[1] == (shown or "direct thought")


@pytest.mark.parametrize(("speaker", "cue", "shown"), [
    (RECORD.quotes[2].speaker, "never said", "did not say"),
    (RECORD.quotes[2].speaker, "has denied", "a denial"),
    (None, "has said", "not said"),
])  # fmt: skip
def test_what_was_not_said(speaker: int | None, cue: str, shown: str) -> None:
    quote = RECORD.quotes[2]
    assert quote.cue
    for flags in ((), ("negated",)):
        changed = replace(quote, speaker=speaker, flags=flags, cue=replace(quote.cue, text=cue))
        record = replace(RECORD, quotes=(changed,))
        for words in everywhere(record):
            assert (squeezed(shown) in squeezed(words)) is bool(flags)


def test_no_quotes() -> None:
    empty = replace(RECORD, quotes=(), speakers=(), text="One.\n\nTwo.")
    views = article_view(empty), article_view(empty, Show(wide=True)), speakers_view(tally(empty))
    assert {drawn(view, 80) for view in views} == {"No quotes.\n"}
    assert drawn(summary_view(tally(empty)), 80).strip() == ""
    assert drawn(highlight_view(empty), 80).split() == ["One.", "Two."]


def test_totals() -> None:
    totals = RecordTotals()
    assert totals.line() == "0 quotes by 0 speakers in 0 articles"
    assert totals.speakers_line() == "0 speakers of 0 quotes (0 words) in 0 articles"
    totals.add(replace(SPEAKERS, quotes=SPEAKERS.quotes[3:]))
    assert totals.line() == "1 quote (1 direct) by 2 speakers"
    assert totals.speakers_line() == "2 speakers of 1 quote (2 words)"
    totals = RecordTotals()
    totals.add(RECORD)
    assert totals.line() == "3 quotes (3 direct) by 2 speakers"
    totals.add(record_of(make_article("“No\0,” said Ana Pinto.")))
    line = "4 quotes (4 direct) by 3 speakers in 2 articles; 1 warning (in the JSON)"
    assert totals.line() == line


@given(
    st.text(st.characters(codec=None, exclude_characters="”"), max_size=60),
    st.sampled_from([40, 80, 120]),
)
def test_any_characters_can_be_shown(words: str, width: int) -> None:
    record = record_of(make_article(f"“{words}x” said Ana Pinto."))
    shows = Show(), Show(context=True), Show(wide=True)
    for view in (*(article_view(record, show) for show in shows), highlight_view(record)):
        table = drawn(view, width)
        table.encode()
        assert max(map(cell_len, table.splitlines())) <= width
        assert not re.search(
            "[\x00-\x09\x0b-\x1f\x7f-\x9f\u061c\u202a-\u202e\u2066-\u2069\uffff]", table
        )


@pytest.mark.parametrize("width", [50, 100])
def test_who_was_looked_up(width: int) -> None:
    row = KnownRow("[b]k1", "Ana Pinto", 100.0)
    links = (
        Known("linked", row.key, row.name, row.score, fitting=1),
        Known("ambiguous", candidates=(row, row), fitting=7),
    )
    first, second = RECORD.speakers
    speakers = replace(first, known=links[0]), replace(second, known=links[1])
    record = replace(RECORD, speakers=speakers)
    quotes, shares = article_view(record, Show(wide=True)), tally(record)
    for view in (quotes, speakers_view(shares), summary_view(shares)):
        text = drawn(view, width)
        assert "[b]k1" in text
        assert "ambiguous(7)" in squeezed(text)
    assert column(drawn(speakers_view(shares), 100), "In list") == "[b]k1ambiguous(7)"
    nobody = replace(record, speakers=(replace(first, known=Known("none")), second))
    assert column(drawn(speakers_view(tally(nobody)), 100), "In list") == ""


MANY = [(f"{number}.txt", "a", [("n", "No.")]) for number in range(23)]
FIRST = [f"{number}.txt: No." for number in range(20)]


@pytest.mark.parametrize(("articles", "expected"), [
    ([["a.txt", "a", []]], []),
    ([["a.txt", "a", [["encoding", "A guess."]]]], ["a.txt: A guess."]),
    (
        [["a.txt", "a", [["encoding", "A guess."], ["mark", "Odd.", 7], ["mark", "Odd.", 9]]]],
        ["a.txt: A guess. Odd (at character 7, the first of 2)."],
    ),
    (
        [
            ["a.csv", "x", []],
            ["a.csv", "y", [["mark", "Odd.", 7]]],
            ["b.txt", "b", [["n", "No."]]],
        ],
        ["a.csv: Odd (in y, at character 7).", "b.txt: No."],
    ),
    (MANY, [*FIRST, "3 more files had warnings: see the records."]),
])  # fmt: skip
def test_lines(articles: list[tuple[str, str, list[Any]]], expected: list[str]) -> None:
    told: list[str] = []
    files = FileWarnings(told.append)
    for source, id, warnings in articles:
        files.add(
            make_article("", id=id, source=source, warnings=[Warning(*one) for one in warnings])
        )
    files.close()
    assert told == expected


def test_a_transcript_has_a_column_of_times() -> None:
    record = record_of(make_article("“Yes,” said Ana Silva.\n\n“No,” said Bo Lind."))
    timed = replace(record, quotes=(replace(record.quotes[0], time=3723.5), *record.quotes[1:]))
    heading, _, first, *_ = drawn(article_view(timed), 100).splitlines()
    assert (heading.split()[:2], first.split()[:2]) == (["Time", "Speaker"], ["1:02:03", "Ana"])
    assert "Time" not in drawn(article_view(record), 100)
    assert "· 1:02:03 ·" in drawn(article_view(timed), 60)
    assert "1:02:03" in drawn(article_view(timed, Show(wide=True)), 100)


SHORT = "Ana Pinto called it “a disgrace”. Bo Lind called the harbour plan “a disgrace”."


@pytest.mark.parametrize(("words", "cell"), [
    ("it “a disgrace”", "calledit“adisgrace”"),
    ("the harbour plan “a disgrace”", "theharbourplan“adisgrace”"),
    ("“a disgrace”", "“adisgrace”"),  # "it" stands between the cue and the words
])  # fmt: skip
def test_a_few_words_follow_their_cue(words: str, cell: str) -> None:
    shown = quote(SHORT, words, cue="called", type="mixed")
    record = shown_record(SHORT, [shown], [Speaker(0, "Ana Pinto", "person")])
    table, wide = (drawn(article_view(record, show), 100) for show in (Show(), Show(wide=True)))
    assert column(table, "Quote") == cell
    assert table.count("called") == 1
    assert f"  {words}\n" in wide  # where the cue stands above


def test_what_is_more_likely_wrong_stands_below() -> None:
    first, *others = RECORD.quotes
    record = replace(RECORD, quotes=(replace(first, confidence=0.494), *others))
    likely = replace(RECORD, quotes=(replace(first, confidence=0.496), *others))
    below = drawn(article_view(record), 100)
    in_place = drawn(article_view(record, Show(all=True)), 100)
    above, _, rest = below.partition("\nMore likely wrong than right: 1\n")
    assert "crew" not in above
    assert "crew" in rest
    assert "More likely wrong" not in in_place + drawn(article_view(likely), 100)
    assert in_place.index("crew") < in_place.index("Kofi Berg")


@pytest.mark.parametrize(("act", "width", "shown"), [
    ("statement", 140, "direct"),
    ("request", 140, "direct request"),
    ("request", 100, "direct"),
    ("request", 40, "· direct request ·"),
])  # fmt: skip
def test_an_act_that_is_no_statement_is_beside_the_type(act: Any, width: int, shown: str) -> None:
    record = replace(RECORD, quotes=(replace(RECORD.quotes[0], act=act, text="“Go home,”"),))
    table = drawn(article_view(record), width)
    assert shown in " ".join(table.split())
    assert ("request" in table) is (act == "request")
    assert ("direct request" in table) is (act == "request" and width != 100)
