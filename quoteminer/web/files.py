"""The articles of an uploaded file, which is read from memory; its name is never used as a path."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import Any, Final

from quoteminer.errors import InputError
from quoteminer.inputs import read_bytes
from quoteminer.output.jsontext import plain

MOST_ARTICLES: Final = 200
"""The most articles that are read from a file; the page is for a few."""
_MOST_ERRORS: Final = 20


def articles_in(content: bytes, name: str, characters: int) -> dict[str, Any]:
    """Return the articles of a file, with the fields of `models.FileArticles`.

    Args:
        content: its bytes.
        name: its name; the suffix gives the kind where the content does not.
        characters: the most that an article may have.
    """
    articles: list[dict[str, Any]] = []
    errors: list[str] = []
    short = PurePosixPath(name.replace("\\", "/")).name or "article"
    for read in read_bytes(content, short, max_chars=characters):
        if isinstance(read, InputError):
            errors.append(str(read))
        elif len(articles) < MOST_ARTICLES:
            articles.append({"id": read.id, "text": read.text, "meta": plain(read.meta)})
        else:
            errors.append(f"The file has more than {MOST_ARTICLES} articles. Use quoteminer corpus for all of them.")
            break
        if len(errors) == _MOST_ERRORS:
            errors.append("There are more; they are not listed.")
            break
    return {"articles": articles, "errors": errors}
