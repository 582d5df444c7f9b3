"""What requests and answers hold, as the interface describes itself (OpenAPI)."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field

from quoteminer.types import Act, QuoteType


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid")


class Request(_Strict):
    """An article, and which quotes of it are wanted."""

    text: Annotated[str, Field(min_length=1, description="The article; positions count its code points.")]
    id: Annotated[str, Field(description="A name for it, which the record repeats.")] = ""
    meta: Annotated[dict[str, Any], Field(description="What else is known of it; the record repeats it.")] = {}
    types: Annotated[list[QuoteType] | None, Field(description="Which types of quotes; null is all.")] = None
    acts: Annotated[list[Act] | None, Field(description="Which acts; null is all.")] = ["speech"]
    min_confidence: Annotated[float, Field(ge=0, le=1, description="Leave out quotes of a lower confidence.")] = 0.0


class RecordBody(_Strict):
    """A record, as /api/extract gave it or corrected by hand."""

    record: Annotated[dict[str, Any], Field(description="The record, with its text; see record.schema.json.")]


class ExportBody(RecordBody):
    """A record, and the format that it is wanted in."""

    format: Annotated[str, Field(description="A format of quoteminer, or gold: annotations that evaluate reads.")]


class FileArticle(_Strict):
    """An article that was found in a file."""

    id: str
    text: str
    meta: dict[str, Any]


class FileArticles(_Strict):
    """The articles of a file, and what was wrong with others."""

    articles: list[FileArticle]
    errors: list[str]


class Health(_Strict):
    """How the server does."""

    status: str
    version: str
    model: str
    waiting: Annotated[int, Field(description="Requests that are in line or worked on.")]


class Problem(BaseModel):
    """Why a request was not answered."""

    detail: str
