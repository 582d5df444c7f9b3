"""Every text, however odd, becomes a record; a stream of articles gives what single articles
give."""

import re
from pathlib import Path
from types import SimpleNamespace
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


@pytest.mark.parametrize(("sizes", "windows", "most", "begun"), [
    ([1, 1, 1], 0, None, [1, 2, 3]),
    ([1, 1, 1, 1, 1], 2, None, [3, 4, 5, 5, 5]),
    ([0, 0, 0, 0, 0], 2, None, [3, 4, 5, 5, 5]),
    ([1, 9, 1, 1], 2, None, [2, 4, 4, 4]),
    ([1, 1, 1, 1, 1], 9, 2, [2, 3, 4, 5, 5]),
    ([], 2, None, []),
], ids=["none ahead", "two windows", "empty ones", "a large one", "two items", "nothing"])  # fmt: skip
def test_just_enough_is_begun_ahead(
    sizes: list[int], windows: int, most: int | None, begun: list[int]
) -> None:
    started: list[Any] = []

    def begin(size: int) -> Any:
        started.append(SimpleNamespace(windows=size))
        return started[-1]

    stream = looking_ahead(sizes, begin, windows=windows, most=most)
    seen = [(size, reading.windows, len(started)) for size, reading in stream]
    assert seen == list(zip(sizes, sizes, begun, strict=True))
