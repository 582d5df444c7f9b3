"""Any number of threads get what one thread gets, byte for byte, and none waits for another's
network."""

import json
import sys
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

import pytest
import spacy
from annotated_articles import own_articles
from spacy.tokens import Doc
from starlette.testclient import TestClient

import quoteminer
from quoteminer import QuoteMiner
from quoteminer.commands.serve.app import create_app
from quoteminer.component import QuoteMinerComponent, units
from quoteminer.component.tokens import Tokens

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


def test_an_error_harms_no_other_thread(
    expected: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    miner = QuoteMiner(threads=1)
    monkeypatch.setattr(
        "quoteminer.component.tokens.units",
        lambda doc: units(doc) if doc.text != "Fail." else 1 / 0,
    )

    def read(text: str) -> str:
        if text == TEXTS[5]:
            with pytest.raises(ZeroDivisionError):
                miner.mine("Fail.")
        return miner.mine(text).to_json()

    check(read, expected[:10])
