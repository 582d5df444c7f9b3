"""The turns of a transcript beside what the network finds in it."""

import pytest
from indexed import index_of, span_of

from quoteminer.attribution.labelled import with_turns
from quoteminer.types import Attribution

TEXT = """Mayor Ana Silva said she would open in May.

SILVA: We open in May. Mr Lind told me that he agrees.

LIND: When in May?

SILVA: The ninth of May."""
TURNS = ["We open in May. Mr Lind told me that he agrees.", "When in May?", "The ninth of May."]


def attribution(content: str, cue: str, source: str) -> Attribution:
    cues, said_by = (span_of(TEXT, cue),) if cue else (), span_of(TEXT, source) if source else None
    return Attribution((span_of(TEXT, content),), cues, said_by, "indirect", "speech", 0)


@pytest.mark.parametrize(("found", "kept"), [
    (attribution("she would open in May", "said", "Mayor Ana Silva"), ()),  # before the turns
    (attribution("that he agrees", "told", "Mr Lind"), ("nested",)),
    (attribution("When in May?", ":", "LIND"), None),  # a turn, as the network sees it
    (attribution("that he agrees", "", ""), None),  # without a word that reports
    (attribution("When in May?", "told", "Mr Lind"), None),  # across turns
])  # fmt: skip
def test_what_stays_beside_the_turns(found: Attribution, kept: tuple[str, ...] | None) -> None:
    attributions = with_turns(index_of(TEXT), [found])
    turns = [one for one in attributions if one.turn]
    assert [" ".join(TEXT[start:end] for start, end in one.content) for one in turns] == TURNS
    for one in turns:
        assert one.source is not None
        assert TEXT[slice(*one.source)] in ("SILVA", "LIND")
        assert [TEXT[slice(*cue)] for cue in one.cue] == [":"]
        assert one.type == "direct"
        assert one.act == "speech"
        assert one.flags == ()
    assert [one.flags for one in attributions if not one.turn] == ([] if kept is None else [kept])


def test_an_article_that_is_no_transcript_stays_as_it_is() -> None:
    text = "“We open in May,” said Ana Silva."
    found = Attribution(((0, 17),), ((18, 22),), (23, 32), "direct", "speech", 0)
    assert with_turns(index_of(text), [found]) == (found,)
