"""The application: a page, and an interface that describes itself at /openapi.json."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial
from typing import TYPE_CHECKING, Any, Final

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from starlette.concurrency import run_in_threadpool

from quoteminer import __version__
from quoteminer.schema import record_schema
from quoteminer.web.engine import Engine
from quoteminer.web.guard import App, Guard, Limits
from quoteminer.web.interface import Services, interface
from quoteminer.web.metrics import Metrics
from quoteminer.web.page import page_routes
from quoteminer.web.problems import add_problems

if TYPE_CHECKING:
    from quoteminer.miner import QuoteMiner


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
    app.include_router(interface(Services(miner, engine, desk, metrics, limits)))
    app.include_router(page_routes(limits))
    return Guard(app, limits=limits, watch=metrics.answered)


def _description(app: FastAPI) -> dict[str, Any]:
    """Return FastAPI's description of the interface (OpenAPI 3.1), with the schema of records in its place."""
    if app.openapi_schema is None:
        app.openapi_schema = get_openapi(title=app.title, version=app.version, routes=app.routes)
        schema = record_schema(ref_template=_COMPONENT)
        del schema["$schema"], schema["$id"]
        app.openapi_schema["components"]["schemas"] |= {**schema.pop("$defs"), "Record": schema}
        whole = {"allOf": [{"$ref": _COMPONENT.format(model="Record")}, {"required": ["text"]}]}
        for path in ("/api/view", "/api/export"):
            body = app.openapi_schema["paths"][path]["post"]["requestBody"]
            body["content"]["application/json"]["schema"] = whole
    return app.openapi_schema
