"""The application: a page, and an API described at /openapi.json."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from functools import cache, partial
from typing import TYPE_CHECKING, Any, Final

from fastapi import FastAPI, Response
from fastapi.openapi.utils import get_openapi
from starlette.concurrency import run_in_threadpool
from starlette.types import ASGIApp

from quoteminer.commands.check.check_page import CheckPageWriter
from quoteminer.commands.check.check_record import check_schema
from quoteminer.commands.report.page import FRAME_SCRIPTS
from quoteminer.commands.report.templates import asset, template
from quoteminer.commands.serve.api import Api, router
from quoteminer.commands.serve.engine import Do, Engine, Metrics
from quoteminer.commands.serve.guard import Guard, Limits
from quoteminer.commands.serve.models import add_problems
from quoteminer.commands.serve.project import Project, add_project
from quoteminer.commands.serve.request_files import NAMES
from quoteminer.commands.serve.worker import Worker
from quoteminer.records import record_schema
from quoteminer.version import __version__

if TYPE_CHECKING:
    from quoteminer.miner import QuoteMiner

_SCRIPTS = "ask corrections choose editor store works desk run tools checking main"
SCRIPTS: Final = tuple(f"{name}.js" for name in _SCRIPTS.split())
"""The page's own scripts, in this order, after the scripts that it shares with the report."""
AT_ONCE: Final = 4
"""Articles that are read at a time. Their windows take turns, so a short article is done soon. Each
needs memory."""
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
    new_engine = partial(Engine, waiting=limits.waiting, seconds=limits.seconds)
    engine = new_engine(name="mine", at_once=AT_ONCE, do=do)
    desk, files = new_engine(name="desk", do=do), new_engine(name="project")
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
    app.state.api = Api(miner.info, limits.characters, engine, desk, metrics)
    app.include_router(router)
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
