"""What holds for every text, however odd, from its characters to its record."""

from __future__ import annotations

from pathlib import Path

import pytest
import spacy
from hypothesis import example, given
from hypothesis import strategies as st

from quoteminer import QuoteMiner
from quoteminer.component import QuoteMinerComponent

MARKS = "\"“”„‘’'«»‹›「」『』`"
WORDS = ["said", "Ana Silva", "Mr. Obi", "she", "told", "that", "according to", "the ministry", ":", "5'10\"", "[sic]"]
PROSE = st.lists(st.sampled_from([*WORDS, *MARKS, ",", ".", " ", " ", " ", "\n", "\n\n", "We agree"]), max_size=60)
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
    for quote in record["quotes"]:
        parts = [text[a:b] for a, b in quote["spans"]]
        assert quote["text"] == " … ".join(parts)
        assert (quote["start"], quote["end"]) == (quote["spans"][0][0], quote["spans"][-1][1])
        assert all(a < b for a, b in quote["spans"])
        for part in filter(None, (quote["cue"], quote["mention"])):
            assert text[part["start"] : part["end"]] == part["text"] != ""
    for speaker in record["speakers"]:
        assert all(0 <= a < b <= len(text) for a, b in speaker["mentions"])
    for warning in record["warnings"]:
        assert warning["start"] is None or 0 <= warning["start"] < warning["end"] <= len(text)


def test_no_quote_is_lost_between_the_stages(root: Path) -> None:
    """What assembly gives out, the record has: each attribution is one quote with the same parts, resolved or not."""
    component = QuoteMinerComponent(threads=1)
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
