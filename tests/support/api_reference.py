"""Print the API reference, made from the docstrings:

python tests/support/api_reference.py > quoteminer/API.md
"""

import inspect
import sys
import textwrap
from pathlib import Path

import quoteminer
from quoteminer.component import QuoteMinerComponent, record_of

HOME = Path(__file__).resolve().parents[2] / "quoteminer" / "API.md"
TITLE = """# The Python API

The docstrings, written by `python tests/support/api_reference.py`; a test compares the two."""


def reference() -> str:
    public = {name: getattr(quoteminer, name) for name in quoteminer.__all__ if name[0] != "_"}
    component = {one.__name__: one for one in (QuoteMinerComponent, record_of)}
    parts = [_described(name, value) for name, value in public.items()]
    parts.append("# quoteminer.component")
    parts += [_described(name, value) for name, value in component.items()]
    return "\n\n".join([TITLE, *parts]) + "\n"


def _described(name: str, value: object) -> str:
    parts = [f"## {name}", _text(value)]
    for member, found in vars(value).items() if inspect.isclass(value) else ():
        method = getattr(found, "__func__", found)
        if member[0] != "_" and (inspect.isfunction(method) or isinstance(found, property)):
            parts += [f"### {name}.{member}", _text(method)]
    return "\n\n".join(filter(None, parts))


def _text(value: object) -> str:
    doc = inspect.getdoc(value) or ""
    call = textwrap.fill(_call(value), 100, subsequent_indent="    ", break_on_hyphens=False)
    return "```text\n" + "\n\n".join(filter(None, (call, doc))) + "\n```"


def _call(value: object) -> str:
    """Return the parameters with their defaults, "" for an error or a property."""
    is_error = inspect.isclass(value) and issubclass(value, Exception)
    if isinstance(value, property) or not callable(value) or is_error:
        return ""
    signature = inspect.signature(value)
    plain = [one.replace(annotation=one.empty) for one in signature.parameters.values()]
    name = getattr(value, "__name__", "")
    return name + str(inspect.Signature([one for one in plain if one.name != "self"]))


if __name__ == "__main__":
    sys.stdout.reconfigure(encoding="utf-8", newline="\n")  # type: ignore[union-attr]
    sys.stdout.write(reference())
