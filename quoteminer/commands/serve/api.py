"""The API for single articles, files and drafts, described at /openapi.json."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import dataclass
from functools import partial
from io import BytesIO, StringIO
from typing import TYPE_CHECKING, Annotated, Any, Final, Literal
from urllib.parse import quote

from fastapi import APIRouter, Body, Depends, Query, Request, Response
from starlette.exceptions import HTTPException
from starlette.responses import StreamingResponse

from quoteminer.commands.check.check import check
from quoteminer.commands.check.check_docx import DOCX, CheckDocxWriter
from quoteminer.commands.check.check_page import CheckPageWriter
from quoteminer.commands.report.page import article_data
from quoteminer.commands.serve import models
from quoteminer.commands.serve.engine import BusyError, Engine, Metrics, Result
from quoteminer.commands.serve.guard import FILES
from quoteminer.commands.serve.models import OF_GET, OF_POST, Answer, problems
from quoteminer.commands.serve.request_files import (
    MEDIA,
    NAMES,
    articles_in,
    check_json,
    checked_record,
    export,
)
from quoteminer.errors import QuoteMinerError
from quoteminer.output.writer import written
from quoteminer.records import ArticleRecord, Speaker
from quoteminer.records.jsontext import dump
from quoteminer.version import __version__

if TYPE_CHECKING:
    from quoteminer.miner import QuoteMiner
    from quoteminer.network.load import ModelInfo

LONG: Final = 20_000  # an article with more characters is a long one
LINES: Final = "application/x-ndjson"
_NAMES: Any = Literal[NAMES]
_CheckFormat = Annotated[
    Literal["json", "html", "docx"],
    Query(description="A record, the page of it, or the draft as a Word document with comments."),
]
_Record = Annotated[dict[str, Any], Body()]
_BYTES: Final = {
    "required": True,
    "content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}},
}


@dataclass(frozen=True, slots=True)
class Api:
    """What the routes share. ``engine`` runs work that needs the model, ``desk`` other work; both
    run functions of this file, which other processes find by their names. ``characters``: the most
    of an article."""

    model: ModelInfo
    characters: int
    engine: Engine
    desk: Engine
    metrics: Metrics

    async def run(self, work: Callable[..., Result], *values: Any, size: int) -> Result:
        """Return the result of work with the model on texts of ``size`` characters."""
        return await self.engine.run(partial(work, *values), long=size > LONG)

    def check_size(self, size: int, thing: str = "The article has") -> None:
        if size > self.characters:
            allowed = f"{self.characters:,} are allowed. Give less at a time."
            raise HTTPException(413, f"{thing} {size:,} characters; {allowed}")

    async def extracted(self, request: models.Request) -> dict[str, Any]:
        self.check_size(len(request.text))
        check_json(request.meta)
        record = await self.run(_mined, request, size=len(request.text))
        self.metrics.count(record, len(request.text.split()))
        return record.to_dict(with_text=True)

    async def lines(self, requests: Sequence[models.Request]) -> AsyncIterator[bytes]:
        for request in requests:
            while True:
                try:
                    value = await self.extracted(request)
                except BusyError:  # a batch waits for its turn
                    await asyncio.sleep(0.2)
                    continue
                except HTTPException as error:
                    value = {"id": request.id, "detail": error.detail}
                except QuoteMinerError as error:
                    value = {"id": request.id, "detail": str(error)}
                break
            yield dump(value).encode() + b"\n"


def _api(request: Request) -> Api:
    api: Api = request.app.state.api
    return api


_Api = Annotated[Api, Depends(_api)]
router: Final = APIRouter()


def _content(description: str, *media: str) -> dict[int | str, dict[str, Any]]:
    return {
        200: {"content": {name.partition(";")[0]: {} for name in media}, "description": description}
    }


@router.post(
    "/api/extract",
    responses={
        **_content("A record, or a line for each.", "application/json", LINES),
        **OF_POST,
    },
    response_model=models.Record,
)
async def extract(request: models.Requests, api: _Api) -> Response:
    """Extract the quotes of an article. The answer is its record, with the text of the article.
    For a list of articles, the answer is JSON lines: the record of each article, in order, as
    soon as it is ready; for an article that fails, its id, and the reason as ``detail``."""
    if isinstance(request, list):
        return StreamingResponse(api.lines(request), media_type=LINES)
    return Answer(await api.extracted(request))


@router.post(
    "/api/check",
    responses={
        **_content("The record, or its page.", "text/html", DOCX),
        **OF_POST,
        **problems(501),
    },
    response_model=models.CheckRecord,
)
async def check_draft(
    request: models.CheckRequest, api: _Api, format: _CheckFormat = "json"
) -> Response:
    """Look for the quotations of a draft in sources. Draft and sources together may be as long
    as an article."""
    size = len(request.draft) + sum(map(len, request.sources))
    api.check_size(size, "The draft and its sources have")
    content, media = await api.run(_checked, request, format, size=size)
    return Response(content, media_type=media)


@router.post(
    FILES,
    responses=OF_POST,
    response_model=models.FileArticles,
    openapi_extra={"requestBody": _BYTES},
)
async def files(
    request: Request,
    api: _Api,
    name: Annotated[str, Query(max_length=500, description="Its name, used for ids.")] = "",
) -> Response:
    """Read the articles of a file: text, HTML, JSON lines, CSV and others, packed or not."""
    content = await request.body()
    return Answer(await api.desk.run(partial(_articles, content, name, api.characters)))


@router.post("/api/named", responses=OF_POST, response_model=list[models.NamedSpeaker])
async def named(request: models.NamedRequest, api: _Api) -> Response:
    """Return all people and organisations that an article names, quoted or not."""
    api.check_size(len(request.text))
    speakers = await api.run(_named, request.text, size=len(request.text))
    return Answer([speaker.to_dict() for speaker in speakers])


@router.post("/api/view", responses=OF_POST, response_model=models.View)
async def view(record: _Record, api: _Api) -> Response:
    """Return the data that the page shows of a record, which may have corrections by hand."""
    return Answer(await api.desk.run(partial(_viewed, record)))


@router.post(
    "/api/export",
    responses={**_content("The file.", *MEDIA), **OF_POST, **problems(501)},
    response_class=Response,
)
async def download(record: _Record, api: _Api, format: Annotated[_NAMES, Query()]) -> Response:
    """Return a record as a file in a format. The format gold is for ``quoteminer evaluate``."""
    name, media, content = await api.desk.run(partial(_exported, record, format))
    disposition = f"attachment; filename*=UTF-8''{quote(name, safe='')}"
    return Response(content, media_type=media, headers={"Content-Disposition": disposition})


@router.head("/healthz", include_in_schema=False)  # as monitors ask
@router.get("/healthz", responses=OF_GET, response_model=models.Health)
async def healthz(api: _Api) -> Response:
    """Return the state of the server."""
    model = f"{api.model.name} {api.model.version}"
    counts = {"waiting": api.engine.inside, "working": api.engine.working}
    return Answer({"status": "ok", "version": __version__, "model": model, **counts})


@router.get(
    "/metrics",
    responses={**_content("Figures.", "text/plain"), **OF_GET},
    response_class=Response,
)
async def figures(api: _Api) -> Response:
    """Return figures in Prometheus' text format."""
    return Response(api.metrics.text(), media_type="text/plain; version=0.0.4; charset=utf-8")


def _mined(request: models.Request, miner: QuoteMiner) -> ArticleRecord:
    record = miner.mine(request.text, id=request.id, meta=request.meta, acts="all")
    return record.filter(
        types=request.types, acts=request.acts, min_confidence=request.min_confidence
    )


def _checked(
    request: models.CheckRequest, format: str, miner: QuoteMiner
) -> tuple[str | bytes, str]:
    """Return the result of a check in a format, and its media type."""
    sources = [(f"Source {number}", text) for number, text in enumerate(request.sources, 1)]
    record = check(("Draft", request.draft), sources, miner=miner)
    if format == "html":
        return written(CheckPageWriter, [record], StringIO()).getvalue(), "text/html"
    if format == "docx":
        return written(CheckDocxWriter, [record], BytesIO()).getvalue(), DOCX
    return dump(record.to_dict()), "application/json"


def _articles(content: bytes, name: str, characters: int, miner: QuoteMiner) -> dict[str, Any]:
    return articles_in(content, name, characters)


def _named(text: str, miner: QuoteMiner) -> tuple[Speaker, ...]:
    return miner.named(text)


def _viewed(record: dict[str, Any], miner: QuoteMiner) -> dict[str, Any]:
    return article_data(checked_record(record))


def _exported(record: dict[str, Any], format: str, miner: QuoteMiner) -> tuple[str, str, bytes]:
    return export(checked_record(record), format)
