"""What `python models/recipe check-data` says about data files, right and wrong ones."""

import gzip
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
RECIPE = ROOT / "models" / "recipe"
TEXT = "“It rained,” said Ida Berg.\n"
QUOTE = {
    "content": [[0, 12]], "cue": [[13, 17]], "source": [[18, 26]], "speaker": 0, "act": "speech",
}  # fmt: skip
BERG = {"id": 0, "name": "Ida Berg", "kind": "person"}
ARTICLE = {"id": "a", "text": TEXT, "speakers": [BERG], "quotes": [QUOTE]}
NAMES = {"id": "a", "entities": [[18, 26, "PERSON"]]}


def check(data: Path, *options: str | Path) -> tuple[int, list[str]]:
    command = [sys.executable, str(RECIPE), "check-data", "--data", str(data), *map(str, options)]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
    assert not done.stderr
    return done.returncode, done.stdout.splitlines()


def write(path: Path, *rows: Any) -> None:
    path.write_text(
        "".join(f"{row if isinstance(row, str) else json.dumps(row)}\n" for row in rows), "utf-8"
    )


@pytest.mark.parametrize(("folder", "told"), [
    ("tiny", "train.jsonl: 12 articles, 61 quotes, 36 speakers"),
    ("written", "written_train.jsonl.gz: 514 articles, 7,575 quotes, 3,456 speakers"),
])  # fmt: skip
def test_the_data_that_ship_are_right(folder: str, told: str) -> None:
    status, lines = check(RECIPE / folder, "--config", RECIPE / f"{folder}.json")
    assert status == 0
    assert told in lines
    assert lines[-1] == "0 problems"


WRONG: list[tuple[Any, str]] = [
    ("no", "is not JSON (Expecting value, column 1). Write one object in each line."),
    ([], "is not a JSON object. Write one object in each line."),
    ({**ARTICLE, "id": " "}, 'has no "id". Give each article an id that is unique in the file.'),
    ({**ARTICLE, "id": "b"}, "has the id of line 1, 'b'. Remove one of the two, or give it another id."),
    ({"id": "a", "quotes": []}, 'has no "text", and no "entities" either. Give the article, or its names.'),
    ({**ARTICLE, "quotes": [{**QUOTE, "content": [[0, 99]]}]},
     "quote 1: content 0-99 is outside the text, which has 28 characters. Check that the text is the one that was"
     " annotated."),
    ({**ARTICLE, "quotes": [{**QUOTE, "speaker": 7}]},
     "quote 1 has the speaker 7, who is not listed. Add or correct it."),
    ({**ARTICLE, "quotes": [{name: QUOTE[name] for name in ("content", "cue", "source", "speaker")}]},
     'quote 1 has no "speaker" or no "act", but the article has speakers. Give both.'),
    ({**ARTICLE, "speakers": [{**BERG, "role": "captain", "affiliation": []}]},
     'speaker 0: "role" is not a list of texts. Give the right forms; [] if the article gives none.'),
    ({**ARTICLE, "speakers": [{**BERG, "role": [], "affiliation": ["rain", "Ferry  Board"]}]},
     "speaker 0: the affiliation 'rain' is not in the text. Give forms with words of the article."),
    ({**ARTICLE, "speakers": [{**BERG, "role": ["ida\nberg"]}]},
     'speaker 0 has "role", but no "affiliation". Give both; [] if the article gives none.'),
    ({**ARTICLE, "speakers": [{**BERG, "kind": "unnamed", "role": []}]},
     'speaker 0 is not a person, but has "role". Remove it.'),
    ({"id": "a", "entities": [[18, 26]]},
     "the entity [18, 26] is not [start, end, kind]. Give two whole numbers and a kind."),
    ({"id": "a", "entities": [[18, 26, "PER"]]},
     'the entity [18, 26, "PER"] has another kind than PERSON, ORGANIZATION, LOCATION, MISC. Take one of these.'),
    ({"id": "b", "entities": [[18, 99, "PERSON"]]},
     "the entity [18, 99, \"PERSON\"] marks no words in the text of 'b', which has 28 characters. Count Unicode"
     " code points from 0, in the same text."),
]  # fmt: skip


def test_what_is_wrong_with_a_line(tmp_path: Path) -> None:
    described = {**BERG, "role": ["it rained"], "affiliation": []}
    files: dict[str, list[Any]] = {
        "good.jsonl": [{**ARTICLE, "id": "b", "speakers": [described]}],
        "names.jsonl": [{**NAMES, "id": "c"}],
    }
    expected = []
    for number, (row, problem) in enumerate(WRONG):
        name = "names.jsonl" if isinstance(row, dict) and "entities" in row else "good.jsonl"
        is_new = isinstance(row, dict) and row["id"] == "a"
        files[name].append({**row, "id": f"a{number}"} if is_new else row)
        expected.append(f"{name}, line {len(files[name])}: {problem}")
    for name, rows in files.items():
        write(tmp_path / name, *rows)
    status, lines = check(tmp_path)
    assert status == 1
    assert sorted(line for line in lines if ", line " in line) == sorted(expected)
    assert lines[-1] == f"{len(WRONG)} problems"


def test_files_that_no_json_is_in(tmp_path: Path) -> None:
    acts = ("a\t1\t0\tspeech", "a\t1\t-1\ttopic", "a\t1")
    write(tmp_path / "acts.tsv", "set\tarticle\tquote\tact", "train\ta\t0\trequest", *acts)
    write(
        tmp_path / "cues.tsv", "cue\tact\tlemma", "said\tspeech\tsay", "hoped\tthought\thope", "x"
    )
    (tmp_path / "latin.jsonl").write_bytes(json.dumps(ARTICLE).encode() + b"\n\xe9\n")
    packed = gzip.compress(json.dumps(ARTICLE).encode() * 50)
    (tmp_path / "cut.jsonl.gz").write_bytes(packed[: len(packed) // 2])
    write(tmp_path / "roles.jsonl", {"id": "a", "role": ["director"]})
    status, lines = check(tmp_path)
    assert status == 1
    assert "cues.tsv: 1 cues" in lines
    assert "acts.tsv: 1 acts" in lines
    wrong = (
        "is not a set, an article, the place of a quote from 0, and one of statement, question,"
        " request,"
    )
    assert [line[:16] for line in lines if wrong in line] == [
        f"acts.tsv, line {number}" for number in (3, 4, 5)
    ]
    assert "cues.tsv, line 3: has the act 'thought'. Take one of speech, other, both." in lines
    assert (
        "cues.tsv, line 4: has 1 columns. Give a cue, its act and its lemma, with tabs between."
        in lines
    )
    assert "latin.jsonl, line 2: is not UTF-8. Write the file as UTF-8." in lines
    assert any(line.startswith("cut.jsonl.gz, line 1: can't be unpacked (") for line in lines)
    assert "roles.jsonl: 0 articles (no step reads such a file)" in lines
    assert lines[-1] == "7 problems"


def test_what_is_measured_was_not_learned_from(tmp_path: Path) -> None:
    write(
        tmp_path / "my_train.jsonl",
        {**ARTICLE, "text": f"Rain. {TEXT}", "quotes": []},
        {**ARTICLE, "id": "x"},
    )
    write(tmp_path / "my_dev.jsonl", ARTICLE)
    status, lines = check(tmp_path)
    assert status == 1
    assert (
        "my_train.jsonl, line 2: 1 of its articles are also in my_dev.jsonl, the first is 'x'."
        " Remove them from one of the two files: a model can't be measured on articles of its"
        " training." in lines
    )


def test_files_that_a_configuration_names(tmp_path: Path) -> None:
    write(tmp_path / "train.jsonl", ARTICLE)
    config = {"corpus": [{"gold": "train.jsonl", "names": "names.jsonl"}], "cue_acts": "cues.tsv"}
    write(tmp_path / "config.json", config)
    status, lines = check(tmp_path, "--config", tmp_path / "config.json")
    assert (status, lines[-1]) == (1, "2 problems")
    for name in ("names.jsonl", "cues.tsv"):
        advice = "Add it, or remove its part."
        assert (
            f"{name}: the configuration lists it, but {tmp_path} has no such file. {advice}"
            in lines
        )
