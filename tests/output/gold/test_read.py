"""Which files are read, as what, and what is said of those that can't be."""

import gzip
import json
import os
from pathlib import Path

import pytest
from gold_files import fault, only, save

from quoteminer.errors import ConfigError
from quoteminer.output.gold import detect_format, read_gold, write_gold
from quoteminer.output.gold.gold_articles import GoldArticle
from quoteminer.output.gold.gold_files import GoldFile, find_gold_files


def gold(id: str | None = None) -> str:
    return json.dumps({"id": id, "text": "Ida left.", "quotes": []})


def names(path: Path | str) -> list[str]:
    return [file.name for file in find_gold_files([path]) if isinstance(file, GoldFile)]


def test_a_folder_is_read_with_all_that_is_below(tmp_path: Path) -> None:
    found = "b.jsonl a/z.jsonl a/y.json c.ann.gz d/e/f.ndjson packed.jsonl.gz g.ann g.txt"
    others = ".hidden.jsonl .git/x.jsonl a/.git/x.jsonl notes.md old.conll annotation.conf h.labeling-config.xml"
    for name in (*found.split(), *others.split()):
        save(tmp_path / name, "")
    assert names(tmp_path) == ["a/y", "a/z", "b", "c", "d/e/f", "g", "packed"]


def test_a_glob_is_sorted_and_leaves_texts_to_their_annotations(tmp_path: Path) -> None:
    for name in ("b.ann", "b.txt", "a.jsonl", "sub/c.jsonl", "sub/deep/d.jsonl"):
        save(tmp_path / name, "")
    assert names(f"{tmp_path}/*.*") == ["a", "b"]
    assert names(f"{tmp_path}/s*") == ["sub/c", "sub/deep/d"]
    assert names(f"{tmp_path}/**/*.jsonl") == ["a", "sub/c", "sub/deep/d"]
    assert names(f"{tmp_path}/**") == ["a", "b", "sub/c", "sub/deep/d"]
    assert names(f"{tmp_path}/*.txt") == ["b"]


def test_files_are_opened_when_their_articles_are_asked_for(tmp_path: Path) -> None:
    first = save(tmp_path / "a.jsonl", gold("a"))
    reading = read_gold([first, tmp_path / "b.jsonl"])
    assert isinstance(next(reading), GoldArticle)
    save(tmp_path / "b.jsonl", gold("b"))
    assert isinstance(next(reading), GoldArticle)


@pytest.mark.parametrize(("name", "content", "format"), [
    ("a.ann", "", "brat"),
    ("a.jsonl", "{\n" + gold(), "jsonl"),
    ("a.json", "[]", "jsonl"),
    ("a.json", '[{"schema_version": "1.2", "quotes": []}]', "jsonl"),
    ("a.json", '[{"data": {}, "annotations": []}]', "labelstudio"),
    ("a.json", '{"data": {}, "predictions": []}', "labelstudio"),
    ("a", gold(), "jsonl"),
    ("A.JSONL", gold(), "jsonl"),
])  # fmt: skip
def test_the_format_is_seen(tmp_path: Path, name: str, content: str, format: str) -> None:
    assert detect_format(GoldFile(save(tmp_path / name, content), "a")) == format
    packed = save(tmp_path / f"{name}.gz", gzip.compress(content.encode()))
    assert detect_format(GoldFile(packed, "a")) == format


@pytest.mark.parametrize(("name", "content", "message"), [
    ("a.md", "# Notes\nIda left.",
     "is in no format known here. Say which it has (--from; in Python, format): jsonl, brat"),
    ("a.txt", "Ida left.", "has no .ann file beside it, so it is not annotated. Annotate it"),
    ("a.json", "Ida left.", "is in no format known here."),
    ("a.json", "{", "line 1, column 2: is not JSON"),
    ("a.jsonl", "", "is empty. Give a file with an article in it."),
    ("a.json", "", "is empty."),
    ("a.md", "", "is empty."),
])  # fmt: skip
def test_a_file_of_no_known_format(tmp_path: Path, name: str, content: str, message: str) -> None:
    assert fault(save(tmp_path / name, content)).startswith(message)


@pytest.mark.parametrize(("name", "format", "message"), [
    ("a.jsonl", "labelstudio", "task 1: has no text under data"),
    ("a.jsonl", "brat", "is not a file of brat. Give an .ann file with its text (.txt) beside it, or a folder"),
    ("a.ann", "jsonl", "is a file of brat, not of jsonl. Leave out --from"),
    ("a.ann.gz", "labelstudio", "is a file of brat, not of labelstudio."),
])  # fmt: skip
def test_a_file_of_another_format(tmp_path: Path, name: str, format: str, message: str) -> None:
    assert fault(save(tmp_path / name, gold()), format).startswith(message)


def test_the_format_that_is_asked_for_is_tried(tmp_path: Path) -> None:
    assert only(save(tmp_path / "a.text", gold()), "jsonl") == GoldArticle("a:1", "Ida left.")


@pytest.mark.parametrize(("path", "message"), [
    ("no.jsonl", "there is no such file. Check the name and the folder ({here})."),
    ("no/*.jsonl", "matches no file. Check the name and the folder"),
    ("empty", ("the folder has no file with articles (.ann, .json, .jsonl, .ndjson, .txt). Give one that has")),
    ("nul\0.jsonl", "can't be read (embedded null byte). Check its name and its permissions."),
])  # fmt: skip
def test_a_path_that_stands_for_no_file(tmp_path: Path, path: str, message: str) -> None:
    (tmp_path / "empty").mkdir()
    assert fault(tmp_path / path).startswith(message.format(here=os.getcwd()))


def test_an_id_that_comes_twice_is_told_and_given_once(tmp_path: Path) -> None:
    first = save(tmp_path / "a.jsonl", f"{gold('x')}\n{gold('y')}\n{gold('x')}")
    second = save(tmp_path / "b.jsonl", gold("y"))
    *articles, third, fourth = read_gold([first, second])
    assert articles == [GoldArticle("x", "Ida left."), GoldArticle("y", "Ida left.")]
    assert str(third) == f"{first}: the id 'x' is also used in {first}. Change one of them."
    assert str(fourth).startswith(f"{second}: the id 'y' is also used in {first}.")


def test_a_format_that_is_none(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="format is 'xml'; give one of jsonl, brat, labelstudio"):
        read_gold([], format="xml")
    with pytest.raises(ConfigError, match="format is 'xml'; give one of jsonl, brat, labelstudio"):
        write_gold([], tmp_path / "a", format="xml")
