"""The page: its text, script and style, each from a route of its own, since the page's rules allow neither inside."""

from __future__ import annotations

from functools import cache
from importlib import resources
from typing import Final

from fastapi import APIRouter, Response

from quoteminer.report.page import FRAME_SCRIPTS, STYLES, asset
from quoteminer.web.exports import NAMES
from quoteminer.web.settings import Limits

SCRIPTS: Final = (
    "ask.js",
    "corrections.js",
    "choose.js",
    "editor.js",
    "works.js",
    "desk.js",
    "downloads.js",
    "main.js",
)
"""The page's own, in this order, behind the report's that it shares."""


def page_routes(limits: Limits) -> APIRouter:
    """The routes of the page, which the description of the interface leaves out."""
    router = APIRouter(include_in_schema=False)
    told = {"characters": limits.characters, "bytes": limits.body, "formats": " ".join(NAMES)}
    html = _own("page.html").format_map(told)

    @router.get("/")
    async def page() -> Response:
        return Response(html, media_type="text/html")

    @router.get("/page.js")
    async def script() -> Response:
        return Response(scripts(), media_type="text/javascript")

    @router.get("/page.css")
    async def style() -> Response:
        return Response(styles(), media_type="text/css")

    return router


@cache
def scripts() -> str:
    """The page's script: what shows an article, as in the report, and what is only here."""
    return "".join([*map(asset, FRAME_SCRIPTS), *map(_own, SCRIPTS)])


@cache
def styles() -> str:
    """The page's style: the report's, and what is only here."""
    return "".join([*map(asset, STYLES), _own("page.css")])


def _own(name: str) -> str:
    return resources.files("quoteminer.web").joinpath(name).read_text(encoding="utf-8")
