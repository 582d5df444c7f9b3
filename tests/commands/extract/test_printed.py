"""The output equals the files in tests/printed; ``pytest tests/commands/extract --update-printed``
rewrites them. Figures as tables."""

import difflib
import io
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path

import numpy as np
import pytest
from fake_miner import record_of
from rich.console import Console, RenderableType
from screens import Terminal, printed, with_codes_named

from quoteminer.cli.options import Show
from quoteminer.commands.evaluate.counts import ROWS, Counts
from quoteminer.commands.evaluate.intervals import compare, evaluate
from quoteminer.commands.evaluate.scores_view import differences_view, scores_view
from quoteminer.records import ArticleRecord
from quoteminer.text.article import make_article

PRINTED = Path(__file__).resolve().parents[2] / "printed"
SHOWS = {
    "table": Show(),
    "wide": Show(wide=True),
    "context": Show(context=True),
    "highlight": Show(highlight=True),
}
LONG = "It rained on the quay, and nobody who was there had an umbrella. " * 8
ODD = "\n\n".join(
    [
        "Odd [letters] at sea",
        "“[We] saw :smile: the [bold]reef[/bold] at 9:30 … or so,” said Zoë Ångström-like people.",
        (
            "The harbour master wrote it down."
            " “我们在五月开门,因为船已经回来了,每个人都可以上船参观,而且不用买票。” "
            "said 王 小明 of the ferry."
        ),
        (
            "“سنفتح في مايو بعد أن تعود السفن إلى الميناء” said ليلى حداد on Monday. "
            "“e\u0301te\u0301, c\u0327a va \u202etxet\u202c \x1b[31mred\x07” said Zoë Ångström."
        ),
        (
            f"“Anti{'dis' * 40},” said Kofi Berg. “No\u200b\u00ad,” said Kofi Berg. {LONG}“Yes,”"
            f" said Kofi Berg. {LONG}"
        ),
    ]
)


def record(name: str) -> ArticleRecord:
    if name == "odd":
        return record_of(make_article(ODD, id="odd"))
    return ArticleRecord.from_dict(
        json.loads((PRINTED / "records" / f"{name}.json").read_text("utf-8"))
    )


@dataclass(frozen=True)
class Case:
    record: str
    show: str
    width: int
    kind: str = "file"
    terminal: str | None = None  # its encoding; None for a pipe
    environment: dict[str, str] = field(default_factory=dict)

    @property
    def name(self) -> str:
        return f"{self.record}-{self.show}-{self.width}-{self.kind}"


COLOURS = {"TERM": "xterm-256color"}


def cases() -> Iterator[Case]:
    for show in SHOWS:
        for width in (60, 80, 140):
            yield Case("water", show, width)
        yield Case("odd", show, 80)
        yield Case("odd", show, 60, "ascii", "ascii", {"NO_COLOR": "1", **COLOURS})
        yield Case("spice", show, 80, "colours", "utf-8", COLOURS)
    for width in (60, 80, 140):
        yield Case("spice", "table", width)
    for show in ("table", "highlight"):
        yield Case("spice", show, 80, "16-colours", "utf-8", {"TERM": "xterm"})
        yield Case("spice", show, 80, "no-color", "utf-8", {"NO_COLOR": "1", **COLOURS})
        yield Case("spice", show, 80, "dumb", "utf-8", {"TERM": "dumb"})


@pytest.mark.skipif(
    int(version("rich").partition(".")[0]) < 15,
    reason="rich before 15 makes the first column of a table a cell wider",
)
@pytest.mark.parametrize("case", list(cases()), ids=lambda case: case.name)
def test_printed(
    case: Case, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in {"COLUMNS": str(case.width), **case.environment}.items():
        monkeypatch.setenv(name, value)
    stream = Terminal(case.terminal) if case.terminal else io.StringIO()
    out = printed([record(case.record).filter(acts="speech")], SHOWS[case.show], stream)
    out.encode(case.terminal or "utf-8")
    path = PRINTED / f"{case.name}.txt"
    text = with_codes_named(out)
    if request.config.getoption("--update-printed"):
        path.write_text(text, encoding="utf-8", newline="\n")
    matches_printed(path, text)


def matches_printed(path: Path, text: str) -> None:
    expected = path.read_text("utf-8") if path.exists() else ""
    if text != expected:
        lines = difflib.unified_diff(
            expected.splitlines(), text.splitlines(), str(path), "printed", lineterm=""
        )
        pytest.fail(
            "\n".join([*lines, "Is it better? pytest tests/commands/extract --update-printed"]),
            pytrace=False,
        )


def test_every_printed_file_is_compared() -> None:
    assert {path.stem for path in PRINTED.glob("*.txt")} == {case.name for case in cases()}


def counts(hits: int) -> list[Counts]:
    """Articles that have a thousand of all but of mixed quotes."""
    articles = []
    for at in range(12):
        table = np.zeros((len(ROWS), 4), dtype=np.int64)
        table[:] = 1000 + at, 900, hits + 10 * at, hits
        table[ROWS.index("content.mixed")] = 0, 3, 0, 0
        articles.append(table)
    return articles


def shown(view: RenderableType, width: int) -> list[str]:
    stream = io.StringIO()
    Console(file=stream, width=width, highlight=False, color_system=None).print(view)
    return [line.rstrip() for line in stream.getvalue().splitlines()]


@pytest.mark.parametrize("width", [100, 160])
def test_a_table_of_figures(width: int) -> None:
    lines = shown(scores_view(evaluate(counts(500))), width)
    assert max(map(len, lines)) <= width
    assert lines[0].split() == "Figure Gold Precision Recall F1 Source F1+source Any name".split()
    at = next(index for index, line in enumerate(lines) if line.startswith("quotes: all"))
    assert lines[at].split() == "quotes: all 12,066 0.617 0.552 0.583 0.901 0.525".split()
    assert [cell.count("–") for cell in lines[at + 1].split()] == [1] * 5
    letters = next(line for line in lines if line.startswith("letters: all"))
    heads = [lines[0].index(heading) + len(heading) for heading in (" F1", "F1+source")]
    assert [letters[:end].split()[-1] for end in heads] == ["0.583", "0.525"]
    assert not any("…" in line for line in lines)


@pytest.mark.parametrize("width", [60, 90])
def test_figures_are_stacked_where_it_is_narrow(width: int) -> None:
    lines = shown(scores_view(evaluate(counts(500))), width)
    at = lines.index("quotes: all · 12,066 in the gold")
    names = [line.split()[0] for line in lines[at + 1 : at + 6]]
    assert names == "Precision Recall F1 Source F1+source".split()
    assert lines[at + 1].startswith("  Precision 0.617 0.")
    assert not any("…" in line for line in lines)


@pytest.mark.parametrize("width", [60, 100])
def test_a_figure_of_nothing_is_not_shown_as_nought(width: int) -> None:
    lines = shown(scores_view(evaluate(counts(500))), width)
    at = next(index for index, line in enumerate(lines) if line.startswith("quotes: mixed"))
    assert "0.000" not in "".join(lines[at : at + 6 if width < 90 else at + 1])
    assert "—" in "".join(lines[at : at + 2])


def test_a_comparison() -> None:
    found = compare(counts(500), counts(520), resamples=200)
    lines = shown(differences_view(found), 90)
    assert lines[0].split() == "Figure Gold A B B - A 95 % interval p".split()
    line = next(line for line in lines if line.startswith("quotes: all, F1+source"))
    assert line.split()[2:7] == ["F1+source", "12,066", "0.525", "0.546", "+0.021"]
    assert (line.split()[8], line.split()[10]) == ("to", "0.005")
    mixed = next(line for line in lines if line.startswith("quotes: mixed, F1"))
    assert mixed.split()[3:] == ["0", "—", "—", "—"]
    narrow = shown(differences_view(found), 50)
    at = narrow.index("quotes: all, F1+source · 12,066 in the gold")
    assert narrow[at + 1].startswith("  A 0.525, B 0.546: +0.021 +0.0")
