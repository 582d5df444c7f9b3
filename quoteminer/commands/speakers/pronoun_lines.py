"""The shares of people, and of their words, by pronouns, in words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from quoteminer.output.tally import PronounShare
from quoteminer.types import Pronouns


def pronoun_lines(shares: Sequence[PronounShare]) -> Iterator[str]:
    """Yield two lines, none without people: "People by pronouns: she 2 (66.7 %), unknown 1 …" and
    "Their words: she 81.0 %, unknown 19.0 %."."""
    if shares:
        yield f"People by pronouns: {', '.join(map(_people, shares))}."
        words = (f"{_word(share)} {share.percent_of_words:.1f} %" for share in shares)
        yield f"Their words: {', '.join(words)}."


def shown_pronouns(pronouns: Pronouns | None, *, guessed: bool) -> str:
    """Return "she", or "she (guess)"; "" if the pronouns are unknown."""
    return f"{pronouns or ''}{' (guess)' if guessed else ''}"


def _people(share: PronounShare) -> str:
    guessed = f"; {share.guessed:,} guessed" if share.guessed else ""
    return f"{_word(share)} {share.people:,} ({share.percent_of_people:.1f} %{guessed})"


def _word(share: PronounShare) -> str:
    return share.pronouns or "unknown"
