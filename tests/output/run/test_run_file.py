"""The file of a run: what is kept, which runs may be resumed, and what ends of all kinds leave."""

import json
import os
import random
import sqlite3
import tracemalloc
from collections.abc import Sequence
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from quoteminer.commands.corpus.run import RunPaths
from quoteminer.errors import OutputError, RunError
from quoteminer.inputs import Input
from quoteminer.output.run import run_file as module
from quoteminer.output.run.outcomes import Failed, Item, Mined, Outcome
from quoteminer.output.run.run_file import RunFile, RunTotals
from quoteminer.output.run.run_tables import finished_records

SETTINGS = {"model": "fake 0.0", "types": None}
ITEMS: list[Item] = [
    Failed("read", "InputError", f"{number}.txt: is empty.", f"{number}.txt")
    if number % 7 == 3
    else Input(f"Text {number} \ud800", str(number), "a.jsonl", {"date": number})
    for number in range(25)
]


@pytest.fixture(autouse=True)
def _few_items(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "COMMIT_ITEMS", 4)


def outcome_of(item: Item) -> Outcome:
    """Return a record that does not get smaller than 20 kB, so that it needs pages of its own."""
    if isinstance(item, Failed):
        return item
    more = random.Random(item.id).randbytes(20_000).hex()
    return Mined(json.dumps({"id": item.id, "more": more}), 2, 3)


def work(
    path: Path, items: Sequence[Item] = ITEMS, upto: int | None = None, *, finish: bool = False
) -> RunTotals:
    """Run or resume, and stop after so many new items."""
    with RunFile(path, SETTINGS) as run_file:
        for number, item in enumerate(run_file.pending(items)):
            if number == upto:
                break
            run_file.add(item, outcome_of(item))
        if finish:
            run_file.finish({"format": "jsonl"})
    assert [file.name for file in path.parent.glob(f"{path.name}*")] == [path.name]
    return run_file.totals


def work_until_killed(path: Path, upto: int) -> bool:
    """Resume, and leave the files as kill -9 leaves them before item number ``upto``. True if a
    commit is to be undone: a small cache makes SQLite write pages before it commits them."""
    journal = Path(f"{path}-journal")
    with RunFile(path, SETTINGS) as run_file:
        run_file._database.execute("PRAGMA cache_size = 1")
        for _, item in zip(range(upto), run_file.pending(ITEMS), strict=False):
            run_file.add(item, outcome_of(item))
        left = [(file, file.read_bytes()) for file in (path, journal) if file.exists()]
    for file, content in left:
        file.write_bytes(content)
    return any(file == journal and any(content[:8]) for file, content in left)


def content(path: Path) -> list[str]:
    with closing(sqlite3.connect(path)) as database:
        return list(database.iterdump())


def records(path: Path) -> list[tuple[int, str]]:
    with RunFile(path, SETTINGS) as run_file:
        return list(run_file.records())


def test_records_and_failures_in_order(tmp_path: Path) -> None:
    path = tmp_path / "a"
    assert work(path) == RunTotals(items=25, records=21, failed=4, quotes=42, words=63)
    with RunFile(path, SETTINGS) as run_file:
        first, *others = run_file.failures()
    assert first == {
        "index": 3, "id": None, "source": "3.txt", "stage": "read", "error": "InputError",
        "reason": "3.txt: is empty.",
    }  # fmt: skip
    assert [one["index"] for one in others] == [10, 17, 24]
    kept = [n for n in range(25) if n % 7 != 3]
    assert [(n, json.loads(line)["id"]) for n, line in records(path)] == [(n, str(n)) for n in kept]


def test_stopped_anywhere_it_keeps_all_that_was_added(tmp_path: Path) -> None:
    whole, torn, done = tmp_path / "whole", tmp_path / "torn", 0
    work(whole)
    chance = random.Random(1)
    while done < len(ITEMS):
        upto = chance.randrange(1, 9)
        done = min(done + upto, len(ITEMS))
        assert work(torn, upto=upto).items == done
    assert content(torn) == content(whole)


def test_killed_anywhere_it_keeps_what_was_committed(tmp_path: Path) -> None:
    whole, undone = tmp_path / "whole", 0
    work(whole)
    for seed in range(5):
        chance, torn, done = random.Random(seed), tmp_path / str(seed), 0
        while done < len(ITEMS):
            upto = chance.randrange(1, 9)
            undone += work_until_killed(torn, upto)
            with RunFile(torn, SETTINGS) as run_file:
                assert run_file.totals.items >= min(done + upto, len(ITEMS)) - 4
                done = run_file.totals.items if done + upto < len(ITEMS) else len(ITEMS)
        work(torn)
        assert content(torn) == content(whole)
    assert undone > 5


def test_killed_before_it_has_tables_it_begins_again(tmp_path: Path) -> None:
    for name in ("run.sqlite", "run.sqlite-journal"):
        (tmp_path / name).touch()
    paths = RunPaths.of(tmp_path, None)
    paths.make_folder()
    assert work(paths.run).items == 25


def test_a_full_disk(tmp_path: Path) -> None:
    whole, torn = tmp_path / "whole", tmp_path / "torn"
    work(whole)
    kept = [0]
    told = "torn: can't be written: there is no space left"
    for pages in (20, 30):
        with pytest.raises(OutputError, match=told), RunFile(torn, SETTINGS) as run_file:
            run_file._database.execute(f"PRAGMA max_page_count = {pages}")
            for item in run_file.pending(ITEMS):
                run_file.add(item, outcome_of(item))
        kept.append(len(records(torn)))
    assert kept == sorted(set(kept))
    work(torn)
    assert content(torn) == content(whole)


@pytest.mark.skipif(os.name == "nt", reason="Windows does not limit the size of files")
def test_a_disk_that_fails(tmp_path: Path) -> None:
    import resource

    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    told = r"a: can't be written: disk I/O error\. Check"
    try:
        with pytest.raises(OutputError, match=told), RunFile(tmp_path / "a", SETTINGS) as run_file:
            resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, limits[1]))
            for item in ITEMS:
                run_file.add(item, outcome_of(item))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    assert 4 <= work(tmp_path / "a", upto=0).items < 25


def test_memory_is_bounded(tmp_path: Path) -> None:
    tracemalloc.start()
    try:
        with RunFile(tmp_path / "a", SETTINGS) as run_file:
            for item in ITEMS * 8:
                run_file.add(item, outcome_of(item))
            assert sum(len(line) for _, line in run_file.records()) > 6_000_000
        assert tracemalloc.get_traced_memory()[1] < 1_000_000
    finally:
        tracemalloc.stop()


def test_one_process_at_a_time(tmp_path: Path) -> None:
    path = tmp_path / "a"
    work(path, finish=True)
    with RunFile(path, SETTINGS):
        for opening in (lambda: RunFile(path, SETTINGS), lambda: next(finished_records(path))):
            with pytest.raises(RunError, match="a: another process uses this run"):
                opening()
    lines = finished_records(path)
    first = next(lines)
    with pytest.raises(RunError, match="a: another process uses this run"):
        RunFile(path, SETTINGS)
    assert [first, *lines] == [*finished_records(path)] == records(path)


def test_a_longer_input_resumes_a_finished_run(tmp_path: Path) -> None:
    path, whole = tmp_path / "a", tmp_path / "whole"
    for items, finished in ((ITEMS[:9], {"format": "jsonl"}), (ITEMS, None)):
        work(path, items, finish=finished is not None)
        with RunFile(path, SETTINGS) as run_file:
            assert run_file.finished == finished
    work(whole)
    assert content(path) == content(whole)


def changed(number: int, **values: Any) -> list[Item]:
    return [*ITEMS[:number], replace(ITEMS[number], **values), *ITEMS[number + 1 :]]


def test_a_run_is_free_although_its_items_are_still_held(tmp_path: Path) -> None:
    path = tmp_path / "run.sqlite"
    work(path)
    with pytest.raises(RunError, match="differs") as held, RunFile(path, SETTINGS) as run_file:
        list(run_file.pending([*ITEMS[:3], Input("other", "x", "a.jsonl", {}), *ITEMS[4:]]))
    work(path)
    assert held.traceback


@pytest.mark.parametrize(("items", "difference"), [
    (changed(2, text="Another text"), "article 3 differs"),
    (changed(5, id="other"), "article 6 differs"),
    (changed(5, meta={"date": 6}), "article 6 differs"),
    (changed(5, source="b.jsonl"), "article 6 differs"),
    (changed(3, reason="3.txt: is a folder."), "article 4 differs"),
    (ITEMS[1:], "article 1 differs"),
    (ITEMS[:7], "article 8 is missing"),
    ([], "article 1 is missing"),
])  # fmt: skip
def test_another_input_is_refused(tmp_path: Path, items: list[Item], difference: str) -> None:
    path = tmp_path / "a"
    work(path, upto=9)
    before = content(path)
    told = f"was started with other input: {difference}. Give the same"
    with pytest.raises(RunError, match=told):
        work(path, items)
    assert content(path) == before
    assert work(path, changed(9, text="Another text")).items == 25  # what comes later may change


@pytest.mark.parametrize("damage", ["record", "end", "all", "other tables"])
def test_damage_is_reported(tmp_path: Path, damage: str) -> None:
    path = tmp_path / "a"
    work(path, finish=True)
    if damage in ("record", "other tables"):
        query = "UPDATE articles SET record = x'00' WHERE position = 5"
        if damage == "other tables":
            path.unlink()
            query = "CREATE TABLE run (settings)"
        with closing(sqlite3.connect(path)) as database, database:
            database.execute(query)
    else:
        path.write_bytes(b"x" * 5000 if damage == "all" else path.read_bytes()[:-20_000])
    before = path.read_bytes()
    told = r"a: can't be read as a run \(.*\)\. Run again with another --out, or delete it\."
    for read in (records, lambda file: list(finished_records(file))):
        with pytest.raises(RunError, match=told):
            read(path)
    assert path.read_bytes() == before


def test_stopping_during_the_check_of_the_input(tmp_path: Path) -> None:
    work(tmp_path / "a", upto=10)
    answers = iter([False] * 5 + [True])
    with RunFile(tmp_path / "a", SETTINGS) as run_file:
        assert list(run_file.pending(ITEMS, should_stop=lambda: next(answers))) == []
        assert run_file.totals.items == 10


def test_a_commit_is_due_by_time_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    now, commits = [100.0], []
    monkeypatch.setattr(module.time, "monotonic", lambda: now[0])
    monkeypatch.setattr(module, "COMMIT_ITEMS", 1000)
    save = RunFile.save
    monkeypatch.setattr(RunFile, "save", lambda run: commits.append(now[0]) or save(run))
    with RunFile(tmp_path / "a", SETTINGS) as run_file:
        for item in run_file.pending(ITEMS[:5]):
            run_file.add(item, outcome_of(item))
            now[0] += 4
        assert commits == [112]
        for _ in range(20):  # while a long article is mined
            now[0] += 1
            run_file.save_if_due()
        assert commits == [112, 122]


@pytest.mark.parametrize("killed", range(12))
def test_a_retry_that_is_killed_leaves_whole_files(tmp_path: Path, killed: int) -> None:
    """Each file that failed is replaced at once; a second retry completes the run."""
    path, failed = tmp_path / "a", Failed("read", "InputError", "b: is empty.", "b")
    again, other = replace(failed, reason="2"), replace(failed, source="c")
    before: list[Item] = [ITEMS[0], failed, again, ITEMS[1], other, ITEMS[2]]
    of_b = [replace(ITEMS[4], id=f"b{number}", source="b") for number in range(5)]
    of_c = replace(ITEMS[4], id="c", source="c")
    after = [ITEMS[0], *of_b, ITEMS[1], of_c, ITEMS[2], ITEMS[5]]
    work(path, before, finish=True)
    with RunFile(path, SETTINGS) as run_file:
        for number, item in enumerate(run_file.pending(after, retry=True)):
            if number == killed:
                break
            run_file.add(item, outcome_of(item))
            run_file.save()
    with RunFile(path, SETTINGS) as run_file:
        assert run_file.totals.items == (6 if killed < 5 else 9 if killed < 7 else 10)
        for item in run_file.pending(after, retry=True):
            run_file.add(item, outcome_of(item))
    work(tmp_path / "whole", after)
    assert content(path)[-1:] == content(tmp_path / "whole")[-1:]
    with RunFile(path, SETTINGS) as run_file, RunFile(tmp_path / "whole", SETTINGS) as whole:
        assert list(run_file.records()) == list(whole.records())
        assert run_file.totals == whole.totals


def test_the_first_error_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """On a full disk the last commit fails as well, and may take the file for damaged."""

    def save(_: RunFile) -> None:
        raise RunError("can't be read as a run. Delete it.")

    with pytest.raises(OutputError, match="no space"), RunFile(tmp_path / "a", SETTINGS):
        monkeypatch.setattr(RunFile, "save", save)
        raise OutputError("there is no space left")
