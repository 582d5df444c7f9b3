"""Short articles with their attributions marked in them:
``<s1>Ana Ruiz</s1> <c1>said</c1> <q1>“We go.”</q1>``."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cache

import numpy as np
import pytest

from quoteminer.network.decode import begin, finish
from quoteminer.network.encode import make_pieces
from quoteminer.network.load import Model, load_model
from quoteminer.people.ranker import Likeness, Ranker
from quoteminer.people.resolve import resolve
from quoteminer.records import Speaker
from quoteminer.text.article import make_article
from quoteminer.text.article_index import ArticleIndex
from quoteminer.text.marks import read_marks
from quoteminer.types import Attribution, Name, NameKind, QuoteType, Resolution, Span

_TAG = re.compile(r"<(/?)([scq])(\d+)>")
_SENTENCE = re.compile(r"[^.!?\n]+[.!?]*[”\"’)]*")
Names = Mapping[str, NameKind]


@dataclass(frozen=True)
class Reading:
    """The entities and speakers of an article, for assertions."""

    text: str
    speakers: tuple[Speaker, ...]
    resolutions: tuple[Resolution, ...]

    @property
    def who(self) -> list[str | None]:
        """The speaker's name of each attribution, in the order of their numbers."""
        return [
            None if r.speaker is None else self.speakers[r.speaker].name for r in self.resolutions
        ]


def read(
    marked: str, names: Names, weights: Mapping[str, Mapping[str, float]] | None = None
) -> Reading:
    """Resolve a marked article. ``names``: every place where these words stand is a name of that
    kind. ``weights``: of the ranker; None takes the model's."""
    text, spans = _unmark(marked)
    article = make_article(text)
    numbers = sorted({number for _, number in spans})
    attributions = [_attribution(text, spans, n) for n in numbers]
    places = (
        (re.finditer(rf"(?<!\w){re.escape(words)}(?!\w)", text), kind)
        for words, kind in names.items()
    )
    found = [Name(*place.span(), kind) for matches, kind in places for place in matches]
    sentences = [m.span() for m in _SENTENCE.finditer(text)]
    marks = read_marks(text, article.paragraphs)
    pending = begin(_model(), make_pieces(article, marks, _model().tokenizer))
    # so that every piece keeps its vector: any word may be a source here
    capitals = np.ones_like(pending.pieces.case)
    vectors = finish(
        _model(), replace(pending, pieces=replace(pending.pieces, case=capitals))
    ).vectors
    assert vectors is not None
    ranker = Ranker(weights or _model().ranker, Likeness(vectors, attributions))
    index = ArticleIndex(article, marks, sentences=sentences)
    speakers, resolutions = resolve(index, attributions, found, ranker)
    return Reading(text, speakers, resolutions)


@cache
def _model() -> Model:
    return load_model(threads=1)


def _unmark(marked: str) -> tuple[str, dict[tuple[str, int], list[Span]]]:
    text, opened, spans, last = "", {}, {}, 0
    for tag in _TAG.finditer(marked):
        text += marked[last : tag.start()]
        last, key = tag.end(), (tag[2], int(tag[3]))
        if tag[1]:
            spans.setdefault(key, []).append((opened.pop(key), len(text)))
        else:
            opened[key] = len(text)
    return text + marked[last:], spans


def _attribution(
    text: str, spans: Mapping[tuple[str, int], list[Span]], number: int
) -> Attribution:
    content, cue = tuple(spans["q", number]), tuple(spans.get(("c", number), ()))
    source = spans.get(("s", number), [None])[0]
    kind: QuoteType = "direct" if text[content[0][0]] in '“"' else "indirect"
    return Attribution(content, cue, source, kind, "speech", text[: content[0][0]].count("\n\n"))


@pytest.fixture
def resolved() -> Callable[..., Reading]:
    return read
