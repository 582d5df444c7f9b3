"""The organisations and places of an article, longest names first, so that short forms and acronyms find what they
stand for."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence

from quoteminer.people.entities import Entity, Form
from quoteminer.people.lexicon import NAME_TAILS, PREPOSITIONS
from quoteminer.people.name_order import given_name_gender
from quoteminer.people.organisations import (
    SHORT_FORM,
    acronyms,
    compare_organisations,
    core_words,
    is_acronym,
    plain_organisation,
)
from quoteminer.people.spelling import SAME_NAME, fold

#: Rivals under one key that a comparison looks at, the longest names.
_BLOCK = 40


class Bodies:
    """Finds the body that a name means. ``new`` makes an entity of kind "org" with a given name."""

    def __init__(self, new: Callable[[str], Entity]) -> None:
        self._new = new
        self._by_key: dict[str, list[Entity]] = defaultdict(list)

    def find(self, form: Form) -> Entity | None:
        """The body that a name stands for: the best comparison, of equals the one that the article names most."""
        words = core_words(form.text)
        if not words:
            return None
        rivals = self._by_key[f"={' '.join(words)}"]
        if not rivals:
            near = self._rivals(words)
            rivals = near if form.kind == "org" else [e for e in near if _may_be_place(form, words, e)]
        scored = [(self._score(form, e), len(e.mentions), -e.id, e) for e in rivals]
        best = max(scored, default=None, key=lambda row: row[:3])
        return best[3] if best is not None and best[0] >= SAME_NAME else None

    def make(self, forms: Sequence[Form]) -> Entity:
        """A new body with these forms of one name."""
        text = forms[0].text
        entity = self._new(plain_organisation(text))
        entity.place = all(form.kind == "place" for form in forms)
        words = core_words(text)
        keys = (f"={' '.join(words)}", *_keys(words), *(f"@{acronym}" for acronym in sorted(acronyms(text))))
        for key in dict.fromkeys(keys):
            self._by_key[key].append(entity)
        return entity

    def define(self, short: str, entity: Entity) -> None:
        """Note an abbreviation that the text gives in brackets."""
        self._by_key[f"={' '.join(core_words(short))}"].append(entity)

    def _rivals(self, words: tuple[str, ...]) -> list[Entity]:
        return list({e.id: e for key in _keys(words) for e in self._by_key[key][:_BLOCK]}.values())

    def _score(self, form: Form, entity: Entity) -> float:
        """As the comparison has it; but a short form only counts behind the full one: an article that speaks of Apple
        and later of the Apple Store means two."""
        if any(e is entity for e in self._by_key.get(f"={' '.join(core_words(form.text))}", ())):
            return 99.0
        score = compare_organisations(form.text, entity.name)
        too_early = SAME_NAME <= score <= SHORT_FORM and not form.headline and form.span < entity.mentions[0]
        return 0.0 if too_early and not _only_tail(form.text, entity.name) else score


def by_words(forms: Sequence[Form]) -> list[list[Form]]:
    """The forms of each name together, names of many words first, in the order of the text among equals."""
    groups: dict[tuple[str, ...], list[Form]] = defaultdict(list)
    for form in forms:
        groups[core_words(form.text)].append(form)
    order = sorted(groups, key=lambda words: (-len(words), -len(" ".join(words)), groups[words][0].span))
    return [groups[words] for words in order]


def _may_be_place(form: Form, words: tuple[str, ...], entity: Entity) -> bool:
    """What the network took for a place or person is a body only under its full name, an acronym or with a tail; a
    person also under the first word of the name, "Acme" for Acme Foods."""
    full = core_words(entity.name)
    if form.kind == "person" and words == full[:1] and not entity.place and given_name_gender(words[0]) is None:
        return True
    return full == words or is_acronym(form.text) or _only_tail(form.text, entity.name)


def _only_tail(short: str, full: str) -> bool:
    rest = core_words(full)[len(core_words(short)) :]
    return bool(rest) and NAME_TAILS.issuperset(rest)


def _keys(words: tuple[str, ...]) -> list[str]:
    """What a body is looked up by: its first word, the last (and the one before a preposition), its letters as an
    acronym, and its beginning (for slips)."""
    if not words:
        return []
    before = [words[i - 1] for i, word in enumerate(words) if i and word in PREPOSITIONS][:1]
    ends = dict.fromkeys((words[-1], *before))
    return [f"<{words[0]}", *(f">{word}" for word in ends), f"@{fold(''.join(words))}", f"~{words[0][:3]}{len(words)}"]
