"""Corrections beside records: kept whole, for the same article only, never one over another."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest
from commands import Result, loaded  # noqa: F401
from fake_miner import FakeMiner
from small_run import write_run
from table_records import written

from quoteminer.cli.options import Tools
from quoteminer.errors import InputError, OutdatedError
from quoteminer.inputs import Input
from quoteminer.output.run.corrections import Corrections, corrected_records, holds_records
from quoteminer.output.run.outcomes import Mined
from quoteminer.output.run.run_file import RunFile
from quoteminer.output.run.run_paths import RUN
from quoteminer.records import ArticleRecord, Check, Speaker

TEXTS = {"a": "“No way,” said Ana Pinto. “Never,” said Kofi Berg.", "b": "“We go,” said Ana Pinto."}
CHECK = Check("Tova", "2026-11-02T09:30:00Z")


def found() -> list[ArticleRecord]:
    return [FakeMiner().mine(text, id=id) for id, text in TEXTS.items()]


def corrected(record: ArticleRecord) -> ArticleRecord:
    """The record with somebody else as the speaker of the first quote, checked as a whole."""
    first, *others = (replace(quote, checked=CHECK) for quote in record.quotes)
    who = Speaker(9, "Tova Lind", "person", quotes=(0,))
    speakers = (*(one for one in record.speakers if one.id != first.speaker), who)
    quotes = (replace(first, speaker=9), *others)
    return replace(record, quotes=quotes, speakers=speakers, checked=CHECK)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A file of two records, the first of which was corrected."""
    path = tmp_path / "found.jsonl"
    path.write_text("".join(one.to_json(with_text=True) + "\n" for one in found()), "utf-8")
    Corrections(path).write(found()[0], corrected(found()[0]), "")
    return path


def test_there_and_back(path: Path) -> None:
    assert list(corrected_records(path)) == [corrected(found()[0]), found()[1]]
    names = [one.name for one in Corrections(path).folder.iterdir() if one.name != ".lock"]
    assert [Path(name).suffix for name in names] == [".json"]
    record, version = Corrections(path).read(found()[0])
    assert record.text == TEXTS["a"]
    assert Corrections(path).read(found()[1]) == (found()[1], "")
    assert Corrections(path).read(replace(found()[0], text="Other."))[1] == ""
    with pytest.raises(OutdatedError):
        Corrections(path).write(found()[0], found()[0], "")
    assert Corrections(path).read(found()[0])[1] == version


def test_a_run_and_its_result_have_the_same_corrections(tmp_path: Path) -> None:
    run, result = Corrections(tmp_path).folder, tmp_path / "quotes.jsonl"
    assert Corrections(result).folder == tmp_path / "quotes.jsonl.corrections"
    (tmp_path / RUN).touch()
    assert Corrections(result).folder == run == tmp_path / "corrections"


def test_of_two_who_write_at_a_time_one_is_told(path: Path) -> None:
    def write(number: int) -> bool:
        by = replace(found()[1], checked=Check(str(number), ""))
        try:
            return bool(Corrections(path).write(found()[1], by, ""))
        except OutdatedError:
            return False

    with ThreadPoolExecutor(8) as crowd:
        written = list(crowd.map(write, range(8)))
    assert written.count(True) == 1
    record, _ = Corrections(path).read(found()[1])
    assert record.checked == Check(str(written.index(True)), "")


def test_a_damaged_file_is_named(path: Path) -> None:
    (file,) = Corrections(path).folder.glob("*.json")
    for damage in (b"{", b"\xff"):
        file.write_bytes(damage)
        with pytest.raises(InputError, match=file.name):
            list(corrected_records(path))


def test_every_command_takes_what_was_corrected_and_nothing_is_mined_again(
    path: Path,
    tmp_path: Path,
    loaded: list[Tools],  # noqa: F811
) -> None:
    assert "Tova Lind" in Result("speakers", path).words
    assert Result("extract", path, "--format", "jsonl").ids == ["a", "b"]
    page = tmp_path / "page.html"
    assert Result("report", path, "-o", page).status == 0
    assert "Tova Lind" in page.read_text("utf-8")
    Result("people", path)
    assert "Tova Lind" in (tmp_path / "found.people.csv").read_text("utf-8")
    gold = tmp_path / "gold.jsonl"
    assert Result("convert", path, "--to", "jsonl", "-o", gold).status == 0
    assert '"checked": "all"' in gold.read_text("utf-8").splitlines()[0]
    known = tmp_path / "known.csv"
    known.write_text("name,key\nTova Lind,t1\n", "utf-8")
    linked = Result("extract", path, "--people", known, "--format", "jsonl").lines[0]["speakers"]
    keys = {one["name"]: one["known"]["key"] for one in linked}
    assert keys == {"Kofi Berg": None, "Tova Lind": "t1"}
    assert loaded == []
    (tmp_path / "c.txt").write_text("“Here,” said Eva Quist.", "utf-8")  # which is mined
    assert Result("extract", tmp_path / "c.txt", path, "--format", "jsonl").ids == ["a", "b", "c"]


def test_the_figure_of_a_run(path: Path, tmp_path: Path) -> None:
    told = Result("evaluate", path)
    assert "Checked as a whole, and measured: 1 article; in part: 0; not at all: 1." in told.out
    assert "Right in words, source and name: 1 of 2 quotes found there." in told.out
    assert "wrong name: 1 quote" in told.out
    figures = Result("evaluate", path, "--json").json
    assert figures["figures"]["names.all"]["P"] == 0.5
    assert figures["mistakes"]["wrong name"]["quotes"] == 1
    page = tmp_path / "errors.html"
    assert Result("evaluate", path, "--errors", page).status == 0
    assert "Tova Lind" in page.read_text("utf-8")
    record, version = Corrections(path).read(found()[0])
    Corrections(path).write(found()[0], replace(record, checked=None), version)
    for gold, count in ((path, 1), (write_run(tmp_path / "run", found()), 0)):
        nothing = Result("evaluate", gold)
        assert (nothing.status, nothing.out) == (1, "")
        assert f"no article has been checked as a whole ({count} in part)" in nothing.err


def test_a_renamed_and_a_joined_speaker_reach_evaluate_and_people(path: Path) -> None:
    one = replace(found()[0], checked=CHECK)
    ana, kofi = one.speakers
    renamed = replace(one, speakers=(replace(ana, name="Tova Lind", role="mayor"), kofi))
    quotes = tuple(replace(quote, speaker=ana.id) for quote in one.quotes)
    both = replace(ana, aliases=("Kofi Berg",), quotes=(0, 1))
    joined = replace(one, quotes=quotes, speakers=(both,))
    _, version = Corrections(path).read(found()[0])
    names = {"Tova Lind", "Ana Pinto", "mayor", "Kofi Berg"}  # the first was Ana Pinto
    for record, named in ((renamed, names), (joined, {"Ana Pinto"})):
        version = Corrections(path).write(found()[0], record, version)
        told = Result("evaluate", path).out
        assert "Right in words, source and name: 1 of 2 quotes found there." in told
        assert Result("people", path).status == 0
        people = (path.parent / "found.people.csv").read_text("utf-8")
        assert {name for name in names if name in people} == named


def test_what_holds_records(path: Path, tmp_path: Path) -> None:
    articles = tmp_path / "articles.jsonl"
    articles.write_text('{"id": "a", "text": "Words."}\n', "utf-8")
    (empty := tmp_path / "empty.jsonl").touch()
    (unfinished := tmp_path / "run").mkdir()
    (unfinished / RUN).touch()
    others = (articles, empty, tmp_path, tmp_path / "no.json", "-")
    assert [one for one in (path, unfinished, *others) if holds_records(one)] == [path, unfinished]


def test_a_run_is_read_from_its_file_whatever_results_are_beside_it(tmp_path: Path) -> None:
    records = [replace(record, omits_text=False) for record in found()]
    run, gold = write_run(tmp_path / "run", found()), tmp_path / "gold.jsonl"
    (run / "errors.jsonl").write_text('{"index": 2}\n')
    for results in ((), ("quotes.jsonl",), ("quotes.jsonl", "quotes.json")):
        for name in results:
            written(name.rpartition(".")[2], run / name, records)
        result = Result("convert", run, "--to", "jsonl", "-o", gold)
        assert (result.status, result.err) == (0, "")
        assert len(gold.read_text("utf-8").splitlines()) == 2
    (run / "brat").mkdir()
    written("brat", run / "brat", records[:1])  # a result that was annotated, if it is asked for
    assert Result("convert", run, "--from", "brat", "--to", "jsonl", "-o", gold).status == 1
    assert len(gold.read_text("utf-8").splitlines()) == 1


def test_a_run_without_texts_is_told(tmp_path: Path) -> None:
    run = tmp_path / "run"
    run.mkdir()
    with RunFile(run / RUN, {}) as run_file:
        for record in found():
            run_file.add(Input("", record.id, "a.jsonl"), Mined(record.to_json(), 1, 0))
        run_file.finish({})
    result = Result("convert", run, "--to", "jsonl", "-o", tmp_path / "gold.jsonl")
    assert (result.status, result.err.count("\n")) == (1, 2)
    assert result.err.startswith(f"quoteminer: {run}: the record 'a' has no text, and its source")


def test_an_unfinished_run_is_told(tmp_path: Path) -> None:
    (tmp_path / RUN).touch()
    for command in ("extract", "speakers", "people"):
        result = Result(command, tmp_path)
        assert (result.status, result.out) == (1, "")
        assert result.err.startswith(f"quoteminer: {tmp_path}: the run is not finished.")


def test_the_files_of_a_run_are_not_overwritten(tmp_path: Path) -> None:
    run = write_run(tmp_path / "run", found())
    Corrections(run).write(found()[0], corrected(found()[0]), "")
    (correction,) = (run / "corrections").glob("*.json")
    commands = ("extract", "report", "people", "statements", "convert --to jsonl")
    with_output = [[*command.split(), run, "-o"] for command in commands]
    for arguments in (*with_output, ["evaluate", run, "--errors"]):
        for file in (run / RUN, correction):
            result = Result(*arguments, file)
            reasons = ("is one of the inputs and would be overwritten", "give a name that ends in")
            assert result.status == 2
            assert any(reason in result.told for reason in reasons), result.told
    assert list(corrected_records(run)) == [corrected(found()[0]), found()[1]]
