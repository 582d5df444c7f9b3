"""The journal: what is kept, and which runs may be resumed."""

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

from quoteminer.corpus import journal as module
from quoteminer.corpus.journal import Journal, Totals
from quoteminer.corpus.run import RunPaths, run
from quoteminer.corpus.worker import Failed, Item, Mined, Outcome, Settings
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
    monkeypatch.setattr(module, "PART_ITEMS", 4)


def outcome_of(item: Item) -> Outcome:
    return item if isinstance(item, Failed) else Mined(json.dumps({"id": item.id}), 2, 3)


def work(folder: Path, items: Sequence[Item] = ITEMS, upto: int | None = None, *, stopped: bool = False) -> Journal:
    """Run or resume, up to so many new items; then the run is killed, or stopped."""
    folder.mkdir(exist_ok=True)
    journal = Journal(folder, SETTINGS)
    for number, item in enumerate(journal.pending(items)):
        if number == upto and not stopped:
            return journal
        if number == upto:
            break
        journal.add(item, outcome_of(item))
    journal.close()
    return journal


def files(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_records_and_failures_in_order(tmp_path: Path) -> None:
    journal = work(tmp_path / "a")
    mined = [number for number in range(25) if number % 7 != 3]
    assert [(index, json.loads(line)["id"]) for index, line in journal.records()] == [(n, str(n)) for n in mined]
    assert list(journal.failures()) == [
        {
            "index": n, "id": None, "source": f"{n}.txt", "stage": "read", "error": "InputError",
            "reason": f"{n}.txt: is empty.",
        }
        for n in (3, 10, 17, 24)
    ]  # fmt: skip
    assert journal.totals == Totals(items=25, records=21, failed=4, quotes=42, words=63)
    assert len(list((tmp_path / "a" / "records").iterdir())) == 7


def test_stops_at_any_place_leave_what_one_run_leaves(tmp_path: Path) -> None:
    work(tmp_path / "whole")
    for seed in range(20):
        chance, torn = random.Random(seed), tmp_path / str(seed)
        while work(torn, upto=chance.randrange(9)).totals.items < len(ITEMS):
            pass
        assert files(torn) == files(tmp_path / "whole")


def _no_space(path: Path, lines: Any) -> None:
    raise OutputError(f"{path}: can't be written: there is no space left.")


def cut_off(folder: Path) -> None:
    work(folder, upto=13)
    manifest = folder / "manifest.jsonl"
    manifest.write_bytes(manifest.read_bytes()[:-20])


def full_disk(folder: Path) -> None:
    work(folder, upto=2)
    with pytest.MonkeyPatch.context() as patch, pytest.raises(OutputError, match="no space"):
        patch.setattr(module, "_write_lines", _no_space)
        work(folder)


@pytest.mark.parametrize(
    ("end", "done"),
    [(lambda folder: work(folder, upto=13), 12), (cut_off, 8), (full_disk, 0)],
    ids=["stopped or killed", "line cut off", "no space"],
)
def test_a_run_resumes_after_any_end(tmp_path: Path, end: Callable[[Path], object], done: int) -> None:
    work(tmp_path / "whole")
    end(tmp_path / "torn")
    assert Journal(tmp_path / "torn", SETTINGS).totals.items == done
    work(tmp_path / "torn")
    assert files(tmp_path / "torn") == files(tmp_path / "whole")


def test_a_longer_input_resumes_a_finished_run(tmp_path: Path) -> None:
    work(tmp_path / "a", ITEMS[:9]).finish({"format": "jsonl"})
    assert work(tmp_path / "a", ITEMS[:9]).finished == {"format": "jsonl"}
    assert work(tmp_path / "a").finished is None
    assert Journal(tmp_path / "a", SETTINGS).finished is None
    work(tmp_path / "whole")
    assert [*Journal(tmp_path / "a", SETTINGS).records()] == [*Journal(tmp_path / "whole", SETTINGS).records()]


def changed(number: int, **values: Any) -> list[Item]:
    return [replace(item, **values) if at == number else item for at, item in enumerate(ITEMS)]


@pytest.mark.parametrize(
    ("items", "count"),
    [
        (changed(2, text="Another text"), 4),
        (changed(5, id="other"), 8),
        (changed(5, meta={"date": 6}), 8),
        (changed(5, source="b.jsonl"), 8),
        (changed(3, reason="3.txt: is a folder."), 4),
        (ITEMS[1:], 4),
        (ITEMS[:7], 7),
        ([], 0),
    ],
)
def test_another_input_is_refused(tmp_path: Path, items: list[Item], count: int) -> None:
    work(tmp_path / "a", upto=10)
    before = files(tmp_path / "a")
    with pytest.raises(RunError, match=f"a run of another input: its first {count} articles are not"):
        work(tmp_path / "a", items)
    assert files(tmp_path / "a") == before
    assert work(tmp_path / "a", changed(9, text="Another text")).totals.items == 25  # what comes later may change


INSIDE = {  # zlib reports the second, gzip the others
    "no gzip": lambda content: b"x" * len(content),
    "damaged inside": lambda content: content[:20] + bytes(byte ^ 0xFF for byte in content[20:-8]) + content[-8:],
}


def test_damage_is_reported(tmp_path: Path) -> None:
    work(tmp_path / "a", upto=10)
    record = tmp_path / "a" / "records" / "000001.jsonl.gz"
    content = record.read_bytes()
    for damaged in INSIDE.values():
        record.write_bytes(damaged(content))
        with pytest.raises(RunError, match=r"000001\.jsonl\.gz: can't be read"):
            list(work(tmp_path / "a").records())
    for new in (content[:-1], None):
        record.unlink()
        if new:
            record.write_bytes(new)
        with pytest.raises(RunError, match="000001.jsonl.gz: is not as it was written"):
            work(tmp_path / "a")


@pytest.mark.parametrize("content", [b"{}\n", b"[1]\n", b"no\n", b'{"quoteminer_run": 9, "settings": {}}\n', b"\xff\n"])
def test_a_damaged_manifest_is_refused(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "manifest.jsonl").write_bytes(content)
    with pytest.raises(RunError, match="can't be read as the manifest of a run"):
        Journal(tmp_path, SETTINGS)


def test_memory_is_bounded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The manifest is in memory and only counts failures; parts of long texts are short."""
    work(tmp_path / "a", [Failed("read", "InputError", "x" * 1000)] * 8)
    assert (tmp_path / "a" / "manifest.jsonl").stat().st_size < 1000
    monkeypatch.setattr(module, "PART_CHARACTERS", 20)
    work(tmp_path / "b")
    assert len(list((tmp_path / "b" / "records").iterdir())) > 7


def test_stopping_during_the_check_of_the_input(tmp_path: Path) -> None:
    work(tmp_path / "a", upto=10)
    answers = iter([False] * 5 + [True])
    assert list(Journal(tmp_path / "a", SETTINGS).pending(ITEMS, should_stop=lambda: next(answers))) == []
    assert Journal(tmp_path / "a", SETTINGS).totals.items == 8


def test_a_run_killed_before_its_manifest_begins_again(tmp_path: Path) -> None:
    (tmp_path / "out" / "records").mkdir(parents=True)
    (tmp_path / "out" / ".manifest.jsonl.x1.part").write_text("{")
    with RunPaths.of(tmp_path / "out", None).locked():
        assert sorted(os.listdir(tmp_path / "out")) == [".lock", "records"]


class Choosy(Writer[ArticleRecord]):
    """Can't hold the article ``b``."""

    def __init__(self, stream: Any) -> None:
        pass

    def write(self, record: ArticleRecord) -> None:
        if record.id == "b":
            raise OutputError("b: can't be held.")


def test_what_the_format_cannot_hold_is_reported_each_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("quoteminer.corpus.run.FORMATS", {"jsonl": Format(Choosy, (".jsonl",))})
    monkeypatch.setattr("quoteminer.corpus.run.Pool", ToldPool)
    for _ in range(2):
        inputs = [Input("Nothing was said.", id, "a.jsonl") for id in "abc"]
        done = run(inputs, RunPaths.of(tmp_path / "out", None), Settings(), workers=1)
        assert done.totals == Totals(items=3, records=2, failed=1, words=9)
        assert json.loads((tmp_path / "out" / "errors.jsonl").read_text())["index"] == 1
