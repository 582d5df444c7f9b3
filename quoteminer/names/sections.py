"""Read data files: lists and tables in plain text under headings "[name]"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from importlib import resources

# not "[Ee]lder", a regular expression
_HEADING = re.compile(r"\[([\w ]+)\]")


class Sections(dict[str, list[str]]):
    """The lines of a data file by section, without empty lines and comments ("# ")."""

    def listed(self, section: str) -> list[str]:
        """Return the words of a section in their order."""
        return " ".join(self[section]).split()

    def words(self, section: str) -> frozenset[str]:
        return frozenset(self.listed(section))

    def rows(self, section: str) -> Iterator[tuple[str, str]]:
        """Yield the parts of the lines "key: value" of a section."""
        for line in self[section]:
            key, _, value = line.partition(":")
            yield key, value.strip()

    def inverted_table(self, section: str) -> dict[str, str]:
        """Map each word of the lines "key: words" of a section to its key; "_" in a word stands for
        a space."""
        rows = self.rows(section)
        return {word.replace("_", " "): key for key, value in rows for word in value.split()}

    def pairs(self, section: str) -> dict[str, str]:
        """Return the words "zero=0" of a section as a dict."""
        return dict(pair.split("=", 1) for pair in self.listed(section))

    def any_word(self, section: str) -> str:
        """Return a regular expression for the words of a section."""
        return f"(?:{'|'.join(map(re.escape, self.listed(section)))})"

    def any_line(self, section: str) -> str:
        """Return a regular expression for the lines of a section, which are regular expressions."""
        return f"(?:{'|'.join(self[section])})"


def read_sections(package: str, file: str) -> Sections:
    """Read a package's data file."""
    sections = Sections()
    for line in (resources.files(package) / file).read_text("utf-8").splitlines():
        if heading := _HEADING.fullmatch(line):
            current = sections[heading[1]] = []
        elif line and not line.startswith("# "):
            current.append(line)
    return sections
