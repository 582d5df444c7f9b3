"""A fingerprint of the articles that a run has read, so that it goes on only where its input is what it was."""

from __future__ import annotations

import hashlib

from quoteminer.corpus.tasks import Failed, Item
from quoteminer.output.jsontext import dump, plain


class Fingerprint:
    """The SHA-256 of all items so far: whatever of an item can change its record, in order."""

    def __init__(self) -> None:
        self._hash = hashlib.sha256()

    def add(self, item: Item) -> None:
        """Take one more item into account."""
        if isinstance(item, Failed):
            known = dump(["failed", item.source, item.id, item.reason])
        else:
            known = dump([item.id, item.source, plain(item.meta), item.text])
        self._hash.update(known.encode() + b"\n")

    def digest(self) -> str:
        """In hex."""
        return self._hash.hexdigest()
