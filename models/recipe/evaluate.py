"""Measure a model directory on gold, and write the figures to its meta.json."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from gold import read_jsonl, set_path
from resolution import resolution

from quoteminer.commands.evaluate.counts import count_article, figures
from quoteminer.commands.evaluate.intervals import evaluate as with_intervals
from quoteminer.commands.evaluate.intervals import scores_to_dict
from quoteminer.errors import GoldError
from quoteminer.miner import QuoteMiner
from quoteminer.output.gold import read_gold
from quoteminer.output.gold.gold_articles import GoldArticle, from_record
from quoteminer.records import ArticleRecord

#: Kinds of register, and the words in ``register`` that show them; the first match counts.
REGISTERS = {
    "transcripts and interviews": r"transcript|interview|Q&A|Q\. ?A\.",
    "courts and hearings": r"court|trial|inquest|tribunal|hearing|inquiry",
    "machine-translated": r"spun|translated|rewritten",
    "live blogs, digests, web pages": r"live|digest|bulletin|captions?\b|web",
    "letters, posts, statements": r"letter|posts?\b|statement|block|memo",
    "hardly any quote": r"negative|hardly|recipe|review|essay",
    "news and features": r"",
}


def evaluate(model: Path, *, data: Path, sets: list[str]) -> dict[str, Any]:
    """Return, by gold set (file name without suffixes), every figure with its interval and, if the
    set has resolved speakers, the figures of the resolution (``resolution.py``). If the articles
    have a ``register``, also return some figures by kind of register."""
    miner = QuoteMiner(model, acts="all")
    scores, registers = {}, {}
    for name in sets:
        path, key = set_path(data, name), name.partition(".")[0]
        gold = read_all(path)
        records = [miner.mine(article.text, id=article.id) for article in gold]
        scores[key] = _rounded(_figures(gold, records))
        if kinds := _kinds_of_register(path):
            registers[key] = _rounded(_by_register(gold, records, kinds))
    about = model / "meta.json"
    meta = json.loads(about.read_text(encoding="utf-8"))
    meta |= {"figures": scores, "registers": registers}
    about.write_text(json.dumps(meta, indent=1) + "\n", encoding="utf-8")
    return scores


def _kinds_of_register(path: Path) -> dict[str, str]:
    """Return the kind of register of each article, by its id; empty if the set has no registers."""
    told = {row["id"]: row["register"] for row in read_jsonl(path) if row.get("register")}
    return {
        id: next(kind for kind, words in REGISTERS.items() if re.search(words, told[id], re.I))
        for id in told
    }


def _by_register(
    gold: list[GoldArticle], records: list[ArticleRecord], kinds: dict[str, str]
) -> dict[str, dict[str, float]]:
    """Return the number of articles and quotes, and the most informative figures."""
    out = {}
    for kind in REGISTERS:
        pairs = zip(gold, records, strict=True)
        counts = [
            count_article(a, from_record(r, a.text)) for a, r in pairs if kinds.get(a.id) == kind
        ]
        if counts:
            all_ = figures(sum(counts))
            out[kind] = {
                "articles": len(counts),
                "quotes": all_["content.all"]["gold"],
                "content.all e2e": all_["content.all"]["e2e"],
                "regions e2e": all_["regions"]["e2e"],
                "names.all F1": all_["names.all"]["F1"],
            }
    return out


def read_all(path: Path) -> list[GoldArticle]:
    """Return the articles of a gold file. Raises GoldError for the first one that can't be read."""
    return [_whole(one) for one in read_gold([path])]


def _whole(one: GoldArticle | GoldError) -> GoldArticle:
    if isinstance(one, GoldError):
        raise one
    return one


def _figures(gold: list[GoldArticle], records: list[ArticleRecord]) -> dict[str, Any]:
    """Return all figures for records with all acts; names are measured on speech only, as users get
    it by default."""
    if not any(article.speakers for article in gold):
        return _scores(gold, records)
    spoken = _scores(gold, [record.filter(acts="speech") for record in records])
    names = {row: cells for row, cells in spoken.items() if row.startswith("names.")}
    return {**_scores(gold, records), **names, "resolution": resolution(gold, records)}


def _scores(gold: list[GoldArticle], records: list[ArticleRecord]) -> dict[str, Any]:
    pairs: Iterable[tuple[GoldArticle, Any]] = zip(gold, records, strict=True)
    return scores_to_dict(
        with_intervals(count_article(one, from_record(r, one.text)) for one, r in pairs)
    )


def _rounded(value: Any) -> Any:
    """Round figures to four decimals."""
    return json.loads(json.dumps(value), parse_float=lambda digits: round(float(digits), 4))
