"""Folders, globs and links: which files are read, in which order, under which ids."""

import json
import os
from pathlib import Path
from typing import Any

import pytest
from input_files import GOOD, PACKERS, jsonl_of

from quoteminer.errors import InputError
from quoteminer.inputs import Input, ReadOptions, is_many, paths_read, read_inputs

links = pytest.mark.skipif(os.name == "nt", reason="links need a right of their own on Windows")


def made(folder: Path, *names: str) -> Path:
    """The folder, with articles in these files."""
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        data = jsonl_of([{"text": GOOD}]) if ".jsonl" in name else GOOD.encode()
        path.write_bytes(PACKERS[path.suffix](data) if path.suffix in PACKERS else data)
    return folder


def told_of(path: object) -> tuple[list[str], list[str]]:
    """The ids of a path that has no errors, and the messages."""
    told: list[str] = []
    found = list(read_inputs([str(path)], ReadOptions(tell=told.append)))
    assert all(isinstance(item, Input) for item in found), found
    return [item.id for item in found if isinstance(item, Input)], told


def ids(path: object) -> list[str]:
    return told_of(path)[0]


def only_error(path: object) -> str:
    (error,) = read_inputs([str(path)])
    assert isinstance(error, InputError)
    return str(error)


def test_a_folder_is_read_with_all_below_it_in_order(tmp_path: Path) -> None:
    made(
        tmp_path, "b.txt", "a/z.txt", "a/y/x.txt.gz", "c.jsonl", "a.txt", ".hidden.txt",
        ".git/d.txt",
    )  # fmt: skip
    assert ids(tmp_path) == ["a/y/x", "a/z", "a", "b", "c:1"]
    assert next(read_inputs([tmp_path])).source == str(tmp_path / "a/y/x.txt.gz")


@pytest.mark.parametrize(("names", "expected"), [
    (["a.txt", "a.txt.gz"], ["a.txt", "a.txt.gz"]),
    (["a.txt", "a.jsonl"], ["a:1", "a"]),
    (["a.txt", "a.md", "a.txt.txt"], ["a.md", "a.txt", "a.txt.txt"]),
    (["a.b.txt", "a.txt"], ["a.b", "a"]),
    (["x/a.txt", "y/a.txt"], ["x/a", "y/a"]),
])  # fmt: skip
def test_ids_in_a_folder_differ(tmp_path: Path, names: list[str], expected: list[str]) -> None:
    assert ids(made(tmp_path, *names)) == expected


def test_files_of_no_known_kind_are_passed_over_with_a_note(tmp_path: Path) -> None:
    made(tmp_path, "a.txt", "b.xyz", "plain", "0001.123")
    (tmp_path / "c.png").write_bytes(b"\x89PNG\r\n\x1a\n\0")
    (tmp_path / "binary").write_bytes(bytes(range(256)) * 9)
    (tmp_path / "_SUCCESS").write_bytes(b"")
    kinds = "unknown kinds (without a suffix, .png, .xyz). To read one, give it by its name."
    told = f"{tmp_path}: skipped 4 of the files: {kinds}"
    assert told_of(tmp_path) == (["0001", "a", "plain"], [told])
    assert ids(tmp_path / "b.xyz") == ["b"]


RECORD = {"schema_version": "1.2", "id": "a", "quotes": [], "speakers": []}
RECORDS = {
    "one.json": json.dumps(RECORD, indent=2),
    "list.json": json.dumps([RECORD, RECORD]),
    "lines.jsonl": f"{json.dumps(RECORD)}\n" * 2,
    "with_text.jsonl": json.dumps({**RECORD, "text": "No."}),
    "below/packed.json.gz": json.dumps(RECORD),
    "no_suffix": json.dumps(RECORD),
}


def with_records(folder: Path) -> Path:
    for name, content in RECORDS.items():
        (folder / name).parent.mkdir(exist_ok=True)
        data = content.encode()
        (folder / name).write_bytes(PACKERS[".gz"](data) if name.endswith(".gz") else data)
    return folder


@pytest.mark.parametrize(("pattern", "count"), [("", 6), ("**", 6), ("*.*", 4), ("[anl]*", 3)])
def test_records_among_articles_are_passed_over(tmp_path: Path, pattern: str, count: int) -> None:
    path = with_records(made(tmp_path, "a.txt", "lead.jsonl")) / pattern
    told = f"skipped {count} of the files: they have quoteminer's records, not articles."
    assert told_of(path) == (["a", "lead:1"], [f"{path}: {told}"])


@pytest.mark.parametrize("pattern", ["", "*.json"])
def test_a_folder_of_records_alone(tmp_path: Path, pattern: str) -> None:
    path = with_records(tmp_path) / pattern
    reason = "has only records that quoteminer wrote, not articles. Give the original articles."
    assert only_error(path) == f"{path}: {reason}"


@pytest.mark.parametrize("name", RECORDS)
def test_records_by_their_name_or_behind_an_article(tmp_path: Path, name: str) -> None:
    error = only_error(with_records(tmp_path) / name)
    assert "is a record that quoteminer wrote, not an article." in error
    path = made(tmp_path / "behind", "a.jsonl") / "a.jsonl"
    path.write_bytes(path.read_bytes() + json.dumps(RECORD).encode())
    _, behind = read_inputs([path.parent])
    assert str(behind).startswith(f"{path}, line 2: is a record")


@pytest.mark.parametrize("names", [[], ["a.xyz"], [".hidden.txt"]])
def test_a_folder_with_nothing_to_read(tmp_path: Path, names: list[str]) -> None:
    error = only_error(made(tmp_path, *names))
    assert error.startswith(f"{tmp_path}: the folder has no file with articles. Give")


@links
def test_links_to_files_are_followed_and_those_to_folders_are_not(tmp_path: Path) -> None:
    made(tmp_path, "in/a.txt", "in/sub/b.txt", "out/c.txt")
    folder = tmp_path / "in"
    (folder / "outside.txt").symlink_to(tmp_path / "out/c.txt")
    (folder / "out").symlink_to(tmp_path / "out")
    (folder / "up").symlink_to(tmp_path)
    (folder / "sub/itself").symlink_to(folder)
    (folder / "sub/beside").symlink_to(folder / "sub")
    (folder / "linked.txt").symlink_to(folder / "sub/b.txt")
    expected = ["a", "linked", "outside", "sub/b"]
    told = f"{folder}: did not follow 4 links to folders. To read one, give it by its name."
    assert told_of(folder) == (expected, [told])
    (tmp_path / "link").symlink_to(folder)
    assert ids(tmp_path / "link") == expected


@links
def test_a_link_to_itself_and_one_to_nowhere_are_errors(tmp_path: Path) -> None:
    made(tmp_path, "a.txt")
    (tmp_path / "loop.txt").symlink_to(tmp_path / "loop.txt")
    (tmp_path / "gone.txt").symlink_to(tmp_path / "no.txt")
    good, gone, loop = read_inputs([tmp_path])
    assert isinstance(good, Input)
    assert str(gone).startswith(f"{tmp_path / 'gone.txt'}: there is no such file")
    assert str(loop).startswith(f"{tmp_path / 'loop.txt'}: can't be read")


@pytest.mark.slow
@pytest.mark.skipif(os.name == "nt", reason="paths are shorter on Windows")
def test_folders_nested_more_deeply_than_calls_can_be(tmp_path: Path) -> None:
    folder = tmp_path
    for _ in range(1100):
        folder /= "a"
        folder.mkdir()
    made(folder, "b.txt")
    try:
        assert ids(tmp_path) == ["a/" * 1100 + "b"]
    finally:  # pytest's own way to take folders away is one of calls
        (folder / "b.txt").unlink()
        os.removedirs(folder)


def test_results_of_runs_are_not_articles(tmp_path: Path) -> None:
    files = "a.txt run/run.sqlite run/brat/a.txt run/quotes.csv run/corrections/b.txt"
    run = made(tmp_path, *files.split()) / "run"
    told = f"{tmp_path}: skipped 1 of the folders: runs of corpus."
    for path in (tmp_path, tmp_path / "*"):
        assert told_of(path) == (["a"], [told])
    assert "is a run of quoteminer corpus, not a folder of articles." in only_error(run)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no named pipes here")
def test_a_pipe_in_a_folder_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(made(tmp_path, "b.txt") / "a.txt")
    assert ids(tmp_path) == ["b"]


def test_a_closed_folder_costs_no_other(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made(tmp_path, "a.txt", "closed/b.txt", "d/c.txt")
    listed = os.listdir

    def refuse(path: Any) -> Any:  # root may look into every folder
        if Path(path).name == "closed":
            raise PermissionError(13, "Permission denied")
        return listed(path)

    monkeypatch.setattr("os.listdir", refuse)
    first, error, last = read_inputs([tmp_path])
    assert isinstance(error, InputError)
    assert (first.id, last.id) == ("a", "d/c")
    closed = tmp_path / "closed"
    reason = "you have no permission to read it. Change its permissions."
    assert (str(error), error.source) == (f"{closed}: {reason}", str(closed))
    assert only_error(closed) == str(error)


TREE = ("a.txt", "b.txt", "c.md", "x/a.txt", "x/y/a.txt", "x/y/d.jsonl", "z.xyz", ".h/e.txt")


@pytest.mark.parametrize(("pattern", "expected"), [
    ("*.txt", ["a", "b"]),
    ("?.md", ["c"]),
    ("[ab].txt", ["a", "b"]),
    ("*/a.txt", ["x/a"]),
    ("**/a.txt", ["a", "x/a", "x/y/a"]),
    ("x/**/a.txt", ["a", "y/a"]),
    ("**", ["a", "b", "c", "x/a", "x/y/a", "x/y/d:1"]),
    ("x*", ["x/a", "x/y/a", "x/y/d:1"]),
    ("*.xyz", ["z"]),
    (".h/*", ["e"]),
    ("**/y/*.txt", ["x/y/a"]),
])  # fmt: skip
def test_globs(tmp_path: Path, pattern: str, expected: list[str]) -> None:
    assert ids(made(tmp_path, *TREE) / pattern) == expected


@pytest.mark.parametrize("pattern", ["*.pdf", "no/*.txt", "a.txt/*", "[x].txt"])
def test_a_glob_that_matches_nothing(tmp_path: Path, pattern: str) -> None:
    path = made(tmp_path, *TREE) / pattern
    assert only_error(path).startswith(f"{path}: matches no file. Check")


@pytest.mark.parametrize(("address", "kind"), [("file:///a.txt", "file"), ("S3://b/c?d=*", "s3")])
def test_addresses_of_other_kinds_are_not_fetched(address: str, kind: str) -> None:
    reason = f"is an address of {kind}, and only http and https are fetched."
    assert only_error(address).startswith(f"{address}: {reason}")


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such names")
def test_a_file_whose_name_looks_like_a_glob(tmp_path: Path) -> None:
    assert ids(made(tmp_path, "a[1]*.txt", "a1.txt") / "a[1]*.txt") == ["a[1]*"]


def test_files_are_found_when_they_are_asked_for(tmp_path: Path) -> None:
    made(tmp_path, "a/a.txt", "b/b.txt")
    inputs = read_inputs([tmp_path])
    next(inputs)
    made(tmp_path, "b/c.txt")
    assert [item.id for item in inputs] == ["b/b", "b/c"]


def test_what_may_be_many(tmp_path: Path) -> None:
    made(tmp_path, "a.txt")
    many = f"- a.jsonl a.CSV.gz a.tsv.zst a.parquet a.xlsx a.json *.txt {tmp_path}".split()
    single = f"a.txt a.txt.gz a.html a a.gz no.txt {tmp_path / 'a.txt'}".split()
    assert [path for path in (*many, *single) if is_many(path)] == many


def test_paths_that_are_read(tmp_path: Path) -> None:
    made(tmp_path, "a.txt", "b/c.txt")
    paths = ["-", tmp_path, tmp_path / "a.txt", tmp_path / "no.txt"]
    expected = [tmp_path / name for name in ("a.txt", "b/c.txt", "a.txt", "no.txt")]
    assert list(paths_read(paths)) == expected
