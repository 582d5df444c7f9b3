"""Lines, tokens and labels; how labels become quotes is in test_round_trips.py as well, beside a slow oracle."""

from __future__ import annotations

import pytest
from gold_articles import articles
from hypothesis import given

from quoteminer.evaluation.formats.labels import flat, labels_of, nearest, parse_label, quotes_of_labels
from quoteminer.evaluation.formats.pieces import lines_of, trimmed
from quoteminer.evaluation.gold import GoldArticle, GoldQuote
from quoteminer.types import Span


def tokens(text: str) -> list[list[str]]:
    return [[text[slice(*token)] for token in line.tokens] for line in lines_of(GoldArticle("x", text))]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("“He didn’t,” said Ida.", [["“", "He", "didn’t", ",", "”", "said", "Ida", "."]]),
        ("coal-fired\n\n \nU.S.", [["coal-fired"], ["U", ".", "S", "."]]),
        ("e\u0301te\u0301 नमस्ते 👩‍👧", [["e\u0301te\u0301", "नमस्ते", "👩‍👧"]]),
        ("a\x85b\u2028c\r\nd", [["a"], ["b"], ["c"], ["d"]]),
        (" \t\n", []),
        ("", []),
    ],
)
def test_lines_and_tokens(text: str, expected: list[list[str]]) -> None:
    assert tokens(text) == expected


@given(article=articles())
def test_tokens_are_all_that_is_not_space_and_spans_are_whole_tokens(article: GoldArticle) -> None:
    found = [token for line in lines_of(article) for token in line.tokens]
    covered = [at for start, end in found for at in range(start, end)]
    assert covered == [at for at, letter in enumerate(article.text) if not letter.isspace()]
    ends = {edge for token in found for edge in token}
    for quote in article.quotes:
        for span in quote.content + quote.cue + quote.source:
            inner = trimmed(article.text, span)
            assert inner is None or set(inner) <= ends


@given(article=articles())
def test_every_token_has_a_label_and_none_goes_on_from_nothing(article: GoldArticle) -> None:
    lines = lines_of(article)
    for line, labels in zip(lines, labels_of(article, lines), strict=True):
        assert len(labels) == len(line.tokens)
        for before, label in zip(["O", *labels], labels, strict=False):
            assert not label.startswith("I-") or before[2:] == label[2:]


@pytest.mark.parametrize(
    ("written", "label"),
    [
        ("O", None),
        ("_", None),
        ("B-source", (True, "source")),
        ("I-CONTENT", (False, "content")),
        ("S-Cue", (True, "cue")),
        ("U-cue", (True, "cue")),
        ("E-cue", (False, "cue")),
        ("L-cue", (False, "cue")),
    ],
)
def test_labels_that_are_read(written: str, label: object) -> None:
    assert parse_label(written) == label


@pytest.mark.parametrize("written", ["o-", "B", "B-", "B-person", "X-cue", "cue", "-cue", "B_cue"])
def test_labels_that_are_none(written: str) -> None:
    with pytest.raises(ValueError, match=written):
        parse_label(written)


def quoted(*labels: str) -> list[tuple[list[int], list[int], list[int]]]:
    """The quotes of labels of tokens of one letter with a space behind each, as the numbers of the tokens."""
    spans = [(2 * number, 2 * number + 1) for number in range(len(labels))]
    found = quotes_of_labels(spans, [parse_label(label) for label in labels])
    return [(numbers(one.content), numbers(one.cue), numbers(one.source)) for one in found]


def numbers(spans: tuple[Span, ...]) -> list[int]:
    return [number // 2 for start, end in spans for number in range(start, end, 2)]


@pytest.mark.parametrize(
    ("labels", "quotes"),
    [
        ("B-content I-content B-cue B-source", [([0, 1], [2], [3])]),
        ("B-content B-cue B-source B-content", [([0, 3], [1], [2])]),
        ("B-source B-cue B-content O B-source B-cue B-content", [([2], [1], [0]), ([6], [5], [4])]),
        ("B-cue B-content O B-cue B-content", [([1], [0], []), ([4], [3], [])]),
        ("B-content O B-source", [([0], [], [])]),
        ("B-source B-cue O B-source", []),
        ("B-cue B-content B-cue", [([1], [0], [])]),
        ("I-content I-content O I-cue", [([0, 1], [3], [])]),
        ("B-content I-cue I-content", [([0, 2], [1], [])]),
    ],
)
def test_each_content_goes_to_the_nearest_cue(labels: str, quotes: object) -> None:
    assert quoted(*labels.split()) == quotes


def test_a_tie_goes_to_the_one_before() -> None:
    assert nearest((10, 12), [(14, 15), (6, 8)]) == (6, 8)
    assert nearest((10, 12), []) is None


def test_of_nested_quotes_the_outer_one_stays() -> None:
    outer = GoldQuote(((10, 40),), ((5, 9),), ((0, 4),))
    inner = GoldQuote(((20, 40),), ((15, 19),), ((10, 14),))
    beside = GoldQuote(((50, 60),), ((44, 48),), ((0, 4),))  # shares its source with the outer one
    assert flat([inner, outer, beside]) == [outer, beside]


def test_of_two_quotes_with_the_same_words_one_stays() -> None:
    one, other = GoldQuote(((10, 40),), ((5, 9),)), GoldQuote(((10, 40),), ((50, 54),))
    assert flat([one, other]) == [one]


def test_spans_side_by_side_stay_two() -> None:
    article = GoldArticle("x", "ab cd e", (GoldQuote(((0, 3), (3, 5)), ((6, 7),)),))
    (line,) = lines_of(article)
    assert labels_of(article, [line]) == [["B-content", "B-content", "B-cue"]]
    again = quotes_of_labels(line.tokens, [parse_label(label) for label in ("B-content", "B-content", "B-cue")])
    assert again == [GoldQuote(((0, 2), (3, 5)), ((6, 7),))]


def test_a_source_that_is_another_s_cue_is_an_overlap() -> None:
    one = GoldQuote(((10, 40),), ((5, 9),))
    other = GoldQuote(((50, 60),), (), ((5, 9),))
    assert flat([one, other]) == [one]
    assert flat([GoldQuote(((0, 9),), ((3, 5),))]) == []
