"""The articles of a file that a browser sent. It is read from memory, and its name never touches the file system."""

from __future__ import annotations

from io import BytesIO
from pathlib import PurePosixPath
from typing import Any, Final

from quoteminer.errors import InputError
from quoteminer.inputs import STDIN, Input, read_inputs
from quoteminer.jsontext import plain

MOST_ARTICLES: Final = 200
"""That are taken out of a file; the page is for a few."""
_MOST_ERRORS: Final = 20
_STEM: Final = "stdin"
"""What the ids of standard input's articles begin with."""


def articles_in(content: bytes, name: str, characters: int) -> dict[str, Any]:
    """The articles of a file, as `models.FileArticles` has them.

    Args:
        content: its bytes.
        name: what its user calls it.
        characters: that an article may have.
    """
    articles: list[dict[str, Any]] = []
    errors: list[str] = []
    stem = PurePosixPath(name.replace("\\", "/")).stem or "article"
    for read in read_inputs([STDIN], stdin=BytesIO(content), max_chars=characters):
        if isinstance(read, InputError):
            errors.append(f"{name or 'The file'}{str(read).removeprefix(STDIN)}")
        elif len(articles) < MOST_ARTICLES:
            articles.append(_article(read, stem))
        else:
            errors.append(f"The file has more than {MOST_ARTICLES} articles. Use quoteminer corpus for all of them.")
            break
        if len(errors) == _MOST_ERRORS:
            errors.append("There are more; they are not listed.")
            break
    return {"articles": articles, "errors": errors}


def _article(read: Input, stem: str) -> dict[str, Any]:
    """The article, with the name of the file in the place of standard input's in its id."""
    named = read.id == _STEM or read.id.startswith(f"{_STEM}:")
    return {
        "id": stem + read.id.removeprefix(_STEM) if named else read.id,
        "text": read.text,
        "meta": plain(read.meta),
    }
