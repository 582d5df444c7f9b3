"""The application: a page, and an interface described at /openapi.json."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from fastapi import FastAPI
from starlette.concurrency import run_in_threadpool

from quoteminer import __version__
from quoteminer.web.description import describe
from quoteminer.web.engine import Engine
from quoteminer.web.guard import App, Guard, Limits
from quoteminer.web.interface import Room, interface
from quoteminer.web.metrics import Metrics
from quoteminer.web.page import page_routes
from quoteminer.web.problems import add_problems

if TYPE_CHECKING:
    from quoteminer.miner import QuoteMiner


def create_app(miner: QuoteMiner, limits: Limits = Limits()) -> App:  # noqa: B008  frozen
    """Return the application around a loaded miner, which all requests share. Any ASGI server can run it, in one
    process and one event loop; other applications may share the miner."""
    engine = Engine(waiting=limits.waiting, seconds=limits.seconds, name="mine")
    desk = Engine(waiting=limits.waiting, seconds=limits.seconds, name="desk")
    metrics = Metrics(engine)

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        yield
        for one in (engine, desk):
            await run_in_threadpool(one.stop)

    app = FastAPI(title="QuoteMiner", version=__version__, lifespan=lifespan, docs_url=None, redoc_url=None)
    app.openapi = describe(app)  # type: ignore[method-assign]
    add_problems(app)
    app.include_router(interface(Room(miner, engine, desk, metrics, limits)))
    app.include_router(page_routes(limits))
    return Guard(app, limits=limits, watch=metrics.answered)
