"""The component: what it reads in a Doc goes through the chain, and what comes back is written to it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, cast, get_args

from spacy import util
from spacy.pipeline import Pipe
from spacy.tokens import Doc

from quoteminer.component.annotations import (
    ATTRIBUTE,
    LABELS,
    NAME_LABELS,
    labelled_spans,
    names_of,
    record_key,
    register,
    units,
)
from quoteminer.component.saved import PACKED, Files, write
from quoteminer.component.tools import Tools
from quoteminer.errors import ConfigError
from quoteminer.pipeline import Findings, PendingArticle, begin, find, looking_ahead, mine, windows_ahead
from quoteminer.text.article import make_article
from quoteminer.types import Name, NameKind

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

    from quoteminer.linking.known_people import KnownPeople
    from quoteminer.network.load import Model
    from quoteminer.records import ArticleRecord

NAMES: Final = ("own", "pipeline")


@dataclass(frozen=True, slots=True)
class _Failed:
    """A doc that could not be started."""

    error: Exception
    windows: int = 0


class QuoteMinerComponent(Pipe):
    """Finds the quotes of a Doc and who speaks them.

    ``doc._.quotes`` gets a list of dicts (the quotes of the record, see "The record" in README), ``doc.spans`` a
    labelled span for every part of a quote ("direct", "mixed", "indirect"), cue ("cue") and mention ("source"), and
    ``doc.user_data["quoteminer_record"]`` the whole record as a dict, with the speakers. All of it pickles.

    Any number of threads may share a component, each with Docs of its own (`__call__`, `pipe`, `predict`), and get what
    one thread gets. Sharing the ``nlp`` that makes the Docs is as safe as spaCy makes it, and never safe within
    ``nlp.memory_zone()``: make the Docs in one thread, or give each thread an ``nlp``. Load (`from_disk`, `from_bytes`,
    ``model``) before other threads begin.

    Args:
        name: what the component is called in its pipeline.
        model: a model directory; None takes $QUOTEMINER_MODEL, else the model inside the package.
        threads: of the network, 1 or more; None takes every core.
        people: a file of people to look the speakers up in, or one that is loaded (see `KnownPeople`).
        names: "own" takes the names that our network finds, "pipeline" the entities that a component before this one
            has set (``ner``, ``entity_ruler``); a doc for which none has is then an error.
        name_labels: with "pipeline", the labels that are names, and the kind of each: person, org or place. Labels in
            a config come on top of the usual ones (`NAME_LABELS`).
        attribute: the name of the extension, "quotes" for ``doc._.quotes``. With another one, the record stands in
            ``doc.user_data["quoteminer_record.ATTRIBUTE"]``.
        spans_key: the key of ``doc.spans``; None takes ``name``.
        scorer: for ``nlp.evaluate`` and ``spacy evaluate``, see `quoteminer.evaluation.scorer`; None gives no scores.
        wait: a model or a list that isn't where it should be is no error yet, but at the first text.

    Raises:
        ModelError: the model is missing, damaged or of another format.
        ConfigError: a setting is not one of those above, or ``doc._.ATTRIBUTE`` belongs to somebody else.
        PeopleFileError: the file of people can't be read, or a row of it isn't right.
    """

    def __init__(
        self,
        name: str = "quoteminer",
        *,
        model: str | Path | None = None,
        threads: int | None = None,
        people: str | Path | KnownPeople | None = None,
        names: str = "own",
        name_labels: Mapping[str, str] = NAME_LABELS,
        attribute: str = ATTRIBUTE,
        spans_key: str | None = None,
        scorer: Callable[..., Any] | None = None,
        wait: bool = False,
    ) -> None:
        self.name = name
        self.scorer = scorer
        self.cfg = {"attribute": attribute, "spans_key": spans_key or name}
        """What the scorer is told."""
        self._kinds = _checked_kinds(names, name_labels)
        register(attribute)
        self._tools = Tools(model, threads, people, wait=wait)

    @property
    def model(self) -> Model:
        """The network that it reads with. No attribute where it is missing (then no doc can be read, either)."""
        return self._tools.model

    @model.setter
    def model(self, model: Model) -> None:
        self._tools.model = model

    @property
    def people(self) -> KnownPeople | None:
        """The list that speakers are looked up in."""
        return self._tools.people

    @property
    def labels(self) -> tuple[str, ...]:
        """The labels of ``doc.spans``."""
        return LABELS

    def __call__(self, doc: Doc) -> Doc:
        self.set_annotations([doc], self.predict([doc]))
        return doc

    def pipe(self, stream: Iterable[Doc], *, batch_size: int = 128) -> Iterator[Doc]:
        """One Doc after the other. A doc that fails goes to the error handler (``nlp.set_error_handler``), and the
        others go on.

        At most ``batch_size`` docs, 1 or more, are taken before the first of them is given: with several threads, the
        next ones are on their way through the network while one is finished. With one thread none is taken early.
        """
        self._tools.check()
        handle = self.get_error_handler()
        windows = windows_ahead(self.model)
        for doc, pending in looking_ahead(stream, self._begin, windows=windows, most=max(batch_size, 1)):
            try:
                self.set_annotations([doc], [self._finish(doc, pending)])
            except Exception as error:
                handle(self.name, self, [doc], error)
            else:
                yield doc

    def predict(self, docs: Iterable[Doc]) -> list[ArticleRecord]:
        """The records of the docs; the docs are not touched."""
        self._tools.check()
        pending = looking_ahead(docs, self._begin, windows=windows_ahead(self.model))
        return [self._finish(doc, one) for doc, one in pending]

    def _begin(self, doc: Doc) -> PendingArticle | _Failed:
        try:
            return begin(make_article(doc.text), self.model)
        except Exception as error:  # of this doc only: its turn comes
            return _Failed(error)

    def _finish(self, doc: Doc, pending: PendingArticle | _Failed) -> ArticleRecord:
        if isinstance(pending, _Failed):
            raise pending.error
        return mine(pending, *units(doc), self.model, self.people, names=self._names(doc))

    def _names(self, doc: Doc) -> list[Name] | None:
        return None if self._kinds is None else names_of(doc, self._kinds)

    def find(self, doc: Doc) -> Findings:
        """What the rooms found in a doc, before it became a record; for those who measure."""
        self._tools.check()
        pending = begin(make_article(doc.text), self.model)
        return find(pending, *units(doc), self.model, names=self._names(doc))

    def set_annotations(self, docs: Iterable[Doc], records: Sequence[ArticleRecord]) -> None:
        """Write the records to the docs."""
        for doc, record in zip(docs, records, strict=True):
            content = record.to_dict()
            spans = labelled_spans(doc, content["quotes"])
            doc.user_data[record_key(self.cfg["attribute"])] = content
            doc.spans[self.cfg["spans_key"]] = spans

    def initialize(self, get_examples: Any, *, nlp: Any = None) -> None:
        """Before training: there is nothing to train here, but what is missing is told now."""
        self._tools.check()

    def to_bytes(self, *, exclude: Collection[str] = ()) -> bytes:
        """What `to_disk` writes, as bytes."""
        files = self._tools.pack(exclude)
        return util.to_bytes({name: partial(files.__getitem__, name) for name in files}, exclude=())

    def from_bytes(self, data: bytes, *, exclude: Collection[str] = ()) -> QuoteMinerComponent:
        """Take what `to_bytes` gave, as `from_disk`."""
        files: Files = {}
        util.from_bytes(data, {name: partial(files.__setitem__, name) for name in PACKED}, exclude=())
        self._tools.take_files(files, exclude)
        return self

    def to_disk(self, path: str | Path, *, exclude: Collection[str] = ()) -> None:
        """Save the model, unless it is the one that comes with quoteminer (then only which it is), and the list of
        people, so that the pipeline opens on other machines. Settings stand in the pipeline's own config.

        Args:
            path: a folder; it is made where it isn't there.
            exclude: "model", "people": not to be saved.

        Raises:
            ModelError: the model is no longer where it was loaded from.
        """
        write(Path(path), self._tools.pack(exclude))

    def from_disk(self, path: str | Path, *, exclude: Collection[str] = ()) -> QuoteMinerComponent:
        """Take the model and the list of people that `to_disk` saved. Where the config names others now than it did
        then, these stay. Where the model that comes with quoteminer is another one by now, a UserWarning says so.

        Raises:
            ModelError, PeopleFileError: what was saved is damaged.
        """
        self._tools.take(Path(path), exclude)
        return self

    def __reduce__(self) -> tuple[Any, ...]:
        """For pickle, and so for ``n_process`` where processes are spawned."""
        return _restored, (vars(self),)


def _restored(values: dict[str, Any]) -> QuoteMinerComponent:
    component = QuoteMinerComponent.__new__(QuoteMinerComponent)
    vars(component).update(values)
    register(component.cfg["attribute"])
    return component


def _checked_kinds(names: str, labels: Mapping[str, str]) -> dict[str, NameKind] | None:
    """The kind of each label that is a name; None where the pipeline's entities are not used. Raises ConfigError."""
    if names not in NAMES:
        raise ConfigError(f"names is {names!r}; give one of {', '.join(map(repr, NAMES))}.")
    wrong = next(((label, kind) for label, kind in labels.items() if kind not in get_args(NameKind)), None)
    if wrong:
        kinds = ", ".join(map(repr, get_args(NameKind)))
        raise ConfigError(f"name_labels has {wrong[1]!r} for {wrong[0]!r}; give one of {kinds}.")
    return cast("dict[str, NameKind]", dict(labels)) if names == "pipeline" else None
