"""A run as a project: its articles, one by one, and their corrections, which are saved at once."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Annotated, Any

from fastapi import Body, FastAPI, Header, Response
from starlette.exceptions import HTTPException

from quoteminer.corpus.corrections import Corrections
from quoteminer.corpus.read_records import StoredRecords
from quoteminer.errors import InputError
from quoteminer.records import ArticleRecord
from quoteminer.report.page import article_data
from quoteminer.text.article import readable
from quoteminer.web.engine import Engine
from quoteminer.web.models import OF_GET, OF_POST, Answer, ListedArticle, View, problems
from quoteminer.web.request_files import checked_record

_TITLE = 100  # letters


@dataclass(frozen=True, slots=True)
class Listed:
    """An article in the list. ``number`` counts the records of the run from 0; ``whole``: somebody confirmed that every
    quote is right and none is missing."""

    number: int
    title: str
    quotes: int
    checked: int
    doubtful: int
    whole: bool


class Project:
    """The records at ``path``, a run or a file; only the data for the list is kept in memory. Raises InputError if
    they can't be read, or lack a text."""

    def __init__(self, path: str | Path) -> None:
        self.path = Path(path)
        self._corrections = Corrections(path)
        self._records = StoredRecords(path)
        self._listed: list[Listed] = []
        for found in self._records.read():
            if found.text is None:
                raise InputError(
                    f"{path}: the record {found.id!r} has no text, in which quotes are corrected. Extract the articles "
                    "again with --with-text; a run of corpus needs another --out for that."
                )
            self._listed.append(_listed(len(self._listed), self._corrections.read(found)[0]))

    def __len__(self) -> int:
        return len(self._listed)

    def articles(self) -> list[Listed]:
        """Return the articles in the best order for checking: first those with most doubtful quotes, last those that
        are done."""
        return sorted(self._listed, key=lambda one: (one.whole, -one.doubtful, one.number))

    def read(self, number: int) -> tuple[ArticleRecord, str]:
        """Return an article with its last correction, and the version of the correction. Raises IndexError."""
        record, version = self._corrections.read(self._records[number])
        self._listed[number] = _listed(number, record)
        return record, version

    def write(self, number: int, record: ArticleRecord, version: str) -> tuple[ArticleRecord, str]:
        """Replace a version of an article by a corrected one; return it and its version. Raises IndexError, InputError
        if it is another article, OutdatedError, OutputError."""
        found = self._records[number]
        if (record.id, record.text) != (found.id, readable(found.text or "")):
            raise InputError("This is not the article with this number. Read it again.")
        kept = replace(found, text=record.text, quotes=record.quotes, speakers=record.speakers, checked=record.checked)
        return kept, self._corrections.write(found, kept, version)

    def data(self, number: int, record: ArticleRecord, version: str) -> dict[str, Any]:
        """Return the data that the page shows of an article; ``found`` are the speakers as extracted, who keep their
        ids, and ``looks`` their shares, whose colours don't change."""
        found = article_data(self._records[number])
        speakers, shares = found["record"]["speakers"], found["shares"]
        return {"version": version, "found": speakers, "looks": shares, "article": article_data(record)}


def _listed(number: int, record: ArticleRecord) -> Listed:
    given = (record.meta.get(key) for key in ("title", "headline"))
    first = (record.text or "").strip().partition("\n")[0]
    title = next((one for one in (*given, first, record.id) if isinstance(one, str) and one.strip()), "")
    checked = sum(quote.checked is not None for quote in record.quotes)
    doubtful = sum(quote.doubtful for quote in record.quotes)
    whole = record.checked is not None
    return Listed(number, " ".join(title.split())[:_TITLE], len(record.quotes), checked, doubtful, whole)


def add_project(app: FastAPI, project: Project, desk: Engine) -> None:
    """Add /api/articles. A request that writes an article names the version that was read, so that no correction
    overwrites another one (RFC 9110, If-Match)."""
    path, unknown = "/api/articles/{number}", problems(404)

    def found(number: int) -> int:
        if not 0 <= number < len(project):
            raise HTTPException(404, "There is no article with this number. See /api/articles.")
        return number

    def answer(number: int, record: ArticleRecord, version: str) -> Response:
        value = project.data(number, record, version)
        return Answer(value, headers={"ETag": f'"{version}"'})

    @app.get("/api/articles", responses=OF_GET, response_model=list[ListedArticle])
    async def articles() -> Response:
        """Return the articles of the run; those that most need a check come first."""
        return Answer([asdict(one) for one in project.articles()])

    @app.get(path, responses={**OF_GET, **unknown}, response_model=View)
    async def article(number: int) -> Response:
        """Return an article of the run with its last correction."""
        return await desk.run(lambda: answer(found(number), *project.read(number)))

    @app.put(path, responses={**OF_POST, **unknown, **problems(412)}, response_model=View)
    async def correct(
        number: int,
        record: Annotated[dict[str, Any], Body()],
        if_match: Annotated[str, Header(description="The version that was corrected, in quotation marks.")],
    ) -> Response:
        """Save a corrected record. A version other than the corrected one is never overwritten."""

        def write() -> Response:
            version = if_match.strip().removeprefix("W/").strip('"')
            kept = project.write(found(number), checked_record(record), version)
            project.read(number)  # for the list
            return answer(number, *kept)

        return await desk.run(write)
