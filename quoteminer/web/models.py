"""The fields of requests and answers, also for OpenAPI."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, PlainValidator, WithJsonSchema
from pydantic_core import PydanticCustomError

from quoteminer.types import Act, QuoteType


def _text(value: object) -> str:
    """Accept any string of JSON, also with lone surrogates, which pydantic refuses."""
    if not isinstance(value, str):
        raise PydanticCustomError("string", "Input should be a string")
    return value


def _words(value: object) -> str:
    text = _text(value)
    if not text:
        raise PydanticCustomError("empty", "Input should have a character at least")
    return text


_TEXT = {
    "type": "string",
    "minLength": 1,
    "title": "Text",
    "description": "The article; positions count its code points.",
}
_ID = {"type": "string", "title": "Id", "description": "An id, which the record repeats.", "default": ""}


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid")


class Request(_Strict):
    """An article, and a selection of its quotes."""

    text: Annotated[str, PlainValidator(_words), WithJsonSchema(_TEXT)]
    id: Annotated[str, PlainValidator(_text), WithJsonSchema(_ID)] = ""
    meta: Annotated[dict[str, Any], Field(description="Metadata, which the record repeats.")] = {}
    types: Annotated[list[QuoteType] | None, Field(description="Types of quotes; null is all.")] = None
    acts: Annotated[list[Act] | None, Field(description="Acts; null is all.")] = ["speech"]
    min_confidence: Annotated[float, Field(ge=0, le=1, strict=True, description="Lowest confidence of a quote.")] = 0.0


class Record(BaseModel):
    """A record. description.py replaces this schema by that of records."""


class View(BaseModel):
    """A record as the page shows it; quoteminer.report.data.article_data lists the fields."""

    model_config = ConfigDict(extra="allow")


class FileArticle(_Strict):
    """An article of a file."""

    id: str
    text: str
    meta: dict[str, Any]


class FileArticles(_Strict):
    """The articles of a file, and errors of others."""

    articles: list[FileArticle]
    errors: list[str]


class Health(_Strict):
    """The state of the server."""

    status: str
    version: str
    model: str
    waiting: Annotated[int, Field(description="Requests in line or in work.")]


class Problem(BaseModel):
    """The reason why a request failed."""

    detail: str
