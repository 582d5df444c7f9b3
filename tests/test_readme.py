"""The blocks of README and of other documents run, and print what they say.

A ``console`` block has commands behind "$ " and, below each, what it prints; a line of "…" alone
stands for any lines. Commands of quoteminer are run at the top of the tree, by the installed
command; others (pip) are not. ``python`` blocks are run in order, in one namespace; lines behind
">>> " must give what stands below them.
"""

import doctest
import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from quoteminer.network.find_model import META, ORDER, VARIABLE, installed_models

ROOT = Path(__file__).resolve().parents[1]
README = "README.md"
PAGES = ("attribution/README.md", "commands/check/README.md")
DOCUMENTS = [README, *(f"quoteminer/{page}" for page in PAGES), "samples/TUTORIAL.md"]
DOCUMENTS = [name for name in DOCUMENTS if (ROOT / name).exists()]
TEXT = (ROOT / README).read_text("utf-8") if (ROOT / README).exists() else ""
_BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
CONFIDENCE_MARGIN = 0.0201
"""Between processors; 0.02 as printed."""
_FILE = re.compile(r"`([a-z_/]+\.(?:py|txt|tsv))`")
_LINK = re.compile(r"\]\((?!https?:|#)([^)#\s]+)")

pytestmark = pytest.mark.skipif(not TEXT, reason="there is no README.md")


def blocks(document: str, language: str) -> list[str]:
    found = _BLOCK.finditer((ROOT / document).read_text("utf-8"))
    return [one[2] for one in found if one[1] == language]


def sessions() -> Iterator[tuple[str, str, bool]]:
    """Each command of quoteminer, what it prints, and if that is the best model, which the line
    installs. Of "a && b", only the last part is run."""
    for block in (block for document in DOCUMENTS for block in blocks(document, "console")):
        for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
            command, _, output = part.replace("\\\n", "").partition("\n")
            *before, command = command.split(" && ")
            command = command.removeprefix(".venv/bin/")
            if command.startswith("quoteminer "):
                best = any(f"./models/{ORDER[0]}" in one for one in before)
                yield command, output, best


def same(expected: str, printed: str) -> bool:
    """True if both are equal, trailing spaces aside; a line of "…" matches any lines. A confidence
    at
    the end of a line may differ by 0.02, since processors round floats differently."""
    lines = [line.rstrip() for line in expected.strip("\n").split("\n")]
    number = re.compile(r"\b[01]\.\d\d$")
    pattern = ""
    for line in lines:
        told = number.search(line)
        kept = re.escape(line[: told.start()]) + r"([01]\.\d\d)" if told else re.escape(line)
        pattern += r"(?:.*\n)*?" if line == "…" else kept + r"\n"
    found = re.fullmatch(
        pattern, "\n".join(line.rstrip() for line in printed.strip("\n").split("\n")) + "\n"
    )
    wanted = [float(told[0]) for line in lines if (told := number.search(line))]
    return found is not None and all(
        abs(float(got) - one) <= CONFIDENCE_MARGIN
        for got, one in zip(found.groups(), wanted, strict=True)
    )


@pytest.mark.parametrize(("command", "output", "best"), list(sessions()))
def test_console(command: str, output: str, best: bool, root: Path) -> None:
    result = run(command, best, root)
    # of a draft that is not right
    assert result.returncode == ("check" in command.split()), result.stderr
    assert same(output, result.stdout), result.stdout


def run(command: str, best: bool, root: Path) -> subprocess.CompletedProcess[str]:
    """Run a command of quoteminer; ``best``: with the best model, which must be installed."""
    if best and ORDER[0] not in installed_models():
        pytest.skip(f"what is printed is that of {ORDER[0]}: pip install ./models/{ORDER[0]}")
    left_out = ("COLUMNS", VARIABLE) if best else ("COLUMNS",)
    environment = {name: value for name, value in os.environ.items() if name not in left_out}
    script = Path(sys.executable).with_name("quoteminer")
    program = [str(script)] if script.exists() else [sys.executable, "-m", "quoteminer"]
    return subprocess.run(
        [*program, *shlex.split(command)[1:]],
        cwd=root,
        env=environment,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


def test_the_quote_that_readme_shows_as_json(root: Path) -> None:
    """It is one of the article of README's first command, which its table shows as well."""
    (block,) = blocks(README, "json")
    shown, (command, table, best) = json.loads(block), next(sessions())
    record = json.loads(run(f"{command} --format json", best, root).stdout)
    quote = next(one for one in record["quotes"] if one["id"] == shown["id"])
    assert quote.pop("confidence") == pytest.approx(shown.pop("confidence"), abs=CONFIDENCE_MARGIN)
    assert quote == shown
    assert quote["text"][:40] in table
    number, name = re.search(r"Speaker (\d+), in the same record, is ([^,]+),", TEXT).groups()  # type: ignore[union-attr]
    speakers = {one["id"]: one["name"] for one in record["speakers"]}
    assert (quote["speaker"], speakers[quote["speaker"]]) == (int(number), name)


@pytest.mark.parametrize("document", [
    pytest.param(name, marks=pytest.mark.slow if "TUTORIAL" in name else ()) for name in DOCUMENTS
])  # fmt: skip
def test_python(document: str, root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(root)
    namespace: dict[str, object] = {}
    options = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE
    runner = doctest.DocTestRunner(optionflags=options)
    for number, block in enumerate(blocks(document, "python")):
        if ">>> " in block:
            test = doctest.DocTestParser().get_doctest(
                block, namespace, f"{document}, block {number}", None, None
            )
            runner.run(test, clear_globs=False)
            namespace.update(test.globs)
        else:
            exec(compile(block, f"{document}, block {number}", "exec"), namespace)
    assert runner.failures == 0


def pages_of(root: Path) -> list[Path]:
    folders = ("quoteminer", "models", "samples", "tests")
    return [
        *root.glob("*.md"),
        *(page for folder in folders for page in (root / folder).rglob("*.md")),
    ]


def test_no_line_of_a_page_is_too_long(root: Path) -> None:
    for page in pages_of(root):
        lines = page.read_text("utf-8").splitlines()
        assert [number for number, line in enumerate(lines, 1) if len(line) > 120] == [], page


def test_links_lead_somewhere(root: Path) -> None:
    pages = pages_of(root)
    links = [(page, link) for page in pages for link in _LINK.findall(page.read_text("utf-8"))]
    gone = [f"{page}: {link}" for page, link in links if not (page.parent / link).exists()]
    assert len(links) > 10
    assert gone == []


@pytest.mark.parametrize(
    "document", ["ARCHITECTURE.md", "CONTRIBUTING.md", "models/recipe/README.md"]
)
def test_files_that_a_page_names_exist(document: str, root: Path) -> None:
    """A name in backticks is the end of some file's path: `assemble.py`, `network/tags.py`."""
    names = set(_FILE.findall((root / document).read_text("utf-8")))
    tops = ("quoteminer", "models", "tests")
    files = [f"/{path.as_posix()}" for top in tops for path in (root / top).rglob("*")]
    assert len(names) > 5
    assert [name for name in names if not any(path.endswith(f"/{name}") for path in files)] == []


def test_the_matcher_itself() -> None:
    assert same("a  \n…\nd\n", "a\nb\nc\nd\n")
    assert same("…\nd\n", "d\n")
    assert not same("a\nd\n", "a\nb\nd\n")
    assert same("x 0.84\n…\n", "x 0.86\n")
    assert not same("x 0.84\n", "x 0.87\n")


def test_its_figures_and_the_cards_are_those_of_the_models(root: Path, tmp_path: Path) -> None:
    """Both are written by `models/recipe card` from meta.json, and nobody edited them since."""
    readme = tmp_path / "README.md"
    readme.write_text(TEXT, encoding="utf-8")
    models = [root / "models" / name for name in ORDER]
    models = [model for model in models if (model / META).exists()]
    copies = [shutil.copytree(model, tmp_path / model.name) for model in models]
    recipe = [sys.executable, root / "models" / "recipe", "card", "--readme", readme]
    subprocess.run([*recipe, "--model", *copies], check=True, capture_output=True)
    assert readme.read_text("utf-8") == TEXT
    for model, copy in zip(models, copies, strict=True):
        assert (copy / README).read_text("utf-8") == (model / README).read_text("utf-8")
