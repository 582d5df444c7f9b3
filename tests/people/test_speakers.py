"""Who is in an article: names gathered into persons and bodies, and what each of them is called."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from typing import Any

import pytest
from cpu import cpu_seconds

from quoteminer.people.article_names import NameIndex
from quoteminer.people.clustering import EntityStore
from quoteminer.text.article import make_article
from quoteminer.types import Name, NameKind

Reads = Callable[..., Any]

CASES: Mapping[str, tuple[str, dict[str, NameKind], list[str | None]]] = {
    "the fullest form, whenever it comes": (
        "<s1>Mr Holm</s1> <c1>said</c1> <q1>it was late</q1>. <s2>Nils Axel Holm</s2> <c2>said</c2> <q2>no</q2>. "
        "<s3>Nils Holm</s3> <c3>said</c3> <q3>yes</q3>.",
        {"Nils Axel Holm": "person", "Nils Holm": "person", "Holm": "person"},
        ["Nils Axel Holm"] * 3,
    ),
    "Jr. alone in the article": (
        "<s1>Nils Holm Jr.</s1> <c1>said</c1> <q1>it was late</q1>. <s2>Nils Holm</s2> <c2>said</c2> <q2>no</q2>.",
        {"Nils Holm Jr.": "person", "Nils Holm": "person"},
        ["Nils Holm Jr."] * 2,
    ),
    "Jr. and his father": (
        "<s1>Nils Holm Jr.</s1> <c1>said</c1> <q1>it was late</q1>. His father, <s2>Nils Holm</s2>, <c2>said</c2> "
        "<q2>no</q2>.",
        {"Nils Holm Jr.": "person", "Nils Holm": "person"},
        ["Nils Holm Jr.", "Nils Holm"],
    ),
    "Jr. after another of the name": (
        "<s1>Nils Holm</s1> <c1>said</c1> <q1>no</q1>. <s2>Nils Holm Jr.</s2> <c2>said</c2> <q2>it was late</q2>.",
        {"Nils Holm Jr.": "person", "Nils Holm": "person"},
        ["Nils Holm", "Nils Holm Jr."],
    ),
    "the main person of the family": (
        "Nils Holm met his sister Eva Holm. Nils Holm ran. <s1>Holm</s1> <c1>said</c1> <q1>it was late</q1>.",
        {"Nils Holm": "person", "Eva Holm": "person", "Holm": "person"},
        ["Nils Holm"],
    ),
    "the honorific tells": (
        "Nils Holm met his sister Eva Holm. Nils Holm ran. <s1>Ms Holm</s1> <c1>said</c1> <q1>it was late</q1>.",
        {"Nils Holm": "person", "Eva Holm": "person", "Holm": "person"},
        ["Eva Holm"],
    ),
    "the last one of this honorific": (
        "Nils Holm and Nils Holm's brother Peter Holm met. Peter Holm ran. <s1>Mr Holm</s1> <c1>said</c1> <q1>no</q1>.",
        {"Nils Holm": "person", "Peter Holm": "person", "Holm": "person"},
        ["Peter Holm"],
    ),
    "a family name of two words": (
        "Eddie Van Norden played. <s1>Van Norden</s1> <c1>said</c1> <q1>no</q1>. <s2>Eddie</s2> <c2>sang</c2> "
        "<q2>it was late</q2>.",
        {"Eddie Van Norden": "person", "Van Norden": "person", "Eddie": "person"},
        ["Eddie Van Norden"] * 2,
    ),
    "the article decides the order: family first": (
        "<s1>Mori Kenta</s1> <c1>said</c1> <q1>no</q1>. <s2>Mr Mori</s2> <c2>said</c2> <q2>yes</q2>.",
        {"Mori Kenta": "person", "Mori": "person"},
        ["Mori Kenta"] * 2,
    ),
    "the article decides the order: given first": (
        "<s1>Kim Lane</s1> <c1>said</c1> <q1>no</q1>. <s2>Ms Lane</s2> <c2>said</c2> <q2>yes</q2>.",
        {"Kim Lane": "person", "Lane": "person"},
        ["Kim Lane"] * 2,
    ),
    "never by the given name": (
        "Li Wenhao met Feng Wenhao Bai. <s1>Mr Li</s1> <c1>said</c1> <q1>no</q1>.",
        {"Li Wenhao": "person", "Feng Wenhao Bai": "person", "Li": "person"},
        ["Li Wenhao"],
    ),
    "Vietnamese": (
        "<s1>Nguyen Thi Lan</s1> <c1>said</c1> <q1>no</q1>. <s2>Mrs. Lan</s2> <c2>said</c2> <q2>yes</q2>.",
        {"Nguyen Thi Lan": "person", "Lan": "person"},
        ["Nguyen Thi Lan"] * 2,
    ),
    "Icelandic": (
        "<s1>Katla Jónsdóttir</s1> <c1>said</c1> <q1>no</q1>. <s2>Katla</s2> <c2>said</c2> <q2>yes</q2>.",
        {"Katla Jónsdóttir": "person", "Katla": "person"},
        ["Katla Jónsdóttir"] * 2,
    ),
    "a short name alone": (
        "<s1>William Ames</s1> <c1>said</c1> <q1>no</q1>. <s2>Bill</s2> <c2>said</c2> <q2>yes</q2>.",
        {"William Ames": "person", "Bill": "person"},
        ["William Ames"] * 2,
    ),
    "a family name that others have for a given name": (
        "Mitch Ames met Ana Mitchell. <s1>Mitchell</s1> <c1>said</c1> <q1>no</q1>.",
        {"Mitch Ames": "person", "Ana Mitchell": "person", "Mitchell": "person"},
        ["Ana Mitchell"],
    ),
    "one navy": (
        "<s1>The U.S. Navy</s1> <c1>said</c1> <q1>no</q1>. <s2>The United States Navy</s2> <c2>said</c2> <q2>yes</q2>. "
        "<s3>The US Navy</s3> <c3>said</c3> <q3>so</q3>. <s4>The Navy</s4> <c4>said</c4> <q4>no</q4>.",
        {"U.S. Navy": "org", "United States Navy": "org", "US Navy": "org", "Navy": "org"},
        ["United States Navy"] * 4,
    ),
    "a poll of two bodies is neither": (
        "A Norvik Times/Ardos poll came. <s1>Norvik Times</s1> <c1>reported</c1> <q1>a tie</q1>.",
        {"Norvik Times/Ardos": "org", "Norvik Times": "org"},
        ["Norvik Times"],
    ),
    "names end with a capital": (
        "Quayco, TBX and Delmar met. <s1>TBX</s1> <c1>said</c1> <q1>no</q1>.",
        {"Quayco": "org", "TBX and": "org", "TBX": "org", "Delmar": "org"},
        ["TBX"],
    ),
    "names begin with a capital": (
        "<s1>News agency Quaypress</s1> <c1>said</c1> <q1>no</q1>. <s2>Quaypress</s2> <c2>said</c2> <q2>yes</q2>.",
        {"agency Quaypress": "org", "Quaypress": "org"},
        ["Quaypress"] * 2,
    ),
    "three who speak": (
        "<s1>Delmar, TBX and Quayco</s1> <c1>said</c1> <q1>no</q1>.",
        {"Delmar": "org", "TBX and": "org", "Quayco": "org"},
        ["Delmar, TBX and Quayco"],
    ),
    "capitals only": (
        "NILS HOLM WAS LATE.\n\n<s1>HOLM</s1> <c1>SAID</c1> <q1>IT RAINED</q1>.",
        {"NILS HOLM": "person", "HOLM": "person"},
        ["NILS HOLM"],
    ),
    "capitals in a headline": (
        "HOLM LATE AGAIN\n\n<s1>Nils Holm</s1> <c1>said</c1> <q1>it rained</q1>. <s2>HOLM</s2> <c2>said</c2> "
        "<q2>no</q2>.",
        {"HOLM": "person", "Nils Holm": "person"},
        ["Nils Holm"] * 2,
    ),
    "a headline renames nobody": (
        "Nils Holm Praises Quaypress Editor: ‘Very Good.’\n\n<s1>Nils Holm</s1> <c1>said</c1> <q1>so</q1>. The editor "
        "of Quaypress came. <s2>Quaypress</s2> <c2>wrote</c2> <q2>it was late</q2>.",
        {"Nils Holm": "person", "Quaypress": "person"},
        ["Nils Holm", "Quaypress"],
    ),
    "a given name that may open a sentence": (
        "<q1>“No,”</q1> <c1>said</c1> <s1>Will Harrow</s1>. <s2>Harrow</s2> <c2>said</c2> <q2>yes</q2>.",
        {"Will Harrow": "person", "Harrow": "person"},
        ["Will Harrow"] * 2,
    ),
    "initials of who asks": (
        "Nils Axel Holm spoke with a reporter, Ida Mae Strand.\n\n((<s1>IMS</s1>)) : <q1>Why is it late?</q1>",
        {"Nils Axel Holm": "person", "Ida Mae Strand": "person", "IMS": "person"},
        ["Ida Mae Strand"],
    ),
    "a fuller name comes first": (
        "<s1>Aye Min Tun Kyaw</s1> <c1>said</c1> <q1>no</q1>. <s2>Tun Kyaw</s2> <c2>said</c2> <q2>yes</q2>.",
        {"Aye Min Tun Kyaw": "person", "Tun Kyaw": "person"},
        ["Aye Min Tun Kyaw"] * 2,
    ),
    "the lady before is another": (
        "He met a lady. <s1>Holm</s1> <c1>said</c1> <q1>no</q1>. <s2>Nils Holm</s2> <c2>said</c2> <q2>yes</q2>.",
        {"Nils Holm": "person", "Holm": "person"},
        ["Nils Holm"] * 2,
    ),
    "the party and its nickname": (
        "<s1>The Conservatives</s1> <c1>said</c1> <q1>no</q1>. <s2>The Tories</s2> <c2>said</c2> <q2>yes</q2>. "
        "<s3>The Tories</s3> <c3>said</c3> <q3>so</q3>.",
        {"Conservatives": "org", "Tories": "org"},
        ["Conservatives"] * 3,
    ),
    "a place that speaks": (
        "<s1>Velden</s1> <c1>said</c1> <q1>no</q1>. <s2>Norvik</s2> <c2>said</c2> <q2>yes</q2>.",
        {"Velden": "place", "Norvik": "place"},
        ["Velden", "Norvik"],
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_speakers(case: str, resolved: Reads) -> None:
    marked, names, expected = CASES[case]
    assert resolved(marked, names).who == expected


@pytest.mark.parametrize("case", CASES)
def test_the_order_of_the_names_does_not_matter(case: str, resolved: Reads) -> None:
    marked, names, _ = CASES[case]
    forwards, backwards = resolved(marked, names), resolved(marked, dict(reversed(names.items())))
    assert forwards.speakers == backwards.speakers == resolved(marked, names).speakers


def test_a_person_stays_one_though_there_is_a_company(resolved: Reads) -> None:
    text = "<s1>Corbin</s1> <c1>said</c1> <q1>he would sell his shares</q1>. Corbin, who is 40, left."
    assert resolved(text, {"Corbin": "person"}).speakers[0].kind == "person"


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
def test_two_of_one_family(text: str, status: str, resolved: Reads) -> None:
    names = dict.fromkeys(("Nils Holm", "Peter Holm", "Eva Holm", "Peter Kell", "Pete", "Holm"), "person")
    assert resolved(text, names).resolutions[0].status == status


# Odd input


def test_an_article_without_names(resolved: Reads) -> None:
    text = "<s1>A spokesman</s1> <c1>said</c1> <q1>it rained</q1>. <q2>“No,”</q2> <s2>he</s2> <c2>said</c2>."
    reading = resolved(text, {})
    assert reading.who[0] == "A spokesman"
    assert all(speaker.kind == "unnamed" for speaker in reading.speakers)


@pytest.mark.parametrize(
    ("given", "family"),
    [
        ("Ольга", "Белова"),
        ("Νίκος", "Παππάς"),
        ("محمد", "العلي"),
        ("דוד", "לוי"),
        ("Արամ", "Սարգսյան"),
        ("अनिल", "शर्मा"),
    ],
)
def test_a_name_in_another_script(given: str, family: str, resolved: Reads) -> None:
    text = f"<s1>{given} {family}</s1> <c1>said</c1> <q1>it rained</q1>. <s2>{family}</s2> <c2>said</c2> <q2>no</q2>."
    full = f"{given} {family}"
    assert resolved(text, {full: "person", family: "person"}).who == [full, full]


def test_a_name_without_spaces(resolved: Reads) -> None:
    text = "<s1>李文浩</s1> <c1>said</c1> <q1>it rained</q1>. <s2>新华社</s2> <c2>said</c2> <q2>no</q2>."
    assert resolved(text, {"李文浩": "person", "新华社": "org"}).who == ["李文浩", "新华社"]


@pytest.mark.parametrize("name", ["李文浩", "محمد", "유리", "משה"])
def test_a_name_without_capitals_that_the_network_missed(name: str, resolved: Reads) -> None:
    text = f"<s1>{name}, a baker</s1>, <c1>said</c1> <q1>it rained</q1>. <s2>{name}</s2> <c2>said</c2> <q2>no</q2>."
    reading = resolved(text, {})
    assert reading.who == [name, name]
    assert reading.speakers[0].kind == "person"


@pytest.mark.parametrize("letter", ["K", "Ж", "李", "É"])
def test_a_name_of_one_letter(letter: str, resolved: Reads) -> None:
    said = f"<s1>{letter}</s1> <c1>said</c1> <q1>it rained</q1>. <s2>Mr {letter}</s2> <c2>said</c2> <q2>no</q2>."
    text = f"Nils Kell ran. {said}"
    assert resolved(text, {"Nils Kell": "person", letter: "person"}).who == [letter, letter]


def test_five_hundred_names(resolved: Reads) -> None:
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
