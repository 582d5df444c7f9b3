"""What all tests share.

Hypothesis draws the same few examples each time, so that a failure can be had again; many, and others each time, with
``pytest --hypothesis-profile=thorough``.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

ANY_TIME = settings(deadline=None, database=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("steady", ANY_TIME, derandomize=True, max_examples=60)
settings.register_profile("thorough", ANY_TIME, max_examples=500)
settings.load_profile("steady")


@pytest.fixture(scope="session")
def root() -> Path:
    """The top of the source tree, for its samples and documents. The package that is tested is the installed one."""
    return Path(__file__).resolve().parents[1]


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--update-golden", action="store_true", help="Write what is printed now to tests/golden; read its diff then."
    )


@pytest.fixture(autouse=True)
def _plain_output(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is printed does not depend on the terminal that the tests run in, nor on CI that forces colours."""
    for name in ("COLUMNS", "COLORTERM", "FORCE_COLOR", "NO_COLOR", "PAGER", "LESS"):
        monkeypatch.delenv(name, raising=False)
