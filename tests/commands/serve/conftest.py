"""The application without a process and a network, and its page in a browser."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

import pytest
from chromium import browser, open_page  # noqa: F401
from fake_miner import FakeMiner
from httpx import Response
from served import Served, served
from shown_articles import harbour
from starlette.testclient import TestClient

from quoteminer.commands.serve.app import create_app

if TYPE_CHECKING:
    from playwright.sync_api import Page

Post = Callable[..., Response]
Open = Callable[..., "Page"]
BROKEN_RULES = (
    "addEventListener('securitypolicyviolation', e => (window.broken ??="
    " []).push(e.violatedDirective))"
)


@pytest.fixture(scope="module")
def client() -> Iterator[TestClient]:
    with TestClient(
        create_app(FakeMiner()), "http://localhost", raise_server_exceptions=False
    ) as client:
        yield client


@pytest.fixture(scope="module")
def post(client: TestClient) -> Post:
    """Post a value as JSON, half characters and all; or text as it is."""

    def go(path: str, value: Any, **headers: str) -> Response:
        content = value if isinstance(value, str | bytes) else json.dumps(value)
        return client.post(
            path, content=content, headers={"Content-Type": "application/json", **headers}
        )

    return go


@pytest.fixture
def record() -> dict[str, Any]:
    """A record with a quote of every kind, as a page sends it."""
    return json.loads(harbour().to_json())  # type: ignore[no-any-return]


@pytest.fixture(scope="module")
def server() -> Iterator[Served]:
    with served() as server:
        yield server


@pytest.fixture
def show(open_page: Open, server: Served) -> Iterator[Open]:  # noqa: F811
    pages = []

    def go(url: str = server.url, **options: Any) -> Page:
        page = open_page(url + "/", **options)
        page.evaluate(BROKEN_RULES)
        pages.append(page)
        return page

    yield go
    for page in pages:
        assert page.evaluate("window.broken ?? []") == []
