"""What is printed is what tests/golden has. ``pytest tests/views --update-golden`` writes it anew: read the diff."""

from __future__ import annotations

import difflib
import io
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path

import pytest
from fake_miner import record_of
from screens import Terminal, printed, with_codes_named

from quoteminer.cli.options import Show
from quoteminer.records import ArticleRecord
from quoteminer.text.article import make_article

GOLDEN = Path(__file__).resolve().parents[1] / "golden"
SHOWS = {"table": Show(), "wide": Show(wide=True), "context": Show(context=True), "highlight": Show(highlight=True)}
LONG = "It rained on the quay, and nobody who was there had an umbrella. " * 8
ODD = "\n\n".join(
    [
        "Odd [letters] at sea",
        "“[We] saw :smile: the [bold]reef[/bold] at 9:30 … or so,” said Zoë Ångström-like people.",
        "The harbour master wrote it down. “我们在五月开门,因为船已经回来了,每个人都可以上船参观,而且不用买票。” "
        "said 王 小明 of the ferry.",
        "“سنفتح في مايو بعد أن تعود السفن إلى الميناء” said ليلى حداد on Monday. "
        "“e\u0301te\u0301, c\u0327a va \u202etxet\u202c \x1b[31mred\x07” said Zoë Ångström.",
        f"“Anti{'dis' * 40},” said Kofi Berg. “No\u200b\u00ad,” said Kofi Berg. {LONG}“Yes,” said Kofi Berg. {LONG}",
    ]
)


def record(name: str) -> ArticleRecord:
    if name == "odd":
        return record_of(make_article(ODD, id="odd", with_text=True))
    return ArticleRecord.from_dict(json.loads((GOLDEN / "records" / f"{name}.json").read_text("utf-8")))


@dataclass(frozen=True)
class Case:
    """``terminal``: its encoding; None for a pipe."""

    record: str
    show: str
    width: int
    kind: str = "file"
    terminal: str | None = None
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
    int(version("rich").partition(".")[0]) < 15, reason="rich before 15 makes the first column of a table a cell wider"
)
@pytest.mark.parametrize("case", list(cases()), ids=lambda case: case.name)
def test_golden(case: Case, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in {"COLUMNS": str(case.width), **case.environment}.items():
        monkeypatch.setenv(name, value)
    stream = Terminal(case.terminal) if case.terminal else io.StringIO()
    out = printed([record(case.record).filter(acts="speech")], SHOWS[case.show], stream)
    out.encode(case.terminal or "utf-8")
    path = GOLDEN / f"{case.name}.txt"
    text = with_codes_named(out)
    if request.config.getoption("--update-golden"):
        path.write_text(text, encoding="utf-8", newline="\n")
    compare(path, text)


def compare(path: Path, text: str) -> None:
    expected = path.read_text("utf-8") if path.exists() else ""
    if text != expected:
        lines = difflib.unified_diff(expected.splitlines(), text.splitlines(), str(path), "printed", lineterm="")
        pytest.fail("\n".join([*lines, "Is it better? pytest tests/views --update-golden"]), pytrace=False)


def test_every_golden_file_is_compared() -> None:
    assert {path.stem for path in GOLDEN.glob("*.txt")} == {case.name for case in cases()}
