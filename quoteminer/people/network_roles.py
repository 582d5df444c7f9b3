"""Give people the role and the affiliation that the network reads near their names."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from quoteminer.names.lexicon import DETERMINERS
from quoteminer.names.organisations import plain_organisation
from quoteminer.network.reading import Attribute
from quoteminer.people.clustering import EntityStore

#: The least probability of a role or affiliation that is used. On held-out articles 0.5 has the same F1, but more wrong
#: ones.
_LEAST: Final = 0.6
_WORD = re.compile(r"\w")


def add_attributes(store: EntityStore, attributes: Sequence[Attribute]) -> None:
    """Give each person without a role, or without an affiliation, the most probable one of the network."""
    people = [entity for entity in store.entities if entity.kind == "person"]
    starts = {start: entity for entity in people for start, _ in entity.mentions}
    ends = {end: entity for entity in people for _, end in entity.mentions}
    for one in sorted(attributes, key=lambda one: -one.score):
        entity = starts.get(one.name[0]) or ends.get(one.name[1])  # its name may have been trimmed at one end
        words = " ".join(store.text[one.start : one.end].split())
        if entity is None or one.score < _LEAST or not _WORD.search(words):
            continue
        if one.kind == "affiliation":
            entity.affiliation = entity.affiliation or plain_organisation(words)
        else:
            first, _, rest = words.partition(" ")
            entity.role = entity.role or (rest if rest and first.casefold() in DETERMINERS else words)
