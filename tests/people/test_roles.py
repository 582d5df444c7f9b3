"""What the article says that its people are."""

from __future__ import annotations

import pytest

CASES = [
    (
        "<s1>Ida Kranz</s1>, chairwoman and CEO of Delmar Group, "
        "<c1>said</c1> <q1>it would rain</q1>.",
        "chairwoman and CEO",
        "Delmar Group",
    ),
    ("<s1>Delmar chairwoman Ida Kranz</s1> <c1>said</c1> <q1>it would rain</q1>.", "chairwoman", "Delmar"),
    (
        "Delmar Group's chairwoman, <s1>Ida Kranz</s1>, "
        "<c1>said</c1> <q1>it would rain</q1>.",
        "chairwoman",
        "Delmar Group",
    ),
    (
        "<q1>“Rain,”</q1> <c1>said</c1> <s1>Ida Kranz</s1>, a "
        "researcher at the Tidal Institute.",
        "researcher",
        "Tidal Institute",
    ),
    (
        "<s1>Ida Kranz</s1>, head of the weather desk, "
        "<c1>said</c1> <q1>it would rain</q1>.",
        "head of the weather desk",
        None,
    ),
    ("<s1>Mayor Ida Kranz</s1> <c1>said</c1> <q1>it would rain</q1>.", "Mayor", None),
    ("<s1>Ida Kranz</s1> <c1>said</c1> <q1>it would rain</q1>.", None, None),
    ("After lunch, <s1>Ida Kranz</s1>, 41, <c1>said</c1> <q1>it would rain</q1>.", None, None),
    (
        "<s1>Ida Kranz</s1>, director of the Institute of Tides of the Tidal "
        "Institute, <c1>said</c1> <q1>it rained</q1>.",
        "director",
        "Institute of Tides of the Tidal Institute",
    ),
]  # fmt: skip
NAMES = {
    "Ida Kranz": "person",
    "Delmar Group": "org",
    "Delmar": "org",
    "Institute of Tides": "org",
    "Tidal Institute": "org",
}


@pytest.mark.parametrize(("text", "role", "affiliation"), CASES)
def test_role_and_affiliation(resolved, text: str, role: str | None, affiliation: str | None) -> None:
    reading = resolved(text, NAMES)
    assert reading.who == ["Ida Kranz"]
    assert (reading.speakers[0].role, reading.speakers[0].affiliation) == (role, affiliation)
