"""What all tests share. Hypothesis draws the same examples each time, so that a failure can be had again."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

settings.register_profile(
    "steady", derandomize=True, deadline=None, database=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("steady")


@pytest.fixture(scope="session")
def root() -> Path:
    """The top of the source tree, for its samples and documents. The package that is tested is the installed one."""
    return Path(__file__).resolve().parents[1]
