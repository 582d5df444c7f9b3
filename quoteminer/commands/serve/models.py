"""Models of requests and answers, to check them and for the OpenAPI description; errors as answers
with a status."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Final, Literal

import fastapi
from fastapi.exceptions import RequestValidationError
from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Discriminator,
    Field,
    Tag,
)
from pydantic_core import PydanticCustomError
from starlette.exceptions import HTTPException

from quoteminer.commands.serve.engine import BusyError, SlowError
from quoteminer.errors import (
    ConfigError,
    DependencyError,
    ModelError,
    OutdatedError,
    QuoteMinerError,
)
from quoteminer.records import Selection
from quoteminer.records.jsontext import dump
from quoteminer.types import Act, QuoteType
from quoteminer.types.field_types import Rule, Share, Text

_STATUS: Final = {
    BusyError: 429,
    SlowError: 504,
    OutdatedError: 412,
    DependencyError: 501,
    ModelError: 500,
}
_DESCRIBED: Final = {
    400: "The content can't be used, or the host is not a name of this server.",
    403: "The request comes from a page of another site.",
    404: "There is no article with this number.",
    408: "The body did not arrive in time.",
    412: "Somebody else has corrected the article since it was read.",
    413: "The article or the request is too large.",
    415: "The body has another type.",
    422: "The request does not match this description.",
    429: "Too many requests are waiting; Retry-After gives the seconds after which to try again.",
    500: "The server failed.",
    501: "A library that this format needs is not installed on the server.",
    504: "The request took too long.",
}
_UNREAD: Final = "There was an error parsing the body"  # fastapi's message
_NO_JSON: Final = "The body is not valid JSON. Send a JSON object in UTF-8, not deeply nested."
_RETRY: Final = {
    "Retry-After": {"description": "Seconds.", "schema": {"type": "integer", "minimum": 1}}
}


def _not_empty(text: str) -> str:
    if not text:
        raise PydanticCustomError("empty", "Input should have at least 1 character")
    return text


def _checked(name: str) -> BeforeValidator:
    """Check ``types`` or ``acts`` before their JSON type, with the same error as elsewhere."""

    def check(value: Any) -> Any:
        choice: dict[str, Any] = {name: value}
        try:
            chosen = getattr(Selection(**choice), name)
        except ConfigError as error:
            raise PydanticCustomError("config", "{reason}", {"reason": str(error)}) from None
        return list(chosen) if isinstance(value, str) else value

    return BeforeValidator(check)


_Types = QuoteType | Literal["all"] | list[QuoteType]
_Acts = Act | Literal["speech", "all"] | list[Act | Literal["speech"]]
_Filled = Annotated[Text, AfterValidator(_not_empty), Rule(json={"minLength": 1})]


def _examples(*examples: dict[str, Any]) -> ConfigDict:
    return ConfigDict(json_schema_extra={"examples": list(examples)})


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid")


class Request(_Strict):
    """An article and a selection of its quotes."""

    model_config = _examples(
        {"text": "“We cannot wait for the next storm,” said Ana Pinto, head of the Quay Board."},
        {
            "text": "Kofi Berg, a fisherman, said that the work would close the harbour.",
            "id": "harbour-2",
            "meta": {"title": "Harbour wall to be raised", "date": "2026-11-02"},
            "acts": "all",
            "min_confidence": 0.6,
        },
    )

    text: Annotated[_Filled, Field(description="The article; positions count its code points.")]
    id: Annotated[Text, Field(description="A name for it, which the record repeats.")] = ""
    meta: Annotated[
        dict[str, Any], Field(description="Other facts about it; the record repeats them.")
    ] = {}
    types: Annotated[
        _Types | None, _checked("types"), Field(description="Types of quotes; null is all.")
    ] = "all"
    acts: Annotated[_Acts | None, _checked("acts"), Field(description="Acts; null is all.")] = (
        "speech"
    )
    min_confidence: Annotated[
        Share, Field(description="Leave out quotes of a lower confidence.")
    ] = 0.0


Requests = Annotated[
    Annotated[Request, Tag("one")]
    | Annotated[list[Request], Tag("several"), Field(min_length=1, max_length=1000)],
    Discriminator(lambda value: "several" if isinstance(value, list) else "one"),
]
"""An article, or some; the error of one names its place."""


class CheckRequest(_Strict):
    """A draft, and the sources to search for its quotations."""

    model_config = _examples(
        {
            "draft": "“We sell 14 loaves on Mondays,” said Ana Pinto.",
            "sources": ["ANA PINTO: We sell 40 loaves on Mondays."],
        }
    )

    draft: Annotated[_Filled, Field(description="A text with quotations.")]
    sources: Annotated[
        list[Text],
        Field(
            min_length=1,
            max_length=100,
            description="What was said: transcripts, speeches, articles.",
        ),
    ]


class Record(BaseModel):
    """A record. app.py replaces this schema by the schema of records."""


class CheckRecord(BaseModel):
    """The verdicts on a draft. app.py replaces this schema by `check_schema`."""


class View(BaseModel):
    """The data of a record that the page shows; see quoteminer.commands.report.page.article_data
    for the fields."""

    model_config = ConfigDict(extra="allow")


class FileArticle(_Strict):
    """An article of a file. ``title``: from its metadata, else its headline, else its id.
    ``record``: that of an article which was read before, if the file has records."""

    id: str
    title: str
    text: str
    meta: dict[str, Any]
    record: Record | None = None


class FileArticles(_Strict):
    """The articles of a file, and the errors of articles that can't be read."""

    articles: list[FileArticle]
    errors: list[str]


class NamedRequest(_Strict):
    """An article."""

    text: Annotated[_Filled, Field(description="The article.")]


class NamedSpeaker(BaseModel):
    """A person or organisation that an article names: the fields of a speaker without quotes."""

    name: str
    kind: str
    role: str | None
    affiliation: str | None


class Health(_Strict):
    """The state of the server."""

    status: str
    version: str
    model: str
    waiting: Annotated[int, Field(description="Requests that are in line or worked on.")]
    working: Annotated[int, Field(description="Those that are worked on.")]


class Problem(BaseModel):
    """The reason for refusing a request."""

    detail: str


def problems(*statuses: int) -> dict[int | str, dict[str, Any]]:
    return {
        status: (
            {"model": Problem, "description": _DESCRIBED[status]}
            | ({"headers": _RETRY} if status == 429 else {})
        )
        for status in statuses
    }


OF_GET: Final = problems(400, 500)
OF_POST: Final = problems(400, 403, 408, 413, 415, 422, 429, 500, 504)


def add_problems(app: fastapi.FastAPI) -> None:
    app.add_exception_handler(QuoteMinerError, _of_ours)
    app.add_exception_handler(RequestValidationError, _of_request)
    app.add_exception_handler(HTTPException, _of_http)
    app.add_exception_handler(
        Exception, lambda *_: problem("The server failed; its terminal shows the error.", 500)
    )


class Answer(fastapi.Response):
    """JSON that may have lone surrogates, as escapes."""

    media_type = "application/json"

    def render(self, content: Any) -> bytes:
        return dump(content).encode("utf-8")


def problem(detail: str, status: int, headers: Mapping[str, str] | None = None) -> Answer:
    return Answer({"detail": " ".join(detail.split())}, status, headers)


def _of_ours(request: fastapi.Request, error: Exception) -> Answer:
    status = next((_STATUS[kind] for kind in type(error).__mro__ if kind in _STATUS), 400)
    return problem(str(error), status, {"Retry-After": "2"} if status == 429 else None)


def _of_request(request: fastapi.Request, error: Exception) -> Answer:
    """Return the first error and its place, without the value, which can be long or not text at
    all."""
    assert isinstance(error, RequestValidationError)
    first = error.errors()[0]
    where = ".".join(str(part) for part in first["loc"] if part not in ("one", "several"))
    return problem(f"{where}: {first['msg']}. See /openapi.json for what can be sent.", 422)


def _of_http(request: fastapi.Request, error: Exception) -> Answer:
    assert isinstance(error, HTTPException)
    detail = _NO_JSON if error.detail == _UNREAD else str(error.detail)
    return problem(detail, error.status_code, error.headers)
