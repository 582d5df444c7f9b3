"""Text to the network's input, and its output to roles."""

import itertools
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quoteminer.network.decode import _REACH, RolePieces, bio_spans, viterbi, without_target
from quoteminer.network.encode import Pieces, cut_windows, limit_pieces, make_pieces
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
    assert all(
        0 <= a < b <= len(text)
        for a, b in zip(pieces.starts.tolist(), pieces.ends.tolist(), strict=True)
    )
    assert (np.diff(pieces.starts) >= 0).all()


@pytest.mark.parametrize("marks", ["." * 300, "[" * 300, "()" * 150, "— \n\n" * 60, "_" * 300])
def test_hundreds_of_marks_are_no_pieces_and_move_nothing(model: Model, marks: str) -> None:
    text = f"We won {marks} Yes."
    pieces = pieces_of(text, model)
    words = [text[a:b] for a, b in zip(pieces.starts, pieces.ends, strict=True)]
    assert words == "We won Yes .".split()


NAMES = [
    f"{given}{end} {family}vado"
    for given in ("Givu", "Jovo", "Cibi", "Tepa")
    for end in ("ro", "suki", "fo")
    for family in ("Bolu", "Gegu", "Dov")
]


DENSE = {
    "names": (", ".join(NAMES * 20), True), "names in lines": ("\n".join(NAMES * 20), True),
    "brackets": ("[(a)] {b.} (c:d) " * 500, True),
    "dialogue": ("“No, I do,” he said.\n“So do I.”\n" * 200, True),
    "questions": ("Q: Is it so?\nA: It is.\n" * 300, True), "letters": ("a b č ž\n" * 1000, True),
    "addresses": ("https://a.b/c?d=1&e=2 " * 300, True), "results": ("3-1 2-0 5-4 | " * 500, True),
    "digits": ("1,2,3;" * 1000, False), "Chinese": ("我们说这个城市很好。" * 500, False),
    "Korean": ("우리는 이 도시가 좋다고 말했다. " * 300, False),
}  # fmt: skip


@pytest.mark.parametrize(("text", "whole"), DENSE.values(), ids=DENSE)
def test_a_text_of_many_pieces_is_whole_or_tells_what_is_not_read(
    model: Model, root: Path, text: str, whole: bool
) -> None:
    pieces = pieces_of(text, model)
    read, warnings = limit_pieces(pieces, make_article(text))
    end = warnings[0].start if warnings else len(text)
    assert [(one.code, one.end) for one in warnings] == (
        [] if whole else [("unread-text", len(text.rstrip()))]
    )
    visible = np.array([not character.isspace() for character in text])
    covered = np.zeros(len(text), dtype=bool)
    for a, b in zip(read.starts, read.ends, strict=True):
        covered[a:b] = True
    assert (covered == visible)[:end].all()
    assert not covered[end + 1 :].any()  # a Korean letter is several pieces
    assert len(pieces) > 2000
    prose = (root / "samples" / "bakery-court.txt").read_text("utf-8")
    assert len(read) / len(text) <= 4 * len(pieces_of(prose, model)) / len(prose)


def bare_pieces(lengths: list[int], opening: list[bool]) -> Pieces:
    paragraph = np.repeat(np.arange(len(lengths)), lengths)
    quote = np.zeros_like(paragraph)
    starts = np.cumsum([0, *lengths[:-1]]) if lengths else np.zeros(0, dtype=np.int64)
    quote[starts] = 3 * np.array(opening, dtype=np.int64)
    return Pieces(*([paragraph] * 5), quote=quote, paragraph=paragraph)


@given(
    st.lists(st.tuples(st.integers(1, 60), st.booleans()), max_size=12),
    st.integers(8, 40),
    st.integers(0, 6),
)
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


@pytest.mark.parametrize(("lengths", "opening", "owned"), [
    ([5, 5, 5], [False, False, False], [(0, 10), (10, 15)]),
    ([6, 4, 5], [False, False, True], [(0, 6), (6, 15)]),
    ([3, 7, 5], [False, False, True], [(0, 10), (10, 15)]),
    ([25], [False], [(0, 11), (11, 22), (22, 25)]),
], ids=["whole paragraphs", "not before a quote", "but not at any price", "a long paragraph"])  # fmt: skip
def test_where_windows_end(
    lengths: list[int], opening: list[bool], owned: list[tuple[int, int]]
) -> None:
    windows = cut_windows(bare_pieces(lengths, opening), size=11)
    assert [(w.own_start, w.own_end) for w in windows] == owned


@pytest.mark.parametrize(
    "sentence", ["“We go at six,” said Dr Ana Silva. ", "Ana said that it is so. Bo was out! "]
)
def test_a_paragraph_longer_than_a_window_is_cut_between_sentences(
    model: Model, sentence: str
) -> None:
    text = sentence * 100
    pieces = pieces_of(text, model)
    windows = cut_windows(pieces, size=320)
    assert len(windows) > 2
    for window in windows[1:]:
        start = int(pieces.starts[window.own_start])
        assert text[start - 2 : start] in (". ", "! ")
        assert text[start] in "“AB"


TAGS = 5  # two kinds


def allowed(path: tuple[int, ...]) -> bool:
    """The BIO rule, said as slowly as possible: an inside tag follows its own begin or inside."""
    return all(
        tag == 0 or tag % 2 == 1 or (i > 0 and path[i - 1] in (tag - 1, tag))
        for i, tag in enumerate(path)
    )


def slow_best(scores: np.ndarray) -> float:
    paths = itertools.product(range(scores.shape[1]), repeat=scores.shape[0])
    return max(sum(scores[i, tag] for i, tag in enumerate(path)) for path in paths if allowed(path))


@settings(max_examples=40, deadline=None)
@given(
    st.integers(0, 2**32 - 1),
    st.lists(st.integers(1, 5), min_size=1, max_size=4),
    st.integers(1, 2),
)
def test_viterbi_finds_what_trying_every_path_finds(
    seed: int, lengths: list[int], rows: int
) -> None:
    scores = np.random.default_rng(seed).normal(size=(rows, sum(lengths), TAGS)).astype(np.float32)
    ends = np.cumsum(lengths).tolist()
    found = viterbi(scores, np.repeat(np.arange(len(lengths)), lengths))
    for row in range(rows):
        for a, b in zip([0, *ends[:-1]], ends, strict=True):
            path = tuple(int(tag) for tag in found[row, a:b])
            assert allowed(path)
            total = sum(scores[row, a + i, tag] for i, tag in enumerate(path))
            assert total == pytest.approx(slow_best(scores[row, a:b]), abs=1e-4)


def test_viterbi_of_nothing() -> None:
    scores, paragraph = np.zeros((3, 0, TAGS), dtype=np.float32), np.zeros(0, dtype=np.int64)
    assert viterbi(scores, paragraph).shape == (3, 0)


def slow_spans(tags: list[int], paragraph: list[int]) -> list[tuple[int, int, int]]:
    """Piece by piece: an inside goes on with the span that ends here, if it is one of its kind and
    paragraph."""
    spans: list[tuple[int, int, int]] = []
    for i, tag in enumerate(tags):
        kind = (tag - 1) // 2
        last = spans[-1] if spans else (0, 0, -1)
        if tag and tag % 2 == 0 and last[1:] == (i, kind) and paragraph[i] == paragraph[i - 1]:
            spans[-1] = (last[0], i + 1, kind)
        elif tag:
            spans.append((i, i + 1, kind))
    return spans


@given(st.lists(st.tuples(st.integers(0, 6), st.booleans()), max_size=30))
def test_bio_spans_are_those_of_going_piece_by_piece(pieces: list[tuple[int, bool]]) -> None:
    tags = np.array([tag for tag, _ in pieces], dtype=np.int64)
    paragraph = np.cumsum([new for _, new in pieces], dtype=np.int64)
    assert bio_spans(tags, paragraph) == slow_spans(tags.tolist(), paragraph.tolist())


@given(st.lists(st.integers(1, 40), min_size=1, max_size=5), st.data())
def test_owners_without_a_target_near(lengths: list[int], data: st.DataObject) -> None:
    paragraph = np.repeat(np.arange(len(lengths)), lengths)
    places = st.tuples(st.integers(0, len(paragraph) - 1), st.integers(0, 1))
    drawn = sorted(data.draw(st.lists(places, max_size=8)))
    spans = [RolePieces(a, a + 1, 0, kind) for a, kind in drawn]
    slow = []
    for a, b, _, kind in spans:
        reach = range(max(0, a - _REACH), min(b + _REACH, len(paragraph)))
        near = [i for i in reach if paragraph[i] == paragraph[a]]
        if kind == 1 and not any(at in near for at, _, _, other in spans if other == 0):
            slow.append((near[0], near[-1] + 1))
    assert without_target(paragraph, spans, 1, 0) == slow
