"""Read data files: lists and tables in plain text under headings "[name]"."""

from __future__ import annotations

from importlib import resources


def read_sections(package: str, file: str) -> dict[str, list[str]]:
    """Return the lines of a package's data file by section, without empty lines and comments ("#
    ")."""
    sections: dict[str, list[str]] = {}
    for line in (resources.files(package) / file).read_text("utf-8").splitlines():
        if line.startswith("["):
            current = sections[line.strip("[]")] = []
        elif line and not line.startswith("# "):
            current.append(line)
    return sections
