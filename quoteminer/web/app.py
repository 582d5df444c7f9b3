"""The application: a page, and an interface that describes itself at /openapi.json."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from fastapi import FastAPI
from starlette.concurrency import run_in_threadpool
from starlette.middleware.trustedhost import TrustedHostMiddleware

from quoteminer import __version__
from quoteminer.errors import QuoteMinerError
from quoteminer.web.engine import Engine
from quoteminer.web.guard import Guard
from quoteminer.web.interface import interface
from quoteminer.web.metrics import Metrics
from quoteminer.web.page import page_routes
from quoteminer.web.problems import explained
from quoteminer.web.settings import Limits

if TYPE_CHECKING:
    from quoteminer.miner import QuoteMiner


def create_app(miner: QuoteMiner, limits: Limits) -> FastAPI:
    """The application around a loaded miner, which all requests share."""
    engine = Engine(waiting=limits.waiting, seconds=limits.seconds)
    metrics = Metrics(engine)

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        yield
        await run_in_threadpool(engine.stop)  # what is in line is answered first

    app = FastAPI(title="QuoteMiner", version=__version__, lifespan=lifespan, docs_url=None, redoc_url=None)
    app.add_exception_handler(QuoteMinerError, explained)
    app.include_router(interface(miner, engine, metrics, limits))
    app.include_router(page_routes())
    app.add_middleware(TrustedHostMiddleware, allowed_hosts=list(limits.hosts), www_redirect=False)
    app.add_middleware(Guard, body=limits.body, watch=metrics.answered)
    return app
