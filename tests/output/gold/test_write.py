"""Files and folders of gold, and from one format to another."""

import json
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from fake_miner import FakeMiner
from gold_files import items, only, save
from typer.testing import CliRunner

from quoteminer.cli.app import app
from quoteminer.errors import OutputError, QuoteMinerError
from quoteminer.inputs import Input
from quoteminer.output.gold import GOLD_FORMATS, convert, read_gold, write_gold
from quoteminer.output.gold.brat import file_stem
from quoteminer.output.gold.gold_articles import GoldArticle, GoldQuote

QUOTE = GoldQuote(((0, 5),), ((6, 10),), ((11, 20),))
TEXT = "“No,” said Ida Brand."
ONE = GoldArticle("one", TEXT, (QUOTE,))


@pytest.mark.parametrize("format", GOLD_FORMATS)
def test_what_is_written_is_whole_or_not_there(tmp_path: Path, format: str) -> None:
    def broken() -> Iterator[GoldArticle]:
        yield ONE
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write_gold(broken(), tmp_path / "out", format=format)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("format", GOLD_FORMATS)
def test_articles_are_written_as_they_come(tmp_path: Path, format: str) -> None:
    """Each is asked for when the one before has been dealt with; only the file's name waits for the
    last."""
    seen: list[int] = []

    def coming() -> Iterator[GoldArticle]:
        for number in range(3):
            seen.append(number)
            yield GoldArticle(str(number), TEXT, (QUOTE,))
            assert seen == list(range(number + 1))

    assert write_gold(coming(), tmp_path / "out", format=format) == 3


def test_an_id_that_comes_twice_is_written_once(tmp_path: Path) -> None:
    told: list[OutputError] = []
    assert write_gold([ONE, ONE], tmp_path / "a.jsonl", format="jsonl", left_out=told.append) == 1
    reason = "there was an article of this id before. Give it another one. It is left out."
    assert [str(error) for error in told] == [f"one: {reason}"]
    with pytest.raises(OutputError, match="there was an article of this id before"):
        write_gold([ONE, ONE], tmp_path / "b.jsonl", format="jsonl")
    assert not (tmp_path / "b.jsonl").exists()


@pytest.mark.parametrize(("text", "fault"), [
    ("a\ud83d", ("has half a character ('\\ud83d'), which no text file can hold. Correct it, or write jsonl.")),
    ("\ufeffa", "begins with a byte order mark. Remove it, or write jsonl."),
])  # fmt: skip
def test_a_text_that_brat_cannot_hold_is_left_out(tmp_path: Path, text: str, fault: str) -> None:
    told: list[OutputError] = []
    articles = [GoldArticle("x", text), ONE]
    assert write_gold(articles, tmp_path / "out", format="brat", left_out=told.append) == 1
    assert [str(error) for error in told] == [f"x: {fault} It is left out."]


def test_packed_files_are_not_written(tmp_path: Path) -> None:
    told = r"a\.jsonl\.gz: packed files are read, but not written\."
    with pytest.raises(OutputError, match=told):
        write_gold([ONE], tmp_path / "a.jsonl.gz", format="jsonl")


@pytest.mark.skipif(not Path("/dev/stdout").exists(), reason="no /dev/null here")
def test_nothing_is_written_beside_a_device() -> None:
    assert write_gold([ONE], "/dev/null", format="labelstudio") == 1
    assert not Path("/dev/null.labeling-config.xml").exists()


def test_names_of_files() -> None:
    taken: set[str] = set()
    ids = "a/b a_b A_B ../../etc/passwd .hidden é\xa0é".split(" ")
    ids += ["", "x" * 500, "x" * 501, "日" * 99, "CON/:*?"]
    stems = [file_stem(id, taken) for id in ids]
    assert stems[:7] == ["a_b", "a_b-2", "A_B-3", "_._.._etc_passwd", "_hidden", "é_é", "_"]
    assert len({stem.casefold() for stem in stems}) == len(ids)
    for stem in stems:
        assert len(stem.encode()) < 240
        assert not set(stem) & set('/\\:*?"<>|\0')
        assert not stem.startswith(".")


@pytest.mark.parametrize("format", GOLD_FORMATS)
def test_predictions_to_an_annotation_tool_and_back(tmp_path: Path, format: str) -> None:
    """Records, which have no text of their own, become files to correct; what comes back is
    gold."""
    source = save(tmp_path / "articles/one.txt", TEXT)
    (record,) = FakeMiner().mine_articles([Input(TEXT, "one", str(source)).article()])
    records = save(tmp_path / "records.jsonl", record.to_json())
    told: list[QuoteMinerError] = []
    convert(read_gold(records), tmp_path / "out", to=format, tell=told.append)
    back = read_gold(tmp_path / "out", format=format)
    convert(back, tmp_path / "gold.jsonl", to="jsonl", tell=told.append)
    assert told == []
    article = only(tmp_path / "gold.jsonl")
    assert (article.id, article.text) == ("one", TEXT)
    assert [(one.content, one.act) for one in article.quotes] == [(((0, 5),), "speech")]
    assert [one.name for one in article.speakers] == ["Ida Brand"]


def run(*arguments: str | Path) -> tuple[int, list[str]]:
    """Exit status and lines on standard error."""
    result = CliRunner().invoke(app, ["convert", *map(str, arguments)])
    assert result.stdout == "" or result.exit_code == 2
    return result.exit_code, result.stderr.splitlines()


def line(id: str, text: str = "Ida said no") -> str:
    return json.dumps({"id": id, "text": text, "quotes": []}) + "\n"


def test_the_command_converts(tmp_path: Path) -> None:
    path, back = save(tmp_path / "a.jsonl", line("a")), save(tmp_path / "b.jsonl", "old")
    assert run(path, "--to", "brat", "-o", tmp_path / "out") == (0, [])
    assert run(tmp_path / "out", "--to", "jsonl", "-o", back, "--from", "brat") == (0, [])
    assert back.read_text("utf-8") == line("a")


def test_the_command_tells_what_it_leaves_out(tmp_path: Path) -> None:
    path = save(tmp_path / "a.jsonl", line("x") + "{\n" + line("y", "\ud800"))
    status, lines = run(path, "--to", "brat", "-o", tmp_path / "out")
    assert status == 1
    assert lines[0].startswith(f"quoteminer: {path}, line 2, column 2: is not JSON")
    assert lines[1].startswith("quoteminer: y: has half a character")
    assert items(tmp_path / "out") == [GoldArticle("x", "Ida said no")]


def test_nothing_is_written_where_nothing_can_be_read(tmp_path: Path) -> None:
    status, (line,) = run(tmp_path / "none", "--to", "jsonl", "-o", tmp_path / "out.jsonl")
    assert status == 1
    reason = f"there is no such file. Check the name and the folder ({os.getcwd()})."
    assert line == f"quoteminer: {tmp_path}/none: {reason}"
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(("arguments", "message"), [
    (["--to", "xml", "-o", "out"], "'xml' is not one of"),
    (["--to", "jsonl"], "Missing option '--output'"),
    (["-o", "out"], "Missing option '--to'"),
    (["--to", "jsonl", "-o", "-"], "can't be written to standard output; give a file"),
])  # fmt: skip
def test_wrong_usage(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str], message: str
) -> None:
    monkeypatch.chdir(tmp_path)
    save(tmp_path / "a.jsonl", line("a"))
    status, lines = run("a.jsonl", *arguments)
    assert status == 2
    assert message in " ".join(lines)
    assert os.listdir(tmp_path) == ["a.jsonl"]


@pytest.mark.parametrize(("source", "output"), [
    ("a.jsonl", "a.jsonl"), ("*.jsonl", "a.jsonl"),
    (".", "a.jsonl"), (".", "b.txt"), (".", "b.ann"),
])  # fmt: skip
def test_no_input_is_overwritten(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, source: str, output: str
) -> None:
    monkeypatch.chdir(tmp_path)
    files = {"a.jsonl": line("a"), "b.txt": "Ida left.", "b.ann": ""}
    for name, content in files.items():
        save(tmp_path / name, content)
    status, lines = run(source, "--to", "jsonl", "-o", output)
    assert status == 2
    assert "is one of the inputs and would be overwritten" in " ".join(lines)
    assert (tmp_path / output).read_text("utf-8") == files[output]
