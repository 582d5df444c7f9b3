from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quoteminer.network.encode import Pieces, cut_windows, make_pieces
from quoteminer.network.load import Model, load_model
from quoteminer.text.article import make_article
from quoteminer.text.marks import read_marks


@pytest.fixture(scope="module")
def model() -> Model:
    return load_model(threads=1)


def pieces_of(text: str, model: Model) -> Pieces:
    article = make_article(text)
    return make_pieces(article, read_marks(text, article.paragraphs), model.tokenizer)


def test_pieces_point_into_the_article_and_keep_its_case(model: Model) -> None:
    text = "Old news.\n\n“We won,” said NASA's Ana McNeil."
    pieces = pieces_of(text, model)
    words = [text[a:b] for a, b in zip(pieces.starts.tolist(), pieces.ends.tolist(), strict=True)]
    assert "".join(words) == text.replace(" ", "").replace("\n", "")
    case = dict(zip(words, pieces.case.tolist(), strict=True))
    assert (case["Old"], case["news"], case["NASA"], case["“"]) == (1, 0, 2, 0)
    first = [word for word, flag in zip(words, pieces.first.tolist(), strict=True) if flag]
    assert first == ["Old", "“"]
    inside = [word for word, state in zip(words, pieces.quote.tolist(), strict=True) if state]
    assert inside == ["“", "We", "won", ",", "”"]


@settings(max_examples=100, deadline=None)
@given(st.text(alphabet=st.characters(), max_size=60))
def test_any_text_has_pieces(model: Model, text: str) -> None:
    pieces = pieces_of(text, model)
    assert all(0 <= a < b <= len(text) for a, b in zip(pieces.starts.tolist(), pieces.ends.tolist(), strict=True))
    assert (np.diff(pieces.starts) >= 0).all()


def bare_pieces(lengths: list[int], opening: list[bool]) -> Pieces:
    """Pieces of paragraphs of these lengths, which begin with an opening mark or not."""
    paragraph = np.repeat(np.arange(len(lengths)), lengths)
    quote = np.zeros_like(paragraph)
    starts = np.cumsum([0, *lengths[:-1]]) if lengths else np.zeros(0, dtype=np.int64)
    quote[starts] = 3 * np.array(opening, dtype=np.int64)
    return Pieces(*([paragraph] * 5), quote=quote, paragraph=paragraph)


@given(st.lists(st.tuples(st.integers(1, 60), st.booleans()), max_size=12), st.integers(8, 40), st.integers(0, 6))
def test_windows_own_every_piece_once_and_never_exceed_their_size(
    paragraphs: list[tuple[int, bool]], size: int, context: int
) -> None:
    lengths, opening = [length for length, _ in paragraphs], [opens for _, opens in paragraphs]
    windows = cut_windows(bare_pieces(lengths, opening), size=size, context=context)
    owned = [i for w in windows for i in range(w.own_start, w.own_end)]
    assert owned == list(range(sum(lengths)))
    for window in windows:
        assert 0 < window.end - window.start <= size
        assert window.end == window.own_end
        assert window.own_start - window.start == min(context, window.own_start)


@pytest.mark.parametrize(
    ("lengths", "opening", "owned"),
    [
        ([5, 5, 5], [False, False, False], [(0, 10), (10, 15)]),
        ([6, 4, 5], [False, False, True], [(0, 6), (6, 15)]),
        ([3, 7, 5], [False, False, True], [(0, 10), (10, 15)]),
        ([25], [False], [(0, 11), (11, 22), (22, 25)]),
    ],
    ids=["whole paragraphs", "not before a quote", "but not at any price", "a long paragraph"],
)
def test_where_windows_end(lengths: list[int], opening: list[bool], owned: list[tuple[int, int]]) -> None:
    windows = cut_windows(bare_pieces(lengths, opening), size=11)
    assert [(w.own_start, w.own_end) for w in windows] == owned
