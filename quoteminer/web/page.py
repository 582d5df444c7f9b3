"""The page: its text, script and style from three routes, because the page's rules allow no inline script or style."""

from __future__ import annotations

from functools import cache
from importlib import resources
from typing import Final

from fastapi import APIRouter, Response

from quoteminer.report.page import FRAME_SCRIPTS, asset
from quoteminer.web.files import NAMES
from quoteminer.web.guard import Limits

SCRIPTS: Final = tuple(f"{name}.js" for name in "ask corrections choose editor works desk downloads main".split())
"""The page's own scripts, in this order, behind those of the report that it shares."""


def page_routes(limits: Limits) -> APIRouter:
    """Return the routes of the page, which OpenAPI leaves out."""
    router = APIRouter(include_in_schema=False)
    names = " ".join(NAMES)
    html = _own("page.html").format(characters=limits.characters, bytes=limits.body, formats=names)

    @router.get("/")
    async def page() -> Response:
        return Response(html, media_type="text/html")

    @router.get("/page.js")
    async def script() -> Response:
        return Response(scripts(), media_type="text/javascript")

    @router.get("/page.css")
    async def style() -> Response:
        return Response("".join([*map(asset, ("report.css", "check.css")), _own("page.css")]), media_type="text/css")

    return router


@cache
def scripts() -> str:
    """Return the page's script: the report's view of an article, and the page's own."""
    return "".join([*map(asset, (*FRAME_SCRIPTS, "check.js")), *map(_own, SCRIPTS)])


def _own(name: str) -> str:
    return resources.files("quoteminer.web").joinpath(name).read_text(encoding="utf-8")
