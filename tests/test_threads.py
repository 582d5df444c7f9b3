"""Any number of threads get what one thread gets, byte for byte, and none waits for another's
network."""

import json
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

import pytest
import spacy
from own_gold import own_articles
from spacy.tokens import Doc
from starlette.testclient import TestClient

import quoteminer
from quoteminer import QuoteMiner
from quoteminer.commands.serve.app import create_app
from quoteminer.component import QuoteMinerComponent, units
from quoteminer.component.annotations import register
from quoteminer.miner import Tokens
from quoteminer.network.load import ThreadPool

Result = TypeVar("Result")
THREADS = 8
PATIENCE = 60
"""Seconds until something must have come about, on a busy machine."""
TEXTS = [one.gold.text[:200] for one in own_articles()][:16]


@pytest.fixture(autouse=True)
def _threads_change_often() -> Iterator[None]:
    """Each after 0.02 milliseconds, in place of 5, so that what can go wrong does."""
    before = sys.getswitchinterval()
    sys.setswitchinterval(2e-5)
    yield
    sys.setswitchinterval(before)


@pytest.fixture(scope="module")
def expected() -> list[str]:
    """The records of the texts from one thread."""
    miner = QuoteMiner(threads=1)
    return [miner.mine(text).to_json() for text in TEXTS]


def at_once(work: Callable[[int], Result], threads: int = THREADS) -> list[Result]:
    """Start the threads together and return the result of each."""
    start = threading.Barrier(threads)
    with ThreadPoolExecutor(threads) as pool:
        return list(
            pool.map(lambda number: (start.wait(PATIENCE), work(number))[1], range(threads))
        )


def check(read: Callable[[str], str], expected: list[str]) -> None:
    """Every thread reads all texts, each beginning with another one."""

    def read_all(number: int) -> list[str]:
        order = sorted(range(len(expected)), key=lambda at: (at + 7 * number) % len(expected))
        answers = {at: read(TEXTS[at]) for at in order}
        return [answers[at] for at in range(len(expected))]

    for answers in at_once(read_all):
        assert answers == expected


@pytest.mark.parametrize("threads", [1, pytest.param(2, marks=pytest.mark.slow)])
def test_one_miner(expected: list[str], threads: int) -> None:
    miner = QuoteMiner(threads=threads)
    check(lambda text: miner.mine(text).to_json(), expected)


@pytest.mark.slow
def test_extract_from_the_first_call_on(
    expected: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    loaded, load = [], QuoteMiner.__init__
    monkeypatch.setattr(QuoteMiner, "__init__", lambda self: (loaded.append(self), load(self))[1])
    quoteminer.miner._default_miner.cache_clear()
    check(lambda text: quoteminer.extract(text).to_json(), expected)
    assert len(loaded) == 1


@pytest.mark.slow
@pytest.mark.parametrize("pipelines", [1, THREADS])
def test_one_component(pipelines: int) -> None:
    """With Docs that one thread has made, of one spaCy pipeline or of one for each thread."""
    component = QuoteMinerComponent(threads=1)
    makers = [spacy.blank("en") for _ in range(pipelines)] * (THREADS // pipelines)
    docs = [
        [nlp(text) for text in TEXTS[: len(TEXTS) // pipelines]] for nlp in (*makers, makers[0])
    ]

    def written(doc: Doc) -> str:
        spans = [
            (span.start_char, span.end_char, span.label_)
            for span in component(doc).spans["quoteminer"]
        ]
        return json.dumps([doc._.quotes, doc.user_data["quoteminer_record"], spans])

    one_thread = [written(doc) for doc in docs.pop()]
    for found in at_once(lambda number: [written(doc) for doc in docs[number]]):
        assert found == one_thread


@pytest.mark.slow
def test_two_servers_of_one_miner() -> None:
    apps = [create_app(miner) for miner in [QuoteMiner(threads=1)] * 2]
    with (
        TestClient(apps[0], "http://localhost") as one,
        TestClient(apps[1], "http://localhost") as two,
    ):

        def post(text: str) -> str:
            client = (one, two)[TEXTS.index(text) % 2]
            return client.post("/api/extract", json={"text": text, "acts": None}).text

        check(post, [post(text) for text in TEXTS])


def test_tokens() -> None:
    tokens, alone = Tokens(), Tokens()
    check(lambda text: str(tokens.units(text)), [str(alone.units(text)) for text in TEXTS])


def test_the_words_of_the_first_texts_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    tokens, alone = Tokens(), Tokens()
    (strings,) = (nlp.vocab.strings for nlp in tokens._idle)
    monkeypatch.setattr("quoteminer.miner._WORDS_KEPT", len(tokens._idle[0].vocab) + 30)
    texts = [
        "Zadar is late. " * 400,
        *(f"Ane{n} told Bor{n}: the ferry{n} is late." for n in range(20)),
    ]
    assert [tokens.units(text) for text in texts] == [alone.units(text) for text in texts]
    kept = [f"Bor{n}" in strings for n in range(20)]
    assert kept == sorted(kept, reverse=True)
    assert {*kept} == {True, False}
    assert "Zadar" not in strings


def test_what_is_made_once_for_all_threads() -> None:
    for turn in range(100):
        pool, name = ThreadPool(None, 2), f"said{turn}"  # type: ignore[arg-type]
        pools = at_once(lambda _: (register(name), pool._threads())[1])  # noqa: B023
        assert len(set(pools)) == 1
        Doc.remove_extension(name)


def test_an_error_harms_no_other_thread(
    expected: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    miner = QuoteMiner(threads=1)
    monkeypatch.setattr(
        "quoteminer.component.units", lambda doc: units(doc) if doc.text != "Fail." else 1 / 0
    )

    def read(text: str) -> str:
        if text == TEXTS[5]:
            with pytest.raises(ZeroDivisionError):
                miner.mine("Fail.")
        return miner.mine(text).to_json()

    check(read, expected[:10])


class Meeting:
    """A network in which two threads must be at once."""

    def __init__(self, session: Any) -> None:
        self._session, self._both = session, threading.Barrier(2)

    def run(self, *given: Any) -> Any:
        self._both.wait(PATIENCE)
        return self._session.run(*given)


@pytest.mark.parametrize("way", ["mine", "mine_many", "extract", "component"])
def test_no_lock_is_held_while_the_network_runs(way: str, monkeypatch: pytest.MonkeyPatch) -> None:
    miner, component, nlp = QuoteMiner(threads=1), QuoteMinerComponent(threads=1), spacy.blank("en")
    docs = [nlp(TEXTS[0]), nlp(TEXTS[0])]
    monkeypatch.setattr("quoteminer.miner._default_miner", lambda: miner)
    for model in (miner._model, component.model):
        monkeypatch.setattr(model.pool, "_session", Meeting(model.pool._session))
    ways: dict[str, Callable[[int], object]] = {
        "mine": lambda _: miner.mine(TEXTS[0]),
        "mine_many": lambda _: list(miner.mine_many(TEXTS[:3])),
        "extract": lambda _: quoteminer.extract(TEXTS[0]),
        "component": lambda number: component(docs[number]),
    }
    assert all(at_once(ways[way], 2))


@pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork here")
def test_a_process_forked_while_a_text_is_read() -> None:
    tokens = Tokens()
    with tokens._borrowed():
        child = os.fork()
        if not child:
            signal.alarm(PATIENCE)
            os._exit(tokens.units("No. Yes.")[0] != [(0, 2), (2, 3), (4, 7), (7, 8)])
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
