"""The steps of a run on a cluster, without one: files, batches, parts, the result."""

import gzip
import json
import re
import socket
from pathlib import Path

import pytest
from fake_corpus import QUOTE, articles, outcome_of, serve_told

from quoteminer.commands.corpus.cluster.ray_run import check_reachable, run
from quoteminer.commands.corpus.cluster.steps import (
    ItemBatch,
    MineBatches,
    ReadBatches,
    WriteParts,
    WrittenPart,
    pickled_table,
    unpickled,
)
from quoteminer.commands.corpus.cluster.storage import ClusterResult, Storage, find_stored_files
from quoteminer.commands.corpus.worker import Settings, item_of
from quoteminer.errors import (
    ConfigError,
    InputError,
    ModelError,
    OutputError,
    PeopleFileError,
    RunError,
    WorkerError,
)
from quoteminer.inputs import Input, read_found, read_inputs
from quoteminer.output.run.outcomes import Failed, Item, Mined
from quoteminer.output.run.read_records import read_records
from quoteminer.output.run.run_file import RunTotals
from quoteminer.output.run.run_paths import DONE


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """A folder with files of several kinds, some of them broken, and folders in it."""
    folder = tmp_path / "news"
    rows = [json.dumps({"id": f"a{n}", "text": QUOTE.format(n), "day": n}) for n in range(70)]
    for name, content in {
        "a.jsonl": "\n".join([*rows, "[]", '{"text": "\\ud800 alone"}']) + "\n",
        "b/x.csv": "body,page\nOne.,1\nTwo.,2\n", "b/x.txt": "A text.",
        "b.d/y.jsonl.gz": gzip.compress(b'{"text": "Packed."}\n'), "b.txt": "Beside the folder.",
        "b.json": '{"schema_version": "1.2", "quotes": [], "speakers": []}',
        "c.parquet": "PAR1 is not enough", "_note.crc": b"\x00\x01", ".hidden/z.txt": "Not read.",
    }.items():  # fmt: skip
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content if isinstance(content, bytes) else content.encode())
    (folder / "b.empty").mkdir()
    return folder


def batches(step: ReadBatches, *names: str) -> list[ItemBatch]:
    tables = list(step(pickled_table(enumerate(find_stored_files(names, lambda message: None)))))
    assert [table.num_rows for table in tables] == [1] * len(tables)
    return [batch for table in tables for batch in unpickled(table)]


def items_of(*names: str) -> list[Item]:
    read = batches(ReadBatches(read_found, 3), *names)
    places = [(batch.file, batch.place) for batch in read]
    assert places == sorted(set(places))
    return [item for batch in read for item in batch.values]


def expected(*names: str) -> list[Item]:
    return [item_of(item) for item in read_inputs(names)]


def test_the_items_are_those_of_the_local_engine(
    tree: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = [str(tree), *(str(tree / name) for name in ("nothing.txt", "b/*.csv", "b.json"))]
    assert len(expected(*names)) > 75
    assert items_of(*names) == expected(*names)
    for path in (tree, tree / "a.jsonl"):  # by URI, with the same ids
        by_uri = repr(items_of(path.as_uri())).replace(tree.as_uri(), str(tree))
        assert by_uri == repr(expected(str(path)))
    monkeypatch.chdir(tree.parent)
    assert items_of("news") == expected("news")


@pytest.mark.extra("ray")
@pytest.mark.parametrize(("name", "error", "reason"), [
    ("{tree}/gone", InputError, "there is no file with articles"),
    ("{tree}/b.empty", InputError, "there is no file with articles"),
    ("gone.jsonl", InputError, "there is no such file"),
    ("gone/*.txt", InputError, "matches no file"),
    ("-", ConfigError, "standard input"),
    ("nosuch://bucket/folder", ConfigError, "can't be reached"),
])  # fmt: skip
def test_a_mistyped_input_leaves_no_run(
    tree: Path, name: str, error: type[Exception], reason: str
) -> None:
    name = name.format(tree=tree.as_uri())
    with pytest.raises(error, match=f"^{re.escape(name)}.*{reason}"):
        run([str(tree), name], str(tree.parent / "out"), Settings())
    assert list(tree.parent.iterdir()) == [tree]


def test_batches_end_when_they_are_full(tmp_path: Path) -> None:
    for name, count in (("a", 4), ("b", 3)):
        (tmp_path / f"{name}.jsonl").write_text('{"text": "Ten words."}\n' * count)
    for limits, sizes in (((3,), [3, 3, 1]), ((9, 25), [3, 3, 1]), ((9, 5), [1] * 7)):
        read = batches(ReadBatches(read_found, *limits), str(tmp_path))
        assert [len(batch.values) for batch in read] == sizes


def write(folder: Path, *batches: ItemBatch) -> list[WrittenPart]:
    kept = folder.parent / "_parts"
    kept.mkdir(exist_ok=True)
    step = WriteParts(Storage.of(str(folder)), Storage.of(str(kept)))
    parts = list(unpickled(step(pickled_table(batches))))
    assert all(isinstance(part, WrittenPart) for part in parts)
    return parts


GOOD, BAD = outcome_of(QUOTE.format(1)), outcome_of("RAISE value")


def test_a_part_written_again_is_the_same_file(tmp_path: Path) -> None:
    folder = tmp_path / "quotes.parquet"
    folder.mkdir()
    batches = [ItemBatch(0, 7, [GOOD] * 5), ItemBatch(1, 0, [BAD])]
    (part,) = write(folder, *batches)
    assert part.ranges == [(0, 7, 5), (1, 0, 1)]
    assert (part.name, part.failed) == ("000000-000000007.parquet", [(5, BAD)])
    assert part.totals == RunTotals(items=6, records=5, failed=1, quotes=5, words=50)
    first = (folder / part.name).read_bytes()
    (folder / part.name).write_bytes(first[:20])
    assert write(folder, *batches) == [part]
    without_file = WrittenPart("", RunTotals(items=1, failed=1), [(0, BAD)], [(0, 9, 1)])
    assert write(folder, ItemBatch(0, 9, [BAD])) == [without_file]
    assert [path.read_bytes() for path in folder.iterdir()] == [first]


def test_a_result_is_whole(tmp_path: Path) -> None:
    out = tmp_path / "out"
    result = ClusterResult(Storage.of(str(out)))
    assert isinstance(GOOD, Mined)
    folder = out / "quotes.parquet"
    with result.begun({}, []) as finished:
        assert finished == []
        parts = [
            *write(folder, ItemBatch(0, 0, [GOOD, BAD]), ItemBatch(2, 0, [BAD, GOOD])),
            *write(folder, ItemBatch(2, 2, [GOOD, BAD]), ItemBatch(5, 0, [BAD])),
        ]
        totals = result.finish(parts, {"model": "m"})
    assert totals == RunTotals(items=7, records=3, failed=4, quotes=3, words=30)
    assert sorted(path.name for path in out.iterdir()) == [DONE, "errors.jsonl", "quotes.parquet"]
    assert sorted(path.name for path in folder.iterdir()) == [part.name for part in parts]
    assert [record.to_json() for record in read_records(out)] == [GOOD.line] * 3
    errors = [json.loads(line) for line in (out / "errors.jsonl").read_text("utf-8").splitlines()]
    assert [error["index"] for error in errors] == [1, 2, 5, 6]
    assert json.loads((out / DONE).read_text()) == {
        "settings": {"model": "m"}, "items": 7, "records": 3, "failed": 4, "quotes": 3, "words": 30,
    }  # fmt: skip


@pytest.mark.parametrize("existed", [True, False])
def test_an_error_leaves_nothing(tmp_path: Path, existed: bool) -> None:
    out = tmp_path / "out"
    if existed:
        out.mkdir()
    result = ClusterResult(Storage.of(str(out)))
    with pytest.raises(ZeroDivisionError), result.begun({}, []):
        (out / "quotes.parquet" / "half.parquet").touch()
        raise ZeroDivisionError
    assert list(tmp_path.rglob("*")) == [out] * existed
    reason = r"1 of the parts .* not there .*machines of the cluster share"
    with pytest.raises(OutputError, match=reason), result.begun({}, []):
        result.finish([WrittenPart("000000-000000000.parquet", RunTotals(), [], [(0, 0, 1)])], {})
    assert list(tmp_path.rglob("*")) == [out] * existed


def test_nothing_is_overwritten(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("x")
    for name, reason in (("", r"has files in it \(mine\.txt\)"), ("mine.txt", "is a file")):
        result = ClusterResult(Storage.of(str(tmp_path / name)))
        with pytest.raises(OutputError, match=reason), result.begun({}, []):
            pass
    assert (tmp_path / "mine.txt").read_text() == "x"


def mined(read: list[ItemBatch]) -> list[ItemBatch]:
    return [one._replace(values=[outcome_of(item.text) for item in one.values]) for one in read]


@pytest.mark.parametrize("kept", [(), (2,), (1, 2, 4), (0, 1, 2, 3, 4, 5)])
def test_a_run_goes_on_from_its_finished_parts(tmp_path: Path, kept: tuple[int, ...]) -> None:
    """Whichever of them an interruption left. The result is that of a run without one."""
    (tmp_path / "in").mkdir()
    for name, count in (("a", 9), ("b", 1), ("c", 7)):
        path = articles(tmp_path / "in", count, name=f"{name}.jsonl", id=name)
        path.write_text(path.read_text().replace(json.dumps(QUOTE.format(5)), '"RAISE value"'))
    files = list(find_stored_files([str(tmp_path / "in")], print))
    read = batches(ReadBatches(read_found, 3), str(tmp_path / "in"))
    assert len(read) == 6
    for name in ("torn", "whole"):
        out = tmp_path / name
        result, records = ClusterResult(Storage.of(str(out))), out / "quotes.parquet"
        if name == "torn":
            with pytest.raises(KeyboardInterrupt), result.begun({"model": "m"}, files):
                for number in kept:
                    write(records, *mined(read[number : number + 1]))
                (records / "000000-000000001.parquet").touch()  # begun, not finished
                raise KeyboardInterrupt
            assert out.exists() == bool(kept)
        with result.begun({"model": "m"}, files) as parts:
            begun = [read[number] for number in kept if name == "torn"]
            places = [part.ranges[0][:2] for part in parts]
            assert places == [(batch.file, batch.place) for batch in begun]
            finished = {(file, place): n for part in parts for file, place, n in part.ranges}
            step = ReadBatches(read_found, 2, finished=finished)
            rest = mined(batches(step, str(tmp_path / "in")))
            done = sum(part.totals.items for part in parts)
            assert sum(len(batch.values) for batch in rest) == 17 - done
            fours = [rest[n : n + 4] for n in range(0, len(rest), 4)]
            new = [part for four in fours for part in write(records, *four)]
            assert result.finish([*parts, *new], {"model": "m"}).items == 17
    torn, whole = tmp_path / "torn", tmp_path / "whole"
    assert list(read_records(torn)) == list(read_records(whole))
    for name in ("errors.jsonl", DONE):
        assert (torn / name).read_bytes() == (whole / name).read_bytes()
    assert sorted(path.name for path in torn.iterdir()) == [DONE, "errors.jsonl", "quotes.parquet"]


def test_a_run_with_other_settings_or_input_is_not_resumed(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("One.")
    out, names = tmp_path / "out", [str(tmp_path / "a.txt")]
    result = ClusterResult(Storage.of(str(out)))

    def begun(settings: dict[str, str]) -> None:
        with result.begun(settings, find_stored_files(names, print)):
            write(out / "quotes.parquet", ItemBatch(0, 0, [GOOD]))
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        begun({"model": "m"})
    with pytest.raises(RunError, match="out: this run was started with other settings. Give"):
        begun({"model": "n"})
    (tmp_path / "a.txt").write_text("One, two.")
    with pytest.raises(RunError, match="out: this run was started with other input. Give"):
        begun({"model": "m"})
    assert len(list((out / "quotes.parquet").iterdir())) == 1


@pytest.mark.parametrize(("settings", "version", "kind", "reason"), [
    (Settings(), "0.0", RunError, 'this machine differs .*quoteminer is "[^"]+", not "0.0"'),
    (Settings(Path("nowhere")), None, ModelError, "nowhere"),
    (Settings(people=Path("nobody.csv")), None, PeopleFileError, "nobody"),
])  # fmt: skip
def test_errors_of_a_machine_are_passed_on(
    settings: Settings, version: str | None, kind: type, reason: str
) -> None:
    there = {**Settings().to_dict(), **({"quoteminer": version} if version else {})}
    batch = ItemBatch(0, 0, [Input("A text.", "a", "a.txt")])
    table = MineBatches(settings, there, serve_told)(pickled_table([batch]))
    [error] = unpickled(table)
    assert type(error) is kind
    assert re.search(reason, str(error))
    [passed_on] = unpickled(WriteParts(Storage.of("unwritten"), Storage.of("unkept"))(table))
    assert str(passed_on) == str(error)


def test_a_folder_that_is_gone_is_an_error_of_its_own() -> None:
    step = WriteParts(Storage.of("gone"), Storage.of("unkept"))
    [unwritten] = unpickled(step(pickled_table([ItemBatch(0, 0, [GOOD])])))
    assert isinstance(unwritten, OutputError)
    assert "gone" in str(unwritten)


def test_an_actor_survives_the_death_of_its_worker() -> None:
    step = MineBatches(Settings(), Settings().to_dict(), serve_told)
    items = [Input(text, str(n), "a.txt") for n, text in enumerate([QUOTE, "DIE", QUOTE])]
    [mined] = unpickled(step(pickled_table([ItemBatch(3, 0, items)])))
    assert (mined.file, mined.place) == (3, 0)
    assert list(map(type, mined.values)) == [Mined, Failed, Mined]


def test_an_address_without_a_cluster_is_reported_at_once() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        host, port = server.getsockname()
        for address in (f"{host}:{port}", f"ray://{host}:{port}", "auto", "local", None):
            check_reachable(address)
    for address in (f"{host}:{port}", f"ray://{host}:{port}", "127.0.0.1:99999"):
        reason = f"^{address}: there is no Ray cluster .* --ray-address"
        with pytest.raises(WorkerError, match=reason):
            check_reachable(address)
