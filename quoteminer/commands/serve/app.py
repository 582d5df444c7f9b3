"""The application (a page, and an API described at /openapi.json), and the server that runs it."""

from __future__ import annotations

import asyncio
import logging
import os
import socket
import sys
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from functools import cache, partial
from io import BytesIO, StringIO
from threading import Timer
from types import FrameType
from typing import TYPE_CHECKING, Annotated, Any, Final, Literal
from urllib.parse import quote

import uvicorn
from fastapi import Body, FastAPI, Query, Request, Response
from fastapi.openapi.utils import get_openapi
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.responses import StreamingResponse
from starlette.types import ASGIApp

from quoteminer.commands.check.check import check
from quoteminer.commands.check.check_docx import DOCX, CheckDocxWriter
from quoteminer.commands.check.check_page import CheckPageWriter
from quoteminer.commands.check.check_record import check_schema
from quoteminer.commands.report.page import FRAME_SCRIPTS, article_data
from quoteminer.commands.report.templates import asset, template
from quoteminer.commands.serve import models
from quoteminer.commands.serve.connections import Connection
from quoteminer.commands.serve.engine import BusyError, Do, Engine, Metrics
from quoteminer.commands.serve.guard import FILES, Guard, Limits
from quoteminer.commands.serve.models import OF_GET, OF_POST, Answer, add_problems, problems
from quoteminer.commands.serve.project import Project, add_project
from quoteminer.commands.serve.request_files import (
    MEDIA,
    NAMES,
    articles_in,
    check_json,
    checked_record,
    export,
)
from quoteminer.commands.serve.worker import Worker
from quoteminer.errors import ConfigError, QuoteMinerError
from quoteminer.output.writer import written
from quoteminer.records import ArticleRecord, Speaker, record_schema
from quoteminer.records.jsontext import dump
from quoteminer.version import __version__

if TYPE_CHECKING:
    from quoteminer.miner import QuoteMiner
    from quoteminer.network.load import ModelInfo

_SCRIPTS = "ask corrections choose editor store works desk run tools checking main"
SCRIPTS: Final = tuple(f"{name}.js" for name in _SCRIPTS.split())
"""The page's own scripts, in this order, after the scripts that it shares with the report."""
AT_ONCE: Final = 4
"""Articles that are read at a time. Their windows take turns, so a short article is done soon. Each
needs memory."""
_NAMES: Any = Literal[NAMES]
_CheckFormat = Annotated[
    Literal["json", "html", "docx"],
    Query(description="A record, the page of it, or the draft as a Word document with comments."),
]
_BYTES = {
    "required": True,
    "content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}},
}
_WAITED: Final = 1.4  # seconds after a signal until the requests are cancelled
_LATEST: Final = 1.8  # seconds after a signal until everything ends
LONG: Final = 20_000  # an article with more characters is a long one
LINES: Final = "application/x-ndjson"
_COMPONENT: Final = "#/components/schemas/{model}"


def create_app(
    miner: QuoteMiner | Worker | None = None,
    limits: Limits = Limits(),  # noqa: B008
    project: Project | None = None,
) -> ASGIApp:
    """Return the ASGI application with a loaded miner, which all requests share; None loads the
    default model. Run it in one process and one event loop; other applications may share the miner.
    With a `Worker`, jobs run in its process, which ends with the application. ``project``: a run
    whose articles the page shows."""
    if miner is None:
        from quoteminer.miner import default_miner

        miner = default_miner()
    limits = replace(limits, longest=project.longest) if project else limits
    do: Do = miner.run if isinstance(miner, Worker) else lambda work, job: work(miner)
    engine = Engine(
        waiting=limits.waiting, seconds=limits.seconds, name="mine", at_once=AT_ONCE, do=do
    )
    desk = Engine(waiting=limits.waiting, seconds=limits.seconds, name="desk", do=do)
    files = Engine(waiting=limits.waiting, seconds=limits.seconds, name="project")
    metrics = Metrics(engine)

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        yield
        if isinstance(miner, Worker):
            miner.close()
        for queue in (engine, desk, files):
            await run_in_threadpool(queue.stop)

    app = FastAPI(
        title="QuoteMiner", version=__version__, lifespan=lifespan, docs_url=None, redoc_url=None
    )
    app.openapi = partial(_description, app)  # type: ignore[method-assign]
    add_problems(app)
    _add_interface(app, miner.info, limits, engine=engine, desk=desk, metrics=metrics)
    if project:
        add_project(app, project, files)
    _add_page(app, limits, project)
    return Guard(app, limits=limits, watch=metrics.answered)


def _description(app: FastAPI) -> dict[str, Any]:
    """Return FastAPI's description of the API (OpenAPI 3.1), with the schemas of records
    inserted."""
    if app.openapi_schema is None:
        app.openapi_schema = get_openapi(title=app.title, version=app.version, routes=app.routes)
        for name, make in (("Record", record_schema), ("CheckRecord", check_schema)):
            schema = make(ref_template=_COMPONENT)
            del schema["$schema"], schema["$id"]
            app.openapi_schema["components"]["schemas"] |= {**schema.pop("$defs"), name: schema}
        whole = {"allOf": [{"$ref": _COMPONENT.format(model="Record")}, {"required": ["text"]}]}
        for path in ("/api/view", "/api/export"):
            body = app.openapi_schema["paths"][path]["post"]["requestBody"]
            body["content"]["application/json"]["schema"] = whole
    return app.openapi_schema


def _add_interface(
    app: FastAPI, info: ModelInfo, limits: Limits, *, engine: Engine, desk: Engine, metrics: Metrics
) -> None:
    """Add /api, /healthz and /metrics. ``engine`` runs work that needs the model, ``desk`` other
    work; both run functions of this file, which other processes find by their names."""

    def check_size(thing: str, *texts: str) -> None:
        size, most = sum(map(len, texts)), limits.characters
        if size > most:
            raise HTTPException(
                413, f"{thing} {size:,} characters; {most:,} are allowed. Give less at a time."
            )

    async def extracted(request: models.Request) -> dict[str, Any]:
        record = await engine.run(partial(_mined, request), long=len(request.text) > LONG)
        metrics.count(record, len(request.text.split()))
        return record.to_dict(with_text=True)

    async def lines(requests: Sequence[models.Request]) -> AsyncIterator[bytes]:
        for request in requests:
            while True:
                try:
                    value = await extracted(request)
                except BusyError:  # a batch waits for its turn
                    await asyncio.sleep(0.2)
                    continue
                except QuoteMinerError as error:
                    value = {"id": request.id, "detail": str(error)}
                break
            yield dump(value).encode() + b"\n"

    @app.post(
        "/api/extract",
        responses={
            **_content("A record, or a line for each.", "application/json", LINES),
            **OF_POST,
        },
        response_model=models.Record,
    )
    async def extract(request: models.Requests) -> Response:
        """Extract the quotes of an article. The answer is its record, with the text of the article.
        For a list of articles, the answer is JSON lines: the record of each article, in order, as
        soon as it is ready; for an article that fails, its id, and the reason as ``detail``."""
        several = request if isinstance(request, list) else [request]
        for article in several:
            check_size("The article has", article.text)
            check_json(article.meta)
        if isinstance(request, list):
            return StreamingResponse(lines(request), media_type=LINES)
        return Answer(await extracted(request))

    @app.post(
        "/api/check",
        responses={
            **_content("The record, or its page.", "text/html", DOCX),
            **OF_POST,
            **problems(501),
        },
        response_model=models.CheckRecord,
    )
    async def check_draft(request: models.CheckRequest, format: _CheckFormat = "json") -> Response:
        """Look for the quotations of a draft in sources. Draft and sources together may be as long
        as an article."""
        check_size("The draft and its sources have", request.draft, *request.sources)
        long = sum(map(len, (request.draft, *request.sources))) > LONG
        content, media = await engine.run(partial(_checked, request, format), long=long)
        return Response(content, media_type=media)

    @app.post(
        FILES,
        responses=OF_POST,
        response_model=models.FileArticles,
        openapi_extra={"requestBody": _BYTES},
    )
    async def files(
        request: Request,
        name: Annotated[str, Query(max_length=500, description="Its name, used for ids.")] = "",
    ) -> Response:
        """Read the articles of a file: text, HTML, JSON lines, CSV and others, packed or not."""
        content = await request.body()
        return Answer(await desk.run(partial(_articles, content, name, limits.characters)))

    @app.post("/api/named", responses=OF_POST, response_model=list[models.NamedSpeaker])
    async def named(request: models.NamedRequest) -> Response:
        """Return all people and organisations that an article names, quoted or not."""
        check_size("The article has", request.text)
        found = await engine.run(partial(_named, request.text), long=len(request.text) > LONG)
        return Answer([speaker.to_dict() for speaker in found])

    @app.post("/api/view", responses=OF_POST, response_model=models.View)
    async def view(record: Annotated[dict[str, Any], Body()]) -> Response:
        """Return the data that the page shows of a record, which may have corrections by hand."""
        return Answer(await desk.run(partial(_viewed, record)))

    @app.post(
        "/api/export",
        responses={**_content("The file.", *MEDIA), **OF_POST, **problems(501)},
        response_class=Response,
    )
    async def download(
        record: Annotated[dict[str, Any], Body()], format: Annotated[_NAMES, Query()]
    ) -> Response:
        """Return a record as a file in a format. The format gold is for ``quoteminer evaluate``."""
        name, media, content = await desk.run(partial(_exported, record, format))
        disposition = f"attachment; filename*=UTF-8''{quote(name, safe='')}"
        return Response(content, media_type=media, headers={"Content-Disposition": disposition})

    @app.head("/healthz", include_in_schema=False)  # as monitors ask
    @app.get("/healthz", responses=OF_GET, response_model=models.Health)
    async def healthz() -> Response:
        """Return the state of the server."""
        model = f"{info.name} {info.version}"
        counts = {"waiting": engine.inside, "working": engine.working}
        return Answer({"status": "ok", "version": __version__, "model": model, **counts})

    @app.get(
        "/metrics",
        responses={**_content("Figures.", "text/plain"), **OF_GET},
        response_class=Response,
    )
    async def figures() -> Response:
        """Return figures in Prometheus' text format."""
        return Response(metrics.text(), media_type="text/plain; version=0.0.4; charset=utf-8")


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


def _content(description: str, *media: str) -> dict[int | str, dict[str, Any]]:
    return {
        200: {"content": {name.partition(";")[0]: {} for name in media}, "description": description}
    }


def _add_page(app: FastAPI, limits: Limits, project: Project | None) -> None:
    """Add the routes of the page, which are not in the OpenAPI description."""
    run = str(project.path.resolve()) if project else ""
    values = {"characters": limits.characters, "bytes": limits.body, "formats": NAMES, "run": run}
    html = template("page.html", __package__).render(values)
    styles = (
        asset("report.css")
        + asset("check.css", CheckPageWriter.package)
        + asset("page.css", __package__)
    )

    def add(path: str, content: str, media: str) -> None:
        @app.api_route(path, methods=["GET", "HEAD"], include_in_schema=False)
        async def answer() -> Response:
            return Response(content, media_type=media)

    add("/", html, "text/html")
    add("/page.js", scripts(), "text/javascript")
    add("/page.css", styles, "text/css")


@cache
def scripts() -> str:
    """Return the page's script: the report's scripts for an article, and the page's own scripts."""
    shared = [asset(name, CheckPageWriter.package) for name in (*FRAME_SCRIPTS, "check.js")]
    return "".join([*shared, *(asset(name, __package__) for name in SCRIPTS)])


def listen(host: str, port: int) -> socket.socket:
    """Return a listening socket; port 0 takes a free port. Requests wait until `serve`. Raises
    ConfigError."""
    try:
        family, _, _, _, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        listening = socket.create_server(address[:2], family=family, backlog=128)
    except (OSError, OverflowError) as error:
        raise ConfigError(
            f"--host {host} --port {port}: can't listen there ({error}). Give another one."
        ) from None
    # Connections inherit it. Without it, the body of an answer waits 40 ms, until its head is
    # acknowledged.
    listening.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, True)
    return listening


def address_of(listening: socket.socket) -> str:
    """Return the address to open in a browser on this computer."""
    host, port = listening.getsockname()[:2]
    shown = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)
    return f"http://[{shown}]:{port}/" if ":" in shown else f"http://{shown}:{port}/"


def serve(app: ASGIApp, listening: socket.socket, *, worker: Worker) -> None:
    """Answer requests until a signal, then waiting ones for a second; end two seconds after the
    signal, whatever runs. A second signal ends at once."""
    config = uvicorn.Config(
        app,
        log_level="error",
        access_log=False,
        server_header=False,
        ws="none",
        http=Connection,
        timeout_graceful_shutdown=_WAITED,  # type: ignore[arg-type]  # any number will do
    )
    _Server(config, worker).run(sockets=[listening])
    worker.close()


class _Server(uvicorn.Server):
    """Ends without raising the signal again, unlike uvicorn's own server, and soon."""

    def __init__(self, config: uvicorn.Config, worker: Worker) -> None:
        super().__init__(config)
        self._worker = worker

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        if self.should_exit:
            _end(self._worker, 128 + sig)
        self.should_exit = True
        # it would print a traceback of each request
        logging.getLogger("uvicorn.error").setLevel(logging.CRITICAL)
        end = Timer(_LATEST, _end, (self._worker, 0))
        end.daemon = True
        end.start()


def _end(worker: Worker, status: int) -> None:
    """End this process and the worker's at once."""
    worker.close()
    sys.stdout.flush()
    os._exit(status)
