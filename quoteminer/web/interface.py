"""The interface: articles to records, drafts to checks, files to articles, records to views and files."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Annotated, Any, Literal
from urllib.parse import quote

from fastapi import APIRouter, Body, Query, Request, Response
from starlette.exceptions import HTTPException

from quoteminer import __version__
from quoteminer.checking.check import check
from quoteminer.evaluation.gold import Checked
from quoteminer.records import ArticleRecord, Selection
from quoteminer.report.check import check_page
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
_BYTES = {"required": True, "content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}}}


def interface(miner: QuoteMiner, limits: Limits, *, engine: Engine, desk: Engine, metrics: Metrics) -> APIRouter:
    """Return the routes of programs: /api, /healthz and /metrics. ``engine`` runs the model; ``desk`` runs what needs
    none."""
    router = APIRouter()

    def check_size(thing: str, *texts: str) -> None:
        size, most = sum(map(len, texts)), limits.characters
        if size > most:
            raise HTTPException(413, f"{thing} {size:,} characters; {most:,} are allowed. Give less at a time.")

    @router.post("/api/extract", responses=OF_POST, response_model=models.Record)
    async def extract(request: models.Request) -> Response:
        """Extract the quotes of an article. The record holds the article's text."""
        check_size("The article has", request.text)
        check_json(request.meta)
        record = await engine.run(partial(_mined, miner, request))
        metrics.count(record, len(request.text.split()))
        return Answer(record.to_dict())

    @router.post(
        "/api/check",
        responses={**_content("The record, or its page.", "text/html"), **OF_POST},
        response_model=models.CheckRecord,
    )
    async def check_draft(
        request: models.CheckRequest,
        format: Annotated[Literal["json", "html"], Query(description="A record, or the page of it.")] = "json",
    ) -> Response:
        """Look for the quotations of a draft in sources. Together these may be as long as an article."""
        check_size("The draft and its sources have", request.draft, *request.sources)
        sources = [(f"Source {number}", text) for number, text in enumerate(request.sources, 1)]
        record = await engine.run(lambda: check(("Draft", request.draft), sources, miner=miner))
        return Answer(record.to_dict()) if format == "json" else Response(check_page(record), media_type="text/html")

    @router.post(FILES, responses=OF_POST, response_model=models.FileArticles, openapi_extra={"requestBody": _BYTES})
    async def files(
        request: Request, name: Annotated[str, Query(max_length=500, description="Its name, used for ids.")] = ""
    ) -> Response:
        """Read the articles of a file: text, HTML, JSON lines, CSV and others, packed or not."""
        content = await request.body()
        return Answer(await desk.run(partial(articles_in, content, name, limits.characters)))

    async def of_record(record: dict[str, Any], make: Callable[[ArticleRecord], Any]) -> Any:
        return await desk.run(lambda: make(checked_record(record)))

    @router.post("/api/view", responses=OF_POST, response_model=models.View)
    async def view(record: Annotated[dict[str, Any], Body()]) -> Response:
        """Return what the page shows of a record, which may have been corrected by hand."""
        return Answer(await of_record(record, article_data))

    @router.post(
        "/api/export",
        responses={**_content("The file.", *MEDIA.values()), **OF_POST, **problems(501)},
        response_class=Response,
    )
    async def download(
        record: Annotated[dict[str, Any], Body()],
        format: Annotated[_NAMES, Query()],
        checked: Annotated[Checked, Query(description="How much of it was checked by hand, for gold.")] = "part",
    ) -> Response:
        """Return a record as a file in a format; gold is annotations that ``quoteminer evaluate`` reads."""
        file = await of_record(record, lambda right: export(right, format, checked=checked))
        disposition = f"attachment; filename*=UTF-8''{quote(file.name, safe='')}"
        return Response(file.content, media_type=file.media, headers={"Content-Disposition": disposition})

    @router.get("/healthz", responses=OF_GET, response_model=models.Health)
    async def healthz() -> Response:
        """Return the state of the server."""
        model = f"{miner.info.name} {miner.info.version}"
        return Answer({"status": "ok", "version": __version__, "model": model, "waiting": engine.inside})

    @router.get("/metrics", responses={**_content("Figures.", "text/plain"), **OF_GET}, response_class=Response)
    async def figures() -> Response:
        """Return figures in Prometheus' text format."""
        return Response(metrics.text(), media_type=FIGURES)

    return router


def _content(description: str, *media: str) -> dict[int | str, dict[str, Any]]:
    """Describe an answer of these media types, for OpenAPI."""
    return {200: {"content": {name.partition(";")[0]: {} for name in media}, "description": description}}


def _mined(miner: QuoteMiner, request: models.Request) -> ArticleRecord:
    record = miner.mine(request.text, id=request.id, meta=request.meta, with_text=True, acts="all")
    types, acts = (None if one is None else frozenset[Any](one) for one in (request.types, request.acts))
    return Selection(types, acts, request.min_confidence).of(record)
