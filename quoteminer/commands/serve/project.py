"""A run as a project: its articles, one by one, and their corrections, which are saved at once."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Annotated, Any, ClassVar

from fastapi import Body, FastAPI, Header, Response
from pydantic import ConfigDict, Field
from starlette.exceptions import HTTPException

from quoteminer.commands.report.page import article_data
from quoteminer.commands.serve.engine import Engine
from quoteminer.commands.serve.models import OF_GET, OF_POST, Answer, View, problems
from quoteminer.commands.serve.request_files import checked_record
from quoteminer.errors import InputError
from quoteminer.output.article_facts import title_of
from quoteminer.output.run.corrections import Corrections
from quoteminer.output.run.read_records import StoredRecords
from quoteminer.records import ArticleRecord
from quoteminer.text.article import readable

_Version = Annotated[str, Header(description="The version that was corrected, in quotation marks.")]


@dataclass(frozen=True, slots=True)
class ListedArticle:
    """An article of a run, and the progress of its check."""

    __pydantic_config__: ClassVar = ConfigDict(extra="forbid")
    number: int
    title: str
    quotes: int
    checked: Annotated[int, Field(description="Quotes that were found right, or corrected.")]
    doubtful: Annotated[int, Field(description="Quotes that need a look.")]
    whole: Annotated[
        bool, Field(description="Somebody has confirmed that no quote is wrong or missing.")
    ]


class Project:
    """The records of a run or a file. Only the data for the list is kept in memory. Raises
    InputError if they can't be read, or one has no text."""

    def __init__(self, path: str | Path) -> None:
        self.path = Path(path)
        self._corrections = Corrections(path)
        self._records = StoredRecords(path)
        self._listed: list[ListedArticle] = []
        self.longest = 0  # characters of the longest article
        for found in self._records.read():
            if found.text is None:
                raise InputError(
                    f"{path}: the record {found.id!r} has no text, in which quotes are corrected."
                    " Extract the articles again with --with-text; a run of corpus needs another"
                    " --out for that."
                )
            self.longest = max(self.longest, len(found.text))
            self._listed.append(_listed(len(self._listed), self._corrections.read(found)[0]))

    def __len__(self) -> int:
        return len(self._listed)

    def articles(self) -> list[ListedArticle]:
        """Return the articles in the best order for checking: most doubtful quotes first, those
        that are done last."""
        return sorted(
            self._listed, key=lambda article: (article.whole, -article.doubtful, article.number)
        )

    def read(self, number: int) -> tuple[ArticleRecord, str]:
        """Return an article with its last correction, and the version of the correction. Raises
        IndexError."""
        record, version = self._corrections.read(self._records[number])
        self._listed[number] = _listed(number, record)
        return record, version

    def write(self, number: int, record: ArticleRecord, version: str) -> tuple[ArticleRecord, str]:
        """Replace a version of an article by a corrected one; return it and its version. Raises
        IndexError, InputError if it is another article, OutdatedError, OutputError."""
        found = self._records[number]
        if (record.id, record.text) != (found.id, readable(found.text or "")):
            raise InputError("This is not the article with this number. Read it again.")
        kept = replace(
            found,
            text=record.text,
            quotes=record.quotes,
            speakers=record.speakers,
            checked=record.checked,
        )
        return kept, self._corrections.write(found, kept, version)

    def data(self, number: int, record: ArticleRecord, version: str) -> dict[str, Any]:
        """Return the data that the page shows of an article; ``found`` are the speakers as
        extracted, ``looks`` their shares, by which each keeps its colour."""
        found = article_data(self._records[number])
        speakers, shares = found["record"]["speakers"], found["shares"]
        return {
            "version": version,
            "found": speakers,
            "looks": shares,
            "article": article_data(record),
        }


def _listed(number: int, record: ArticleRecord) -> ListedArticle:
    title, _ = title_of(record)
    checked = sum(quote.checked is not None for quote in record.quotes)
    doubtful = sum(quote.doubtful for quote in record.quotes)
    whole = record.checked is not None
    return ListedArticle(number, title[:100], len(record.quotes), checked, doubtful, whole)


def add_project(app: FastAPI, project: Project, desk: Engine) -> None:
    """Add /api/articles. A request that writes names the version that was read (RFC 9110,
    If-Match)."""
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
        return Answer([asdict(article) for article in project.articles()])

    @app.get(path, responses={**OF_GET, **unknown}, response_model=View)
    async def article(number: int) -> Response:
        """Return an article of the run with its last correction."""
        return await desk.run(lambda: answer(found(number), *project.read(number)))

    @app.put(path, responses={**OF_POST, **unknown, **problems(412)}, response_model=View)
    async def correct(
        number: int, record: Annotated[dict[str, Any], Body()], if_match: _Version
    ) -> Response:
        """Save a corrected record. A version other than the corrected one is never overwritten."""

        def write() -> Response:
            version = if_match.strip().removeprefix("W/").strip('"')
            kept = project.write(found(number), checked_record(record), version)
            project.read(number)  # for the list
            return answer(number, *kept)

        return await desk.run(write)
