"""What ties a speaker to a list of people that the user knows: part of a record (see `records.Speaker`)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from quoteminer.jsontext import plain

LinkStatus = Literal["linked", "ambiguous", "none"]


@dataclass(frozen=True, slots=True)
class KnownRow:
    """A row of the list that fits a speaker. ``key`` names it in the list. ``score``, 0..100, says how well it fits
    (see `linking.known_people`). ``columns`` are the row's columns besides key, name, aliases and kind, as the list has
    them."""

    key: str
    name: str
    score: float
    columns: Mapping[str, Any] = field(default_factory=dict, hash=False)


@dataclass(frozen=True, slots=True)
class Known:
    """Who of the list a speaker is.

    ``status``: "linked": ``row`` is the speaker; "ambiguous": it is not sure which row of ``candidates`` (the best
    first, five at most) is, if any; "none": no row fits. ``fitting`` counts the rows that fit, listed or not.
    """

    status: LinkStatus
    row: KnownRow | None = None
    candidates: tuple[KnownRow, ...] = ()
    fitting: int = 0


def known_to_dict(known: Known) -> dict[str, Any]:
    """The link as JSON-ready values: the fields of the row beside the status, null where there is none."""
    row = known.row
    return {
        "status": known.status,
        "key": row.key if row else None,
        "name": row.name if row else None,
        "score": row.score if row else None,
        "columns": plain(row.columns) if row else {},
        "candidates": [_row_to_dict(one) for one in known.candidates],
        "fitting": known.fitting,
    }


def known_from_dict(value: Mapping[str, Any]) -> Known:
    """The link that `known_to_dict` gave. Raises KeyError or TypeError where the value is none."""
    return Known(
        status=value["status"],
        row=None if value["key"] is None else _row_from_dict(value),
        candidates=tuple(_row_from_dict(one) for one in value["candidates"]),
        fitting=value["fitting"],
    )


def _row_to_dict(row: KnownRow) -> dict[str, Any]:
    return {"key": row.key, "name": row.name, "score": row.score, "columns": plain(row.columns)}


def _row_from_dict(value: Mapping[str, Any]) -> KnownRow:
    return KnownRow(value["key"], value["name"], value["score"], dict(value["columns"]))
