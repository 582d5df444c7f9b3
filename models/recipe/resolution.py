"""Measure the resolution of speakers alone: the share of right mentions that get the right
speaker."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from quoteminer.commands.evaluate.alignment import (
    Alignment,
    align,
    is_canonical_name,
    is_name_or_alias,
)
from quoteminer.commands.evaluate.counts import SAME_QUOTE, count_article, figures
from quoteminer.output.gold.gold_articles import GoldArticle, GoldSpeaker, from_record
from quoteminer.records import ArticleRecord

KINDS = ("name", "pronoun", "description", "missing")


def resolution(
    gold: Sequence[GoldArticle], records: Sequence[ArticleRecord]
) -> dict[str, dict[str, float]]:
    """Return for each kind of mention the number of spoken attributions whose mention is right
    (``gold``), and the share with the right speaker. A named speaker is right with the canonical
    name, an unnamed one with any description.

    ``oracle``: the F1 of names that these attributions would have if every right mention had the
    gold's speaker.
    """
    right, total = Counter[str](), Counter[str]()
    counts = 0
    for article, record in zip(gold, records, strict=True):
        found = from_record(record, article.text)
        aligned = align(article, found)
        kinds = {
            quote.spans: quote.mention.kind if quote.mention else "missing"
            for quote in record.quotes
        }
        matched = {
            g: p for g, p in aligned.matched(SAME_QUOTE).items() if aligned.same_source(g, p)
        }
        for one, other in matched.items():
            if aligned.gold[one].quote.act == "speech":
                kind = kinds[aligned.predicted[other].quote.content]
                total[kind] += 1
                right[kind] += _is_right(
                    aligned.gold[one].speaker, aligned.predicted[other].speaker
                )
        counts = counts + count_article(article, _with_gold_speakers(aligned, found, matched))
    told = {
        kind: {"right": right[kind] / total[kind], "gold": total[kind]}
        for kind in KINDS
        if total[kind]
    }
    best = figures(counts)
    return {
        **told,
        "oracle": {row: best[row]["F1"] for row in ("names.quoted", "names.all") if row in best},
    }


def _is_right(gold: GoldSpeaker | None, found: GoldSpeaker | None) -> bool:
    if gold is None or found is None:
        return gold is found
    return (
        is_name_or_alias(found.name, gold)
        if gold.kind == "unnamed"
        else is_canonical_name(found.name, gold)
    )


def _with_gold_speakers(
    aligned: Alignment, found: GoldArticle, matched: dict[int, int]
) -> GoldArticle:
    """Return the predictions with gold speakers for the quotes whose mention is right."""
    speakers = {id(one.quote): one.speaker for one in aligned.predicted}
    for one, other in matched.items():
        speaker = aligned.gold[one].speaker
        speakers[id(aligned.predicted[other].quote)] = (
            None if speaker is None or speaker.kind == "unnamed" else speaker
        )
    kept = [
        (quote, speaker)
        for quote in found.quotes
        if (speaker := speakers.get(id(quote))) is not None
    ]
    known = [speaker for _, speaker in kept]
    ids = {id(quote): number for number, (quote, _) in enumerate(kept)}
    quotes = tuple(replace(quote, speaker=ids.get(id(quote))) for quote in found.quotes)
    return replace(
        found, quotes=quotes, speakers=tuple(replace(one, id=at) for at, one in enumerate(known))
    )
