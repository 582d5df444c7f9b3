"""The journal: what is kept, and when a run may go on."""

from __future__ import annotations

import json
import os
import random
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from fake_corpus import ToldPool

from quoteminer.corpus import open_part
from quoteminer.corpus.journal import Journal
from quoteminer.corpus.place import Place
from quoteminer.corpus.run import run
from quoteminer.corpus.settings import Settings
from quoteminer.corpus.tasks import Failed, Item, Mined, Outcome
from quoteminer.errors import OutputError, RunError
from quoteminer.inputs import Input
from quoteminer.output.writer import Writer
from quoteminer.records import ArticleRecord
from quoteminer.writers import Format

SETTINGS = {"model": "fake 0.0", "types": None}
ITEMS: list[Item] = [
    Failed("read", "InputError", f"{number}.txt: is empty.", f"{number}.txt")
    if number % 7 == 3
    else Input(f"Text {number} \ud800", str(number), "a.jsonl", {"date": number})
    for number in range(25)
]


@pytest.fixture(autouse=True)
def _small_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(open_part, "PART_ITEMS", 4)


def outcome_of(item: Item) -> Outcome:
    return item if isinstance(item, Failed) else Mined(json.dumps({"id": item.id}), 2, 3)


def work(folder: Path, items: Sequence[Item] = ITEMS, upto: int | None = None, settings: Any = SETTINGS) -> Journal:
    """Go on with a run, up to so many new items; then it is stopped."""
    folder.mkdir(exist_ok=True)
    journal = Journal(folder, settings)
    for number, item in enumerate(journal.behind(items)):
        if number == upto:
            journal.keep()
            return journal
        journal.add(item, outcome_of(item))
    journal.complete()
    return journal


def files(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_records_and_failures_in_order(tmp_path: Path) -> None:
    journal = work(tmp_path / "a")
    assert [(place, json.loads(line)["id"]) for place, line in journal.records()] == [
        (number, str(number)) for number in range(25) if number % 7 != 3
    ]
    assert [row["index"] for row in journal.failures()] == [3, 10, 17, 24]
    assert next(iter(journal.failures())) == {
        "index": 3,
        "id": None,
        "source": "3.txt",
        "stage": "read",
        "error": "InputError",
        "reason": "3.txt: is empty.",
    }
    totals = journal.totals
    assert (totals.items, totals.records, totals.failed, totals.quotes, totals.words) == (25, 21, 4, 42, 63)
    assert len(list((tmp_path / "a" / "records").iterdir())) == 7


@pytest.mark.parametrize("seed", range(20))
def test_interrupted_runs_leave_what_one_run_leaves(tmp_path: Path, seed: int) -> None:
    work(tmp_path / "whole")
    chance = random.Random(seed)
    done = 0
    while done < len(ITEMS):
        step = chance.randrange(9)
        done = work(tmp_path / "torn", upto=step).totals.items
    work(tmp_path / "torn")
    assert files(tmp_path / "torn") == files(tmp_path / "whole")


@pytest.mark.parametrize("at", range(1, 25, 3))
def test_what_was_not_kept_is_done_again(tmp_path: Path, at: int) -> None:
    """As after kill -9: nothing is said at the end."""
    work(tmp_path / "whole")
    (tmp_path / "torn").mkdir()
    journal = Journal(tmp_path / "torn", SETTINGS)
    for number, item in enumerate(journal.behind(ITEMS)):
        if number == at:
            break
        journal.add(item, outcome_of(item))
    assert Journal(tmp_path / "torn", SETTINGS).totals.items == at - at % 4
    work(tmp_path / "torn")
    assert files(tmp_path / "torn") == files(tmp_path / "whole")


def test_a_line_that_was_cut_off_does_not_count(tmp_path: Path) -> None:
    work(tmp_path / "whole")
    work(tmp_path / "torn", upto=13)
    manifest = tmp_path / "torn" / "manifest.jsonl"
    manifest.write_bytes(manifest.read_bytes()[:-20])
    assert work(tmp_path / "torn", upto=0).totals.items == 8
    work(tmp_path / "torn")
    assert files(tmp_path / "torn") == files(tmp_path / "whole")


def test_more_input_goes_on_where_a_finished_run_ended(tmp_path: Path) -> None:
    work(tmp_path / "a", ITEMS[:9]).finish({"format": "jsonl"})
    assert work(tmp_path / "a", ITEMS[:9]).finished == {"format": "jsonl"}
    journal = work(tmp_path / "a")
    assert journal.finished is None
    assert Journal(tmp_path / "a", SETTINGS).finished is None
    assert [place for place, _ in journal.records()] == [number for number in range(25) if number % 7 != 3]


def changed(number: int, change: Callable[[Any], Any]) -> list[Item]:
    return [change(item) if at == number else item for at, item in enumerate(ITEMS)]


@pytest.mark.parametrize(
    ("items", "place"),
    [
        (changed(2, lambda item: replace(item, text="Another text")), "4"),
        (changed(5, lambda item: replace(item, id="other")), "8"),
        (changed(5, lambda item: replace(item, meta={"date": 6})), "8"),
        (changed(5, lambda item: replace(item, source="b.jsonl")), "8"),
        (changed(3, lambda item: replace(item, reason="3.txt: is a folder.")), "4"),
        (changed(9, lambda item: replace(item, text="Another text")), "10"),
        (ITEMS[1:], "4"),
        (ITEMS[:7], "7"),
        ([], "0"),
    ],
)
def test_another_input_is_refused(tmp_path: Path, items: list[Item], place: str) -> None:
    work(tmp_path / "a", upto=10)
    before = files(tmp_path / "a")
    with pytest.raises(RunError, match=f"a run of another input: its first {place} articles are not"):
        work(tmp_path / "a", items)
    assert files(tmp_path / "a") == before


def test_what_comes_later_may_change(tmp_path: Path) -> None:
    work(tmp_path / "a", upto=10)
    assert work(tmp_path / "a", ITEMS[:12]).totals.items == 12


def test_other_settings_are_refused_and_named(tmp_path: Path) -> None:
    work(tmp_path / "a", upto=10)
    with pytest.raises(RunError, match=r'other settings \(types was null, is \["direct"\]\)\. Give the same'):
        work(tmp_path / "a", settings={**SETTINGS, "types": ["direct"]})


def test_damage_is_told(tmp_path: Path) -> None:
    work(tmp_path / "a", upto=10)
    part = tmp_path / "a" / "records" / "000001.jsonl.gz"
    content = part.read_bytes()
    part.write_bytes(content[:-1])
    with pytest.raises(RunError, match=r"000001\.jsonl\.gz: is not as it was written"):
        work(tmp_path / "a")
    part.unlink()
    with pytest.raises(RunError, match=r"000001\.jsonl\.gz: is not as it was written"):
        work(tmp_path / "a")
    within = bytes(byte ^ 0xFF for byte in content[20:-8])  # which zlib tells, and not gzip
    for damaged in (b"x" * len(content), content[:20] + within + content[-8:]):
        part.write_bytes(damaged)
        journal = work(tmp_path / "a")
        with pytest.raises(RunError, match=r"000001\.jsonl\.gz: can't be read"):
            list(journal.records())
    part.write_bytes(content)
    (tmp_path / "a" / "failed" / "000000.jsonl.gz").unlink()
    with pytest.raises(RunError, match=r"failed.000000\.jsonl\.gz: is not as it was written"):
        work(tmp_path / "a")


def test_memory_does_not_grow_with_what_fails(tmp_path: Path) -> None:
    """The manifest is in memory; what failed is only counted there."""
    work(tmp_path / "a", [Failed("read", "InputError", "x" * 1000)] * 8)
    assert (tmp_path / "a" / "manifest.jsonl").stat().st_size < 1000


@pytest.mark.parametrize("content", [b"{}\n", b"[1]\n", b"no\n", b'{"quoteminer_run": 9, "settings": {}}\n', b"\xff\n"])
def test_another_manifest_is_refused(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "manifest.jsonl").write_bytes(content)
    with pytest.raises(RunError, match="is no manifest of a run"):
        Journal(tmp_path, SETTINGS)


def test_a_part_ends_where_its_texts_are_long(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(open_part, "PART_CHARACTERS", 20)
    work(tmp_path / "a")
    assert len(list((tmp_path / "a" / "records").iterdir())) > 7


def test_no_space_left(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    work(tmp_path / "whole")
    work(tmp_path / "torn", upto=2)
    with monkeypatch.context() as patch:
        patch.setattr("quoteminer.corpus.journal.write_lines", _full)
        with pytest.raises(OutputError, match="no space"):
            work(tmp_path / "torn")
    assert Journal(tmp_path / "torn", SETTINGS).totals.items == 2
    work(tmp_path / "torn")
    assert files(tmp_path / "torn") == files(tmp_path / "whole")


def test_a_part_that_could_not_be_closed_is_closed_later(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    work(tmp_path / "whole")
    (tmp_path / "torn").mkdir()
    journal = Journal(tmp_path / "torn", SETTINGS)
    with monkeypatch.context() as patch:
        patch.setattr("quoteminer.corpus.journal.write_lines", _full)
        with pytest.raises(OutputError):
            for item in journal.behind(ITEMS):
                journal.add(item, outcome_of(item))
    journal.keep()
    assert work(tmp_path / "torn", upto=0).totals.items == 4
    work(tmp_path / "torn")
    assert files(tmp_path / "torn") == files(tmp_path / "whole")


def _full(path: Path, lines: Any) -> None:
    raise OutputError(f"{path}: can't be written: there is no space left.")


def test_stopping_while_it_looks_for_the_place_to_go_on(tmp_path: Path) -> None:
    journal = work(tmp_path / "a", upto=10)
    asked = iter([False] * 5 + [True])
    assert list(Journal(tmp_path / "a", SETTINGS).behind(ITEMS, stopping=lambda: next(asked))) == []
    assert Journal(tmp_path / "a", SETTINGS).totals == journal.totals


def test_a_run_that_was_killed_before_its_manifest_begins_anew(tmp_path: Path) -> None:
    (tmp_path / "out" / "records").mkdir(parents=True)
    (tmp_path / "out" / ".manifest.jsonl.x1.part").write_text("{")
    with Place.of(tmp_path / "out", None).locked():
        assert sorted(os.listdir(tmp_path / "out")) == [".lock", "records"]


class Choosy(Writer[ArticleRecord]):
    """Can't hold the article ``b``."""

    def __init__(self, stream: Any) -> None:
        pass

    def write(self, record: ArticleRecord) -> None:
        if record.id == "b":
            raise OutputError("b: can't be held.")


def test_what_the_format_cannot_hold_is_told_also_the_second_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("quoteminer.corpus.run.FORMATS", {"jsonl": Format(Choosy, (".jsonl",))})
    monkeypatch.setattr("quoteminer.corpus.run.Pool", ToldPool)
    for _ in range(2):
        inputs = [Input("Nothing was said.", id, "a.jsonl") for id in "abc"]
        done = run(inputs, Place.of(tmp_path / "out", None), Settings(), workers=1)
        assert (done.totals.items, done.totals.records, done.totals.failed) == (3, 2, 1)
        assert json.loads((tmp_path / "out" / "errors.jsonl").read_text())["index"] == 1
