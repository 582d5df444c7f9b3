"""``quoteminer evaluate``: measure the extractor, or files of predictions, on annotated articles."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path
from typing import Any, Final

import numpy as np
from rich.console import RenderableType

from quoteminer.cli import extract
from quoteminer.cli.options import Tools
from quoteminer.cli.screen import screen_on
from quoteminer.cli.streams import Bar, open_output
from quoteminer.cli.table import ScreenWriter
from quoteminer.errors import GoldError
from quoteminer.evaluation.counts import GOLD, MATCHED, PREDICTED, ROWS, Counts, count_article
from quoteminer.evaluation.errors_page import error_page
from quoteminer.evaluation.formats import read_gold, without_errors
from quoteminer.evaluation.gold import GoldArticle, from_record
from quoteminer.evaluation.intervals import FEW, Signature, compare, evaluate
from quoteminer.evaluation.mistakes import Mistake, find_mistakes
from quoteminer.evaluation.predictions import Predictions, read_predictions
from quoteminer.evaluation.report import differences_to_dict, scores_to_dict
from quoteminer.output.files import whole_file
from quoteminer.output.jsontext import dump
from quoteminer.text.article import make_article
from quoteminer.views.scores import differences_view, scores_view

NAMED: Final = 5
"""Ids that a note lists; it counts the others."""
_MANY_TESTS: Final = "Many figures are tested at once: decide which one counts before you look."
_FEW_ARTICLES: Final = f"With less than {FEW} articles, intervals are too narrow and p-values too small."


@dataclass(frozen=True, slots=True)
class How:
    """Seed and resamples of the bootstrap; the format of the gold, None to detect it; JSON in place of a table; no bar
    and no notes."""

    seed: int
    resamples: int
    format: str | None = None
    json: bool = False
    quiet: bool = False


def run(gold: Sequence[str], predictions: Path | None, errors: Path | None, tools: Tools, how: How) -> int:
    """Write the figures of a file of predictions, or without one those of the extractor with all acts, and the page of
    ``errors``. Print an error for gold and predictions that can't be read.

    Returns:
        How many could not be read. If that is all of the gold, nothing is written.

    Raises:
        GoldError, ModelError, OutputError: nothing more can be done.
    """
    with Bar(quiet=how.quiet) as bar:
        articles = _Gold(gold, how.format, bar)
        if not articles:
            return bar.failures
        # The page is opened before anything is measured, so that a missing folder is found at once.
        with whole_file(errors) if errors else nullcontext() as page:
            system = _FromFile(predictions, bar) if predictions else _Extractor(tools)
            counts: list[Counts] = []
            mistakes: list[Mistake] = []
            for article in articles:
                predicted = system(article)
                counts.append(count_article(article, predicted))
                mistakes += find_mistakes(article, predicted) if page else []
                bar.step()
            system.check()
            articles.check(counts)
            scores = evaluate(counts, seed=how.seed, resamples=how.resamples)
            if page:
                page.writelines(error_page(mistakes, title=f"{system.name} on {', '.join(gold)}: what is not right"))
        facts = {"gold": list(gold), "predictions": system.facts(), "figures": scores_to_dict(scores)}
        _write(how, scores_view(scores), scores[0].signature, facts, bar)
    return bar.failures


def run_comparison(gold: Sequence[str], first: Path, second: Path, how: How) -> int:
    """Write the figures of two files of predictions beside each other, with the paired test. Returns and raises as
    ``run``."""
    with Bar(quiet=how.quiet) as bar:
        articles = _Gold(gold, how.format, bar)
        if not articles:
            return bar.failures
        systems = _FromFile(first, bar), _FromFile(second, bar)
        counts: tuple[list[Counts], list[Counts]] = ([], [])
        for article in articles:
            for system, some in zip(systems, counts, strict=True):
                some.append(count_article(article, system(article)))
            bar.step()
        for system in systems:
            system.check()
        articles.check(counts[0])
        found = compare(*counts, seed=how.seed, resamples=how.resamples)
        a, b = (system.facts() for system in systems)
        facts = {"gold": list(gold), "a": a, "b": b, "figures": differences_to_dict(found)}
        lines = [f"A: {first}", f"B: {second}", _MANY_TESTS]
        _write(how, differences_view(found), found[0].signature, facts, bar, lines)
    return bar.failures


def _write(
    how: How, view: RenderableType, signature: Signature, facts: dict[str, Any], bar: Bar, lines: Iterable[str] = ()
) -> None:
    with bar.aside(), open_output(None) as stream:
        if how.json:
            value = {"signature": signature.to_dict(), "failures": bar.failures, **facts}
            stream.write(dump(value, indent=2) + "\n")
            return
        writer = ScreenWriter[object](screen_on(stream))
        writer.print(view)
        means = "95 % intervals by bootstrap of articles" if signature.articles > 1 else "No intervals of one article"
        few = [_FEW_ARTICLES] if 1 < signature.articles < FEW else []
        for line in (*lines, *few, f"{means}; {signature}"):
            writer.line(line)


def _note_ids(note: Callable[[str], None], ids: Sequence[str], meaning: str) -> None:
    if ids:
        more = f" and {len(ids) - NAMED} more" if len(ids) > NAMED else ""
        note(f"{meaning}: {', '.join(ids[:NAMED])}{more}.")


class _Gold:
    """The articles of the gold that can be read; an error is printed for each of the others. False if there is none."""

    def __init__(self, paths: Sequence[str], format: str | None, bar: Bar) -> None:
        self._bar = bar
        self._unchecked: list[str] = []
        articles = without_errors(read_gold(paths, format=format), bar.fail)
        first = next(articles, None)
        self._first = [first] if first else []
        self._others = articles

    def __bool__(self) -> bool:
        return bool(self._first)

    def __iter__(self) -> Iterator[GoldArticle]:
        for article in chain(self._first, self._others):
            if article.checked == "part":
                self._unchecked.append(article.id)
            yield article

    def check(self, counts: Sequence[Counts]) -> None:
        """Print notes on what the gold lacks, so that some figures mean nothing."""
        note = self._bar.note
        unchecked = "Only a part of this gold was checked, and what nobody has checked counts as right"
        _note_ids(note, self._unchecked, unchecked)
        sums = np.sum(counts, axis=0)
        total = sums[:, GOLD]
        if total.any() and (sums[:, (PREDICTED, MATCHED)] == total[:, None]).all():
            note("All is found and nothing else. Is the gold what was extracted, before anybody corrected it?")
        if not total[ROWS.index("roles.source")]:
            note("The gold has no sources: the figures source, e2e and attributed mean nothing.")
        if not total[ROWS.index("names.all")]:
            note("The gold has no speech with a named speaker: the figures of names mean nothing.")


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
        pass

    def facts(self) -> dict[str, Any]:
        return {"model": self.name}


class _FromFile:
    """Looks the articles up in a file of predictions."""

    def __init__(self, path: Path, bar: Bar) -> None:
        self.name = str(path)
        self._bar = bar
        self._predictions = Predictions(without_errors(read_predictions(path), bar.fail))

    def __call__(self, gold: GoldArticle) -> GoldArticle:
        try:
            return self._predictions.beside(gold)
        except GoldError as error:
            self._bar.fail(error)
            return GoldArticle(gold.id, gold.text)

    def check(self) -> None:
        """Print notes on what did not match. Raises GoldError if nothing did."""
        found, note = self._predictions, self._bar.note
        if not found.used:
            has = repr(found.unasked[0]) if found.unasked else "none"
            raise GoldError(
                f"{self.name}: no article of the gold is in it: the gold has the id {found.missing[0]!r}, this file "
                f"{has}. Give predictions for these articles, with their ids."
            )
        _note_ids(note, found.missing, f"{self.name}: articles of the gold without a prediction, counted as no quotes")
        _note_ids(note, found.unasked, f"{self.name}: predictions for articles that are not in the gold, left out")
        _note_ids(note, found.repeated, f"{self.name}: articles that are there more than once; the last one counts")

    def facts(self) -> dict[str, Any]:
        found = self._predictions
        return {"file": self.name, "missing": found.missing, "unknown": found.unasked, "repeated": found.repeated}
