"""Look up an organisation of an article by a name."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from itertools import pairwise

from quoteminer.names import lexicon
from quoteminer.names.organisations import (
    SHORT_FORM,
    acronyms,
    compare_organisations,
    core_words,
    is_owned_body,
    plain_organisation,
)
from quoteminer.names.same_name import same_name
from quoteminer.names.similarity import SAME_NAME, fold
from quoteminer.people.article_names import NameForm
from quoteminer.people.entities import MOST_RIVALS, Entity
from quoteminer.types import Span


class OrganisationIndex:
    """The organisations and places of an article. Long names are added first, so that short forms
    and acronyms find them. ``new`` makes an entity."""

    def __init__(self, new: Callable[[str], Entity]) -> None:
        self._new = new
        self._by_key: dict[str, list[Entity]] = defaultdict(list)

    def find(self, form: NameForm) -> Entity | None:
        """Return the organisation that fits a name best. Ties: one that is no place, the most
        frequent one."""
        words = core_words(form.text)
        if not words:
            return None
        rivals = self._by_key[_exact_key(words)] or self._near(words)
        scored = [(self._score(form, e), not e.place, len(e.mentions), -e.id, e) for e in rivals]
        best = max(scored, default=None, key=lambda row: row[:4])
        return best[4] if best is not None and best[0] >= SAME_NAME else None

    def namesakes(self, form: NameForm) -> list[Entity]:
        """Return the bodies that a name without an owner may mean: "the Supreme Court" where an
        article has Ohio's and Idaho's."""
        words = core_words(form.text)
        if not is_owned_body(words) or self._by_key[_exact_key(words)]:
            return []
        return [e for e in self._near(words) if same_name(form.text, e.name, "org")]

    def make(self, forms: Sequence[NameForm]) -> Entity:
        text = forms[0].text
        entity, words = self._new(plain_organisation(text)), core_words(text)
        entity.place = all(form.kind == "place" for form in forms)
        keys = _exact_key(words), *_keys(words), *(f"@{letters}" for letters in acronyms(text))
        for key in dict.fromkeys(keys):
            self._by_key[key].append(entity)
        return entity

    def _near(self, words: Sequence[str]) -> list[Entity]:
        return list(
            dict.fromkeys(e for key in _keys(words) for e in self._by_key[key][:MOST_RIVALS])
        )

    def _score(self, form: NameForm, entity: Entity) -> float:
        """Compare the names. A short form counts only after the full form: Apple, and later the
        Apple Store, differ."""
        if entity in self._by_key[_exact_key(core_words(form.text))]:
            return 99.0
        score = compare_organisations(form.text, entity.name)
        is_short = SAME_NAME <= score <= SHORT_FORM
        return 0.0 if is_short and not form.headline and form.span < entity.mentions[0] else score


def by_words(forms: Sequence[NameForm]) -> list[list[NameForm]]:
    """Group the forms of each name. Names with more words come first; equally long names are in
    text order."""
    groups: dict[tuple[str, ...], list[NameForm]] = defaultdict(list)
    for form in forms:
        groups[core_words(form.text)].append(form)

    def place(words: tuple[str, ...]) -> tuple[int, int, Span]:
        first = groups[words][0]
        return -len(words), -len(first.text), first.span

    return [groups[words] for words in sorted(groups, key=place)]


def _exact_key(words: Sequence[str]) -> str:
    return f"={' '.join(words)}"


def _keys(words: Sequence[str]) -> list[str]:
    """Return the keys of a name: first and last word, word before a preposition, letters
    (acronyms), first letters (typos)."""
    if not words:
        return []
    ends = [words[-1], *(a for a, b in pairwise(words) if b in lexicon.PREPOSITIONS)][:2]
    return [
        f"<{words[0]}",
        *(f">{word}" for word in dict.fromkeys(ends)),
        f"@{fold(''.join(words)).replace('&', '')}",
        f"~{words[0][:3]}{len(words)}",
    ]
