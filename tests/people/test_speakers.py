"""Single names where the article has several of a family, and the speed of gathering names into entities."""

from __future__ import annotations

import time

import pytest
from cpu import cpu_seconds

from quoteminer.people.article_names import NameIndex
from quoteminer.people.clustering import EntityStore
from quoteminer.text.article import make_article
from quoteminer.types import Name

AMBIGUOUS = [
    ("Nils Holm met Peter Holm. <s1>Holm</s1> <c1>said</c1> <q1>no</q1>.", "ambiguous"),
    ("Nils Holm met Eva Holm. <s1>Ms Holm</s1> <c1>said</c1> <q1>no</q1>.", "resolved"),
    (
        "Nils Holm ran. Nils Holm sang. Nils Holm slept. Peter Holm ran. <s1>Holm</s1> <c1>said</c1> <q1>no</q1>.",
        "resolved",
    ),
    ("Peter Kell met Eva Holm. <s1>Pete</s1> <c1>said</c1> <q1>no</q1>.", "resolved"),
    ("Nils Holm met Peter Kell. <s1>Holm</s1> <c1>said</c1> <q1>no</q1>.", "resolved"),
]


@pytest.mark.parametrize(("text", "status"), AMBIGUOUS)
def test_two_of_one_family(text: str, status: str, resolved) -> None:
    names = dict.fromkeys(("Nils Holm", "Peter Holm", "Eva Holm", "Peter Kell", "Pete", "Holm"), "person")
    assert resolved(text, names).resolutions[0].status == status


@pytest.mark.parametrize(
    ("text", "names", "kind"),
    [
        ("<s1>Corbin</s1> <c1>said</c1> <q1>he would sell</q1>. Corbin, 40, left.", {"Corbin": "person"}, "person"),
        ("<s1>李文浩, a baker</s1>, <c1>said</c1> <q1>it rained</q1>.", {}, "person"),
        ("<s1>Delmar</s1> <c1>said</c1> <q1>it rained</q1>.", {"Delmar": "org"}, "org"),
        ("<s1>A spokesman</s1> <c1>said</c1> <q1>it rained</q1>.", {}, "unnamed"),
    ],
)
def test_kinds(text: str, names: dict[str, str], kind: str, resolved) -> None:
    assert [speaker.kind for speaker in resolved(text, names).speakers] == [kind]


def test_five_hundred_names(resolved) -> None:
    """Each is found again by the family name, and it takes no time to speak of."""
    given = ["Ana", "Bo", "Cy", "Dov", "Eli", "Fay", "Gus", "Hal", "Ivo", "Joy"]
    heads = ["Bram", "Cold", "Dul", "Fenn", "Grey", "Hob", "Jar", "Kess", "Lomb", "Murch"]
    tails = ["bick", "dane", "fold", "gate", "hurst", "kin", "low", "mere", "ney", "port"]
    ends = ["", "son", "veld", "wright", "czyk"]
    people = [f"{given[i % 10]} {heads[i // 10 % 10]}{tails[i % 10]}{ends[i // 100]}" for i in range(500)]
    assert len({name.split()[1] for name in people}) == 500
    full = "".join(f"{name} came. " for name in people)
    families = [name.split()[1] for name in people]
    said = "".join(f"<s{i}>{word}</s{i}> <c{i}>said</c{i}> <q{i}>no</q{i}>. " for i, word in enumerate(families))
    names = {word: "person" for name in people for word in (name, name.split()[1])}
    began = time.process_time()
    reading = resolved(full + "\n\n" + said, names)
    assert reading.who == people
    assert time.process_time() - began < 30  # two seconds here


def test_the_work_grows_with_the_article_and_not_with_its_square() -> None:
    def gather(count: int) -> float:
        text = "Nils Holm met Peter Holm. " + "Mr Holm ran. " * count
        names = [Name(0, 9, "person"), Name(14, 22, "person")]
        names += [Name(at, at + 4, "person") for at in range(27, len(text), 13)]

        def work() -> None:
            store = EntityStore(make_article(text), NameIndex(text, names))
            assert sum(len(entity.mentions) for entity in store.entities) == len(names)

        return cpu_seconds(work)

    gather(500)
    assert gather(16_000) < 40 * gather(1_000) + 0.5  # 16 times the names
