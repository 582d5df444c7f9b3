"""Resolution of sources in short articles of our own. `speaker_cases.csv` has most of them: an
article with tags for its sources, cues and contents, the names that the network would find (empty:
PEOPLE), and the speakers.
"""

import csv
import json
import math
import re
from collections.abc import Sequence
from itertools import product
from pathlib import Path
from typing import cast

import pytest
from effort import calls, power
from hypothesis import given
from hypothesis import strategies as st

from quoteminer.network.load import find_model
from quoteminer.people.article_names import NameIndex
from quoteminer.people.clustering import EntityStore
from quoteminer.people.entities import Entity
from quoteminer.people.ranker import FEATURES, TABLES, Candidate, Likeness, Ranker
from quoteminer.people.resolve import resolve
from quoteminer.text.article import make_article
from quoteminer.text.article_index import ArticleIndex
from quoteminer.types import Article, Attribution, MarkReading, Name, NameKind, Paragraph

RANKER = Ranker(json.loads((find_model() / "ranker.json").read_text(encoding="utf-8")))
with Path(__file__).with_name("speaker_cases.csv").open(encoding="utf-8", newline="") as stream:
    CASES = [
        pytest.param(row["text"], row["names"], row["speakers"], id=row["case"])
        for row in csv.DictReader(stream)
    ]


PEOPLE_CELL = (
    "person: Ana Ruiz, Ruiz, Peter Holm, Holm, Mary Holm, Li Dongsheng, Ludovic Lind, Lind; "
    "org: Delmar Shipping, Delmar, Quay Board, Quay Times; place: Norvik"
)


def names_of(cell: str) -> dict[str, NameKind]:
    """Read "person: Ana Ruiz, Ruiz; org: Delmar"; an empty cell stands for PEOPLE_CELL."""
    rows = (row.partition(": ") for row in (cell or PEOPLE_CELL).split("; "))
    return {name: cast(NameKind, kind) for kind, _, names in rows for name in names.split(", ")}


PEOPLE = names_of("")


@pytest.mark.parametrize(("text", "names", "speakers"), CASES)
def test_who_speaks(resolved, text: str, names: str, speakers: str) -> None:
    """Each attribution has the speaker that the case gives ("-": unresolved), whatever the order of
    the names."""
    reading, backwards = (
        resolved(text, names_of(names)),
        resolved(text, dict(reversed(names_of(names).items()))),
    )
    assert [name or "-" for name in reading.who] == speakers.split("; ")
    assert backwards.speakers == reading.speakers


def test_a_description_tells_the_role(resolved) -> None:
    text = (
        "<s1>Ana Ruiz</s1> <c1>said</c1> <q1>it rained</q1>. <s2>The mayor</s2> <c2>added</c2>"
        " <q2>it was late</q2>."
    )
    (speaker,) = resolved(text, names_of("person: Ana Ruiz")).speakers
    assert (speaker.name, speaker.role) == ("Ana Ruiz", "mayor")


SHE = " <q2>“Nobody fell,”</q2> <s2>she</s2> <c2>added</c2>."


@pytest.mark.parametrize(("source", "more", "names", "pronouns", "places"), [
    ("Ana Ruiz", SHE, "Ana Ruiz", "she", ["she"]),
    ("Li Dongsheng", " He had sold his boat.", "Li Dongsheng", "he", ["He", "his"]),
    ("Mrs Wint", "", "Wint", "she", ["Mrs"]),
    ("Sir Kim Wint", "", "Kim Wint", "he", ["Sir"]),
    ("The spokeswoman, Kim Wint,", "", "Kim Wint", "she", ["spokeswoman"]),
    ("Kit Wint, who uses they/them pronouns,", SHE, "Kit Wint", "they", ["they/them"]),
    # never from the name, from a noun for both, or from the words of a quote
    ("Ana Ruiz", "", "Ana Ruiz", None, []),
    ("Chairman Ana Ruiz", "", "Ana Ruiz", None, []),
    ("Kim Wint", " <q2>“He left,”</q2> <c2>said</c2> <s2>Kim Wint</s2>.", "Kim Wint", None, []),
    # a name that looks like a pronoun; little evidence against a name
    ("Liu He", "", "Liu He", None, []),
    ("Ana Ruiz", " It was clear that he was ill.", "Ana Ruiz", None, []),
    # as much evidence for one as for another
    ("Mr Wint", " Mrs Wint came late.", "Wint", None, []),
])  # fmt: skip
def test_the_pronouns_that_an_article_uses(
    resolved, source: str, more: str, names: str, pronouns: str | None, places: list[str]
) -> None:
    said = f"<s1>{source}</s1> <c1>said</c1> <q1>it was late</q1>.{more}"
    reading = resolved(said, names_of(f"person: {names}"))
    speaker = reading.speakers[0]
    shown = [reading.text[slice(*place)] for place in speaker.pronoun_mentions]
    assert (speaker.pronouns, shown) == (pronouns, places)


def test_a_rare_given_name_weighs_less_than_the_article(resolved) -> None:
    text = (
        "Ilhan Kell, who lost her key, met Nils Holm. Ilhan Kell sat. <s1>She</s1> <c1>said</c1>"
        " <q1>it rained</q1>."
    )
    assert resolved(text, names_of("person: Ilhan Kell, Nils Holm")).who == ["Ilhan Kell"]


@pytest.mark.parametrize(("before", "source", "status", "why"), [
    ("Peter Holm met John Holm.", "Holm", "ambiguous", "name; or John Holm"),
    ("Peter Holm sat, and Peter Holm met John Holm.", "The elder Holm", "ambiguous", "name; or John Holm"),
    ("Nils Holm met Eva Holm.", "Ms Holm", "resolved", "name"),
    ("Nils Holm ran. Nils Holm sang. Nils Holm slept. Peter Holm ran.", "Holm", "resolved", "name"),
    ("Peter Kell met Eva Holm.", "Pete", "resolved", "name"),
    ("Nils Holm met Peter Kell.", "Holm", "resolved", "name"),
    ("Ohio's Supreme Court met.", "The Supreme Court", "resolved", "name"),
    ("Ohio's Supreme Court met. Idaho's Supreme Court met.", "The Supreme Court", "ambiguous", "name; or Ohio's Supreme Court"),
])  # fmt: skip
def test_a_close_second_is_named(before: str, source: str, status: str, why: str, resolved) -> None:
    names = names_of(
        "person: Peter Holm, John Holm, Nils Holm, Eva Holm, Peter Kell, Pete, Holm;"
        " org: Supreme Court; place: Ohio, Idaho"
    )
    said = f"{before} <s1>{source}</s1> <c1>said</c1> <q1>it was late</q1>."
    (resolution,) = resolved(said, names).resolutions
    assert (resolution.status, resolution.why) == (status, why)
    assert (resolution.score < 0.97) == (status == "ambiguous")


def test_the_runner_up_is_named_with_its_probability(resolved) -> None:
    """As the close second it makes the speaker ambiguous, else it only stands in the reasons."""
    text = (
        "<s1>Peter Holm</s1> <c1>said</c1> <q1>no</q1>. Ludovic Lind came. <s2>He</s2> <c2>said</c2>"
        " <q2>yes</q2>."
    )
    resolution = resolved(text, PEOPLE).resolutions[1]
    found = re.search(r"; (or|next) (Peter Holm|Ludovic Lind) \((0\.\d\d)\)$", resolution.why)
    assert found, resolution.why
    assert (found[1] == "or") == (resolution.status == "ambiguous")
    assert 0.05 <= float(found[3]) <= 1 - resolution.score + 0.01


class _Shares(Likeness):
    """A likeness with given log-probabilities."""

    def __init__(self, shares: list[float] | None) -> None:
        self._given = shares

    def log_shares(self, attribution: int, entities: Sequence[Entity | None]) -> list[float] | None:
        return self._given


@pytest.mark.parametrize(("shares", "who", "rival"), [
    (None, "Peter Holm", None), ([-0.1, -3.0], "Peter Holm", None), ([-0.7, -0.6], "Peter Holm", None),
    ([-3.0, -0.1], "John Holm", "Peter Holm"),
])  # fmt: skip
def test_of_one_surname_the_person_most_alike(
    shares: list[float] | None, who: str, rival: str | None
) -> None:
    text = "Peter Holm sailed. Peter Holm swam, and Peter Holm met John Holm. Holm left."
    names = [Name(*found.span(), "person") for found in re.finditer("(?:Peter |John )?Holm", text)]
    store, last = EntityStore(make_article(text), NameIndex(text, names)), names[-1].start
    entity, other = store.chosen(last, "Holm", Ranker({}, _Shares(shares)), 0)
    assert (entity.name, other and other.name) == (who, rival)
    assert (last, last + 4) in entity.mentions


def test_a_namesake_that_lost_its_only_mention() -> None:
    text = "Ana Ruiz left. Bea Ruiz stayed. Then Ruiz spoke."
    names = [Name(*found.span(), "person") for found in re.finditer(r"(?:Ana |Bea )?Ruiz", text)]
    store = EntityStore(make_article(text), NameIndex(text, names))
    bea = store.at(names[1].start)
    assert bea is not None
    bea.mentions.clear()  # as `chosen` does when it gives them to a namesake
    entity, other = store.chosen(names[-1].start, "Ruiz", Ranker({}, _Shares(None)), 0)
    assert (entity.name, other) == ("Ana Ruiz", None)


def test_a_noun_in_a_name_reaches_any_distance(resolved) -> None:
    text = (
        "The Velden Tribunal met."
        + " It rained." * 16
        + " <s1>The tribunal</s1> <c1>ordered</c1> <q1>a test</q1>."
    )
    assert resolved(text, names_of("org: Velden Tribunal")).who == ["Velden Tribunal"]


@pytest.mark.parametrize(("text", "table", "feature", "points", "speaker"), [
    ("Delmar and the Quay Times met Lind, Ruiz and Holm. <s1>Both firms</s1> <c1>said</c1> <q1>no</q1>.",
     "group", "several", 9, "Delmar and Quay Times"),
    ("The Quay Times fell. Delmar rose. <s1>The paper</s1> <c1>said</c1> <q1>no</q1>.",
     "body", "head_of_class", 9, "Quay Times"),
    ("Holm met Ana Ruiz, the shadow foreign secretary. <s1>The foreign secretary</s1> <c1>said</c1> <q1>no</q1>.",
     "person", "other_rank", -9, "Holm"),
    ("Holm met Ana Ruiz, the mayor. <s1>The foreign minister</s1> <c1>said</c1> <q1>no</q1>.",
     "person", "other_office", -9, "Holm"),
    ("Holm met Ana Ruiz, the Velden mayor. <s1>The Norvik mayor</s1> <c1>said</c1> <q1>no</q1>.",
     "person", "known_elsewhere", -9, "Holm"),
    ("Delmar met Holm. <s1>A report in the Quay Times</s1> <c1>said</c1> <q1>no</q1>.",
     "document", "owner_in", 9, "Quay Times"),
])  # fmt: skip
def test_features_of_a_description(
    text: str, table: str, feature: str, points: float, speaker: str, resolved
) -> None:
    """With this weight the description gets this speaker, without it another one."""
    weights = {"new": -1.0, "is_person": -2.0}
    assert resolved(text, PEOPLE, {table: {**weights, feature: points}}).who == [speaker]
    assert resolved(text, PEOPLE, {table: weights}).who != [speaker]


def test_speakers_are_the_quoted_in_the_order_of_the_text(resolved) -> None:
    reading = resolved(
        "Lind left. Ana Ruiz and Peter Holm met. <q1>It was late</q1>, <s1>Holm</s1> <c1>said</c1>."
        " <q2>No</q2>, <s2>Ruiz</s2> <c2>said</c2>. <s3>Mr Holm</s3> <c3>said</c3> <q3>yes</q3>.",
        PEOPLE,
    )
    found = [(s.id, s.name, s.kind) for s in reading.speakers]
    assert found == [(0, "Ana Ruiz", "person"), (1, "Peter Holm", "person")]
    assert reading.speakers[1].aliases == ("Holm", "Mr Holm")
    assert all(reading.text[a:b] for speaker in reading.speakers for a, b in speaker.mentions)


@pytest.mark.parametrize(("between", "who"), [(0, "Ana Ruiz"), (13, "Ana Ruiz"), (14, None)])
def test_a_pronoun_looks_fourteen_sentences_back(between: int, who: str | None, resolved) -> None:
    text = (
        f"Ana Ruiz came. {'It rained. ' * between}<s1>She</s1> <c1>said</c1> <q1>it was late</q1>."
    )
    assert resolved(text, {"Ana Ruiz": "person"}).who == [who]


def test_why_is_for_a_reader(resolved) -> None:
    reading = resolved(
        "<s1>Ana Ruiz</s1> <c1>said</c1> <q1>no</q1>. <s2>She</s2> <c2>said</c2> <q2>yes</q2>.",
        PEOPLE,
    )
    name, pronoun = (r.why for r in reading.resolutions)
    assert name == "name"
    assert pronoun.startswith("pronoun: Ana Ruiz (")
    assert "of that gender" in pronoun
    assert all(0 <= r.score <= 1 for r in reading.resolutions)


SPANS = st.tuples(st.integers(-3, 130), st.integers(-3, 130)).map(
    lambda pair: (min(pair), max(pair))
)
ATTRIBUTIONS = st.builds(
    Attribution,
    st.lists(SPANS, max_size=3).map(tuple),
    st.lists(SPANS, max_size=2).map(tuple),
    st.none() | SPANS,
    st.sampled_from(["direct", "indirect", "mixed"]),
    st.just("speech"),
    st.integers(0, 2),
)
NAMES = st.builds(
    lambda span, kind: Name(*span, kind), SPANS, st.sampled_from(["person", "org", "place"])
)
WORDS = [*"Mr Ruiz he said the “ ” . , Group's and Ana of IBM (IBM) who 5".split(), "\n\n"]
TEXTS = st.one_of(
    st.text(max_size=120), st.lists(st.sampled_from(WORDS), max_size=40).map(" ".join)
)


@given(TEXTS, st.lists(ATTRIBUTIONS, max_size=6), st.lists(NAMES, max_size=8), st.booleans())
def test_anything_is_resolved_or_not_but_never_fails(
    text: str, attributions: list[Attribution], names: list[Name], split: bool
) -> None:
    paragraphs = (Paragraph(0, len(text)),) if text else ()
    sentences = [(0, len(text) // 2), (len(text) // 2, len(text))] if split else []
    index = ArticleIndex(Article(text, paragraphs), MarkReading((), ()), sentences=sentences)
    speakers, resolutions = resolve(index, attributions, names, RANKER)
    assert len(resolutions) == len(attributions)
    assert [speaker.id for speaker in speakers] == list(range(len(speakers)))
    assert {r.speaker for r in resolutions} - {None} == set(range(len(speakers)))
    assert all(
        (r.speaker is None) == (r.status == "unresolved") and 0 <= r.score <= 1 for r in resolutions
    )
    assert (speakers, resolutions) == resolve(index, attributions, names, RANKER)


def test_a_long_text_takes_time_in_proportion() -> None:
    def work(times: int) -> None:
        block = "Ana Ruiz met Peter Holm in Norvik. He said it was late, and the company agreed. "
        families = (f"Ru{chr(97 + i % 26)}{chr(97 + i // 26 % 26)}" for i in range(times))
        text = "".join(block.replace("Ruiz", family) for family in families)
        starts = range(0, len(text), len(block))
        names = [Name(at + a, at + b, "person") for at in starts for a, b in ((0, 8), (13, 23))]
        attributions = []
        for at in starts:
            content, cue, source = (at + 43, at + 54), (at + 38, at + 42), (at + 35, at + 37)
            attributions.append(Attribution((content,), (cue,), source, "indirect", "speech", 0))
        index = ArticleIndex(Article(text, (Paragraph(0, len(text)),)), MarkReading((), ()))
        resolve(index, attributions, names, RANKER)

    assert power(work, 100, 1000) < 1.5


def test_a_source_of_thousands_of_names_takes_time_in_proportion() -> None:
    def work(count: int) -> None:
        block = "Ana Ruiz came and sat. "
        text, size = block * count, len(block)
        names = [Name(size * i, size * i + 8, "person") for i in range(count)]
        source = Attribution(((0, 8),), (), (0, len(text)), "indirect", "speech", 0)
        index = ArticleIndex(Article(text, (Paragraph(0, len(text)),)), MarkReading((), ()))
        resolve(index, [source], names, RANKER)

    assert power(work, 200, 2000) < 1.5


@pytest.mark.parametrize(("text", "found"), [
    ("<s1>Corbin</s1> <c1>said</c1> <q1>no</q1>. Corbin, 40, left.", [("person", ())]),
    ("<s1>李文浩, a baker</s1>, <c1>said</c1> <q1>no</q1>.", [("person", ())]),
    ("<s1>Delmar</s1> <c1>said</c1> <q1>no</q1>.", [("org", ())]),
    ("<s1>A spokesman</s1> <c1>said</c1> <q1>no</q1>.", [("unnamed", ())]),
    ("<s1>A leaked memo</s1> <c1>said</c1> <q1>no</q1>.", [("unnamed", ())]),
    ("<s1>Two dockers</s1> <c1>said</c1> <q1>no</q1>.", [("unnamed", ())]),
    ("<s1>Ruiz and Holm</s1> <c1>said</c1> <q1>no</q1>.", [("group", ())]),
    ("<s1>Holm</s1> <c1>said</c1> <q1>no</q1>. <s2>Ruiz and Holm</s2> <c2>said</c2> <q2>no</q2>.",
     [("person", ()), ("group", (0,))]),
    ("<s1>Delmar and the Quay Board</s1> <c1>said</c1> <q1>no</q1>. <s2>Delmar</s2> <c2>said</c2> <q2>no</q2>.",
     [("org", ()), ("group", (0,))]),
])  # fmt: skip
def test_kinds_and_members_of_groups(
    text: str, found: list[tuple[str, tuple[int, ...]]], resolved
) -> None:
    speakers = resolved(text, {**PEOPLE, "Corbin": "person"}).speakers
    assert [(speaker.kind, speaker.members) for speaker in speakers] == found


def test_the_work_grows_with_the_article_and_not_with_its_square() -> None:
    def gather(count: int) -> None:
        text = "Nils Holm met Peter Holm. " + "Mr Holm ran. " * count
        names = [Name(0, 9, "person"), Name(14, 22, "person")]
        names += [Name(at, at + 4, "person") for at in range(27, len(text), 13)]
        store = EntityStore(make_article(text), NameIndex(text, names))
        assert sum(len(entity.mentions) for entity in store.entities) == len(names)

    assert power(gather, 1_000, 16_000) < 1.5


def test_lists_that_are_taken_for_one_name_take_linear_time() -> None:
    def work(count: int) -> None:
        parts = product("BDFGKLMN", ("aba", "ede", "ifi", "ogo"), "bdfgklmn")
        words = [f"{a}{b}{c}o" for a, b, c in parts][:count]
        first, text = " ".join(words), " ".join([*words, *words[1:]])
        names = [Name(0, len(first), "person"), Name(len(first) + 1, len(text), "person")]
        EntityStore(make_article(text), NameIndex(text, names))

    assert calls(lambda: work(200)) < 6 * calls(lambda: work(50))


WEIGHTS = {"he": {"last_source": 1.0, "nearest": 2.0, "clashes": -3.0}}


def people(*rows: dict[str, float]) -> list[Candidate]:
    return [Candidate(Entity(i, "person", ""), dict(row)) for i, row in enumerate(rows)]


def test_the_most_points_win_and_the_chances_are_a_softmax() -> None:
    ranking = Ranker(WEIGHTS).rank(
        "he", people({"last_source": 1.0}, {"nearest": 1.0}, {"clashes": 1.0})
    )
    assert [candidate.entity.id for candidate in ranking.candidates if candidate.entity] == [
        1,
        0,
        2,
    ]
    powers = [math.exp(2), math.exp(1), math.exp(-3)]
    assert ranking.chances == pytest.approx([power / sum(powers) for power in powers])


def test_a_ranking_says_how_far_the_likeness_agrees() -> None:
    ranking = Ranker(WEIGHTS).rank(
        "he", people({"last_source": 1.0, "likeness": -2.0}, {"likeness": -0.5})
    )
    assert ranking.signals == {"likeness": -2.0, "less_alike": 1.5}


def test_without_weights_the_first_candidate_stays_first() -> None:
    ranking = Ranker().rank("he", people({"nearest": 1.0}, {"last_source": 1.0}))
    assert ranking.best.entity is not None
    assert ranking.best.entity.id == 0
    assert ranking.chances == pytest.approx([0.5, 0.5])


@pytest.mark.parametrize(("lead", "close"), [(0.0, True), (0.6, True), (0.8, False), (3.0, False)])
def test_a_rival_is_close_from_half_the_chance_on(lead: float, close: bool) -> None:
    ranking = Ranker({"he": {"after": 1.0}}).rank("he", people({"after": lead}, {}))
    rival = ranking.rival()
    assert (rival is not None and rival.id == 1) if close else rival is None


def test_reasons_are_what_the_second_one_lacks() -> None:
    ranking = Ranker(WEIGHTS).rank(
        "he", people({"last_source": 1.0, "nearest": 1.0}, {"nearest": 1.0})
    )
    assert ranking.reasons == (FEATURES["last_source"],)
    alone = Ranker(WEIGHTS).rank("he", people({"last_source": 1.0, "nearest": 1.0}))
    assert alone.reasons == (FEATURES["nearest"], FEATURES["last_source"])


def test_an_unknown_feature_is_an_error() -> None:
    with pytest.raises(
        ValueError, match=r"unknown features \['speed'\]; list them in .*features.txt"
    ):
        Ranker(WEIGHTS).rank("he", people({"speed": 1.0}))


def test_the_shipped_weights_are_small_and_for_every_table_and_known_feature() -> None:
    path = find_model() / "ranker.json"
    weights = json.loads(path.read_text(encoding="utf-8"))
    assert path.stat().st_size < 20_000
    assert set(weights) == set(TABLES)
    used = {name for table in weights.values() for name in table}
    assert used <= FEATURES.keys()
    assert {name for name, reason in FEATURES.items() if reason} <= used


def test_signals_tell_what_a_description_rests_on(resolved) -> None:
    text = (
        "<s1>The company</s1> <c1>said</c1> <q1>no</q1>. <s2>Two reports</s2> <c2>said</c2>"
        " <q2>no</q2>."
    )
    company, reports = (resolution.signals for resolution in resolved(text, PEOPLE).resolutions)
    told = {name for name, value in company.items() if value}
    assert {"org_description", "new_plain", "new_one"} <= told
    assert {"headline", "unnamed"}.isdisjoint(told)
    assert reports["document_description"]
    assert not reports["new_one"]


def test_a_source_is_nobody_who_is_named(resolved) -> None:
    """Even if all else speaks for the person who was named last."""
    text = (
        "<s1>Kim Roe</s1> <c1>said</c1> <q1>it rained</q1>. <s2>The source</s2> <c2>said</c2>"
        " <q2>no</q2>."
    )
    nearest = {"person": {"nearest": 9.0}}
    assert resolved(text, names_of("person: Kim Roe"), nearest).who == ["Kim Roe", "The source"]
    other = text.replace("source", "singer")
    assert resolved(other, names_of("person: Kim Roe"), nearest).who == ["Kim Roe", "Kim Roe"]
