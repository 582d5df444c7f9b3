"""Tokens with labels: CoNLL columns and CofeNet's JSON lines."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from gold_files import fault, items, only, save

from quoteminer.errors import GoldError
from quoteminer.evaluation.formats import write_gold
from quoteminer.evaluation.gold import GoldArticle, GoldQuote

ROWS = "Ida\tB-Source\nsaid\tB-Cue\nno\tB-Content\n.\tO\n"
QUOTE = GoldQuote(((9, 11),), ((4, 8),), ((0, 3),))
SPACED = GoldArticle("a", "Ida said no .", (QUOTE,))
LINE = {"tokens": ["Ida", "said", "no", "."], "labels": ["B-source", "B-cue", "B-content", "O"], "id": "a"}
WRITTEN = GoldArticle("x/1", "\n“No way,” said Ida.\n\nShe left.", (GoldQuote(((1, 10),), ((11, 15),), ((16, 19),)),))


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.conll", ROWS),
        ("a.tsv", "\n\n" + ROWS.replace("\n", "\r\n")),
        ("a.bio", "\ufeff" + ROWS.upper().replace("IDA", "Ida").replace("SAID", "said").replace("NO", "no")),
        ("a.iob", ROWS.replace("\t", " ")),
        ("a.labels", ROWS),  # told by its rows
        ("a.conllu", "# sent_id = 1\n# a comment\n" + ROWS.replace("\t", "\t_\tNN\t")),
        ("a.conll", "-DOCSTART- -X- O O\n\n" + ROWS.replace("\t", " NN ")),
        ("a.conll", "# newdoc\n" + ROWS),
        ("b.conll", "# id = a\n" + ROWS),
        ("b.conll", "# newdoc id = a\n# id = a\n" + ROWS),
        ("a.conll", ROWS.replace("\nno", "\n\nno").replace("B-Content", "O").replace("B-Cue", "O")),
    ],
)
def test_forms_of_columns(tmp_path: Path, name: str, content: str) -> None:
    article = only(save(tmp_path / name, content))
    assert article in (SPACED, GoldArticle("a", SPACED.text))
    assert bool(article.quotes) is ("B-C" in content.upper())


def test_text_and_space_of_columns(tmp_path: Path) -> None:
    content = (
        '# before = "\\n"\n# text = Ida  said no.\n' + ROWS + '\n# text = # Yes.\n# after = " "\n#\tO\nYes\tO\n.\tO\n'
    )
    article = only(save(tmp_path / "a.conll", content))
    assert article == GoldArticle("a", "\nIda  said no. # Yes. ", (GoldQuote(((11, 13),), ((6, 10),), ((1, 4),)),))


def test_where_articles_begin(tmp_path: Path) -> None:
    rows = ROWS + "\n"
    path = save(tmp_path / "a.conll", f'# id = x\n{rows}# id = x\n{rows}# id = "y \\n"\n{rows}# newdoc\n{rows}')
    found = [item for item in items(path) if isinstance(item, GoldArticle)]
    assert [(one.id, len(one.quotes)) for one in found] == [("x", 2), ("y \n", 1), ("a:19", 1)]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (
            ROWS.replace("B-Cue", "B-Verb"),
            "line 2, column 6: the label is 'B-Verb'. Give O, or B- or I- with content, cue",
        ),
        (ROWS.replace("\tB-Cue", ""), "line 2, column 1: has one column. Write token, tab and label."),
        (
            "# text = Ida says no.\n" + ROWS,
            "line 6: the token 'said' is not at character 4 of the text, where 'says no.'",
        ),
        ("# text = Ida says no.\n" + ROWS.rstrip(), "line 1: the token 'said' is not at character 4 of the text"),
        ("# after = x\n" + ROWS, "line 1, column 11: is no JSON"),
        (ROWS.encode() + "é\tO".encode("latin-1"), "line 5, column 1: byte 0xe9 is no UTF-8."),
    ],
)
def test_what_is_said_of_columns_that_are_not_right(tmp_path: Path, content: str | bytes, message: str) -> None:
    assert fault(save(tmp_path / "a.conll", content if isinstance(content, bytes) else content + "\n")).startswith(
        message
    )


def test_a_wrong_row_costs_its_article_and_no_other(tmp_path: Path) -> None:
    found = items(save(tmp_path / "a.conll", f"# id = x\n{ROWS}\nno\tX\nno\tY\n\n# id = y\n{ROWS}"))
    assert isinstance(found[0], GoldError)
    assert ", line 7, column 4:" in str(found[0])
    assert found[1:] == [GoldArticle("y", SPACED.text, (QUOTE,))]


@pytest.mark.parametrize("content", ["", "\n\n", "# newdoc\n", "# a comment\n", "-DOCSTART-\tO\n"])
def test_an_empty_file_of_columns_has_no_article(tmp_path: Path, content: str) -> None:
    assert fault(save(tmp_path / "a.conll", content)) == "has no article. Give a file with one in it."


def test_an_article_begins_once(tmp_path: Path) -> None:
    path = save(
        tmp_path / "a.conll", f"-DOCSTART-\tO\n\n# newdoc id = x\n# id = x\n{ROWS}\n-DOCSTART-\tO\n\n# id = y\n\n"
    )
    assert items(path) == [GoldArticle("x", SPACED.text, (QUOTE,)), GoldArticle("y", "")]


def test_columns_as_they_are_written(tmp_path: Path) -> None:
    write_gold([WRITTEN], tmp_path / "a.conll", format="conll")
    assert (tmp_path / "a.conll").read_text("utf-8") == (
        '# id = x/1\n# before = "\\n"\n'
        '# text = “No way,” said Ida.\n# after = "\\n\\n"\n'
        "“\tB-Content\nNo\tI-Content\nway\tI-Content\n,\tI-Content\n”\tI-Content\n"
        "said\tB-Cue\nIda\tB-Source\n.\tO\n\n"
        '# text = She left.\n# after = ""\nShe\tO\nleft\tO\n.\tO\n\n'
    )


@pytest.mark.parametrize("name", ["train.txt", "a.jsonl", "a.json"])
def test_a_file_of_cofenet_s(tmp_path: Path, name: str) -> None:
    """As its repository has them: without text, with more keys, a document's lines behind each other under one id."""
    more = {**LINE, "pos": ["NN"] * 4, "ner": ["O"] * 4}
    lines = [LINE, more, {"tokens": ["``"], "labels": ["O"], "id": "b"}]
    found = items(save(tmp_path / name, "\n".join(map(json.dumps, lines))))
    again = GoldQuote(((23, 25),), ((18, 22),), ((14, 17),))
    assert found == [GoldArticle("a", "Ida said no .\nIda said no .", (QUOTE, again)), GoldArticle("b", "``")]


def test_lines_without_id_are_articles_of_their_own(tmp_path: Path) -> None:
    line = json.dumps({key: value for key, value in LINE.items() if key != "id"})
    found = items(save(tmp_path / "valid.txt", f"{line}\n\n{line}\n"))
    assert [item.id for item in found if isinstance(item, GoldArticle)] == ["valid:1", "valid:3"]


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"labels": ["O"]}, "line 1: has 4 tokens and 1 labels. Give one label for each token."),
        ({"labels": ["B-source", "B-cue", "B-contents", "O"]}, "line 1: label 3 is 'B-contents'. Give O, or B- or I-"),
        ({"labels": [0, 1, 2, 3]}, "line 1: the labels are no list of strings."),
        ({"tokens": None}, "line 1: the tokens are no list of strings."),
        ({"tokens": ["Ida", "", "no", "."]}, "line 1: token 2 is empty. Take it and its label out."),
        ({"text": "Ida said yes."}, "line 1: the token 'no' is not at character 9 of the text, where 'yes.' stands."),
    ],
)
def test_what_is_said_of_a_line_of_cofenet_s(tmp_path: Path, change: dict[str, object], message: str) -> None:
    assert fault(save(tmp_path / "a.txt", json.dumps({**LINE, **change})), "cofenet").startswith(message)


def test_a_broken_line_costs_the_article_that_it_stands_in(tmp_path: Path) -> None:
    line, other = json.dumps(LINE), json.dumps({**LINE, "id": "b"})
    inside = items(save(tmp_path / "a.txt", f"{line}\n{{\n{line}\n{other}"))
    assert [isinstance(item, GoldError) for item in inside] == [True, False]
    assert ", line 2, column 2: is no JSON" in str(inside[0])
    between = items(save(tmp_path / "b.txt", f"{line}\n[]\n{other}\n1"))
    assert [isinstance(item, GoldError) for item in between] == [False, True, False, True]


def test_cofenet_s_lines_as_they_are_written(tmp_path: Path) -> None:
    write_gold([WRITTEN], tmp_path / "a.txt", format="cofenet")
    lines = [json.loads(line) for line in (tmp_path / "a.txt").read_text("utf-8").splitlines()]
    assert lines == [
        {
            "tokens": ["“", "No", "way", ",", "”", "said", "Ida", "."],
            "labels": ["B-content", *["I-content"] * 4, "B-cue", "B-source", "O"],
            "id": "x/1",
            "text": "\n“No way,” said Ida.\n\n",
        },
        {"tokens": ["She", "left", "."], "labels": ["O", "O", "O"], "id": "x/1", "text": "She left."},
    ]
