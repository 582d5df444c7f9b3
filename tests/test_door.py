"""The public door."""

from __future__ import annotations

import pytest

import quoteminer
from quoteminer.miner import _default_miner


def test_everything_in_all_is_there_and_sorted() -> None:
    assert quoteminer.__all__ == sorted(quoteminer.__all__)
    for name in quoteminer.__all__:
        assert getattr(quoteminer, name) is not None
    assert set(quoteminer.__all__) <= set(dir(quoteminer))


def test_an_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="no attribute 'extrct'"):
        quoteminer.extrct  # type: ignore[attr-defined]  # noqa: B018


def test_extract_loads_one_miner_and_keeps_it(monkeypatch: pytest.MonkeyPatch) -> None:
    loaded: list[object] = []

    class Miner:
        def __init__(self) -> None:
            loaded.append(self)

        def mine(self, text: str, *, acts: str, fix_encoding: bool) -> str:
            return f"{text} {acts}"

    monkeypatch.setattr("quoteminer.miner.QuoteMiner", Miner)
    _default_miner.cache_clear()
    try:
        assert [quoteminer.extract("a"), quoteminer.extract("b", acts="all")] == ["a speech", "b all"]
        assert len(loaded) == 1
    finally:
        _default_miner.cache_clear()
