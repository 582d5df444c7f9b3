"""QuoteMiner: the whole chain, loaded once, for one text or a stream of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any, Literal, TypeVar, overload

from quoteminer.errors import StoppedError, check_argument, is_iterable
from quoteminer.records import Acts, ModelName, Selection, Types
from quoteminer.records.items import Item, failed_record, item_error, make_given, read_item
from quoteminer.text.article import blanked
from quoteminer.text.encoding import need_ftfy
from quoteminer.types import Article, Warning

if TYPE_CHECKING:
    from quoteminer.linking.known_people import KnownPeople
    from quoteminer.network.load import ModelInfo
    from quoteminer.pipeline import FailedArticle, PendingArticle
    from quoteminer.records import ArticleRecord, Speaker

OnError = Literal["raise", "record"]
Context = TypeVar("Context")
Given = TypeVar("Given")
_LOADING = Lock()


class QuoteMiner:
    """Finds who said what.

    Args:
        model: the name of an installed model ("en_news") or a model directory; None takes
            $QUOTEMINER_MODEL, else the best model that is installed.
        threads: number of threads of the network, 1 or more; None takes every core.
        people: a file of people to look the speakers up in, or a loaded list (see `KnownPeople`).
        types, acts, min_confidence: the quotes that `mine` and `mine_many` return (see
            `ArticleRecord.filter`). The command has the same defaults.
        providers: names of onnxruntime's execution providers, the best first
            (["CUDAExecutionProvider"]); None runs the network on the processor.

    Raises:
        ModelError: the model is missing, damaged or of another format.
        ConfigError: an argument has a value or a type that is not allowed, or a provider is not
            available here.
        PeopleFileError: the file of people can't be read, or a row of it is invalid.

    A miner keeps no state between texts: the same text always gives the same record, in any number
    of threads. It can be pickled for other processes, which find the model by its name or path and
    load it once. With ``threads=1`` the network runs in the calling thread, so two callers use two
    cores; otherwise all callers share the network's threads. An error in one thread does not affect
    the others.
    """

    def __init__(
        self,
        model: str | Path | None = None,
        threads: int | None = None,
        *,
        people: str | Path | KnownPeople | None = None,
        types: Types = "all",
        acts: Acts = "speech",
        min_confidence: float = 0.0,
        providers: Sequence[str] | None = None,
    ) -> None:
        from quoteminer.network.load import load_model
        from quoteminer.pipeline import load_people

        best = "the path of a folder, or None for the best that is installed"
        allowed = model is None or isinstance(model, str | Path)
        check_argument("model", model, f"the name of an installed model, {best}", allowed=allowed)
        self._selection = Selection(types, acts, min_confidence)
        # the weights are checked and unpacked while spaCy is imported
        with ThreadPoolExecutor(1) as beside:
            loading = beside.submit(load_model, model, threads=threads, providers=providers)
            from quoteminer.component.tokens import Tokens

            self._tokens = Tokens()
            self._model = loading.result()
        self._people = load_people(people)
        self._threads = threads
        self._providers = None if providers is None else tuple(providers)

    def __reduce__(self) -> tuple[Any, ...]:
        from quoteminer.network.find_model import installed_models

        info = self.info
        is_installed = installed_models().get(info.name) == info.path
        model = info.name if is_installed else str(info.path.resolve())
        own = {"_people": self._people, "_selection": self._selection}
        return _reloaded, (model, self._threads, self._providers, own)

    def __copy__(self) -> QuoteMiner:
        return self  # nothing of it changes

    def __deepcopy__(self, memo: dict[int, Any]) -> QuoteMiner:
        return self

    @property
    def info(self) -> ModelInfo:
        """The name, version, folder and checksum of the model."""
        return self._model.info

    def mine(
        self,
        text: str,
        *,
        id: str | int = "",
        source: str | None = None,
        meta: Mapping[str, Any] | None = None,
        warnings: Iterable[Warning] = (),
        types: Types | None = None,
        acts: Acts | None = None,
        min_confidence: float | None = None,
        fix_encoding: bool = False,
    ) -> ArticleRecord:
        """Return the record of one text.

        Args:
            id, source, meta, warnings: passed on to the record; a whole number becomes the text of
                an id.
            types, acts, min_confidence: the quotes to return; None takes the values of the miner.
            fix_encoding: repair garbled characters first, as `quoteminer.extract` does.

        Raises:
            InputError: ``text`` is not a str.
            ConfigError: another argument has a value or a type that is not allowed.
            DependencyError: ftfy is needed and not installed.
        """
        given: tuple[Any, ...] = tuple(warnings) if is_iterable(warnings) else (warnings,)
        allowed = all(isinstance(one, Warning) for one in given)
        check_argument("warnings", warnings, "an iterable of warnings", allowed=allowed)
        selection = self._selection.but(types, acts, min_confidence)
        article = make_given(
            text,
            id=id,
            source=source,
            meta=meta,
            warnings=given,
            fix_encoding=fix_encoding,
        )
        return selection.of(next(self.mine_articles([article])))

    @overload
    def mine_many(
        self,
        texts: Iterable[Item],
        *,
        as_tuples: Literal[False] = False,
        on_error: OnError = "raise",
        ahead: bool = True,
        types: Types | None = None,
        acts: Acts | None = None,
        min_confidence: float | None = None,
        fix_encoding: bool = False,
    ) -> Iterator[ArticleRecord]: ...

    @overload
    def mine_many(
        self,
        texts: Iterable[tuple[Item, Context]],
        *,
        as_tuples: Literal[True],
        on_error: OnError = "raise",
        ahead: bool = True,
        types: Types | None = None,
        acts: Acts | None = None,
        min_confidence: float | None = None,
        fix_encoding: bool = False,
    ) -> Iterator[tuple[ArticleRecord, Context]]: ...

    def mine_many(
        self,
        texts: Iterable[Any],
        *,
        as_tuples: bool = False,
        on_error: OnError = "raise",
        ahead: bool = True,
        types: Types | None = None,
        acts: Acts | None = None,
        min_confidence: float | None = None,
        fix_encoding: bool = False,
    ) -> Iterator[Any]:
        """Return the records of a stream of texts, in order.

        With several threads, later texts are taken from the stream while one is read, which keeps
        all threads busy. Several threads may each read their own stream; like every generator, a
        stream is for one thread at a time.

        Args:
            texts: each a str, or a mapping with the key ``text`` and any of ``id`` (a str or a
                whole number), ``source`` and ``meta``, which go into the record. A text that is
                None or NaN is read as empty, with the warning ``no-text``.
            as_tuples: the stream has pairs (text, context), and the result has pairs (record,
                context), as ``nlp.pipe`` of spaCy does. The context may be anything.
            on_error: "raise" ends the stream at an item that can't be read, after the records
                before it. "record" goes on: that item's record has no quotes, and a warning
                ``failed`` that names the error. An error of the iterable itself is raised.
            ahead: False is for a live feed: a text is taken only after the record of the previous
                one was yielded.
            types, acts, min_confidence: the quotes to return; None takes the values of the miner.
            fix_encoding: repair garbled characters first, as `quoteminer.extract` does.

        Raises:
            InputError: an item is not of these forms; the message has its number.
            ConfigError: another argument has a value or a type that is not allowed.
            DependencyError: ftfy is needed and not installed.
        """
        expected = "an iterable of texts, or of mappings with text; for one text call mine"
        check_argument("texts", texts, expected, allowed=is_iterable(texts))
        allowed = on_error in ("raise", "record")
        check_argument("on_error", on_error, "'raise' or 'record'", allowed=allowed)
        selection = self._selection.but(types, acts, min_confidence)
        if fix_encoding:
            need_ftfy()

        def read(entry: tuple[int, Any]) -> Article:
            number, item = entry
            if as_tuples and not _is_pair(item):
                raise item_error(number, "it is no pair (text, context).")
            return read_item(item[0] if as_tuples else item, number, fix_encoding=fix_encoding)

        def failed(entry: tuple[int, Any], error: Exception) -> ArticleRecord:
            item = entry[1][0] if as_tuples and _is_pair(entry[1]) else entry[1]
            return failed_record(item, error, ModelName(self.info.name, self.info.version))

        skip = failed if on_error == "record" else None
        mined = self._mined(enumerate(texts), read, skip, ahead=ahead)
        if not as_tuples:
            return (selection.of(record) for _, record in mined)
        return (
            (selection.of(record), item[1] if _is_pair(item) else None)
            for (_, item), record in mined
        )

    def named(self, text: str) -> tuple[Speaker, ...]:
        """Return all people and organisations that a text names, in the order of first mention,
        without quotes. Raises InputError if ``text`` is not a str."""
        from quoteminer.pipeline import begin, named

        return named(begin(make_given(text), self._model), self._model)

    def mine_articles(
        self, articles: Iterable[Article], *, ahead: bool = True
    ) -> Iterator[ArticleRecord]:
        """Yield the records of a stream of articles, in order, with all acts; ``ahead`` as for
        `mine_many`."""
        mined = self._mined(articles, lambda article: article, None, ahead=ahead)
        return (record for _, record in mined)

    def _mined(
        self,
        items: Iterable[Given],
        read: Callable[[Given], Article],
        failed: Callable[[Given, Exception], ArticleRecord] | None,
        *,
        ahead: bool,
    ) -> Iterator[tuple[Given, ArticleRecord]]:
        """Yield each item with its record, in order. ``read`` makes the article of an item;
        ``failed`` makes the record of an item that can't be read or mined, None: raise the
        error."""
        from quoteminer.network.turns import JOB, check_job
        from quoteminer.pipeline import FailedArticle, begin, looking_ahead, mine, windows_ahead

        def start(item: Given) -> PendingArticle | FailedArticle:
            try:
                return begin(read(item), self._model)
            except Exception as error:
                if failed is None:
                    raise
                return FailedArticle(error)

        def record_of(pending: PendingArticle | FailedArticle) -> ArticleRecord:
            if isinstance(pending, FailedArticle):
                raise pending.error
            units = self._tokens.units(blanked(pending.read.text, pending.marks.noise))
            return mine(pending, units, self._model, self._people)

        windows = windows_ahead(self._model) if ahead else 0
        for item, pending in looking_ahead(items, start, windows=windows):
            check_job(JOB.get())
            try:
                record = record_of(pending)
            except StoppedError:
                raise
            except Exception as error:
                if failed is None:
                    raise
                record = failed(item, error)
            yield item, record


_default_miner = cache(QuoteMiner)


def default_miner() -> QuoteMiner:
    """Return the miner of the default model, which is loaded at the first call and kept."""
    with _LOADING:  # so that first calls from several threads load one model
        return _default_miner()


def _reloaded(
    model: str, threads: int | None, providers: tuple[str, ...] | None, own: dict[str, Any]
) -> QuoteMiner:
    """Return a pickled miner with its ``own`` attributes; miners of one model, threads and
    providers share the rest."""
    with _LOADING:
        loaded = _default_miner(model, threads, providers=providers)
    miner = object.__new__(QuoteMiner)
    vars(miner).update({**vars(loaded), **own})
    return miner


def _is_pair(item: object) -> bool:
    return isinstance(item, tuple | list) and len(item) == 2
