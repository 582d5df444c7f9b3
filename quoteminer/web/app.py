"""The application: a page, and an interface that describes itself at /openapi.json.

The page's text, script and style are three routes, because its rules allow no inline script or style.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import cache, partial
from importlib import resources
from typing import TYPE_CHECKING, Any, Final

from fastapi import APIRouter, FastAPI, Response
from fastapi.openapi.utils import get_openapi
from starlette.concurrency import run_in_threadpool

from quoteminer import __version__
from quoteminer.checking.record import check_schema
from quoteminer.report.page import FRAME_SCRIPTS, asset
from quoteminer.schema import record_schema
from quoteminer.web.engine import Engine
from quoteminer.web.files import NAMES
from quoteminer.web.guard import App, Guard, Limits
from quoteminer.web.interface import interface
from quoteminer.web.metrics import Metrics
from quoteminer.web.problems import add_problems

if TYPE_CHECKING:
    from quoteminer.miner import QuoteMiner

SCRIPTS: Final = tuple(f"{name}.js" for name in "ask corrections choose editor works desk downloads main".split())
"""The page's own scripts, in this order, behind those of the report that it shares."""
_COMPONENT: Final = "#/components/schemas/{model}"


def create_app(miner: QuoteMiner, limits: Limits = Limits()) -> App:  # noqa: B008  frozen
    """Return the ASGI application around a loaded miner, which all requests share. Run it in one process.

    Any number of clients get what one gets. An application is for one event loop; others may share its miner.
    """
    engine = Engine(waiting=limits.waiting, seconds=limits.seconds, name="mine")
    desk = Engine(waiting=limits.waiting, seconds=limits.seconds, name="desk")
    metrics = Metrics(engine)

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        yield
        for one in (engine, desk):
            await run_in_threadpool(one.stop)

    app = FastAPI(title="QuoteMiner", version=__version__, lifespan=lifespan, docs_url=None, redoc_url=None)
    app.openapi = partial(_description, app)  # type: ignore[method-assign]
    add_problems(app)
    app.include_router(interface(miner, limits, engine=engine, desk=desk, metrics=metrics))
    app.include_router(_page(limits))
    return Guard(app, limits=limits, watch=metrics.answered)


def _description(app: FastAPI) -> dict[str, Any]:
    """Return FastAPI's description of the interface (OpenAPI 3.1), with the schemas of records in their place."""
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


def _page(limits: Limits) -> APIRouter:
    """Return the routes of the page, which OpenAPI leaves out."""
    router = APIRouter(include_in_schema=False)
    html = _own("page.html").format(characters=limits.characters, bytes=limits.body, formats=" ".join(NAMES))

    @router.get("/")
    async def page() -> Response:
        return Response(html, media_type="text/html")

    @router.get("/page.js")
    async def script() -> Response:
        return Response(scripts(), media_type="text/javascript")

    @router.get("/page.css")
    async def style() -> Response:
        styles = asset("report.css") + asset("check.css") + _own("page.css")
        return Response(styles, media_type="text/css")

    return router


@cache
def scripts() -> str:
    """Return the page's script: the report's view of an article, and the page's own."""
    return "".join([*map(asset, (*FRAME_SCRIPTS, "check.js")), *map(_own, SCRIPTS)])


def _own(name: str) -> str:
    return resources.files("quoteminer.web").joinpath(name).read_text(encoding="utf-8")
