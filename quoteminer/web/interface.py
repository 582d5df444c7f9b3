"""The interface: articles to records, files to articles, records to views and files."""

from __future__ import annotations

import io
from functools import partial
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from fastapi import APIRouter, Request, Response
from fastapi.responses import JSONResponse
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException

from quoteminer import __version__
from quoteminer.errors import InputError
from quoteminer.records import ArticleRecord
from quoteminer.report.data import article_data
from quoteminer.selection import Wanted
from quoteminer.text.read import STDIN, Input, read_inputs
from quoteminer.web import models
from quoteminer.web.checks import checked_record
from quoteminer.web.engine import Engine
from quoteminer.web.exports import export
from quoteminer.web.metrics import MEDIA, Metrics
from quoteminer.web.problems import PROBLEMS
from quoteminer.web.settings import Limits

if TYPE_CHECKING:
    from quoteminer.miner import QuoteMiner

MOST_ARTICLES = 200
"""Articles that are taken out of a file."""


def interface(miner: QuoteMiner, engine: Engine, metrics: Metrics, limits: Limits) -> APIRouter:
    """The routes below /api, and those for who watches the server."""
    router = APIRouter()
    model = f"{miner.info.name} {miner.info.version}"

    @router.post("/api/extract", responses=PROBLEMS)
    async def extract(request: models.Request) -> models.RecordBody:
        """Say who said what in an article. The record holds the article's text."""
        _check_length(request.text, limits)
        record = await engine.run(partial(_mined, miner, request))
        metrics.count(record, len(request.text.split()))
        return models.RecordBody(record=record.to_dict())

    @router.post("/api/files", responses=PROBLEMS)
    async def files(request: Request) -> models.FileArticles:
        """Take the articles out of a file, the body of the request: text, HTML, JSON lines, CSV, packed or not."""
        data = await request.body()
        return await run_in_threadpool(_articles_in, data, limits.characters)

    @router.post("/api/view", responses=PROBLEMS)
    async def view(body: models.RecordBody) -> dict[str, Any]:
        """What the page shows of a record."""
        return await run_in_threadpool(lambda: article_data(checked_record(body.record)))

    @router.post("/api/export", responses=PROBLEMS, response_class=Response)
    async def download(body: models.ExportBody) -> Response:
        """A record as a file of a format."""
        file = await run_in_threadpool(lambda: export(checked_record(body.record), body.format))
        disposition = f"attachment; filename*=UTF-8''{quote(file.name)}"
        return Response(file.content, media_type=file.media, headers={"Content-Disposition": disposition})

    @router.get("/healthz")
    async def healthz() -> models.Health:
        """Whether the server works."""
        return models.Health(status="ok", version=__version__, model=model, waiting=engine.inside)

    @router.get("/metrics", response_class=Response)
    async def figures() -> Response:
        """Figures in Prometheus' text format."""
        return Response(metrics.text(), media_type=MEDIA)

    return router


def _mined(miner: QuoteMiner, request: models.Request) -> ArticleRecord:
    record = miner.mine(request.text, id=request.id, meta=request.meta, with_text=True)
    wanted = Wanted(_set(request.types), _set(request.acts), request.min_confidence)
    return wanted.of(record)


def _set(values: list[Any] | None) -> frozenset[Any] | None:
    return None if values is None else frozenset(values)


def _check_length(text: str, limits: Limits) -> None:
    if len(text) > limits.characters:
        raise HTTPException(
            413, f"The article has {len(text):,} characters; {limits.characters:,} are allowed. Give it in parts."
        )


def _articles_in(data: bytes, characters: int) -> models.FileArticles:
    articles, errors = [], []
    for read in read_inputs([STDIN], stdin=io.BytesIO(data)):
        if isinstance(read, InputError):
            errors.append(str(read).removeprefix(f"{STDIN}: "))
        elif len(articles) == MOST_ARTICLES:
            errors.append(f"The file has more than {MOST_ARTICLES} articles. Use quoteminer corpus for it.")
            break
        else:
            articles.append(models.FileArticle(id=read.id, text=read.text, meta=dict(read.meta)))
    return models.FileArticles(articles=articles, errors=errors)
