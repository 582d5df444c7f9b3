"""The kind of a source's mention: a name, several names, a pronoun, a description."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quoteminer.names.lexicon import head_kind, singular
from quoteminer.people.article_names import NameIndex
from quoteminer.people.mentions import read_mention, trim
from quoteminer.people.noun_phrases import read_phrase
from quoteminer.types import Name, NameKind

PEOPLE, BODIES = (
    "Dana Kell|Kell|Omar Reyes",
    "Northgate Bank|FBI|Bank of Velden|Haier|National Transport Board|Reuters",
)
KNOWN: dict[str, NameKind] = {
    **dict.fromkeys(PEOPLE.split("|"), "person"),
    **dict.fromkeys(BODIES.split("|"), "org"),
    "Velden": "place",
}


def index(text: str) -> NameIndex:
    matches = re.finditer(rf"(?<!\w)(?:{'|'.join(KNOWN)})(?!\w)", text)
    return NameIndex(text, [Name(*m.span(), KNOWN[m.group()]) for m in matches])


@pytest.mark.parametrize(("source", "kind", "head"), [
    ("Dana Kell", "name", "Dana Kell"),
    ("Ms Kell", "name", "Kell"),
    ("US Attorney Dana Kell", "name", "Dana Kell"),
    ("Dana Kell of the FBI", "name", "Dana Kell"),
    ("his sister, Dana Kell", "name", "Dana Kell"),
    ("my lawyer, the learned Dana Kell of Velden", "name", "Dana Kell"),
    ("Northgate spokesperson Dana Kell", "name", "Dana Kell"),
    ("Dana Kell, who runs the bank,", "name", "Dana Kell"),
    ("Dana Kell, a former head of Northgate Bank", "name", "Dana Kell"),
    ("Secretary of State Dana Kell", "name", "Dana Kell"),
    ("Ms Kell's former chief of staff Omar Reyes", "name", "Omar Reyes"),
    ("ambassador to Velden Omar Reyes", "name", "Omar Reyes"),
    ("the mayor of Velden, Omar Reyes", "name", "Omar Reyes"),
    ("the study's lead author, doctoral candidate Omar Reyes", "name", "Omar Reyes"),
    ("Kell's", "name", "Kell"),
    ("the FBI", "name", "FBI"),
    ("Northgate Bank", "name", "Northgate Bank"),
    ("the Bank of Velden", "name", "Bank of Velden"),
    ("the National Transport Board (NTB)", "name", "National Transport Board"),
    ("news agency Reuters", "name", "Reuters"),
    ("Velden", "name", "Velden"),
    ("the WHO", "name", "WHO"),
    ("Leader of the party We Can Omar Reyes", "name", "Omar Reyes"),
    ("another diplomat, former special envoy to Velden Omar Reyes", "name", "Omar Reyes"),
    ("the Haier trade union", "name", "Haier"),
    ("the Reuters news agency", "name", "Reuters"),
    ("the Reuters board", "description", "the Reuters board"),
    ("a Haier newspaper", "description", "a Haier newspaper"),
    ("the Haier-owned company", "description", "the Haier-owned company"),
    ("the Haier 52 Project", "name", "Haier 52 Project"),
    ("the Northern Haier Tribe", "name", "Northern Haier Tribe"),
    ("the FBI Director", "description", "the FBI Director"),
    ("the CFO", "description", "the CFO"),
    ("Former colleague of Kell's", "description", "Former colleague of Kell's"),
    ("Aides to Mr. Kell", "description", "Aides to Mr. Kell"),
    ("Haier and Reuters chairman Omar Reyes", "name", "Omar Reyes"),
    ("Dana Kell and Omar Reyes", "name", "Dana Kell and Omar Reyes"),
    ("Senator Dana Kell and Mayor Omar Reyes", "name", "Dana Kell and Mayor Omar Reyes"),
    (
        "Haier's chairman, Dana Kell, and its founder, Omar Reyes",
        "name",
        "Dana Kell, and its founder, Omar Reyes",
    ),
    ("His daughter, and head of the FBI, Dana Kell", "name", "Dana Kell"),
    ("Reuters and the FBI", "name", "Reuters and the FBI"),
    ("Kell and Mayor Omar Reyes (R-Velden), who both won", "name", "Kell and Mayor Omar Reyes"),
    ("Reuters and the FBI each", "name", "Reuters and the FBI"),
    ("81-year-old Dana Kell, a nurse who met Reuters and the FBI", "name", "Dana Kell"),
    (
        "the head of the FBI (the National Quay, Tide and River Office), Dana Kell",
        "name",
        "Dana Kell",
    ),
    ("Fund for Deep Water scientist Dana Kell", "name", "Dana Kell"),
    ("Northern Export–Import Bank president Dana Kell", "name", "Dana Kell"),
    ("Longtime Tea in the Morning host and writer Dana Kell", "name", "Dana Kell"),
    ("Little Guide to Quays 2005 author Omar Reyes", "name", "Omar Reyes"),
    ("Kell and mayor Omar Reyes", "name", "Kell and mayor Omar Reyes"),
    ("Dana Kell of Velden Ports and Northgate Bank", "name", "Dana Kell"),
    ("Quay and Northgate Bank's Omar Reyes", "name", "Omar Reyes"),
    ("Dana Kell, the mayor and a former nurse", "name", "Dana Kell"),
    ("many officials, including Senator Dana Kell", "description", None),
    ("the two candidates, Dana Kell and Omar Reyes", "description", None),
    ("the delegate, who backs Kell", "description", None),
    ("The President, National Transport Board, Comrade Dana Kell", "name", "Dana Kell"),
    ("an official of the transport board (NTB)", "description", None),
    ("a spokesman for Fund for Deep Water scientist Dana Kell", "description", None),
    ("U.S. Attorney Dana Kell", "name", "Dana Kell"),
    ("Wednesday", "description", "Wednesday"),
    ("a spokesman for Mr Kell", "description", "a spokesman for Mr Kell"),
    (
        "a spokeswoman for President Dana Kell",
        "description",
        "a spokeswoman for President Dana Kell",
    ),
    (
        "an aide to Secretary of State Dana Kell",
        "description",
        "an aide to Secretary of State Dana Kell",
    ),
    ("the daughter of the late Omar Reyes", "description", "the daughter of the late Omar Reyes"),
    ("Kell's campaign", "description", "Kell's campaign"),
    ("the Kell campaign", "description", "the Kell campaign"),
    ("a Northgate Bank statement", "description", "a Northgate Bank statement"),
    ("Haier's chairman", "description", "Haier's chairman"),
    ("the senator", "description", "the senator"),
    ("the Senator", "description", "the Senator"),
    ("the 29-year-old", "description", "the 29-year-old"),
    ("the Velden MP", "description", "the Velden MP"),
    ("the Kell MP", "description", "the Kell MP"),
    ("Dana Kell MP", "name", "Dana Kell"),
    ("MR QUARRY", "name", "QUARRY"),
    ("experts", "description", "experts"),
    ("Experts and business executives", "description", "Experts and business executives"),
    ("some Conservatives", "description", "some Conservatives"),
    ("two officers", "description", "two officers"),
    ("police in Velden", "description", "police in Velden"),
    ("chairman and chief executive", "description", "chairman and chief executive"),
    ("a report by the FBI", "description", "a report by the FBI"),
    ("he", "pronoun", "he"),
    ("She", "pronoun", "She"),
    ("his own", "pronoun", "his own"),
    ("they both", "pronoun", "they both"),
    ("who", "pronoun", "who"),
    ("We", "pronoun", "We"),
    ("“it", "pronoun", "it"),
])  # fmt: skip
def test_mentions(source: str, kind: str, head: str | None) -> None:
    text = f"On Monday {source} said so."
    mention = read_mention(text, (10, 10 + len(source)), index(text))
    assert mention.kind == kind
    assert text[slice(*mention.head)] == (source if head is None else head)


@pytest.mark.parametrize("word", ["Police", "Critics", "Officials", "Researchers", "Residents"])
def test_the_capital_of_a_sentence_makes_no_name(word: str) -> None:
    text = f"{word} said so."
    assert read_mention(text, (0, len(word)), NameIndex(text, [])).kind == "description"


@pytest.mark.parametrize(("text", "span", "kept"), [
    ("“Dana,” ", (0, 8), "Dana"),
    ("the U.S. ", (0, 9), "the U.S."),
    ("…", (0, 1), "…"),
    ("", (0, 0), ""),
])  # fmt: skip
def test_trimming(text: str, span: tuple[int, int], kept: str) -> None:
    assert text[slice(*trim(text, span))] == kept


@pytest.mark.parametrize(("phrase", "head", "kind", "plural", "owner"), [
    ("a spokesman for Northgate Bank", "spokesman", "person", False, "Northgate Bank"),
    ("Haier's annual report", "report", "document", False, "Haier"),
    ("three Velden companies", "company", "org", True, "Velden"),
    ("the ruling party", "party", "org", False, None),
    ("people questioned by Reuters", "person", "person", True, "Reuters"),
    ("the latest figures released on Friday", "figure", "document", True, None),
    ("a leading figure in the party", "figure", "person", False, None),
    ("a Reuters poll released", "poll", "document", False, "Reuters"),
    ("the judge presiding", "judge", "person", False, None),
    ("a report earlier this week from Reuters", "report", "document", False, "Reuters"),
    ("A Reuters poll last month", "poll", "document", False, "Reuters"),
    ("the last week", "week", "other", False, None),
    ("records seen by Reuters", "record", "document", True, "Reuters"),
])  # fmt: skip
def test_anatomy_of_a_phrase(
    phrase: str, head: str, kind: str, plural: bool, owner: str | None
) -> None:
    read = read_phrase(phrase, 0, len(phrase), index(phrase))
    assert (read.head, read.kind, read.plural) == (head, kind, plural)
    assert (phrase[read.owner.start : read.owner.end] if read.owner else None) == owner


@pytest.mark.parametrize(("word", "one", "kind"), [
    ("companies", "company", "org"),
    ("officials", "official", "person"),
    ("women", "woman", "person"),
    ("analysis", "analysis", "document"),
    ("news", "news", "document"),
    ("strikers", "striker", "person"),
    ("insurers", "insurer", "org"),
    ("surveys", "survey", "document"),
    ("rain", "rain", "other"),
])  # fmt: skip
def test_nouns(word: str, one: str, kind: str) -> None:
    assert singular(word) == one
    assert head_kind(one) == kind


@pytest.mark.parametrize(("phrase", "gender"), [
    ("the policeman", "m"), ("two fishermen", "m"), ("a policewoman", "f"), ("the women", "f"), ("his wife", "f"),
    ("a German", None), ("no human", None), ("the doctor", None),
])  # fmt: skip
def test_the_gender_that_a_noun_tells(phrase: str, gender: str | None) -> None:
    assert read_phrase(phrase, 0, len(phrase), index(phrase)).gender == gender


@given(st.text(max_size=60), st.integers(-5, 70), st.integers(-5, 70))
def test_any_span_is_read(text: str, start: int, end: int) -> None:
    mention = read_mention(
        text, (start, end), NameIndex(text, [Name(0, 3, "person"), Name(2, 9, "org")])
    )
    assert mention.kind in ("name", "pronoun", "description")
