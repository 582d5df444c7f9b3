"""The interface's own description: FastAPI's, with the schema of records in its place."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from quoteminer.records import record_schema

_PLACE: Final = "#/components/schemas/"
_OF_RECORDS: Final = ("/api/view", "/api/export")


def describe(app: FastAPI) -> Callable[[], dict[str, Any]]:
    """What gives the description of an application as OpenAPI 3.1; it is made once."""

    def openapi() -> dict[str, Any]:
        if app.openapi_schema is None:
            app.openapi_schema = _with_records(get_openapi(title=app.title, version=app.version, routes=app.routes))
        return app.openapi_schema

    return openapi


def _with_records(description: dict[str, Any]) -> dict[str, Any]:
    schema = record_schema()
    parts = schema.pop("$defs")
    schemas = description["components"]["schemas"]
    for name, part in {"": schema, **parts}.items():
        schemas[_component(name)] = _pointing(part)
    for name in ("$schema", "$id"):
        schemas[_component("")].pop(name)
    whole = {"allOf": [{"$ref": _PLACE + _component("")}, {"required": ["text"]}]}
    for path in _OF_RECORDS:
        description["paths"][path]["post"]["requestBody"]["content"]["application/json"]["schema"] = whole
    return description


def _component(part: str) -> str:
    return f"Record{part.title()}"


def _pointing(value: Any) -> Any:
    """The schema with its references to where its parts stand now."""
    if isinstance(value, list):
        return [_pointing(one) for one in value]
    if not isinstance(value, dict):
        return value
    return {
        key: _PLACE + _component(one.rpartition("/")[2]) if key == "$ref" else _pointing(one)
        for key, one in value.items()
    }
