"""The component, which mines the text of a Doc and writes the record to it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast, get_args

from spacy import util
from spacy.pipeline import Pipe
from spacy.tokens import Doc

from quoteminer.attribution.build_record import Findings
from quoteminer.component.annotations import (
    ATTRIBUTE,
    LABELS,
    NAME_LABELS,
    annotate,
    names_of,
    register,
    units,
)
from quoteminer.component.resources import NAMES, Files, Resources, write_files
from quoteminer.errors import ConfigError
from quoteminer.network.load import Model
from quoteminer.pipeline import (
    FailedArticle,
    PendingArticle,
    begin,
    find,
    looking_ahead,
    mine,
    windows_ahead,
)
from quoteminer.records import Acts, ArticleRecord, Selection, Types
from quoteminer.text.article import make_article
from quoteminer.types import NameKind

if TYPE_CHECKING:
    from quoteminer.linking.known_people import KnownPeople


class QuoteMinerComponent(Pipe):
    """Find the quotes of a Doc and who said them.

    ``doc._.quotes`` and ``doc._.speakers`` get the quotes and speakers of the record as dicts (see
    `ArticleRecord.to_dict`), ``doc.spans`` a labelled span for each part of a quote ("direct",
    "mixed", "indirect"), cue ("cue") and mention ("source"), and
    ``doc.user_data["quoteminer_record"]`` the whole record as a dict. All of these can be pickled.

    Threads may share a loaded component if each has its own Docs. The ``nlp`` that makes the Docs
    is only as thread-safe as spaCy, and not at all within ``nlp.memory_zone()``: make the Docs in
    one thread, or give each thread an ``nlp``.

    Args:
        name: the name of the component in its pipeline.
        model, threads, people, types, acts, min_confidence: as for `QuoteMiner`.
        names: "own" uses the names that the network finds, "pipeline" the entities that an earlier
            component has set (``ner``, ``entity_ruler``); then a doc without such annotation is an
            error.
        name_labels: for "pipeline", the kind of name (person, org, place) by label. Labels in a
            config are added to `NAME_LABELS`.
        attribute: the name of the extension, "quotes" for ``doc._.quotes``. With another one, the
            speakers are ``doc._.ATTRIBUTE_speakers`` and the record is
            ``doc.user_data["quoteminer_record.ATTRIBUTE"]``.
        spans_key: the key of ``doc.spans``; None takes ``name``.
        scorer: what ``nlp.evaluate`` and ``spacy evaluate`` call, by default
            "quoteminer.scorer.v1"; None gives no scores.
        lazy: raise the error for a model or list that does not exist only at the first text.

    Raises:
        ModelError: the model is missing, damaged or of another format.
        ConfigError: a setting is invalid, or ``doc._.ATTRIBUTE`` or that of the speakers belongs
            to something else.
        PeopleFileError: the file of people can't be read, or a row of it is invalid.
    """

    def __init__(
        self,
        name: str = "quoteminer",
        *,
        model: str | Path | None = None,
        threads: int | None = None,
        people: str | Path | KnownPeople | None = None,
        types: Types = "all",
        acts: Acts = "speech",
        min_confidence: float = 0.0,
        names: str = "own",
        name_labels: Mapping[str, str] = NAME_LABELS,
        attribute: str = ATTRIBUTE,
        spans_key: str | None = None,
        scorer: Callable[..., Any] | None = None,
        lazy: bool = False,
    ) -> None:
        self.name = name
        self.scorer = scorer
        self.cfg = {"attribute": attribute, "spans_key": spans_key or name}
        """The settings of the scorer."""
        self._kinds = _checked_kinds(names, name_labels)
        self._selection = Selection(types, acts, min_confidence)
        register(attribute)
        self._resources = Resources(model, threads, people, lazy=lazy)

    @property
    def model(self) -> Model:
        """The network. Raises AttributeError while it is missing."""
        return self._resources.model

    @property
    def people(self) -> KnownPeople | None:
        """The list of people that speakers are looked up in."""
        return self._resources.people

    @property
    def labels(self) -> tuple[str, ...]:
        """The labels of ``doc.spans``."""
        return LABELS

    def __call__(self, doc: Doc) -> Doc:
        self.set_annotations([doc], self.predict([doc]))
        return doc

    def pipe(self, stream: Iterable[Doc], *, batch_size: int = 128) -> Iterator[Doc]:
        """Process a stream of docs in order. A doc that fails goes to the error handler
        (``nlp.set_error_handler``).

        With several threads, up to ``batch_size`` docs (1 or more) are taken before the first of
        them is yielded.
        """
        self._resources.check()
        handle = self.get_error_handler()
        windows = windows_ahead(self.model)
        for doc, pending in looking_ahead(
            stream, self._begin, windows=windows, most=max(batch_size, 1)
        ):
            try:
                self.set_annotations([doc], [self._finish(doc, pending)])
            except Exception as error:
                handle(self.name, self, [doc], error)
            else:
                yield doc

    def predict(self, docs: Iterable[Doc]) -> list[ArticleRecord]:
        """Return the records of the docs without changing the docs."""
        self._resources.check()
        pending = looking_ahead(docs, self._begin, windows=windows_ahead(self.model))
        return [self._finish(doc, begun) for doc, begun in pending]

    def _begin(self, doc: Doc) -> PendingArticle | FailedArticle:
        try:
            return begin(make_article(doc.text), self.model)
        except Exception as error:  # of this doc only
            return FailedArticle(error)

    def _finish(self, doc: Doc, pending: PendingArticle | FailedArticle) -> ArticleRecord:
        if isinstance(pending, FailedArticle):
            raise pending.error
        record = mine(pending, units(doc), self.model, self.people, names_of(doc, self._kinds))
        return self._selection.of(record)

    def find(self, doc: Doc) -> Findings:
        """Return all findings in a doc, before they become a record; for evaluation."""
        self._resources.check()
        pending = begin(make_article(doc.text), self.model)
        return find(pending, units(doc), self.model, names=names_of(doc, self._kinds))

    def set_annotations(self, docs: Iterable[Doc], records: Sequence[ArticleRecord]) -> None:
        """Write the records to the docs."""
        for doc, record in zip(docs, records, strict=True):
            annotate(doc, record, **self.cfg)

    def initialize(self, get_examples: Any, *, nlp: Any = None) -> None:
        """Prepare for training. Nothing is trained here, but a missing model or list becomes an
        error."""
        self._resources.check()

    def to_bytes(self, *, exclude: Collection[str] = ()) -> bytes:
        """Return what `to_disk` writes, as bytes."""
        files = self._resources.to_files(exclude)
        return util.to_bytes({name: partial(files.__getitem__, name) for name in files}, exclude=())

    def from_bytes(self, data: bytes, *, exclude: Collection[str] = ()) -> QuoteMinerComponent:
        """Load what `to_bytes` returned, like `from_disk`."""
        files: Files = {}
        util.from_bytes(
            data, {name: partial(files.__setitem__, name) for name in NAMES}, exclude=()
        )
        self._resources.load_files(files, exclude)
        return self

    def to_disk(self, path: str | Path, *, exclude: Collection[str] = ()) -> None:
        """Save the list of people and the model, except "model" or "people" if excluded. Of an
        installed model only name and checksums are saved. Raises ModelError if the model is no
        longer where it was loaded from.
        """
        write_files(Path(path), self._resources.to_files(exclude))

    def from_disk(self, path: str | Path, *, exclude: Collection[str] = ()) -> QuoteMinerComponent:
        """Load what `to_disk` saved, unless the config names another model or list than it did
        then. A UserWarning says if the saved model is not installed here, or only in another
        version. Raises ModelError, PeopleFileError.
        """
        self._resources.load(Path(path), exclude)
        return self

    def __reduce__(self) -> tuple[Any, ...]:
        """Support pickling, also for ``n_process`` with spawned processes."""
        return QuoteMinerComponent.__new__, (QuoteMinerComponent,), vars(self)

    def __setstate__(self, values: dict[str, Any]) -> None:
        vars(self).update(values)
        register(self.cfg["attribute"])


def _checked_kinds(names: str, labels: Mapping[str, str]) -> dict[str, NameKind] | None:
    """Return the kind of name by label; None for the network's names. Raises ConfigError."""
    if names not in ("own", "pipeline"):
        raise ConfigError(f"names is {names!r}; give one of 'own', 'pipeline'.")
    kinds = get_args(NameKind)
    for label, kind in labels.items():
        if kind not in kinds:
            raise ConfigError(
                f"name_labels has {kind!r} for {label!r}; give one of"
                f" {', '.join(map(repr, kinds))}."
            )
    return cast("dict[str, NameKind]", dict(labels)) if names == "pipeline" else None
