"""Fit the speech acts (quoteminer/attribution/speech_acts.py) on attributions whose act was read by
people."""

from __future__ import annotations

import csv
import json
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import torch
from gold import read_jsonl, set_path
from torch.nn import functional

from quoteminer.attribution.assemble import quote_type
from quoteminer.attribution.speech_acts import SPEECH_ACTS, act_features, speech_act
from quoteminer.text.article import make_article
from quoteminer.text.article_index import ArticleIndex
from quoteminer.text.marks import read_marks
from quoteminer.types import Act, QuoteType, Span

WEIGHTS = Path(__file__).parents[2] / "quoteminer" / "attribution" / "act_weights.json"
# strength of the L2 penalty, in rows; this and the next by cross-validation (folds of articles)
_RIDGE = 1.0
_LEAST = 3  # attributions that have a feature
_SMALL = 0.02  # weights that are left out

Weights = dict[str, list[float]]


class Labelled(NamedTuple):
    """An attribution of an article, its type by the marks, and its act as people read it."""

    article: str
    text: str
    content: list[Span]
    cue: list[Span]
    kind: QuoteType
    act: Act

    @property
    def features(self) -> frozenset[str]:
        return act_features(self.text, self.content, self.cue, self.kind)


def fit_acts(data: Path, *, train: str, dev: str) -> dict[str, dict[str, float]]:
    """Write act_weights.json into the package, fitted on the table ``train``. Return the figures on
    ``dev``."""
    weights = fit(list(read_labelled(data, train)))
    lines = (f"{json.dumps(name)}: {json.dumps(row)}" for name, row in weights.items())
    WEIGHTS.write_text("{\n" + ",\n".join(lines) + "\n}\n", encoding="utf-8")
    rows = list(read_labelled(data, dev))
    return figures(
        [row.act for row in rows],
        [speech_act(row.text, row.content, row.cue, row.kind) for row in rows],
    )


def read_labelled(data: Path, table: str) -> Iterator[Labelled]:
    """Yield the attributions of a table with the columns set, article, quote (its place in
    ``quotes``) and act."""
    with (data / table).open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream, delimiter="\t"))
    articles = {
        (name, row["id"]): row
        for name in {row["set"] for row in rows}
        for row in read_jsonl(set_path(data, name))
    }
    for row in rows:
        article = articles[row["set"], row["article"]]
        quote, text = article["quotes"][int(row["quote"])], article["text"]
        made = make_article(text)
        share = ArticleIndex(made, read_marks(text, made.paragraphs), (), ()).quoted_share(
            quote["content"]
        )
        yield Labelled(
            row["article"], text, quote["content"], quote["cue"], quote_type(share), row["act"]
        )


def fit(rows: Sequence[Labelled]) -> Weights:
    """Fit a multinomial logistic regression; return the weights of each feature, and of "bias", in
    the order of SPEECH_ACTS."""
    features = [row.features for row in rows]
    counts = Counter(name for names in features for name in names)
    places = {
        name: place
        for place, name in enumerate(sorted(name for name in counts if counts[name] >= _LEAST), 1)
    }
    table = torch.zeros(len(rows), len(places) + 1)
    table[:, 0] = 1.0  # the bias
    for line, names in zip(table, features, strict=True):
        line[[places[name] for name in names if name in places]] = 1.0
    right = torch.tensor([SPEECH_ACTS.index(row.act) for row in rows])
    weights = torch.zeros(len(places) + 1, len(SPEECH_ACTS), requires_grad=True)
    optimizer = torch.optim.LBFGS([weights], max_iter=300, line_search_fn="strong_wolfe")

    def loss() -> torch.Tensor:
        optimizer.zero_grad()
        lost = functional.cross_entropy(table @ weights, right, reduction="sum")
        total = lost + _RIDGE / 2 * weights[1:].square().sum()
        total.backward()
        return total

    optimizer.step(loss)
    fitted = {
        name: [round(value, 2) for value in weights[place].tolist()]
        for name, place in {"bias": 0, **places}.items()
    }
    return {
        name: row for name, row in fitted.items() if name == "bias" or max(map(abs, row)) > _SMALL
    }


def figures(right: Sequence[Act], found: Sequence[Act]) -> dict[str, dict[str, float]]:
    """Return precision, recall and F1 of each act, and the mean F1 under "macro"."""
    table = {}
    for act in SPEECH_ACTS:
        hits = sum(one == other == act for one, other in zip(right, found, strict=True))
        precision, recall = (hits / max(1, list(acts).count(act)) for acts in (found, right))
        f1 = 2 * precision * recall / max(precision + recall, 1e-9)
        table[act] = {"P": round(precision, 3), "R": round(recall, 3), "F1": round(f1, 3)}
    return {
        **table,
        "macro": {"F1": round(sum(row["F1"] for row in table.values()) / len(table), 3)},
    }
