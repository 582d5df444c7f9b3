"""Build the record of an article from its attributions and their speakers; find the verbs of the cues."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING

from quoteminer import types
from quoteminer.records import PART_SEPARATOR, ArticleRecord, Cue, Mention, ModelName, Quote, Speaker, with_quotes
from quoteminer.text.sections import read_sections
from quoteminer.types import Article, Attribution, Resolution, Span

if TYPE_CHECKING:
    from quoteminer.network.load import ModelInfo

_VERBS = read_sections("quoteminer.attribution", "verbs.txt")
_DOUBLING, _AUXILIARY = (frozenset(" ".join(_VERBS[section]).split()) for section in ("doubling", "auxiliary"))
_PARTICLES = frozenset(("out", "up", "back", "forth", "down", "off"))
_FIXED = frozenset((":", "as per", "per", "via", "for"))
_WORD = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*")
_SILENT_E = re.compile(r"(?:[vcgzu]|[^s]s|[^aeiou]at|[^aeioulr][iou]t|[^aeiourlw]l|[^aeiou][aiu]r|[^aeiou][aiou]d)$")
"""The ends of stems that lost an e before -ed or -ing: "believ", "stat", "quot", "requir", "provid"."""
_CONTRACTED = re.compile(r"(?:n['’]t|['’](?:s|d|ve|ll|re))$")


def build_record(
    article: Article,
    attributions: Sequence[Attribution],
    speakers: Iterable[types.Speaker],
    resolutions: Sequence[Resolution],
    warnings: Iterable[types.Warning],
    model: ModelInfo,
) -> ArticleRecord:
    """Return the record of an article: a quote for every attribution, and the speakers that have a quote. Both are
    given in any order. The article's own warnings come before ``warnings``."""
    # Of two quotes that begin together, the outer one comes first.
    pairs = sorted(
        zip(attributions, resolutions, strict=True),
        key=lambda pair: (pair[0].content[0][0], -pair[0].content[-1][1], pair[0].content),
    )
    quotes = tuple(_quote(at, article, *pair) for at, pair in enumerate(pairs))
    named = [
        Speaker(one.id, one.name, one.kind, one.role, one.affiliation, one.aliases, one.mentions)
        for one in sorted(speakers, key=lambda one: one.id)
    ]
    return ArticleRecord(
        id=article.id,
        source=article.source,
        meta=dict(article.meta),
        quotes=quotes,
        speakers=with_quotes(named, quotes),
        warnings=(*article.warnings, *warnings),
        model=ModelName(model.name, model.version),
        text=article.text,
        omits_text=not article.extracted,
    )


def _quote(at: int, article: Article, attribution: Attribution, resolution: Resolution) -> Quote:
    # Without a source of its own it takes over another quote's speaker.
    inherited = attribution.source is None and resolution.speaker is not None
    return Quote(
        id=at,
        type=attribution.type,
        act=attribution.act,
        text=_joined(article.text, attribution.content, PART_SEPARATOR),
        start=attribution.content[0][0],
        end=attribution.content[-1][1],
        spans=attribution.content,
        paragraph=attribution.paragraph,
        cue=_cue(article.text, attribution.cue),
        mention=_mention(article.text, attribution, resolution),
        speaker=resolution.speaker,
        status=resolution.status,
        confidence=round(attribution.confidence, 3),
        flags=(*attribution.flags, "inherited-speaker") if inherited else attribution.flags,
        why=resolution.why,
    )


def _cue(text: str, spans: tuple[Span, ...]) -> Cue | None:
    if not spans:
        return None
    lemma = cue_lemma(_joined(text, spans, " "))
    return Cue(_joined(text, spans, PART_SEPARATOR), spans[0][0], spans[-1][1], lemma, spans)


def _mention(text: str, attribution: Attribution, resolution: Resolution) -> Mention | None:
    """Return the resolved words; without any, the source as the network found it."""
    if resolution.mention:
        start, end, kind = resolution.mention.start, resolution.mention.end, resolution.mention.kind
    elif attribution.source:
        (start, end), kind = attribution.source, "description"
    else:
        return None
    return Mention(text[start:end], start, end, kind)


def _joined(text: str, spans: Iterable[Span], separator: str) -> str:
    return separator.join(text[start:end] for start, end in spans)


def cue_lemma(cue: str) -> str:
    """Return the dictionary form of a cue's main verb, with its particle ("point out"): "say" for "has not said" and
    "went on to say". A cue without a verb ("according to", ":") comes back in lower case."""
    whole = " ".join(cue.lower().split())
    if whole in _FIXED:
        return whole
    if "according" in whole:
        return "according to"
    words = [_CONTRACTED.sub("", word) for word in _WORD.findall(whole)]
    adverbs = {word for word in words if word.endswith("ly") and word not in verb_forms()}
    content = [at for at, word in enumerate(words) if word and word not in _AUXILIARY | adverbs]
    if not content:
        return words[-1] if words else whole
    candidates = [at for at in content if words[at] in verb_forms()] or content[:1]
    # The main verb is the one after the last "to" ("went on to say"), else the first.
    at = next((at for at in reversed(candidates) if at and words[at - 1] == "to"), candidates[0])
    lemma = verb_lemma(words[at])
    after = words[at + 1] if at + 1 < len(words) else ""
    return f"{lemma} {after}" if after in _PARTICLES or (lemma, after) == ("go", "on") else lemma


def verb_lemma(word: str) -> str:
    """Return the dictionary form of a verb form: from the table of reporting verbs, else by the rules of spelling."""
    word = word.lower()
    if word in verb_forms():
        return verb_forms()[word]
    if word.endswith(("ies", "ied")) and len(word) > 4:
        return word[:-3] + "y"
    for ending in ("ing", "ed"):
        if word.endswith(ending) and len(word) > len(ending) + 2:
            return _restored(word[: -len(ending)])
    if word.endswith(("sses", "shes", "ches", "xes", "zes")):
        return word[:-2]
    return word[:-1] if word.endswith("s") and not word.endswith(("ss", "us")) and len(word) > 3 else word


@cache
def verb_forms() -> Mapping[str, str]:
    forms: dict[str, str] = {}
    for entry in [*" ".join(_VERBS["regular"]).split(), *_VERBS["irregular"]]:
        verb, *others = entry.split()
        for form in (*others, *_regular_forms(verb)):
            forms.setdefault(form, verb)
    return forms


def _regular_forms(verb: str) -> Iterator[str]:
    past = verb[:-1] if verb.endswith("e") else verb
    stem = verb if verb.endswith(("ee", "oe")) else past
    if verb in _DOUBLING:
        past = stem = verb + verb[-1]
    yield verb
    if verb.endswith("y") and verb[-2] not in "aeiou":
        yield from (verb[:-1] + "ies", verb[:-1] + "ied", verb + "ing")
        return
    yield verb + ("es" if verb.endswith(("s", "sh", "ch", "x", "z", "o")) else "s")
    yield from (past + "ed", stem + "ing")


def _restored(stem: str) -> str:
    """Return the verb of a stem before -ed or -ing: with a doubled consonant undone, or the silent e restored."""
    if stem[-1] == stem[-2] and stem[-1] not in "lsfz":
        return stem[:-1]
    return stem + "e" if _SILENT_E.search(stem) else stem
