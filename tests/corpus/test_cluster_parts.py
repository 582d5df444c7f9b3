"""The parts of a run on a cluster, each by itself and without one: files, packs, parts, the result."""

from __future__ import annotations

import gzip
import json
import re
import socket
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import pytest
from fake_corpus import outcome_of, serve_told

pytest.importorskip("pyarrow", reason="needs pyarrow: pip install 'quoteminer[parquet]'")

from quoteminer.cli.app import app
from quoteminer.corpus import read_records as merging
from quoteminer.corpus.cluster.connection import check_reachable
from quoteminer.corpus.cluster.files import File, Packs, Reader, find_files
from quoteminer.corpus.cluster.mining import Mining
from quoteminer.corpus.cluster.result import DONE, Result
from quoteminer.corpus.cluster.rows import Placed, table_of, values_of
from quoteminer.corpus.cluster.storage import Storage
from quoteminer.corpus.cluster.writing import Part, PartWriter
from quoteminer.corpus.run import item_of
from quoteminer.corpus.settings import Settings
from quoteminer.corpus.tasks import Failed, Item, Mined, Outcome
from quoteminer.errors import ConfigError, ModelError, OutputError, PeopleFileError, RunError, WorkerError
from quoteminer.inputs import Input, read_found, read_inputs
from quoteminer.tables.articles import read_records

QUOTE = "“We open on day {}, whatever comes,” said Ana Pinto."
QUIET = {"tell": lambda message: None}


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """A folder with files of several kinds, some of them broken, and folders in it."""
    folder = tmp_path / "news"
    for name in ("b", "b.d", ".hidden"):
        (folder / name).mkdir(parents=True)
    rows = [json.dumps({"id": f"a{n}", "text": QUOTE.format(n), "day": n}) for n in range(70)]
    (folder / "a.jsonl").write_text("\n".join([*rows, "[]", '{"text": "\\ud800 alone"}']) + "\n")
    (folder / "b" / "x.csv").write_text("body,page\nOne.,1\nTwo.,2\n")
    (folder / "b" / "x.txt").write_text("A text.")
    (folder / "b.d" / "y.jsonl.gz").write_bytes(gzip.compress(b'{"text": "Packed."}\n'))
    (folder / "b.txt").write_text("Beside the folder.")
    (folder / "b.json").write_text('{"schema_version": "1.2", "quotes": [], "speakers": []}')
    (folder / "c.parquet").write_bytes(b"PAR1 is not enough")
    (folder / "_note.crc").write_bytes(b"\x00\x01")
    (folder / ".hidden" / "z.txt").write_text("Not to be read.")
    return folder


def as_uri(path: Path) -> str:
    return path.as_uri()


def items_of(*names: str) -> list[Item]:
    files = list(enumerate(find_files(names, **QUIET)))
    tables = list(Reader(read_found, Packs(3))(table_of(files)))
    assert [table.num_rows for table in tables] == [1] * len(tables)
    placed = [one for table in tables for pack in values_of(table) for one in pack]
    assert placed == sorted(placed, key=lambda one: one[:2])
    return [one.value for one in placed]


def expected(*names: str) -> list[Item]:
    return [item_of(item) for item in read_inputs(names)]


def under(folder: str, items: Iterable[Item], new: str) -> list[Item]:
    """The items as if they came from another folder."""
    renamed = []
    for item in items:
        source = item.source and item.source.replace(folder, new)
        if isinstance(item, Failed):
            item = replace(item, reason=item.reason.replace(folder, new))
        renamed.append(replace(item, source=source))
    return renamed


def test_what_is_read_is_what_the_local_engine_reads(tree: Path) -> None:
    names = [str(tree), str(tree / "nothing.txt"), str(tree / "b" / "*.csv"), str(tree / "b.json")]
    assert len(expected(*names)) > 75
    assert items_of(*names) == expected(*names)


def test_names_that_depend_on_the_folder_stay_as_given(tree: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tree.parent)
    files = list(find_files(["news"], **QUIET))
    assert all(isinstance(file, File) and Path(file.at.address).is_absolute() for file in files)
    assert items_of("news") == expected("news")


def test_a_uri_has_the_same_articles_with_the_same_ids(tree: Path) -> None:
    uri = as_uri(tree)
    assert items_of(uri) == under(str(tree), expected(str(tree)), uri)
    one = as_uri(tree / "a.jsonl")
    assert items_of(one) == under(str(tree), expected(str(tree / "a.jsonl")), uri)


@pytest.mark.parametrize("name", ["gone", "gone.jsonl", "b.empty"])
def test_a_uri_of_nothing_is_an_item_that_failed(tree: Path, name: str) -> None:
    (tree / "b.empty").mkdir()
    [failed] = items_of(as_uri(tree / name))
    assert isinstance(failed, Failed)
    assert failed.source == as_uri(tree / name)
    assert failed.reason.startswith(as_uri(tree / name))


@pytest.mark.parametrize("name", ["-", "nosuch://bucket/folder"])
def test_what_a_cluster_cannot_read_is_refused(name: str) -> None:
    with pytest.raises(ConfigError, match=name.partition(":")[0]):
        list(find_files([name], **QUIET))


@pytest.mark.parametrize(("packs", "sizes"), [(Packs(3), [3, 3, 1]), (Packs(9, 25), [3, 3, 1]), (Packs(9, 5), [1] * 7)])
def test_packs_end_where_they_are_full(tmp_path: Path, packs: Packs, sizes: list[int]) -> None:
    for name, count in (("a", 4), ("b", 3)):
        rows = [json.dumps({"text": "Ten words."}) for _ in range(count)]
        (tmp_path / f"{name}.jsonl").write_text("\n".join(rows))
    files = table_of(enumerate(find_files([str(tmp_path)], **QUIET)))
    assert [len(pack) for table in Reader(read_found, packs)(files) for pack in values_of(table)] == sizes


def placed(*outcomes: Outcome, file: int = 0, begin: int = 0) -> list[Placed]:
    return [Placed(file, place, outcome) for place, outcome in enumerate(outcomes, begin)]


def written(folder: Path, *packs: list[Placed]) -> Part:
    [part] = values_of(PartWriter(Storage.of(str(folder)))(table_of(packs)))
    assert isinstance(part, Part)
    return part


def test_a_part_that_is_written_again_is_the_same_file(tmp_path: Path) -> None:
    packs = [
        placed(*(outcome_of(QUOTE.format(n)) for n in range(5)), begin=7),
        placed(outcome_of("RAISE value"), file=1),
    ]
    part = written(tmp_path, *packs)
    assert (part.name, part.totals.records, part.totals.failed) == ("000000-000000007.parquet", 5, 1)
    assert part.totals.quotes == 5
    assert part.items == {0: 5, 1: 1}
    first = (tmp_path / part.name).read_bytes()
    assert part.size == len(first)
    (tmp_path / part.name).write_bytes(first[:20])
    assert written(tmp_path, *packs) == part
    assert [path.read_bytes() for path in tmp_path.iterdir()] == [first]
    assert [record.text for record in read_records(tmp_path / part.name)] == [None] * 5


def test_where_all_have_failed_there_is_no_file(tmp_path: Path) -> None:
    part = written(tmp_path, placed(outcome_of("RAISE memory")))
    assert (part.name, part.size, part.totals.failed) == ("", 0, 1)
    assert list(tmp_path.iterdir()) == []
    assert list(values_of(PartWriter(Storage.of(str(tmp_path)))(table_of([])))) == []


def test_a_result_is_whole_and_tells_what_failed(tmp_path: Path) -> None:
    result = Result(Storage.of(str(tmp_path / "out")))
    good, bad = outcome_of(QUOTE.format(1)), outcome_of("RAISE value")
    assert isinstance(good, Mined)
    with result.begun() as folder:
        parts = [
            written(Path(folder.path), placed(good, bad), placed(bad, good, file=2)),
            written(Path(folder.path), placed(good, bad, file=2, begin=2), placed(bad, file=5)),
        ]
        assert not (tmp_path / "out" / "quotes.parquet").exists()
        totals = result.finish(parts, folder, {"model": "m"})
    assert (totals.items, totals.records, totals.failed, totals.quotes) == (7, 3, 4, 3)
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == [DONE, "errors.jsonl", "quotes.parquet"]
    assert len(list((tmp_path / "out" / "quotes.parquet").iterdir())) == 2
    assert [record.to_json() for record in merging.read_records(tmp_path / "out")] == [good.line] * 3
    rows = [json.loads(line) for line in (tmp_path / "out" / "errors.jsonl").read_text("utf-8").splitlines()]
    assert [row["index"] for row in rows] == [1, 2, 5, 6]
    assert json.loads((tmp_path / "out" / DONE).read_text()) == {
        "settings": {"model": "m"},
        "items": 7,
        "records": 3,
        "failed": 4,
        "quotes": 3,
        "words": totals.words,
    }


def test_an_object_store_has_no_folder_to_rename(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Storage, "in_folders", False)
    result, parts = Result(Storage.of(str(tmp_path / "out"))), tmp_path / "out" / "quotes.parquet"
    with pytest.raises(ZeroDivisionError), result.begun() as folder:
        parts.mkdir(parents=True)  # there, a name makes its folders
        written(Path(folder.path), placed(outcome_of(QUOTE)))
        raise ZeroDivisionError
    assert not (tmp_path / "out").exists()
    with result.begun() as folder:
        parts.mkdir(parents=True)
        part = written(Path(folder.path), placed(outcome_of(QUOTE)))
        assert [path.name for path in (tmp_path / "out").iterdir()] == ["quotes.parquet"]
        result.finish([part], folder, {})
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == [DONE, "quotes.parquet"]
    assert [path.name for path in parts.iterdir()] == [part.name]


def test_parts_that_other_machines_keep_to_themselves_are_missed(tmp_path: Path) -> None:
    result = Result(Storage.of(str(tmp_path / "out")))
    missed = pytest.raises(OutputError, match=r"1 of the parts .* not there .*machines of the cluster share")
    with missed, result.begun() as folder:
        result.finish([Part("000000-000000000.parquet", 5)], folder, {})
    assert not (tmp_path / "out").exists()


def test_what_is_there_is_not_overwritten(tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.mkdir()
    with pytest.raises(ZeroDivisionError), Result(Storage.of(str(out))).begun():
        raise ZeroDivisionError
    assert list(out.iterdir()) == []
    (out / "mine.txt").write_text("x")
    with pytest.raises(OutputError, match=r"mine\.txt"), Result(Storage.of(str(out))).begun():
        pass
    assert (out / "mine.txt").read_text() == "x"
    with pytest.raises(OutputError, match="is a file"), Result(Storage.of(str(out / "mine.txt"))).begun():
        pass


def test_a_machine_that_has_something_else_is_named() -> None:
    told = Settings().told()
    pack = [Placed(0, 0, Input("A text.", "a", "a.txt"))]
    cases: list[tuple[Settings, dict[str, str], type[Exception], str]] = [
        (Settings(), {**told, "quoteminer": "0.0"}, RunError, 'something else .*quoteminer is "[^"]+", not "0.0"'),
        (Settings(Path("nowhere")), told, ModelError, "nowhere"),
        (Settings(people=Path("nobody.csv")), told, PeopleFileError, "nobody"),
    ]
    for settings, there, kind, reason in cases:
        hindered = Mining(settings, there, serve_told)(table_of([pack]))
        [error] = values_of(hindered)
        assert type(error) is kind
        assert re.search(reason, str(error))
        [passed_on] = values_of(PartWriter(Storage.of("unwritten"))(hindered))
        assert str(passed_on) == str(error)


def test_a_part_that_can_not_be_written_is_told(tmp_path: Path) -> None:
    [error] = values_of(PartWriter(Storage.of(str(tmp_path / "gone")))(table_of([placed(outcome_of(QUOTE))])))
    assert isinstance(error, OutputError)
    assert str(tmp_path / "gone") in str(error)


def test_an_actor_outlives_what_kills_its_worker() -> None:
    mining = Mining(Settings(), Settings().told(), serve_told)
    texts = [QUOTE.format(1), "DIE", QUOTE.format(2)]
    pack = [Placed(3, place, Input(text, str(place), "a.txt")) for place, text in enumerate(texts)]
    [mined] = values_of(mining(table_of([pack])))
    assert [(one.file, one.place, type(one.value).__name__) for one in mined] == [
        (3, 0, "Mined"),
        (3, 1, "Failed"),
        (3, 2, "Mined"),
    ]


def test_where_no_cluster_listens_is_told_at_once() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        host, port = server.getsockname()
        for address in (f"{host}:{port}", f"ray://{host}:{port}", "auto", "local", None):
            check_reachable(address)
    for address in (f"{host}:{port}", f"ray://{host}:{port}", "127.0.0.1:99999"):
        with pytest.raises(WorkerError, match=f"^{address}: there is no Ray cluster .* --ray-address"):
            check_reachable(address)


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["--engine", "ray", "--format", "csv"], "--engine ray writes parquet"),
        (["--engine", "ray", "--out", "out.parquet"], "give a folder"),
        (["--ray-address", "auto"], "only --engine ray has a cluster"),
    ],
)
def test_options_that_do_not_go_together(tmp_path: Path, arguments: list[str], told: str) -> None:
    from typer.testing import CliRunner

    done = CliRunner().invoke(app, ["corpus", "a.txt", "--out", str(tmp_path / "out"), *arguments])
    assert done.exit_code == 2
    assert told in " ".join(done.output.replace("│", " ").split())
