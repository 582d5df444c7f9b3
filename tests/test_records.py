"""Records: JSON and back, the schema, selections."""

import copy
import json
import pickle
from dataclasses import replace
from typing import Any

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from quoteminer.errors import ConfigError, InputError
from quoteminer.records import (
    SCHEMA_VERSION,
    ArticleRecord,
    Check,
    Cue,
    Known,
    KnownRow,
    Mention,
    ModelName,
    Quote,
    Selection,
    Speaker,
    record_schema,
    with_quotes,
)
from quoteminer.types import Warning

VALIDATOR = jsonschema.Draft202012Validator(record_schema())
SAID = Cue("said", 6, 10, "say")
CHECK = Check("Tova Lind", "2026-11-02T09:30:00.000Z")


def quote(id: int, **changed: Any) -> Quote:
    he = Mention("he", 3, 5, "pronoun")
    spans = ((10 * id, 10 * id + 5),)
    one = Quote(
        id, "direct", "statement", "“No,”", *spans[0], spans, 0, SAID, he, 0, "resolved", 0.9,
        ("unclosed",), "why",
    )  # fmt: skip
    return replace(one, **changed)


LINKED = Known("linked", "p7", "Pinto, Ana", 97.0, {"born": 1961}, fitting=1)
AMBIGUOUS = Known("ambiguous", candidates=(KnownRow("a", "Ana Pinto", 82.0),), fitting=2)
RECORD = ArticleRecord(
    id="a",
    source="a.txt",
    meta={"date": "2023-06-11", "n": [1, None]},
    quotes=(
        quote(0),
        quote(1, type="mixed", speaker=3, confidence=0.5, checked=CHECK, time=72.5, page=2),
        quote(
            2,
            type="indirect",
            act="thought",
            confidence=0.4,
            cue=None,
            mention=None,
            flags=(),
            why="",
        ),
        quote(
            3,
            type="indirect",
            speaker=None,
            status="unresolved",
            cue=Cue("a […] b", 1, 9, "a", ((1, 2), (8, 9))),
        ),
    ),
    speakers=(
        Speaker(
            0, "Ana Pinto", "person", "captain", "Harbour Board", ("Pinto",), ((3, 5), (6, 8)),
            (0, 2), LINKED, "she", ((3, 5),),
            role_confidence=0.33,
            affiliation_confidence=0.98,
        ),
        Speaker(3, "vans", "unnamed", quotes=(1,), known=AMBIGUOUS),
    ),
    model=ModelName("m", "1"),
    warnings=(Warning("encoding", "Guessed."), Warning("unclosed", "Odd.", 3, 4)),
    text="“No.”",
    checked=CHECK,
)  # fmt: skip


def put(at: str, new: Any) -> dict[str, Any]:
    """The record as a dict with another value at a place, as "quotes.0.speaker"; ... takes what is
    there away."""
    record = copy.deepcopy(RECORD.to_dict())
    *path, last = (int(step) if step.isdigit() else step for step in at.split("."))
    holder: Any = record
    for step in path:
        holder = holder[step]
    if new is ...:
        del holder[last]
    else:
        holder[last] = new
    return record


@pytest.mark.parametrize(
    "record", [RECORD, replace(RECORD, text=None, source=None, meta={}, quotes=(), speakers=())]
)
def test_there_and_back(record: ArticleRecord) -> None:
    VALIDATOR.validate(record.to_dict())
    for back in (
        ArticleRecord.from_dict(record.to_dict()),
        ArticleRecord.from_json(record.to_json()),
        ArticleRecord.from_json(record.to_json(indent=2)),
        pickle.loads(pickle.dumps(record)),
    ):
        assert (back, repr(back), back.text) == (record, repr(record), record.text)
        assert hash((back.quotes, back.speakers)) == hash((record.quotes, record.speakers))
    assert json.loads(record.to_json()) == record.to_dict()


PARTS: dict[str, Any] = {
    "Quote": RECORD.quotes[1], "Check": CHECK, "Cue": RECORD.quotes[3].cue,
    "Mention": RECORD.quotes[0].mention,
    "Speaker": replace(RECORD.speakers[0], kind="group", members=(1,)), "Known": AMBIGUOUS,
    "KnownRow": AMBIGUOUS.candidates[0],
}  # fmt: skip


def test_the_contract() -> None:
    record, schema = RECORD.to_dict(), record_schema()
    jsonschema.Draft202012Validator.check_schema(schema)
    fields = "schema_version id source meta quotes speakers warnings model checked text".split()
    assert list(record) == fields
    assert record["schema_version"] == SCHEMA_VERSION == "2.1"
    assert record["warnings"][0] == {
        "code": "encoding", "message": "Guessed.", "start": None, "end": None,
    }  # fmt: skip
    assert set(schema["properties"]) == set(record) == {*schema["required"], "text", "checked"}
    assert "checked" not in replace(RECORD, checked=None).to_dict()
    assert not {"checked", "time", "page"} & RECORD.quotes[0].to_dict().keys()
    assert not {"role_confidence", "affiliation_confidence"} & RECORD.speakers[1].to_dict().keys()
    assert "text" not in replace(RECORD, text=None).to_dict()
    assert "text" not in replace(RECORD, omits_text=True).to_dict()
    assert replace(RECORD, omits_text=True).to_json(with_text=True) == RECORD.to_json()
    assert set(schema["$defs"]) == {*PARTS, "Warning", "ModelName"}
    for name, part in PARTS.items():
        assert set(schema["$defs"][name]["properties"]) == set(part.to_dict())


@pytest.mark.parametrize(("at", "new", "expected"), [
    ("id", 7, "id: Input should be a valid string"),
    ("id", "(absent)", "id: Field required"),
    ("model", {}, "model.name: Field required"),
    ("meta", [], "meta: Input should be a valid dictionary"),
    ("quotes.0", 3, "quotes.0: Input should be a dictionary"),
    ("quotes.0.type", "said", "quotes.0.type: Input should be 'direct', 'mixed' or 'indirect'"),
    ("quotes.0.confidence", 1.2, "quotes.0.confidence: Input should be less than or equal to 1"),
    ("quotes.0.confidence", "0.5", "quotes.0.confidence: Input should be a valid number"),
    ("quotes.1.time", -1, "quotes.1.time: Input should be greater than or equal to 0"),
    ("quotes.0.speaker", "Ana", "quotes.0.speaker: Input should be a valid integer"),
    ("quotes.0.start", -1, "quotes.0.start: Input should be greater than or equal to 0"),
    ("quotes.0.start", 1.5, "quotes.0.start: Input should be a valid integer"),
    ("quotes.0.end", True, "quotes.0.end: Input should be a valid integer"),
    ("quotes.0.end", 2147483648, "quotes.0.end: Input should be less than 2147483648"),
    ("quotes.0.spans.0", [1], "quotes.0.spans.0.1: Field required"),
    ("quotes.0.cue.lemma", "(absent)", "quotes.0.cue.lemma: Field required"),
    ("speakers.0.kind", "place", "speakers.0.kind: Input should be 'person', 'org', 'group' or 'unnamed'"),
    ("speakers.0.pronouns", "it", "speakers.0.pronouns: Input should be 'she', 'he' or 'they'"),
    ("speakers.0.known.status", "likely", "speakers.0.known.status: Input should be 'linked'"),
    ("speakers.0.known.score", 101, "speakers.0.known.score: Input should be less than or equal to 100"),
    ("speakers.0.known.key", 7, "speakers.0.known.key: Input should be a valid string"),
    ("warnings.0.code", None, "warnings.0.code: Input should be a valid string"),
    ("quotes.0.spans", [], None),
    ("quotes.0.flags", ["a", "a"], None),
    ("speakers.0.name", "", None),
    ("speakers.0.quotes", [], None),
    ("speakers.0.role", "(absent)", None),
])  # fmt: skip
def test_what_the_schema_refuses(at: str, new: Any, expected: str | None) -> None:
    """Reading is more lenient (None) where the record can be used all the same."""
    record = put(at, ... if new == "(absent)" else new)
    assert not VALIDATOR.is_valid(record)
    if expected is None:
        ArticleRecord.from_dict(record)
        return
    with pytest.raises(InputError) as refused:
        ArticleRecord.from_dict(record)
    assert str(refused.value).startswith(f"This is not whole QuoteMiner output: {expected}")


PLACES = st.sampled_from(
    "source meta quotes.0.id quotes.0.cue quotes.0.mention quotes.0.start quotes.0.spans"
    " quotes.0.confidence quotes.0.flags quotes.3.cue.spans speakers.0.known speakers.0.known.row"
    " speakers.0.aliases warnings.1.end checked quotes.0.checked".split()
)
VALUES = st.sampled_from(
    json.loads(
        '[null, 0, -1, 3, 0.3, "", "x", [], [1, 2], [[1, 2]], [[1, 2], [3, 4]], ["a"], {}, {"text":'
        ' "x"}, {"by": "", "time": "x"}]'
    )
)


@given(PLACES, VALUES)
def test_what_the_schema_takes_can_be_read(at: str, new: Any) -> None:
    record = put(at, new)
    if VALIDATOR.is_valid(record):
        VALIDATOR.validate(ArticleRecord.from_dict(record).to_dict())


def test_half_a_row() -> None:
    with pytest.raises(
        InputError, match="speakers.0.known: Value error, a row with a key needs a name and a score"
    ):
        ArticleRecord.from_dict(put("speakers.0.known.name", None))


def test_other_versions() -> None:
    old = {**put("speakers.0.known", ...), "schema_version": "2.0"}
    VALIDATOR.validate(old)
    assert ArticleRecord.from_dict(old).speakers[0].known is None
    old = {**put("speakers.0.pronouns", ...), "schema_version": "2.0"}
    VALIDATOR.validate(old)
    assert ArticleRecord.from_dict(old).speakers[0].pronouns is None
    unknown = {**RECORD.to_dict(), "topics": ["quays"]}
    assert ArticleRecord.from_dict(unknown) == RECORD
    major, minor = map(int, SCHEMA_VERSION.split("."))
    for later in (f"{major}.{minor + 1}", f"{major + 1}.0", "2.x"):
        with pytest.raises(InputError, match=f"schema_version is '{later}'.* Update quoteminer"):
            ArticleRecord.from_dict({**unknown, "schema_version": later})


def test_members_are_speakers_of_the_record() -> None:
    first, *others = RECORD.speakers
    group = replace(first, kind="group", members=tuple(speaker.id for speaker in others))
    record = replace(RECORD, speakers=(group, *others))
    VALIDATOR.validate(record.to_dict())
    assert ArticleRecord.from_dict(record.to_dict()).speakers[0].members == group.members != ()
    alone = tuple(quote for quote in RECORD.quotes if quote.speaker == first.id)
    assert [speaker.members for speaker in with_quotes(record.speakers, alone)] == [()]
    assert "members" not in others[0].to_dict()


def test_records_of_schema_1() -> None:
    old = {**RECORD.to_dict(), "schema_version": "1.4"}
    for quote, act in zip(old["quotes"], ("speech", "speech", "other", "speech"), strict=True):
        quote["act"] = act
    record = ArticleRecord.from_dict(old)
    assert record == RECORD
    assert [quote.act for quote in record.quotes] == "statement statement thought statement".split()
    assert len(record.filter(acts="speech").quotes) == 3
    VALIDATOR.validate(record.to_dict())
    with pytest.raises(InputError, match="quotes.0.act"):
        ArticleRecord.from_dict(
            {**RECORD.to_dict(), "quotes": [{**RECORD.quotes[0].to_dict(), "act": "speech"}]}
        )
    with pytest.raises(InputError, match="quotes.0"):
        ArticleRecord.from_dict({**old, "quotes": [None]})


def test_quotes_that_speech_leaves_out() -> None:
    acts = ("statement", "question", "request", "promise", "topic", "thought")
    flags: tuple[tuple[str, ...], ...] = (
        (), ("unasked",), ("reaction",), ("nested", "same-speaker"),
    )  # fmt: skip
    pairs = [(act, some) for act in acts for some in flags]
    quotes = tuple(quote(n, act=act, flags=some) for n, (act, some) in enumerate(pairs))
    record = replace(RECORD, quotes=quotes)

    def kept(acts: Any) -> list[tuple[str, tuple[str, ...]]]:
        return [(one.act, one.flags) for one in record.filter(acts=acts).quotes]

    assert kept("all") == pairs
    assert kept("speech") == [(act, ()) for act in acts[:4]]
    assert kept("question") == [("question", some) for some in flags]
    assert kept("speech,thought") == [
        *((act, ()) for act in acts[:4]),
        *(("thought", some) for some in flags),
    ]
    assert kept(["speech", "request"]) == [
        pair for pair in pairs if pair[0] == "request" or pair in kept("speech")
    ]
    checked = replace(record, quotes=tuple(replace(one, checked=CHECK) for one in quotes))
    assert len(checked.filter(acts="speech").quotes) == 16  # somebody has confirmed them


def test_a_speaker_who_is_not_listed_is_refused() -> None:
    with pytest.raises(InputError, match=r"quotes\.0\.speaker: no speaker has the id 9"):
        ArticleRecord.from_dict(put("quotes.0.speaker", 9))


@pytest.mark.parametrize(("text", "reason"), [
    ("{", "not JSON"),
    ("[]", "another value"),
    ("{}", "has a schema_version. Give records that quoteminer wrote"),
    ('{"schema_version": "3.0"}', "schema_version is '3.0'"),
    ('{"schema_version": "2.0", "id": "a"}', "not whole QuoteMiner output: quotes: Field required"),
    ("[" * 100_000, "not JSON"),
])  # fmt: skip
def test_what_is_no_record(text: str, reason: str) -> None:
    with pytest.raises(InputError, match=reason):
        ArticleRecord.from_json(text)


@pytest.mark.parametrize(("options", "quotes", "speakers"), [
    ({}, [0, 1, 2, 3], [[0, [0, 2]], [3, [1]]]),
    ({"types": ["direct", "mixed"]}, [0, 1], [[0, [0]], [3, [1]]]),
    ({"acts": ["speech"]}, [0, 1, 3], [[0, [0]], [3, [1]]]),
    ({"min_confidence": 0.5}, [0, 1, 3], [[0, [0]], [3, [1]]]),
    ({"min_confidence": 0.95}, [], []),
    ({"types": []}, [], []),
    ({"types": "direct"}, [0], [[0, [0]]]),
    ({"types": "indirect"}, [2, 3], [[0, [2]]]),
    ({"types": "direct, mixed"}, [0, 1], [[0, [0]], [3, [1]]]),
    ({"types": "all", "acts": "all"}, [0, 1, 2, 3], [[0, [0, 2]], [3, [1]]]),
    ({"types": None, "acts": None}, [0, 1, 2, 3], [[0, [0, 2]], [3, [1]]]),
    ({"acts": "speech"}, [0, 1, 3], [[0, [0]], [3, [1]]]),
    ({"acts": "thought"}, [2], [[0, [2]]]),
    ({"acts": ["speech", "thought"]}, [0, 1, 2, 3], [[0, [0, 2]], [3, [1]]]),
])  # fmt: skip
def test_filter(options: dict[str, Any], quotes: list[int], speakers: list[list[Any]]) -> None:
    kept = RECORD.filter(**options)
    assert Selection(**options).of(RECORD) == kept
    assert (
        RECORD.filter(**{name: set(v) if isinstance(v, list) else v for name, v in options.items()})
        == kept
    )
    assert [one.id for one in kept.quotes] == quotes
    assert [[one.id, list(one.quotes)] for one in kept.speakers] == speakers
    assert (kept.meta, kept.warnings, kept.id) == (RECORD.meta, RECORD.warnings, "a")
    VALIDATOR.validate(kept.to_dict())


@pytest.mark.parametrize(("options", "reason"), [
    ({"types": "said"}, "Unknown type 'said'. Choose from direct, mixed, indirect."),
    ({"types": ["direct", "in", None]}, "Unknown types 'in', None. Choose"),
    (
        {"acts": "speech,all"},
        (
            "Unknown act 'all'. Choose from speech, statement, question, request, promise,"
            " topic, thought."
        ),
    ),
    ({"acts": ""}, "Unknown act ''. Choose"),
    ({"acts": 5}, "Unknown act 5. Choose"),
    ({"min_confidence": 1.01}, "min_confidence is 1.01; it must be between 0 and 1"),
    ({"min_confidence": -0.1}, "min_confidence is -0.1; it must be"),
    ({"min_confidence": float("nan")}, "min_confidence is nan; it must be"),
])  # fmt: skip
def test_filters_that_are_not_allowed(options: dict[str, Any], reason: str) -> None:
    with pytest.raises(ConfigError, match=reason):
        RECORD.filter(**options)


@pytest.mark.parametrize(("speaker", "status", "confidence", "why", "probable", "rival"), [
    (0, "resolved", 0.9, "name", True, ""),
    (0, "resolved", 0.496, "name; or Boyd", True, ""),
    (0, "resolved", 0.494, "name", False, ""),
    (0, "ambiguous", 0.7, "pronoun: Ana (most alike; quoted last); or Boyd Ames", True, "Boyd Ames"),
    (0, "ambiguous", 0.7, "pronoun: Ana; or Boyd Ames (0.41)", True, "Boyd Ames"),
    (0, "resolved", 0.9, "pronoun: Ana; next Boyd Ames (0.12)", True, ""),
    (None, "unresolved", 0.9, "", False, ""),
])  # fmt: skip
def test_a_second_look(
    speaker: int | None, status: Any, confidence: float, why: str, probable: bool, rival: str
) -> None:
    one = quote(0, speaker=speaker, status=status, confidence=confidence, why=why)
    assert (one.probable, one.rival) == (probable, rival)
    seen = replace(one, checked=CHECK)
    assert seen.probable == (speaker is not None)
    assert seen.doubtful is False


def test_a_doubtful_role_is_shown_with_a_question_mark() -> None:
    captain, van = RECORD.speakers
    assert (captain.shown_role, captain.shown_affiliation) == ("captain ?", "Harbour Board")
    assert replace(captain, role_confidence=None).shown_role == "captain"
    assert van.shown_role == ""


TEXTS = st.text(st.characters(codec=None), max_size=12)


@given(TEXTS, TEXTS, st.dictionaries(TEXTS, TEXTS, max_size=3))
def test_any_characters_make_json_lines(id: str, words: str, meta: dict[str, str]) -> None:
    record = ArticleRecord(
        id=id,
        quotes=(quote(0, text=words, speaker=None),),
        speakers=(),
        model=ModelName("m", "1"),
        meta=meta,
    )
    for text in (record.to_json(), record.to_json(indent=2)):
        text.encode()
        assert ArticleRecord.from_json(text) == record
    assert len(record.to_json().splitlines()) == 1
