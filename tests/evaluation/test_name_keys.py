"""When a name is the same name, for the yardstick."""

from __future__ import annotations

import pytest

from quoteminer.evaluation.gold import GoldSpeaker
from quoteminer.evaluation.name_keys import is_name, is_name_or_alias, name_key


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("Ana Pinto", "ana pinto"),
        ("the former Vice President Ana Pinto", "ana pinto"),
        ("Mr. Kofi O'Berg", "kofi o berg"),
        ("Quay Board’s", "quay board"),
        ("Ana The Mayor", "ana the mayor"),
        ("the President", ""),
        ("", ""),
    ],
)
def test_keys(name: str, key: str) -> None:
    assert name_key(name) == key


def test_names_and_aliases() -> None:
    speaker = GoldSpeaker(0, "Mayor Ana Pinto", "person", ("Pinto", "the mayor"))
    assert is_name("ANA PINTO", speaker)
    assert is_name_or_alias("ANA PINTO", speaker)
    assert not is_name("Pinto", speaker)
    assert is_name_or_alias("Ms Pinto", speaker)
    assert not is_name_or_alias("Berg", speaker)
    assert not is_name_or_alias("the mayor", speaker)  # nothing is left of it
    assert not is_name("", GoldSpeaker(0, "", "person"))
