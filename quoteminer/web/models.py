"""The models of requests and answers, for checks and for the description (OpenAPI)."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, ConfigDict, Field
from pydantic_core import PydanticCustomError

from quoteminer.types import Act, QuoteType, Rule, Text


def _not_empty(text: str) -> str:
    if not text:
        raise PydanticCustomError("empty", "Input should have at least 1 character")
    return text


_Filled = Annotated[Text, AfterValidator(_not_empty), Rule(json={"minLength": 1})]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid")


class Request(_Strict):
    """An article and a selection of its quotes."""

    text: Annotated[_Filled, Field(description="The article; positions count its code points.")]
    id: Annotated[Text, Field(description="A name for it, which the record repeats.")] = ""
    meta: Annotated[dict[str, Any], Field(description="What else is known of it; the record repeats it.")] = {}
    types: Annotated[list[QuoteType] | None, Field(description="Which types of quotes; null is all.")] = None
    acts: Annotated[list[Act] | None, Field(description="Which acts; null is all.")] = ["speech"]
    min_confidence: Annotated[
        float, Field(ge=0, le=1, strict=True, description="Leave out quotes of a lower confidence.")
    ] = 0.0


class CheckRequest(_Strict):
    """A draft, and the sources that its quotations are looked for in."""

    draft: Annotated[_Filled, Field(description="A text with quotations.")]
    sources: Annotated[
        list[Text], Field(min_length=1, max_length=100, description="What was said: transcripts, speeches, articles.")
    ]


class Record(BaseModel):
    """A record. app.py puts the schema of records in the place of this one."""


class CheckRecord(BaseModel):
    """The verdicts on a draft. app.py puts `check_schema` in the place of this one."""


class View(BaseModel):
    """The fields of a record that the page shows: quoteminer.report.data.article_data has its fields."""

    model_config = ConfigDict(extra="allow")


class FileArticle(_Strict):
    """An article of a file."""

    id: str
    text: str
    meta: dict[str, Any]


class FileArticles(_Strict):
    """The articles of a file, and the errors of others."""

    articles: list[FileArticle]
    errors: list[str]


class Health(_Strict):
    """The state of the server."""

    status: str
    version: str
    model: str
    waiting: Annotated[int, Field(description="Requests that are in line or worked on.")]
