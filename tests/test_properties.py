"""Every text, however odd, becomes a record; a stream of articles gives what single articles
give."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import spacy
from hypothesis import example, given
from hypothesis import strategies as st

from quoteminer import QuoteMiner
from quoteminer.component import QuoteMinerComponent
from quoteminer.pipeline import looking_ahead
from quoteminer.records import PART_SEPARATOR

MARKS = "\"“”„‘’'«»‹›「」『』`"
WORDS = [
    "said", "Ana Silva", "Mr. Obi", "she", "told", "that", "according to", "the ministry", ":",
    "5'10\"", "[sic]",
]  # fmt: skip
PROSE = st.lists(
    st.sampled_from([*WORDS, *MARKS, ",", ".", " ", " ", " ", "\n", "\n\n", "We agree"]),
    max_size=60,
)
TEXTS = st.one_of(st.text(alphabet=st.characters(), max_size=80), PROSE.map("".join))


@pytest.fixture(scope="module")
def miner() -> QuoteMiner:
    return QuoteMiner(threads=1, acts="all")


@given(text=TEXTS)
@example(text="")
@example(text="\ud800 said “\udfff”")
@example(text="\x00“yes,”\x00 said Ana Silva\x00")
@example(text="”" * 300)
def test_no_text_makes_it_fail_and_every_span_points_into_it(miner: QuoteMiner, text: str) -> None:
    record = miner.mine(text).to_dict()
    text = re.sub("[\ud800-\udfff]", "\ufffd", text)
    for quote in record["quotes"]:
        parts = [text[a:b] for a, b in quote["spans"]]
        assert quote["text"] == PART_SEPARATOR.join(parts)
        assert (quote["start"], quote["end"]) == (quote["spans"][0][0], quote["spans"][-1][1])
        assert all(a < b for a, b in quote["spans"])
        for part in filter(None, (quote["cue"], quote["mention"])):
            assert text[part["start"] : part["end"]] == part["text"] != ""
    for speaker in record["speakers"]:
        assert all(0 <= a < b <= len(text) for a, b in speaker["mentions"])
        for name in (speaker["name"], *speaker["aliases"]):
            assert name
            assert not re.search("[\x00-\x1f\x7f-\x9f]", name)
    for warning in record["warnings"]:
        assert warning["start"] is None or 0 <= warning["start"] < warning["end"] <= len(text)


def test_no_quote_is_lost_between_the_stages(root: Path) -> None:
    """Each attribution from assembly is one quote of the record with the same parts, resolved or
    not."""
    component = QuoteMinerComponent(threads=1, acts="all")
    nlp = spacy.blank("en")
    nlp.add_pipe("sentencizer")
    for path in sorted((root / "samples").glob("*.txt")):
        doc = nlp(path.read_text(encoding="utf-8"))
        found = component.find(doc)
        (record,) = component.predict([doc])
        assert sorted(a.content for a in found.attributions) == sorted(
            tuple(map(tuple, quote["spans"])) for quote in record.to_dict()["quotes"]
        )
        assert len(found.resolutions) == len(found.attributions) > 0


class Fake:
    """Stands for an article on its way: all that matters is how many of its windows are."""

    def __init__(self, windows: int) -> None:
        self.windows = windows


def watch(
    sizes: list[int], windows: int, fails_at: int | None, most: int | None = None
) -> tuple[list[int], list[list[int]], bool]:
    """Which items were given; at each, the sizes of those begun behind it; and whether it ended
    with an error."""
    begun: list[int] = []
    given_: list[int] = []
    behind: list[list[int]] = []

    def items() -> Iterator[int]:
        for number in range(len(sizes)):
            if number == fails_at:
                raise OSError
            yield number

    def begin(number: int) -> Any:
        begun.append(number)
        return Fake(sizes[number])

    try:
        for number, reading in looking_ahead(items(), begin, windows=windows, most=most):
            assert reading.windows == sizes[number]
            given_.append(number)
            behind.append([sizes[i] for i in begun if i > number])
    except OSError:
        return given_, behind, True
    return given_, behind, False


@given(
    st.lists(st.integers(0, 9), max_size=12),
    st.integers(0, 12),
    st.none() | st.integers(0, 11),
    st.none() | st.integers(1, 5),
)
def test_everything_is_given_in_order_with_just_enough_begun(
    sizes: list[int], windows: int, fails_at: int | None, most: int | None
) -> None:
    given_, behind, failed = watch(sizes, windows, fails_at, most)
    last = len(sizes) if fails_at is None else min(fails_at, len(sizes))
    assert given_ == list(range(last))
    assert failed == (fails_at is not None and fails_at < len(sizes))
    assert behind == [
        sizes[number + 1 : end] for number, end in enumerate(slow_ends(sizes[:last], windows, most))
    ]


def slow_ends(sizes: list[int], windows: int, most: int | None) -> list[int]:
    """For each item how many items are begun when it is given: the fewest that put enough windows
    behind it, or are the most that may wait, and never fewer than for the item before."""
    ends: list[int] = []
    for number in range(len(sizes)):
        enough = [
            end for end in range(number + 1, len(sizes) + 1)
            if sum(max(1, size) for size in sizes[number + 1 : end]) >= windows or end - number == most
        ]  # fmt: skip
        ends.append(max([*ends[-1:], *enough[:1]] if enough else [len(sizes)]))
    return ends
