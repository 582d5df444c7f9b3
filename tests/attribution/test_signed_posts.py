"""Embedded posts with their signatures beneath."""

from __future__ import annotations

import pytest
from effort import calls, power
from indexed import index_of, span_of

from quoteminer.attribution.signed_posts import with_signed_posts
from quoteminer.types import Attribution

POST = "The kiln is cold again. @quay please send somebody"


def attribution(text: str, content: str, cue: str = "", source: str = "") -> Attribution:
    cues, said_by = (span_of(text, cue),) if cue else (), span_of(text, source) if source else None
    return Attribution((span_of(text, content),), cues, said_by, "direct", "speech", 0)


@pytest.mark.parametrize(
    ("text", "words", "name"),
    [
        (f"It is cold.\n\n{POST}\n\n— Ana Silva (@ana) May 2, 2019\n\nMore.", POST, "Ana Silva"),
        (f"It is cold.\n\n{POST} — Ana Silva (@ana) 2 May\n\nMore.", POST, "Ana Silva"),
        (f"[Embedded post]\n{POST}\n— bo_l (@bo) September 19", POST, "bo_l"),
        ("Cold.\n\nline one\nline two\n\n— Bo Lind 🎄 (@bo_lind)", "line one\nline two", "Bo Lind 🎄"),
        (f"Cold.\n\n{POST} https://t.co/y5Wn pic.twitter.com/cLT7\n\n— Quay News (@quay) 4 Nov", POST, "Quay News"),
    ],
)  # fmt: skip
def test_a_signed_post_is_direct_speech_of_its_name(text: str, words: str, name: str) -> None:
    (post,) = with_signed_posts(index_of(text), ())
    assert post.source is not None
    assert [text[slice(*span)] for span in (*post.content, post.source)] == [words, name]
    assert (post.type, post.act, text[slice(*post.cue[0])]) == ("direct", "speech", "—")


@pytest.mark.parametrize("text", [
    "The mayor — Ana Silva (@ana) among others — stayed away.",
    "— Ana Silva (@ana) May 2",
    f"{'It rained. ' * 120}\n\n— Ana Silva (@ana) May 2",
])  # fmt: skip
def test_what_is_no_signed_post(text: str) -> None:
    assert with_signed_posts(index_of(text), ()) == ()


def test_two_posts_in_a_row_are_two() -> None:
    text = "Cold.\n\nfirst one\n\n— Ana Silva (@ana) May 2\n\nsecond one\n\n— Bo Lind (@bo) May 3"
    posts = with_signed_posts(index_of(text), ())
    assert [text[slice(*post.content[0])] for post in posts] == ["first one", "second one"]


def test_a_post_takes_the_place_of_what_has_no_cue_and_keeps_what_it_reports() -> None:
    text = f"Cold.\n\n{POST}. Bo says it is broken\n\n— Ana Silva (@ana) May 2"
    found = [attribution(text, POST), attribution(text, "it is broken", "says", "Bo")]
    outer, inner = with_signed_posts(index_of(text), found)
    assert outer.source == span_of(text, "Ana Silva")
    assert (inner.content, inner.flags) == (found[1].content, ("nested",))


@pytest.mark.parametrize(("content", "stays"), [
    (POST, True),
    ("The kiln is cold again.", True),  # two thirds of both
    ("The kiln is", False),  # less than half of both
])  # fmt: skip
def test_a_post_that_the_text_introduces_stays_as_it_is(content: str, stays: bool) -> None:
    text = f"Ana Silva wrote:\n\n{POST}\n\n— Ana (@ana) May 2"
    introduced = attribution(text, content, "wrote", "Ana Silva")
    assert (with_signed_posts(index_of(text), [introduced]) == (introduced,)) is stays


def test_addresses_at_the_end_of_a_post_take_linear_time() -> None:
    """The number of ways to split them grew by a factor for each."""

    def work(count: int) -> None:
        text = f"Cold.\n\n{POST}{' pic.a/b/c' * count} x — Ana Silva (@ana)"
        assert len(with_signed_posts(index_of(text), ())) == 1

    assert calls(lambda: work(16)) < 3 * calls(lambda: work(8))
    assert power(work, 6, 16) < 2
