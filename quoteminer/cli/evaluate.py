"""``quoteminer evaluate``: annotated articles in, out come the figures of the extractor or of predictions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path
from typing import Any, Final, TextIO

import numpy as np
from rich.console import RenderableType

from quoteminer.cli import extract
from quoteminer.cli.extract import Tools
from quoteminer.cli.screen import screen_on
from quoteminer.cli.streams import Bar, complain, open_output
from quoteminer.cli.table import ViewWriter
from quoteminer.errors import GoldError
from quoteminer.evaluation.counts import GOLD, MATCHED, PREDICTED, ROWS, Counts, count_article
from quoteminer.evaluation.errors_page import error_page
from quoteminer.evaluation.formats import read_gold, without_errors
from quoteminer.evaluation.gold import GoldArticle, from_record
from quoteminer.evaluation.intervals import FEW, Signature, compare, evaluate
from quoteminer.evaluation.mistakes import Mistake, find_mistakes
from quoteminer.evaluation.predictions import Predictions, read_predictions
from quoteminer.evaluation.report import differences_to_dict, scores_to_dict
from quoteminer.jsontext import dump_indented
from quoteminer.output.files import whole_file
from quoteminer.score_views import differences_view, scores_view
from quoteminer.text.article import make_article

NAMED: Final = 5
"""Ids that a note names; of more it gives the number."""
INDENT: Final = 2


@dataclass(frozen=True, slots=True)
class How:
    """How it is measured and told: seed and resamples of the bootstrap; the format of the gold, None where each file
    tells it; JSON in place of a table; no bar, no notes."""

    seed: int
    resamples: int
    format: str | None = None
    json: bool = False
    quiet: bool = False


def run(gold: Sequence[str], predictions: Path | None, errors: Path | None, tools: Tools, how: How) -> int:
    """Write the figures of a file of predictions, or without one those of the extractor with all acts, and the page of
    ``errors``. Gold and predictions that can't be read are told on standard error.

    Returns:
        How many could not be read. Where that is all of the gold, nothing is written.

    Raises:
        GoldError, ModelError, OutputError: nothing more can be done.
    """
    with Bar(shown=not how.quiet, total=None) as bar:
        told = _Told(bar, quiet=how.quiet)
        articles = _articles(gold, how, told)
        if articles is None:
            return told.failures
        with _page(errors) as page:
            system = _FromFile(predictions, told) if predictions else _Extractor(tools)
            counts, mistakes = _measured(articles, system, bar, with_mistakes=page is not None)
            system.check()
            told.about_gold(counts)
            scores = evaluate(counts, seed=how.seed, resamples=how.resamples)
            if page:
                page.writelines(error_page(mistakes, title=f"{system.name} on {', '.join(gold)}: what is not right"))
        with bar.aside():
            facts = {"gold": list(gold), "predictions": system.facts(), "figures": scores_to_dict(scores)}
            _write(how, scores_view(scores), scores[0].signature, facts, told, [])
    return told.failures


def run_comparison(gold: Sequence[str], first: Path, second: Path, how: How) -> int:
    """Write the figures of two files of predictions beside each other, with the paired test. Returns and raises as
    ``run``."""
    with Bar(shown=not how.quiet, total=None) as bar:
        told = _Told(bar, quiet=how.quiet)
        articles = _articles(gold, how, told)
        if articles is None:
            return told.failures
        systems = _FromFile(first, told), _FromFile(second, told)
        counts: tuple[list[Counts], list[Counts]] = ([], [])
        for article in articles:
            for system, some in zip(systems, counts, strict=True):
                some.append(count_article(article, system(article)))
            bar.step()
        for system in systems:
            system.check()
        told.about_gold(counts[0])
        found = compare(*counts, seed=how.seed, resamples=how.resamples)
        with bar.aside():
            a, b = (system.facts() for system in systems)
            facts = {"gold": list(gold), "a": a, "b": b, "figures": differences_to_dict(found)}
            lines = [f"A: {first}", f"B: {second}", _MANY_TESTS]
            _write(how, differences_view(found), found[0].signature, facts, told, lines)
    return told.failures


_MANY_TESTS: Final = "Many figures are tested at once: decide which one counts before you look."
_FEW_ARTICLES: Final = f"With less than {FEW} articles, intervals are too narrow and p-values too small."


def _write(
    how: How, view: RenderableType, signature: Signature, facts: dict[str, Any], told: _Told, lines: Iterable[str]
) -> None:
    with open_output(None) as stream:
        if how.json:
            value = {"signature": signature.to_dict(), "failures": told.failures, **facts}
            stream.write(dump_indented(value, indent=INDENT) + "\n")
            return
        writer = ViewWriter(screen_on(stream))
        writer.write(view)
        means = "95 % intervals by bootstrap of articles" if signature.articles > 1 else "No intervals of one article"
        few = [_FEW_ARTICLES] if 1 < signature.articles < FEW else []
        for line in (*lines, *few, f"{means}; {signature}"):
            writer.note(line)


def _page(path: Path | None) -> AbstractContextManager[TextIO | None]:
    """The file is begun before anything is measured, so that a folder that isn't there costs no time."""
    return whole_file(path) if path else nullcontext()


def _measured(
    articles: Iterable[GoldArticle], system: _Extractor | _FromFile, bar: Bar, *, with_mistakes: bool
) -> tuple[list[Counts], list[Mistake]]:
    counts: list[Counts] = []
    mistakes: list[Mistake] = []
    for article in articles:
        predicted = system(article)
        counts.append(count_article(article, predicted))
        if with_mistakes:
            mistakes.extend(find_mistakes(article, predicted))
        bar.step()
    return counts, mistakes


class _Told:
    """What was told, and how many failures are among it."""

    def __init__(self, bar: Bar, *, quiet: bool) -> None:
        self.failures = 0
        self.unchecked: list[str] = []
        """Articles of the gold of which only a part was checked."""
        self._bar = bar
        self._quiet = quiet

    def failure(self, error: GoldError) -> None:
        """Something could not be read."""
        self.failures += 1
        self._tell(str(error))

    def note(self, message: str) -> None:
        """Something that a user wants to know, unless told otherwise."""
        if not self._quiet:
            self._tell(message)

    def ids(self, ids: Sequence[str], meaning: str) -> None:
        """A note on some articles, if there are any."""
        if ids:
            more = f" and {len(ids) - NAMED} more" if len(ids) > NAMED else ""
            self.note(f"{meaning}: {', '.join(ids[:NAMED])}{more}.")

    def watched(self, articles: Iterable[GoldArticle]) -> Iterator[GoldArticle]:
        """The articles; those that were not checked in full are remembered."""
        for article in articles:
            if article.checked == "part":
                self.unchecked.append(article.id)
            yield article

    def about_gold(self, counts: Sequence[Counts]) -> None:
        """What the gold is or does not have, so that figures say nothing."""
        self.ids(self.unchecked, "Only a part of this gold was checked, and what nobody has checked counts as right")
        sums = np.sum(counts, axis=0)
        total = sums[:, GOLD]
        if total.any() and (sums[:, (PREDICTED, MATCHED)] == total[:, None]).all():
            self.note("All is found and nothing else. Is the gold what was extracted, before anybody corrected it?")
        if not total[ROWS.index("roles.source")]:
            self.note("The gold has no sources: the figures source, e2e and attributed say nothing.")
        if not total[ROWS.index("names.all")]:
            self.note("The gold has no speech with a named speaker: no figure of names says anything.")

    def _tell(self, message: str) -> None:
        with self._bar.aside():
            complain(message)


def _articles(paths: Sequence[str], how: How, told: _Told) -> Iterator[GoldArticle] | None:
    """The articles of the gold that can be read; the others are told. None where there are none."""
    articles = told.watched(without_errors(read_gold(paths, format=how.format), told.failure))
    first = next(articles, None)
    if first is None and not told.failures:
        told.failure(GoldError(f"{', '.join(paths)}: there is no article in it. Give text and quotes of one or more."))
    return None if first is None else chain([first], articles)


@dataclass(slots=True)
class _Extractor:
    """Reads the articles with the network, all acts."""

    tools: Tools
    name: str = "quoteminer"
    _miner: Any = field(default=None, init=False)

    def __call__(self, gold: GoldArticle) -> GoldArticle:
        if self._miner is None:
            self._miner = extract.load_miner(self.tools)
        (record,) = self._miner.mine_articles([make_article(gold.text, id=gold.id)])
        self.name = f"{record.model.name} {record.model.version}"
        return from_record(record, gold.text)

    def check(self) -> None:
        """It has read every article."""

    def facts(self) -> dict[str, Any]:
        return {"model": self.name}


class _FromFile:
    """Looks the articles up in a file of predictions."""

    def __init__(self, path: Path, told: _Told) -> None:
        self.name = str(path)
        self._told = told
        self._predictions = Predictions(without_errors(read_predictions(path), told.failure))

    def __call__(self, gold: GoldArticle) -> GoldArticle:
        try:
            return self._predictions.beside(gold)
        except GoldError as error:
            self._told.failure(error)
            return GoldArticle(gold.id, gold.text)

    def check(self) -> None:
        """Tell what didn't fit together. Raises GoldError where nothing did."""
        found = self._predictions
        if not found.used:
            has = repr(found.unasked[0]) if found.unasked else "none"
            raise GoldError(
                f"{self.name}: no article of the gold is in it: the gold has the id {found.missing[0]!r}, this file "
                f"{has}. Give predictions for these articles, with their ids."
            )
        self._told.ids(found.missing, f"{self.name}: articles of the gold without a prediction, counted as no quotes")
        self._told.ids(found.unasked, f"{self.name}: predictions for articles that are not in the gold, left out")
        self._told.ids(found.repeated, f"{self.name}: articles that are there more than once; the last one counts")

    def facts(self) -> dict[str, Any]:
        found = self._predictions
        return {"file": self.name, "missing": found.missing, "unknown": found.unasked, "repeated": found.repeated}
