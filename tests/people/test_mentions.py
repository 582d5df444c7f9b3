"""The kind of a source's mention: a name, several names, a pronoun, a description."""

import re

import pytest
from cases import cases
from hypothesis import given
from hypothesis import strategies as st

from quoteminer.names.lexicon import head_kind, singular
from quoteminer.people.article_names import NameIndex
from quoteminer.people.mentions import read_mention, trim
from quoteminer.people.noun_phrases import read_phrase
from quoteminer.types import Name, NameKind

KNOWN: dict[str, NameKind] = dict(cases(__file__, "known"))


def index(text: str) -> NameIndex:
    matches = re.finditer(rf"(?<!\w)(?:{'|'.join(KNOWN)})(?!\w)", text)
    return NameIndex(text, [Name(*m.span(), KNOWN[m.group()]) for m in matches])


@pytest.mark.parametrize(("source", "kind", "head"), cases(__file__, "sources"))
def test_mentions(source: str, kind: str, head: str | None) -> None:
    text = f"On Monday {source} said so."
    mention = read_mention(text, (10, 10 + len(source)), index(text))
    assert mention.kind == kind
    assert text[slice(*mention.head)] == (source if head is None else head)


@pytest.mark.parametrize("word", ["Police", "Critics", "Officials", "Researchers", "Residents"])
def test_the_capital_of_a_sentence_makes_no_name(word: str) -> None:
    text = f"{word} said so."
    assert read_mention(text, (0, len(word)), NameIndex(text, [])).kind == "description"


@pytest.mark.parametrize(
    ("text", "span", "kept"),
    [("“Dana,” ", (0, 8), "Dana"), ("the U.S. ", (0, 9), "the U.S."), ("…", (0, 1), "…"), ("", (0, 0), "")],
)
def test_trimming(text: str, span: tuple[int, int], kept: str) -> None:
    assert text[slice(*trim(text, span))] == kept


@pytest.mark.parametrize(("phrase", "head", "kind", "plural", "owner"), cases(__file__, "anatomy_of_a_phrase"))
def test_anatomy_of_a_phrase(phrase: str, head: str, kind: str, plural: bool, owner: str | None) -> None:
    read = read_phrase(phrase, 0, len(phrase), index(phrase))
    assert (read.head, read.kind, read.plural) == (head, kind, plural)
    assert (phrase[read.owner.start : read.owner.end] if read.owner else None) == owner


@pytest.mark.parametrize(("word", "one", "kind"), cases(__file__, "nouns"))
def test_nouns(word: str, one: str, kind: str) -> None:
    assert singular(word) == one
    assert head_kind(one) == kind


@pytest.mark.parametrize(("phrase", "gender"), cases(__file__, "the_gender_that_a_noun_tells"))
def test_the_gender_that_a_noun_tells(phrase: str, gender: str | None) -> None:
    assert read_phrase(phrase, 0, len(phrase), index(phrase)).gender == gender


@given(st.text(max_size=60), st.integers(-5, 70), st.integers(-5, 70))
def test_any_span_is_read(text: str, start: int, end: int) -> None:
    mention = read_mention(text, (start, end), NameIndex(text, [Name(0, 3, "person"), Name(2, 9, "org")]))
    assert mention.kind in ("name", "pronoun", "description")
