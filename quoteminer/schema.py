"""The JSON Schema (2020-12) of records, generated from their dataclasses."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from quoteminer.records import SCHEMA_VERSION, ArticleRecord

_OPTIONAL = {
    ("ArticleRecord", "text"),
    ("ArticleRecord", "checked"),
    ("Quote", "checked"),
    ("Quote", "time"),
    ("Quote", "page"),
    ("Speaker", "known"),
    ("Cue", "spans"),
}
"""Fields that a record may lack; all others are always written."""


def record_schema(*, ref_template: str = "#/$defs/{model}") -> dict[str, Any]:
    """Return the JSON Schema (2020-12) of records. ``ref_template`` is the form of its references."""
    return schema_of(ArticleRecord, "record", SCHEMA_VERSION, optional=_OPTIONAL, ref_template=ref_template)


def schema_of(
    kind: type[Any], name: str, version: str, *, optional: Collection[tuple[str, str]], ref_template: str
) -> dict[str, Any]:
    """Return the JSON Schema (2020-12) of a dataclass. All fields are required except the ``optional`` ones, given as
    pairs of class name and field name. ``name`` and ``version`` go into its title and ``$id``."""
    from pydantic import TypeAdapter

    schema = TypeAdapter(kind).json_schema(ref_template=ref_template)
    for part in (schema, *schema["$defs"].values()):
        fields = part["properties"]
        fields.pop("omits_text", None)  # of a record in memory
        part["required"] = [field for field in fields if (part["title"], field) not in optional]
        part["properties"] = {
            field: {key: value for key, value in one.items() if key not in ("title", "default")}
            for field, one in fields.items()
        }
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"urn:quoteminer:{name}:{version}",
        **schema,
        "title": f"QuoteMiner {name}",
    }
