"""The journal: what is kept, and which runs may be resumed."""

import json
import os
import random
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from fake_corpus import NoPool

from quoteminer.corpus import journal as module
from quoteminer.corpus.journal import Journal, RunTotals
from quoteminer.corpus.run import RunPaths, run
from quoteminer.corpus.worker import Failed, Item, Mined, Outcome, Settings
from quoteminer.errors import OutputError, RunError, WorkerError
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
    assert journal.totals == RunTotals(items=25, records=21, failed=4, quotes=42, words=63)
    assert len(list((tmp_path / "a" / "records").iterdir())) == 7


@pytest.mark.slow
def test_ends_at_any_place_cost_nothing(tmp_path: Path) -> None:
    whole = work(tmp_path / "whole")
    for seed in range(20):
        for stopped in (False, True):
            chance, torn, done = random.Random(seed), tmp_path / f"{seed}{stopped}", 0
            while done < len(ITEMS):
                upto = chance.randrange(1, 9)
                journal = work(torn, upto=upto, stopped=stopped)
                assert not stopped or journal.totals.items == min(done + upto, len(ITEMS))
                done = journal.totals.items
            assert stopped or files(torn) == files(tmp_path / "whole")
            assert [*journal.records()] == [*whole.records()]
            assert journal.totals == whole.totals


def test_a_cut_off_manifest_and_a_full_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    work(tmp_path / "whole")
    work(tmp_path / "torn", upto=13)
    manifest = tmp_path / "torn" / "manifest.jsonl"
    manifest.write_bytes(manifest.read_bytes()[:-20])
    journal = Journal(tmp_path / "torn", SETTINGS)
    assert journal.totals.items == 8
    with monkeypatch.context() as patch:
        patch.setattr(module, "_write_lines", _no_space)
        with pytest.raises(OutputError, match="no space"):
            work(tmp_path / "torn")
    journal.close()
    work(tmp_path / "torn")
    assert files(tmp_path / "torn") == files(tmp_path / "whole")


def _no_space(path: Path, lines: Any) -> None:
    raise OutputError(f"{path}: can't be written: there is no space left.")


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
    with pytest.raises(RunError, match=f"was started with other input: the first {count} articles differ"):
        work(tmp_path / "a", items)
    assert files(tmp_path / "a") == before
    assert work(tmp_path / "a", changed(9, text="Another text")).totals.items == 25  # what comes later may change


def test_damage_is_reported(tmp_path: Path) -> None:
    work(tmp_path / "a", upto=10)
    record = tmp_path / "a" / "records" / "000001.jsonl.gz"
    content = record.read_bytes()
    inside = content[:20] + bytes(byte ^ 0xFF for byte in content[20:-8]) + content[-8:]
    for damaged in (b"x" * len(content), inside):  # gzip reports the first, zlib the second
        record.write_bytes(damaged)
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
    monkeypatch.setattr("quoteminer.corpus.run.Pool", NoPool)
    for _ in range(2):
        inputs = [Input("Nothing was said.", id, "a.jsonl") for id in "abc"]
        done = run(inputs, RunPaths.of(tmp_path / "out", None), Settings(), workers=1)
        assert done.totals == RunTotals(items=3, records=2, failed=1, words=9)
        assert json.loads((tmp_path / "out" / "errors.jsonl").read_text())["index"] == 1


def test_an_error_keeps_what_is_done(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("quoteminer.corpus.run.Pool", NoPool)
    paths = RunPaths.of(tmp_path / "out", None)

    def stream(count: int) -> Iterator[Input]:
        yield from (Input("Nothing was said.", str(number), "a.jsonl") for number in range(count))
        if count < 9:
            raise WorkerError("Worker processes end before they are ready.")

    with pytest.raises(WorkerError):
        run(stream(7), paths, Settings(), workers=1)
    begun: list[RunTotals] = []
    assert run(stream(9), paths, Settings(), workers=1, on_progress=begun.append).totals.items == 9
    assert begun[0].items == 7
