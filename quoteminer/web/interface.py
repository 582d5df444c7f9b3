"""The interface: articles to records, files to articles, records to views and files."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Annotated, Any, Literal
from urllib.parse import quote

from fastapi import APIRouter, Body, Query, Request, Response
from starlette.exceptions import HTTPException

from quoteminer import __version__
from quoteminer.evaluation.gold import Checked
from quoteminer.records import ArticleRecord, Selection
from quoteminer.report.data import article_data
from quoteminer.web import models
from quoteminer.web.checks import check_json, checked_record
from quoteminer.web.engine import Engine
from quoteminer.web.files import MEDIA, NAMES, articles_in, export
from quoteminer.web.guard import FILES, Limits
from quoteminer.web.metrics import MEDIA as FIGURES
from quoteminer.web.metrics import Metrics
from quoteminer.web.problems import OF_GET, OF_POST, Answer, problems

if TYPE_CHECKING:
    from quoteminer.miner import QuoteMiner

_NAMES: Any = Literal[NAMES]
_A_FILE: dict[int | str, dict[str, Any]] = {
    200: {"content": {media.partition(";")[0]: {} for media in MEDIA.values()}, "description": "The file."}
}

_BYTES: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}},
    }
}
_TEXT: dict[int | str, dict[str, Any]] = {
    200: {"content": {"text/plain": {"schema": {"type": "string"}}}, "description": "Figures."}
}


@dataclass(frozen=True, slots=True)
class Services:
    """The state that the routes share: the miner, its queue (``engine``), a queue that needs no model (``desk``)."""

    miner: QuoteMiner
    engine: Engine
    desk: Engine
    metrics: Metrics
    limits: Limits


def interface(services: Services) -> APIRouter:
    """Return the routes of programs: /api, /healthz and /metrics."""
    router = APIRouter()
    _add_articles(router, services)
    _add_records(router, services)
    _add_figures(router, services)
    return router


def _add_articles(router: APIRouter, services: Services) -> None:
    @router.post("/api/extract", responses=OF_POST, response_model=models.Record)
    async def extract(request: models.Request) -> Response:
        """Extract the quotes of an article. The record holds the article's text."""
        size, most = len(request.text), services.limits.characters
        if size > most:
            raise HTTPException(413, f"The article has {size:,} characters; {most:,} are allowed. Give it in parts.")
        check_json(request.meta)
        record = await services.engine.run(partial(_mined, services.miner, request))
        services.metrics.count(record, len(request.text.split()))
        return Answer(record.to_dict())

    @router.post(FILES, responses=OF_POST, response_model=models.FileArticles, openapi_extra=_BYTES)
    async def files(
        request: Request, name: Annotated[str, Query(max_length=500, description="Its name, used for ids.")] = ""
    ) -> Response:
        """Read the articles of a file: text, HTML, JSON lines, CSV and others, packed or not."""
        content = await request.body()
        return Answer(await services.desk.run(partial(articles_in, content, name, services.limits.characters)))


def _add_records(router: APIRouter, services: Services) -> None:
    async def of_record(record: dict[str, Any], make: Callable[[ArticleRecord], Any]) -> Any:
        return await services.desk.run(lambda: make(checked_record(record)))

    @router.post("/api/view", responses=OF_POST, response_model=models.View)
    async def view(record: Annotated[dict[str, Any], Body()]) -> Response:
        """Return what the page shows of a record, which may have been corrected by hand."""
        return Answer(await of_record(record, article_data))

    @router.post("/api/export", responses={**_A_FILE, **OF_POST, **problems(501)}, response_class=Response)
    async def download(
        record: Annotated[dict[str, Any], Body()],
        format: Annotated[_NAMES, Query()],
        checked: Annotated[Checked, Query(description="How much of it was checked by hand, for gold.")] = "part",
    ) -> Response:
        """Return a record as a file in a format; gold is annotations that ``quoteminer evaluate`` reads."""
        file = await of_record(record, lambda right: export(right, format, checked=checked))
        disposition = f"attachment; filename*=UTF-8''{quote(file.name, safe='')}"
        return Response(file.content, media_type=file.media, headers={"Content-Disposition": disposition})


def _add_figures(router: APIRouter, services: Services) -> None:
    model = f"{services.miner.info.name} {services.miner.info.version}"

    @router.get("/healthz", responses=OF_GET, response_model=models.Health)
    async def healthz() -> Response:
        """Return the state of the server."""
        return Answer({"status": "ok", "version": __version__, "model": model, "waiting": services.engine.inside})

    @router.get("/metrics", responses={**_TEXT, **OF_GET}, response_class=Response)
    async def figures() -> Response:
        """Return figures in Prometheus' text format."""
        return Response(services.metrics.text(), media_type=FIGURES)


def _mined(miner: QuoteMiner, request: models.Request) -> ArticleRecord:
    record = miner.mine(request.text, id=request.id, meta=request.meta, with_text=True, acts="all")
    types, acts = (None if one is None else frozenset[Any](one) for one in (request.types, request.acts))
    return Selection(types, acts, request.min_confidence).of(record)
