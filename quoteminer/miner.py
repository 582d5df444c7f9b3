"""QuoteMiner: the whole chain, loaded once, for one text or a stream of them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, nullcontext
from functools import cache
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any

from quoteminer.errors import InputError, check_argument, is_iterable
from quoteminer.records import Acts, Selection, Types
from quoteminer.records.jsontext import is_json_object
from quoteminer.text.article import article_of, blanked, readable
from quoteminer.text.encoding import fix_encoding as repair
from quoteminer.types import Article, Span, Warning

if TYPE_CHECKING:
    from spacy.language import Language

    from quoteminer.linking.known_people import KnownPeople
    from quoteminer.network.load import ModelInfo
    from quoteminer.records import ArticleRecord, Speaker

_LOADING = Lock()
_WORDS_KEPT = 20_000
"""spaCy prepares each word that it has not kept, which took four fifths of the time for tokens when
it kept none. It keeps the words of the first texts, up to about this many, since later texts mostly
use the same; but not those of a text with more characters than this, so that memory stays
bounded."""
_ENDLESS_WORD = re.compile(r"\S{1000,}")
"""A run of this many characters without a space is not a word; spaCy's tokenizer needs quadratic
time for it."""
_HUNDRED = re.compile(r"(\S{99})\S")


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

        expected = (
            "the name of an installed model, the path of a folder, or None for the best that is"
            " installed"
        )
        check_argument(
            "model", model, expected, allowed=model is None or isinstance(model, str | Path)
        )
        self._selection = Selection(types, acts, min_confidence)
        # the weights are checked and unpacked while spaCy is imported
        with ThreadPoolExecutor(1) as beside:
            loading = beside.submit(load_model, model, threads=threads, providers=providers)
            self._tokens = Tokens()
            self._model = loading.result()
        self._people = load_people(people)
        self._threads = threads
        self._providers = None if providers is None else tuple(providers)

    def __reduce__(self) -> tuple[Any, ...]:
        from quoteminer.network.find_model import installed_models

        info = self.info
        model = (
            info.name
            if installed_models().get(info.name) == info.path
            else str(info.path.resolve())
        )
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
        id: str = "",
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
            id, source, meta, warnings: passed on to the record.
            types, acts, min_confidence: the quotes to return; None takes the values of the miner.
            fix_encoding: repair garbled characters first, as `quoteminer.extract` does.

        Raises:
            InputError: ``text`` is not a str.
            ConfigError: another argument has a value or a type that is not allowed.
            DependencyError: ftfy is needed and not installed.
        """
        if not isinstance(text, str):
            raise InputError(
                f"The text is {type(text).__name__}, not str. Give a str; decode bytes first."
            )
        check_argument("id", id, "a str", allowed=isinstance(id, str))
        check_argument(
            "source", source, "a str, or None", allowed=source is None or isinstance(source, str)
        )
        check_argument(
            "meta",
            meta,
            "a dict that JSON can hold, or None",
            allowed=meta is None or is_json_object(meta),
        )
        check_argument(
            "warnings", warnings, "an iterable of warnings", allowed=is_iterable(warnings)
        )
        selection = self._selection.but(types, acts, min_confidence)
        fixed = repair(text) if fix_encoding else None
        if fixed:
            text, warnings = fixed[0], (*warnings, fixed[1])
        known, extracted = tuple(warnings), fixed is not None
        article = article_of(
            text, id=id, source=source, meta=meta, warnings=known, extracted=extracted
        )
        return selection.of(next(self.mine_articles([article])))

    def mine_many(
        self,
        texts: Iterable[str | tuple[str, str]],
        *,
        ahead: bool = True,
        types: Types | None = None,
        acts: Acts | None = None,
        min_confidence: float | None = None,
    ) -> Iterator[ArticleRecord]:
        """Return the records of a stream of texts, or of pairs (id, text), in order.

        With several threads, later texts are taken from the stream while one is read, which keeps
        all threads busy. Several threads may each read their own stream; like every generator, a
        stream is for one thread at a time.

        Args:
            ahead: False is for a live feed: a text is taken only after the record of the previous
                one was yielded.
            types, acts, min_confidence: the quotes to return; None takes the values of the miner.

        Raises:
            InputError: an item is neither a text nor a pair; the records before it are yielded
                first.
            ConfigError: another argument has a value or a type that is not allowed.
        """
        expected = "an iterable of texts or of pairs (id, text); for one text call mine"
        check_argument("texts", texts, expected, allowed=is_iterable(texts))
        selection = self._selection.but(types, acts, min_confidence)
        return map(selection.of, self.mine_articles(map(_article, texts), ahead=ahead))

    def named(self, text: str) -> tuple[Speaker, ...]:
        """Return all people and organisations that a text names, in the order of first mention,
        without quotes."""
        from quoteminer.pipeline import begin, named

        return named(begin(article_of(text), self._model), self._model)

    def mine_articles(
        self, articles: Iterable[Article], *, ahead: bool = True
    ) -> Iterator[ArticleRecord]:
        """Yield the records of a stream of articles, in order, with all acts; ``ahead`` as for
        `mine_many`."""
        from quoteminer.network.turns import JOB, check_job
        from quoteminer.pipeline import begin, looking_ahead, mine, windows_ahead

        windows = windows_ahead(self._model) if ahead else 0
        for _, pending in looking_ahead(
            articles, lambda article: begin(article, self._model), windows=windows
        ):
            check_job(JOB.get())
            units = self._tokens.units(blanked(pending.read.text, pending.marks.noise))
            yield mine(pending, units, self._model, self._people)


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


class Tokens:
    """spaCy's tokens of English, loaded once for many texts, for any number of threads.

    Threads can't share a pipeline, so each text borrows an idle one, or makes one (0.1 s, 1.4 MB).
    There is no lock, which could stay locked forever in a process that is forked meanwhile.
    """

    def __init__(self) -> None:
        self._idle = [_tokens_and_sentences()]

    def units(self, text: str) -> tuple[list[Span], list[Span]]:
        """Return the spans of the tokens, except white space, and of the sentences."""
        from quoteminer.component import units

        with self._borrowed(len(text)) as nlp:
            # A text of equal length that spaCy can process: lone surrogates are replaced, and
            # endless words get a space in place of every hundredth character.
            return units(
                nlp(_ENDLESS_WORD.sub(lambda word: _HUNDRED.sub(r"\1 ", word[0]), readable(text)))
            )

    @contextmanager
    def _borrowed(self, length: int = 0) -> Iterator[Language]:
        """Lend a pipeline for one text of ``length`` characters. Its Docs must not be used
        afterwards. After an error it is discarded."""
        try:
            nlp = self._idle.pop()
        except IndexError:  # all are in use
            nlp = _tokens_and_sentences()
        with nlp.memory_zone() if max(len(nlp.vocab), length) > _WORDS_KEPT else nullcontext():
            yield nlp
        self._idle.append(nlp)


def _tokens_and_sentences() -> Language:
    import spacy

    nlp = spacy.blank("en")
    # spaCy's cap is for its parser; nothing here needs memory beyond the text's own
    nlp.max_length = 1 << 40
    nlp.add_pipe("sentencizer")
    return nlp


def _article(item: object) -> Article:
    pair = ("", item) if isinstance(item, str) else item
    if (
        not isinstance(pair, tuple | list)
        or len(pair) != 2
        or not all(isinstance(part, str) for part in pair)
    ):
        raise InputError(
            f"An item is {type(item).__name__}, no text. Give texts as str, or pairs (id, text) of"
            " them."
        )
    id, text = pair
    return article_of(text, id=id)
