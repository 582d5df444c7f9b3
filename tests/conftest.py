"""Fixtures and settings of all tests.

Hypothesis draws the same few examples each time, so that a failure can be had again; many, and
others each time, with ``pytest --hypothesis-profile=thorough``; fewest, where only the versions of
other packages differ, with ``few``.

A test with the mark ``extra("ray")`` is skipped where that extra is not installed; one with the
mark ``slow`` is left out (pyproject.toml). ``pytest -m "slow or extra"`` runs just these, as
.ci/run does.
"""

import os
from importlib.util import find_spec
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

os.environ.setdefault("QUOTEMINER_MODEL", "en_news")
"""The tests and the commands that they start run the small model, also where the large one is
installed: it takes a tenth of the time, and whatever is tested besides figures does not depend on
the model."""

ANY_TIME = settings(deadline=None, database=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("steady", ANY_TIME, derandomize=True, max_examples=25)
settings.register_profile("few", ANY_TIME, derandomize=True, max_examples=8)
settings.register_profile("thorough", ANY_TIME, max_examples=500)
settings.load_profile("steady")


@pytest.fixture(scope="session")
def root() -> Path:
    """The top of the source tree, for its samples and documents. The package that is tested is the
    installed one."""
    return Path(__file__).resolve().parents[1]


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--update-printed",
        action="store_true",
        help="Write what is printed now to tests/printed; read its diff then.",
    )


EXTRAS = {
    "benchmark": "textacy", "browse": "datasette", "browser": "playwright", "fuzz": "schemathesis", "ray": "ray",
    "train": "torch",
}  # fmt: skip
"""A module of each extra that the extra ``test`` does not bring."""


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    for mark in item.iter_markers("extra"):
        (name,) = mark.args
        if not find_spec(EXTRAS[name]):
            pytest.skip(f"needs the extra {name}: pip install '.[{name}]'")


LONGEST = (
    "accuracy/", "benchmarks/", "commands/corpus/test_ray.py", "component/", "test_readme.py",
    "commands/serve/test_fuzz.py", "commands/serve/test_load.py", "test_miner.py",
    "inputs/test_memory.py",
    "commands/corpus/", "commands/report/test_browser.py", "commands/serve/test_p", "commands/report/",
    "cli/test_terminal.py", "test_process.py", "text/",
)  # fmt: skip
"""Prefixes of the slowest tests. With several processes these run first, so that the processes end
together."""


def pytest_configure(config: pytest.Config) -> None:
    config.option.loadscopereorder = False  # else xdist begins with the files that have most tests


@pytest.hookimpl(tryfirst=True)  # before those that -m leaves out go
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    for item in items:
        if "browser" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.extra("browser"))
    if hasattr(config, "workerinput"):
        items.sort(key=lambda item: _turn(item.nodeid.partition("tests/")[2]))


def _turn(path: str) -> int:
    return next(
        (turn for turn, start in enumerate(LONGEST) if path.startswith(start)), len(LONGEST)
    )


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: object) -> object:
    """With ``--dist loadfile``, all of tests/accuracy that is of one model runs in one process, which
    mines each article once."""
    if config.getvalue("dist") != "loadfile":
        return None
    from xdist.scheduler import LoadFileScheduling

    class LoadFiles(LoadFileScheduling):
        def _split_scope(self, nodeid: str) -> str:
            file: str = super()._split_scope(nodeid)
            if not file.startswith("tests/accuracy/"):
                return file
            return "the large model" if "en_news_large" in nodeid else "tests/accuracy"

    return LoadFiles(config, log)


@pytest.fixture(autouse=True)
def _plain_output(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make the output independent of the terminal that runs the tests, and of a CI that forces
    colours."""
    for name in ("COLUMNS", "COLORTERM", "FORCE_COLOR", "NO_COLOR", "PAGER", "LESS"):
        monkeypatch.delenv(name, raising=False)
