"""The spaCy component: ``nlp.add_pipe("quoteminer")`` on any English pipeline."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from spacy.language import Language
from spacy.pipeline import Pipe
from spacy.tokens import Doc

from quoteminer.network.load import load_model
from quoteminer.pipeline import Begun, Findings, begin, begun_ahead, find, load_people, mine
from quoteminer.text.article import make_article
from quoteminer.types import Article, Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from quoteminer.known.people import KnownPeople
    from quoteminer.records import ArticleRecord

RECORD: Final = "quoteminer_record"  # Doc.user_data: the record of the article, as a plain dict
_PARTS: Final = (("cue", "cue"), ("mention", "source"))  # fields of a quote, and the labels of their spans


@Language.factory(
    "quoteminer", default_config={"model": None, "threads": None, "people": None}, assigns=["doc._.quotes"]
)
def make_component(
    nlp: Language, name: str, model: str | None, threads: int | None, people: str | None
) -> QuoteMinerComponent:
    """``model``: a model directory (None: the one in the package). ``threads``: of the network (None: every core).
    ``people``: a file of people to look the speakers up in (see `KnownPeople`)."""
    return QuoteMinerComponent(name, model=model, threads=threads, people=people)


class QuoteMinerComponent(Pipe):
    """Finds the quotes of a Doc and who speaks them.

    ``doc._.quotes`` gets a list of dicts (the quotes of the record, see "The record" in README), ``doc.spans[name]`` a
    labelled span for every part of a quote ("direct", "mixed", "indirect"), cue ("cue") and mention ("source"), and
    ``doc.user_data["quoteminer_record"]`` the whole record as a dict. All of it pickles.

    Raises:
        ModelError: the model is missing, damaged or of another format.
        ConfigError: ``threads`` is less than 1.
        PeopleFileError: the file of people can't be read, or a row of it isn't right.
    """

    def __init__(
        self,
        name: str = "quoteminer",
        *,
        model: str | Path | None = None,
        threads: int | None = None,
        people: str | Path | KnownPeople | None = None,
    ) -> None:
        self.name = name
        self.model = load_model(model, threads=threads)
        self.people = load_people(people)
        self._threads = threads
        if not Doc.has_extension("quotes"):
            Doc.set_extension("quotes", default=None)

    def __reduce__(self) -> tuple[Any, ...]:
        """For ``n_process``: the other process loads the model itself, since what runs the network doesn't pickle."""
        path = self.model.info.path
        return partial(QuoteMinerComponent, self.name, model=path, threads=self._threads, people=self.people), ()

    def __call__(self, doc: Doc) -> Doc:
        self.set_annotations([doc], self.predict([doc]))
        return doc

    def pipe(self, stream: Iterable[Doc], *, batch_size: int = 128) -> Iterator[Doc]:
        """One Doc after the other. With several threads, the next ones are on their way through the network while one
        is finished; ``batch_size`` is not used: windows of the text are the network's batches."""
        for doc, begun in begun_ahead(stream, _article, self.model):
            self.set_annotations([doc], [self._finish(begun, doc)])
            yield doc

    def predict(self, docs: Iterable[Doc]) -> list[ArticleRecord]:
        """The records of the docs; the docs are not touched."""
        return [self._finish(begun, doc) for doc, begun in begun_ahead(docs, _article, self.model)]

    def _finish(self, begun: Begun, doc: Doc) -> ArticleRecord:
        return mine(begun, *units(doc), self.model, self.people)

    def find(self, doc: Doc) -> Findings:
        """What the rooms found in a doc, before it became a record; for those who measure."""
        return find(begin(_article(doc), self.model), *units(doc), self.model)

    def set_annotations(self, docs: Iterable[Doc], records: Sequence[ArticleRecord]) -> None:
        """Write the records to the docs."""
        for doc, record in zip(docs, records, strict=True):
            content = record.to_dict()
            doc._.quotes = content["quotes"]
            doc.user_data[RECORD] = content
            doc.spans[self.name] = _labelled_spans(doc, content["quotes"])


def _article(doc: Doc) -> Article:
    return make_article(doc.text)


def units(doc: Doc) -> tuple[list[Span], list[Span]]:
    """The character spans of a doc's tokens and of its sentences, as the pipeline wants them."""
    return _tokens(doc), _sentences(doc)


def _tokens(doc: Doc) -> list[Span]:
    return [(token.idx, token.idx + len(token)) for token in doc if not token.is_space]


def _sentences(doc: Doc) -> list[Span]:
    """Empty where the pipeline has set no sentences: paragraphs are then what resolution counts in."""
    if not doc.has_annotation("SENT_START"):
        return []
    return [(sentence.start_char, sentence.end_char) for sentence in doc.sents]


def _labelled_spans(doc: Doc, quotes: Iterable[dict[str, Any]]) -> list[Any]:
    wanted = []
    for quote in quotes:
        wanted += [(start, end, quote["type"]) for start, end in quote["spans"]]
        wanted += [(quote[key]["start"], quote[key]["end"], label) for key, label in _PARTS if quote[key]]
    return [doc.char_span(a, b, label=label, alignment_mode="expand") for a, b, label in wanted]
