"""Roles and affiliations by the network: the layer over its vectors, and what the shipped model
reads."""

import numpy as np
import pytest

from quoteminer import QuoteMiner
from quoteminer.network.attributes import BUCKETS, AttributeLayer, bucket, find_attributes
from quoteminer.network.reading import Attribute
from quoteminer.people.article_names import NameIndex
from quoteminer.people.clustering import EntityStore
from quoteminer.people.role_confidence import add_attributes
from quoteminer.records.parts import SURE
from quoteminer.text.article import make_article
from quoteminer.types import Name

# Vectors of width 6, one number for each tag; only a piece's own vector tells anything.
OUT, ROLE, MORE_ROLE, BODY, MORE_BODY = (
    [9, 0, 0, 9, 0, 0], [0, 9, 0, 9, 0, 0], [0, 0, 9, 9, 0, 0], [9, 0, 0, 0, 9, 0],
    [9, 0, 0, 0, 0, 9],
)  # fmt: skip
SAME = AttributeLayer(
    np.zeros((BUCKETS, 6), "float32"), np.eye(6, dtype="float32"), np.zeros(6, "float32")
)


def vectors(*own: list[int]) -> np.ndarray:
    return np.concatenate([np.array(own, "float32"), np.zeros((len(own), 12), "float32")], axis=1)


def read(
    layer: AttributeLayer, *own: list[int], paragraph: list[int] | None = None
) -> list[tuple[str, int, int]]:
    numbers = np.array(paragraph or [0] * len(own))
    return [
        (kind, a, b)
        for _, kind, a, b, _ in find_attributes(layer, vectors(*own), numbers, [(0, 1)])
    ]


@pytest.mark.parametrize(("own", "paragraph", "found"), [
    ([OUT, ROLE, MORE_ROLE, OUT, BODY, MORE_BODY], None, [("role", 1, 3), ("affiliation", 4, 6)]),
    ([OUT, ROLE, ROLE, OUT], None, [("role", 1, 2), ("role", 2, 3)]),
    ([OUT, ROLE, MORE_ROLE, MORE_ROLE], [0, 0, 0, 1], [("role", 1, 3)]),
    ([OUT, MORE_ROLE, MORE_ROLE], None, []),  # nothing begins
    ([OUT, OUT], None, []),
])  # fmt: skip
def test_spans(
    own: list[list[int]], paragraph: list[int] | None, found: list[tuple[str, int, int]]
) -> None:
    assert read(SAME, *own, paragraph=paragraph) == found


def test_only_pieces_near_a_name_are_read() -> None:
    own = [OUT] * 200
    own[10] = own[190] = ROLE
    assert read(SAME, *own) == [("role", 10, 11)]


def test_the_distance_and_the_name_count() -> None:
    distance = np.zeros((BUCKETS, 6), "float32")
    distance[bucket(np.array([2]), 0, 1)[0], 0] = 20  # two pieces behind a name nothing is a role
    assert read(AttributeLayer(distance, SAME.weight, SAME.bias), OUT, ROLE, ROLE, ROLE) == [
        ("role", 1, 2),
        ("role", 3, 4),
    ]
    first_and_last = vectors(OUT, ROLE, OUT)
    first_and_last[0, 6:12] = first_and_last[2, 12:18] = [20, 0, 0, 0, 0, 0]
    for name in ((0, 1), (1, 3)):  # its first piece, its last piece says "outside"
        found = [
            kind
            for _, kind, *_ in find_attributes(SAME, first_and_last, np.zeros(3, "int64"), [name])
        ]
        assert found == []


def test_many_names_are_read_as_each_alone() -> None:
    own = [OUT, ROLE, MORE_ROLE, OUT, BODY, MORE_BODY] * 60
    names = [(at, at + 1) for at in range(0, len(own), 3)]  # more than are read at once
    numbers = np.arange(len(own)) // 6
    one_by_one = [
        found for name in names for found in find_attributes(SAME, vectors(*own), numbers, [name])
    ]
    assert list(find_attributes(SAME, vectors(*own), numbers, names)) == one_by_one
    assert len(one_by_one) > len(names)


def test_distances_are_those_of_a_slow_count() -> None:
    pieces, first, end = np.arange(140), 70, 73
    edges = [-48, -32, -24, -16, -12, -10, *range(-8, 9), 10, 12, 16, 24, 32, 48]
    for piece, found in zip(pieces.tolist(), bucket(pieces, first, end).tolist(), strict=True):
        distance = piece - first if piece < first else piece - end + 1
        expected = (
            len(edges) + 1 if first <= piece < end else sum(edge < distance for edge in edges)
        )
        assert found == expected


@pytest.mark.parametrize(("behind", "affiliation"), [
    ("who plays in goal for Saltern Rovers", "Saltern Rovers"),
    ("who runs the Blue Heron bakery in Saltern", "Blue Heron bakery"),
    ("who has led the nursing team at Saltern General for ten years", "Saltern General"),
    ("who has farmed here for thirty years", None),
])  # fmt: skip
def test_a_record_has_what_the_network_reads(behind: str, affiliation: str | None) -> None:
    (speaker,) = (
        QuoteMiner(threads=1).mine(f"“It was a hard winter,” said Tom Osei, {behind}.\n").speakers
    )
    assert (speaker.name, speaker.role, speaker.affiliation) == ("Tom Osei", None, affiliation)


def test_patterns_go_first() -> None:
    """The network only fills in what is missing, and only if probable enough. A name may be trimmed
    at one end."""
    text = (
        "Mayor Ida Berg of Norvik spoke. Ida Berg’s friend Tom Osei, a baker at Blue Heron, spoke."
    )
    store = EntityStore(
        make_article(text),
        NameIndex(text, [Name(6, 14, "person"), Name(32, 40, "person"), Name(50, 58, "person")]),
    )  # fmt: skip
    berg, osei = store.entities
    berg.role = "Mayor"
    at = lambda words, name, score=0.9, kind="affiliation": Attribute(  # noqa: E731
        kind, text.index(words), text.index(words) + len(words), name, score
    )
    add_attributes(
        store,
        [
            at("a baker", (6, 14), kind="role"), at("Norvik", (0, 14)),
            at("Blue Heron", (32, 40), 0.8), at("a baker", (50, 60), kind="role"),
            at("Blue Heron", (50, 58), 0.5), at(",", (50, 58)),
        ],
    )  # fmt: skip
    assert (berg.role, berg.affiliation) == ("Mayor", "Norvik")
    assert (osei.role, osei.affiliation) == ("baker", None)
    found, read = berg.role_confidence, osei.role_confidence
    assert found is not None
    assert read is not None
    assert 0 < read < SURE < found < 1


@pytest.mark.parametrize(("text", "role"), [
    ("Ida Berg’s lawyer spoke.", None),  # another
    ("Ida Berg, a lawyer, spoke.", "lawyer"),
])  # fmt: skip
def test_what_belongs_to_a_person_is_no_role_of_hers(text: str, role: str | None) -> None:
    store = EntityStore(make_article(text), NameIndex(text, [Name(0, 8, "person")]))
    start = text.index("lawyer")
    add_attributes(store, [Attribute("role", start, start + len("lawyer"), (0, 8), 0.9)])
    assert store.entities[0].role == role


@pytest.mark.parametrize(("found", "agrees"), [
    ("Harbour Board", True),  # two words of the network's three
    ("Norvik", False),  # one
])  # fmt: skip
def test_an_affiliation_that_the_network_reads_alike_is_more_probable(
    found: str, agrees: bool
) -> None:
    text = "Ida Berg of the Norvik Harbour Board spoke."
    store = EntityStore(make_article(text), NameIndex(text, [Name(0, 8, "person")]))
    (berg,) = store.entities
    berg.affiliation = found
    add_attributes(store, [Attribute("affiliation", 16, 36, (0, 8), 0.9)])
    assert berg.affiliation_confidence is not None
    assert (berg.affiliation_confidence > 0.9) is agrees


@pytest.mark.parametrize(("text", "read", "affiliation"), [
    ("Ida Berg of Delmar spoke.", "Del", "Delmar"),
    ("Ida Berg sat in the Berg house.", "Berg", None),
])  # fmt: skip
def test_an_affiliation_has_whole_words_that_are_not_the_name(
    text: str, read: str, affiliation: str | None
) -> None:
    store = EntityStore(make_article(text), NameIndex(text, [Name(0, 8, "person")]))
    start = text.rindex(read)
    add_attributes(store, [Attribute("affiliation", start, start + len(read), (0, 8), 0.9)])
    assert store.entities[0].affiliation == affiliation


@pytest.mark.parametrize(("text", "score", "sure"), [
    ("Ida Berg spoke for the Harbour Board today.", 0.8, True),
    ("Ida Berg spoke for the Harbour Board today.", 0.65, False),  # not probable enough
    ("Ida Berg spoke today. The Harbour Board listened.", 0.8, False),  # another sentence
    ("Ida Berg said “no.” The Harbour Board listened.", 0.8, False),
    ("The Harbour Board listened to Dr. Ida Berg.", 0.8, True),
])  # fmt: skip
def test_an_affiliation_that_the_network_alone_reads_may_be_doubtful(
    text: str, score: float, sure: bool
) -> None:
    at = text.index("Ida Berg")
    name, body = (at, at + 8), text.index("Harbour Board")
    store = EntityStore(make_article(text), NameIndex(text, [Name(*name, "person")]))
    add_attributes(store, [Attribute("affiliation", body, body + 13, name, score)])
    (berg,) = store.entities
    assert berg.affiliation == "Harbour Board"
    assert berg.affiliation_confidence is not None
    assert (berg.affiliation_confidence >= SURE) is sure


@pytest.mark.parametrize(("text", "role"), [
    ("It quotes former Mayor Ida Berg.", "former Mayor"),
    ("Ida Berg, a veteran Norvik mayor, spoke.", "veteran Norvik mayor"),
])  # fmt: skip
def test_a_role_that_the_network_reads_in_front_begins_behind_the_verb(
    text: str, role: str
) -> None:
    at = text.index("Ida Berg")
    start, end = (3, at - 1) if at else (text.index("veteran"), text.index(", spoke"))
    store = EntityStore(make_article(text), NameIndex(text, [Name(at, at + 8, "person")]))
    add_attributes(store, [Attribute("role", start, end, (at, at + 8), 0.9)])
    assert store.entities[0].role == role
