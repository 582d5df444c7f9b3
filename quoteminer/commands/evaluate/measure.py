"""``quoteminer evaluate``: measure the extractor, or files of predictions, on annotated
articles."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import asdict, dataclass
from itertools import chain
from pathlib import Path
from typing import Any, Final, TextIO

import numpy as np
from rich.console import RenderableType

from quoteminer.cli import mining
from quoteminer.cli.options import Tools, check_output
from quoteminer.cli.screen import screen_on
from quoteminer.cli.streams import Bar, open_output
from quoteminer.commands.evaluate.counts import (
    GOLD,
    MATCHED,
    PREDICTED,
    ROWS,
    Counts,
    count_article,
)
from quoteminer.commands.evaluate.errors_page import error_page
from quoteminer.commands.evaluate.intervals import (
    FEW,
    Signature,
    compare,
    differences_to_dict,
    evaluate,
    scores_to_dict,
)
from quoteminer.commands.evaluate.mistakes import MISTAKE_KINDS, Mistake, find_mistakes
from quoteminer.commands.evaluate.predictions import Prediction, read_predictions
from quoteminer.commands.evaluate.scores_view import differences_view, scores_view
from quoteminer.errors import GoldError
from quoteminer.output.gold import without_errors
from quoteminer.output.gold.annotated import annotated, are_checked
from quoteminer.output.gold.gold_articles import GoldArticle, from_record
from quoteminer.output.gold.gold_files import gold_paths
from quoteminer.output.run.corrections import is_run, read_both
from quoteminer.output.whole_files import whole_file
from quoteminer.records.jsontext import dump
from quoteminer.records.parts import counted
from quoteminer.text.article import make_article

NAMED: Final = 5  # ids that a note lists; it counts the others
_FEW_ARTICLES: Final = (
    f"With fewer than {FEW} articles, intervals are too narrow and p-values too small."
)


@dataclass(frozen=True, slots=True)
class How:
    """Options of the command. ``format``: of the gold, None detects it; ``errors``: the page to
    write, or None."""

    gold: Sequence[str]
    format: str | None
    errors: Path | None
    seed: int
    resamples: int
    json: bool
    quiet: bool

    def page(self) -> AbstractContextManager[TextIO | None]:
        """Open the page. Do this before measuring, so that a missing folder is found at once."""
        return whole_file(self.errors) if self.errors else nullcontext()


def measure(
    how: How, predictions: Path | None, compared: tuple[Path, Path] | None, tools: Tools
) -> int:
    """Write the figures of a file of predictions, of two compared files or, without files, of the
    extractor. Return the number of articles that could not be read; if no article could be read,
    nothing is written.
    """
    check_output(
        map(str, filter(None, (*how.gold, *gold_paths(how.gold), predictions))),
        how.errors,
        "--errors",
        stdout=False,
    )
    with Bar(quiet=how.quiet) as bar:
        if not compared and predictions is None and _are_runs(how):
            _measure_checked(how, bar)
        elif articles := list(without_errors(annotated(how.gold, how.format), bar.fail)):
            if compared:
                _compare(articles, *compared, how, bar)
            else:
                _measure(articles, predictions, tools, how, bar)
    return bar.failures


def _are_runs(how: How) -> bool:
    """True if the gold is runs, or files of records that were corrected: then the extraction that
    they hold is measured on what a person has checked."""
    whole = how.format in (None, "jsonl")  # otherwise a run's result in that format is read
    return are_checked(how.gold) or (whole and all(map(is_run, how.gold)))


def _measure(
    articles: Sequence[GoldArticle], predictions: Path | None, tools: Tools, how: How, bar: Bar
) -> None:
    """Write the figures of a file of predictions (None: of the extractor, with all acts) and the
    page of errors."""
    with how.page() as page:
        predicted, facts = (
            _from_file(articles, predictions, bar)
            if predictions
            else _extracted(articles, tools, bar)
        )
        counts = list(map(count_article, articles, predicted))
        scores = evaluate(counts, seed=how.seed, resamples=how.resamples)
        if page:
            title = f"{predictions or facts['model']} on {', '.join(how.gold)}: mistakes"
            page.writelines(
                error_page(_mistakes(zip(articles, predicted, strict=True)), title=title)
            )
    _note_gaps(articles, counts, bar)
    values = {"gold": list(how.gold), "predictions": facts, "figures": scores_to_dict(scores)}
    _write(how, scores_view(scores), scores[0].signature, values, bar)


def _compare(
    articles: Sequence[GoldArticle], first: Path, second: Path, how: How, bar: Bar
) -> None:
    """Write the figures of two files of predictions side by side, with the paired test."""
    (a, about_a), (b, about_b) = (_from_file(articles, path, bar) for path in (first, second))
    counts_a, counts_b = (list(map(count_article, articles, predicted)) for predicted in (a, b))
    _note_gaps(articles, counts_a, bar)
    differences = compare(counts_a, counts_b, seed=how.seed, resamples=how.resamples)
    values = {
        "gold": list(how.gold),
        "a": about_a,
        "b": about_b,
        "figures": differences_to_dict(differences),
    }
    lines = [
        f"A: {first}",
        f"B: {second}",
        "Many figures are tested at once: decide which one counts before you look.",
    ]
    _write(how, differences_view(differences), differences[0].signature, values, bar, lines)


def _measure_checked(how: How, bar: Bar) -> None:
    """Measure the extraction of runs on the articles that somebody has corrected and checked as a
    whole. Write the figures, and the cost of each kind of mistake. Raises GoldError if there is no
    such article."""
    runs = ", ".join(how.gold)
    with how.page() as page:
        pairs, articles = [], {"whole": 0, "part": 0, "none": 0}
        for extracted, corrected in chain.from_iterable(map(read_both, how.gold)):
            right = from_record(corrected, corrected.text or "")
            articles["whole" if right.checked == "all" else right.checked or "none"] += 1
            if right.checked == "all":
                pairs.append((right, from_record(extracted, "")))
        if not pairs:
            raise GoldError(
                f"{runs}: no article has been checked as a whole ({articles['part']} in part), so"
                " there is nothing to compare the quotes with. Open it with quoteminer serve,"
                " correct the quotes of some articles, and tick 'whole article checked'."
            )
        scores = evaluate(
            [count_article(*pair) for pair in pairs], seed=how.seed, resamples=how.resamples
        )
        mistakes = list(_mistakes(pairs))
        if page:
            page.writelines(error_page(mistakes, title=f"{runs}: mistakes"))
    letters = {
        kind: [mistake.cost for mistake in mistakes if kind in mistake.kinds]
        for kind in MISTAKE_KINDS
    }
    costs = {
        kind: {"quotes": len(some), "letters": sum(some)} for kind, some in letters.items() if some
    }
    costs = dict(sorted(costs.items(), key=lambda cost: -cost[1]["letters"]))
    whole, part, none = counted(articles["whole"], "article"), articles["part"], articles["none"]
    lines = [f"Checked as a whole, and measured: {whole}; in part: {part}; not at all: {none}."]
    total = sum(len(predicted.quotes) for _, predicted in pairs)
    wrong = sum(mistake.predicted_quote is not None for mistake in mistakes)
    lines.append(
        f"Right in words, source and name: {total - wrong:,} of {counted(total, 'quote')} found"
        " there."
    )
    for kind, cost in costs.items():
        lines.append(
            f"{kind}: {counted(cost['quotes'], 'quote')}, {counted(cost['letters'], 'letter')}"
        )
    values = {
        "runs": list(how.gold),
        "articles": articles,
        "mistakes": costs,
        "figures": scores_to_dict(scores),
    }
    _write(how, scores_view(scores), scores[0].signature, values, bar, lines)


def _mistakes(pairs: Iterable[tuple[GoldArticle, GoldArticle]]) -> Iterator[Mistake]:
    return (mistake for pair in pairs for mistake in find_mistakes(*pair))


def _extracted(
    articles: Sequence[GoldArticle], tools: Tools, bar: Bar
) -> tuple[list[GoldArticle], dict[str, Any]]:
    miner, predicted = mining.load_miner(tools), []
    for article in articles:
        (record,) = miner.mine_articles([make_article(article.text, id=article.id)])
        predicted.append(from_record(record, article.text))
        bar.step()
    return predicted, {"model": f"{miner.info.name} {miner.info.version}"}


def _from_file(
    articles: Sequence[GoldArticle], path: Path, bar: Bar
) -> tuple[list[GoldArticle], dict[str, Any]]:
    """Return the articles in a file of predictions, and facts about mismatches. Raises GoldError if
    none match."""
    by_id: dict[str, Prediction] = {}
    repeated = []
    for prediction in without_errors(read_predictions(path), bar.fail):
        if prediction.article.id in by_id:
            repeated.append(prediction.article.id)
        by_id[prediction.article.id] = prediction
    asked = {article.id for article in articles}
    missing = [article.id for article in articles if article.id not in by_id]
    unknown = [id for id in by_id if id not in asked]
    if len(missing) == len(articles):
        raise GoldError(
            f"{path}: no article of the gold is in it: the gold has the id {missing[0]!r}, this"
            f" file {repr(unknown[0]) if unknown else 'none'}. Give predictions for these articles,"
            " with their ids."
        )
    readings = []
    for article in articles:
        reading = GoldArticle(article.id, article.text)
        try:
            reading = by_id[article.id].beside(article) if article.id in by_id else reading
        except GoldError as error:
            bar.fail(error)
        readings.append(reading)
        bar.step()
    _note_ids(
        bar, missing, f"{path}: articles of the gold without a prediction, counted as no quotes"
    )
    _note_ids(bar, unknown, f"{path}: predictions for articles that are not in the gold, left out")
    _note_ids(bar, repeated, f"{path}: articles that are there more than once; the last one counts")
    return readings, {
        "file": str(path),
        "missing": missing,
        "unknown": unknown,
        "repeated": repeated,
    }


def _note_gaps(articles: Sequence[GoldArticle], counts: Sequence[Counts], bar: Bar) -> None:
    unchecked = [article.id for article in articles if article.checked == "part"]
    _note_ids(
        bar, unchecked, "Only a part of this gold was checked, and unchecked quotes count as right"
    )
    sums = np.sum(counts, axis=0)
    total = sums[:, GOLD]
    if total.any() and (sums[:, (PREDICTED, MATCHED)] == total[:, None]).all():
        bar.note("All figures are perfect. Is the gold uncorrected output of quoteminer?")
    if not total[ROWS.index("roles.source")]:
        bar.note("The gold has no sources: the figures Source and F1+source mean nothing.")
    if not total[ROWS.index("names.all")]:
        bar.note(
            "The gold has no speech with a named speaker: the figures of speakers mean nothing."
        )


def _note_ids(bar: Bar, ids: Sequence[str], meaning: str) -> None:
    if ids:
        more = f" and {len(ids) - NAMED} more" if len(ids) > NAMED else ""
        bar.note(f"{meaning}: {', '.join(ids[:NAMED])}{more}.")


def _write(
    how: How,
    view: RenderableType,
    signature: Signature,
    values: dict[str, Any],
    bar: Bar,
    lines: Iterable[str] = (),
) -> None:
    with bar.aside(), open_output(None) as stream:
        if how.json:
            everything = {"signature": asdict(signature), "failures": bar.failures, **values}
            stream.write(dump(everything, indent=2) + "\n")
            return
        screen = screen_on(stream)
        screen.show(view)
        means = (
            "95 % intervals by bootstrap of articles"
            if signature.articles > 1
            else "No intervals of one article"
        )
        few = [_FEW_ARTICLES] if 1 < signature.articles < FEW else []
        for line in (*lines, *few, f"{means}; {signature}"):
            screen.show_line(line)
