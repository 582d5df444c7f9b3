import copy
import inspect
import pickle
import re
import time
from collections.abc import Callable, Iterator
from datetime import date
from itertools import count
from pathlib import Path
from typing import Any

import numpy
import pandas
import pytest
from effort import power

import quoteminer
from quoteminer import (
    ArticleRecord,
    ConfigError,
    InputError,
    KnownPeople,
    KnownRow,
    QuoteMiner,
)
from quoteminer.commands.corpus.command import corpus
from quoteminer.commands.extract.command import extract
from quoteminer.commands.report.command import report
from quoteminer.commands.speakers.command import speakers
from quoteminer.component import QuoteMinerComponent
from quoteminer.text.article import make_article
from quoteminer.text.marks import read_marks

TEXT = "“We will open in May,” said Ana Silva, the director.\n"
TWO_TYPES = f"{TEXT}\nShe added that nobody had asked her.\n"
COMMANDS = (extract, speakers, corpus, report)


@pytest.fixture(scope="module")
def miner() -> QuoteMiner:
    return QuoteMiner(threads=1)


def test_the_public_names() -> None:
    assert quoteminer.__all__ == sorted(quoteminer.__all__)
    for name in quoteminer.__all__:
        assert getattr(quoteminer, name) is not None
    assert set(quoteminer.__all__) <= set(dir(quoteminer))
    with pytest.raises(AttributeError, match="no attribute 'extrct'"):
        quoteminer.extrct  # type: ignore[attr-defined]  # noqa: B018


def test_it_goes_to_other_processes_and_comes_back(tmp_path: Path) -> None:
    people = tmp_path / "people.csv"
    people.write_text("name,key\nAna Silva,p1\n", "utf-8")
    sent = QuoteMiner(threads=1, people=people, types="direct", providers=["CPUExecutionProvider"])
    content = pickle.dumps(sent)
    assert len(content) < 10_000  # the model is not in it
    people.unlink()
    first, second = pickle.loads(content), pickle.loads(pickle.dumps(QuoteMiner(threads=1)))
    assert first.mine(TWO_TYPES) == sent.mine(TWO_TYPES) != second.mine(TWO_TYPES)
    assert first.mine(TEXT).speakers[0].known
    assert second.mine(TEXT).speakers[0].known is None
    assert first._model is pickle.loads(content)._model is not second._model
    assert copy.deepcopy([sent]) == [sent]
    assert copy.copy(sent) is sent


def test_whom_a_text_names(miner: QuoteMiner) -> None:
    text = f"{TEXT}\nKofi Berg, a fisherman, was there with Tova Lind of the Quay Board.\n"
    named = miner.named(text)
    assert {"Ana Silva", "Kofi Berg", "Tova Lind"} <= {one.name for one in named}
    assert [one.id for one in named] == list(range(len(named)))
    assert all(text[slice(*one.mentions[0])].startswith(one.name.split()[0]) for one in named)


def test_names_have_no_control_characters(miner: QuoteMiner) -> None:
    record = miner.mine(
        "“We will open in May,” said Ana\x07 Silva, the director. “In June,” said Silva."
    )
    assert record.quotes
    assert not re.search("[\x00-\x1f]", "".join(one.name for one in record.speakers))


@pytest.mark.parametrize("text", [None, b"No."])
def test_what_is_no_text_is_told(miner: QuoteMiner, text: object) -> None:
    with pytest.raises(InputError, match="not str. Give a str; decode bytes first"):
        miner.mine(text)  # type: ignore[arg-type]


def test_what_is_known_of_an_article_is_passed_on(miner: QuoteMiner) -> None:
    record = miner.mine(TEXT, id="a1", source="a.txt", meta={"section": "local"})
    assert miner.mine(TEXT, id=12).id == "12"
    assert (record.id, record.source, record.meta) == ("a1", "a.txt", {"section": "local"})
    assert record.model.name == miner.info.name == "en_news"


def test_a_stream_comes_in_order_and_one_by_one(miner: QuoteMiner) -> None:
    taken = []

    def texts() -> Iterator[str | dict[str, str]]:
        for item in [{"id": "a", "text": TEXT}, "", {"id": "c", "text": "Nothing."}]:
            taken.append(item)
            yield item  # type: ignore[misc]

    stream = miner.mine_many(texts())
    assert next(stream).id == "a"
    assert len(taken) == 1
    assert [(record.id, len(record.quotes)) for record in stream] == [("", 0), ("c", 0)]


@pytest.fixture(scope="module")
def two_threads() -> QuoteMiner:
    return QuoteMiner(threads=2)


def test_two_threads_give_the_same_stream(miner: QuoteMiner, two_threads: QuoteMiner) -> None:
    texts = [{"id": count, "text": TEXT * count} for count in (1, 0, 90, 2, 0, 0, 40, 3)]
    one_by_one = [miner.mine(**text).to_dict() for text in texts]  # type: ignore[arg-type]
    assert [record.to_dict() for record in two_threads.mine_many(texts)] == one_by_one


NAN = float("nan")
ROW = {"text": TEXT, "id": "a", "source": "a.txt", "meta": {"desk": "local"}}


@pytest.mark.parametrize(("item", "expected"), [
    (ROW, ("a", "a.txt", {"desk": "local"}, [], 1)),
    ({"text": TEXT, "id": numpy.int64(7)}, ("7", None, {}, [], 1)),
    ({"text": TEXT, "id": NAN, "source": pandas.NA, "meta": None}, ("", None, {}, [], 1)),
    ({"text": None, "id": "a"}, ("a", None, {}, ["no-text"], 0)),
    ({"text": NAN, "id": 0}, ("0", None, {}, ["no-text"], 0)),
    (pandas.NA, ("", None, {}, ["no-text"], 0)),
    (None, ("", None, {}, ["no-text"], 0)),
    ("", ("", None, {}, [], 0)),
    (TEXT.replace("“", "â€œ"), ("", None, {}, ["encoding-fixed"], 1)),
])  # fmt: skip
@pytest.mark.parametrize("as_tuples", [False, True])
def test_items_of_a_stream(
    miner: QuoteMiner, item: Any, expected: tuple[Any, ...], as_tuples: bool
) -> None:
    context = object()
    if as_tuples:
        pairs = miner.mine_many([(item, context)], as_tuples=True, fix_encoding=True)
        ((record, same),) = pairs
        assert same is context
    else:
        (record,) = miner.mine_many([item], fix_encoding=True)
    codes = [warning.code for warning in record.warnings]
    assert (record.id, record.source, record.meta, codes, len(record.quotes)) == expected


BAD = [
    (1.5, "it is of the type float. Give a str, or a mapping with text and any of id, source"),
    (b"text", "it is of the type bytes. Give a str"),
    (("a", TEXT), "it is a tuple. Give a str, or a mapping with text and any of id, source, meta;"),
    ({"id": "a"}, "it has no key text. Give a str"),
    ({**ROW, "title": "A"}, "it has 'title'. Give a str, .* meta can hold other data"),
    ({**ROW, "text": b"a"}, "The text is bytes, not str. Give a str; decode bytes first"),
    ({**ROW, "id": 1.5}, "id is 1.5; give a str or a whole number"),
    ({**ROW, "id": True}, "id is True; give a str or a whole number"),
    ({**ROW, "meta": {"day": date(2026, 11, 2)}}, "meta is .*; give a dict that JSON can hold"),
]


@pytest.mark.parametrize(("item", "message"), BAD)
def test_a_bad_item_of_a_stream(miner: QuoteMiner, item: Any, message: str) -> None:
    seen = []
    with pytest.raises(InputError, match=rf"^Item 1 \(counted from 0\): {message}"):
        for record in miner.mine_many([TEXT, item, TEXT]):
            seen.append(record)
    assert len(seen) == 1
    first, failed, last = miner.mine_many([TEXT, item, TEXT], on_error="record")
    assert first == last == miner.mine(TEXT)
    (warning,) = failed.warnings
    assert (warning.code, failed.quotes, failed.speakers) == ("failed", (), ())
    assert re.match(rf"InputError: Item 1 \(counted from 0\): {message}", warning.message)
    given = item if isinstance(item, dict) else {}
    assert failed.id == (given["id"] if isinstance(given.get("id"), str) else "")
    assert ArticleRecord.from_json(failed.to_json()) == failed


def test_a_pair_is_needed_for_a_context(two_threads: QuoteMiner) -> None:
    pairs = [(TEXT, 1), TEXT, (5.5, 3)]
    first, *failed = two_threads.mine_many(pairs, as_tuples=True, on_error="record")  # type: ignore[arg-type]
    assert first == (two_threads.mine(TEXT), 1)
    assert [(record.warnings[0].message[:60], context) for record, context in failed] == [
        ("InputError: Item 1 (counted from 0): it is no pair (text, co", None),
        ("InputError: Item 2 (counted from 0): it is of the type float", 3),
    ]


@pytest.mark.parametrize("threads", [1, 2])
def test_an_article_that_fails_costs_no_other(
    threads: int, miner: QuoteMiner, two_threads: QuoteMiner, monkeypatch: pytest.MonkeyPatch
) -> None:
    def units(text: str) -> Any:
        if "fault" in text:
            raise RuntimeError("It broke.")
        return whole(text)

    used = miner if threads == 1 else two_threads
    whole = used._tokens.units
    rows = [{"id": number, "text": TEXT} for number in range(12)]
    expected = list(used.mine_many(rows))
    rows[5]["text"] = "A fault."
    monkeypatch.setattr(used._tokens, "units", units)
    records = list(used.mine_many(rows, on_error="record"))
    assert records[5].warnings[0].message == "RuntimeError: It broke."
    assert records[5].id == "5"
    assert records[:5] + records[6:] == expected[:5] + expected[6:]
    with pytest.raises(RuntimeError, match="It broke"):
        list(used.mine_many(rows))


def test_a_live_feed_is_not_read_ahead(two_threads: QuoteMiner) -> None:
    taken = []

    def feed() -> Iterator[str]:
        for text in (TEXT, "", TEXT):
            taken.append(text)
            yield text

    for number, _ in enumerate(two_threads.mine_many(feed(), ahead=False), start=1):
        assert len(taken) == number
    assert len(taken) == 3


def test_a_stream_that_breaks_gives_what_came_before(two_threads: QuoteMiner) -> None:
    def breaking() -> Iterator[dict[str, str]]:
        yield {"id": "a", "text": TEXT}
        yield {"id": "b", "text": TEXT}
        raise OSError("The disk is gone.")

    seen = []
    with pytest.raises(OSError, match="disk is gone"):
        for record in two_threads.mine_many(breaking(), on_error="record"):
            seen.append(record.id)
    assert seen == ["a", "b"]


@pytest.mark.parametrize(("call", "message"), [
    (lambda _: QuoteMiner(threads=0), "threads is 0; give a whole number, 1 or more, or None"),
    (lambda _: QuoteMiner(threads="2"), "threads is '2'; give a whole number, 1 or more, or None"),
    (lambda _: QuoteMiner(5), "model is 5; give the name of an installed model, the path of a folder, or None"),
    (lambda _: QuoteMiner(people=5), "people is 5; give the path of a list of people, a KnownPeople, or None"),
    (lambda _: QuoteMiner(acts="said"), "Unknown act 'said'. Choose from speech, statement, question,"),
    (lambda _: QuoteMiner(types="x"), "Unknown type 'x'. Choose from direct, mixed, indirect."),
    (lambda _: quoteminer.extract(TEXT, min_confidence=2), "min_confidence is 2; it must be between 0 and 1"),
    (lambda _: KnownPeople(5), "path is 5; give the path of a file"),
    (lambda miner: miner.mine(TEXT, acts=["said"]), "Unknown act 'said'. Choose from"),
    (lambda miner: miner.mine(TEXT, id=5.5), "id is 5.5; give a str or a whole number"),
    (lambda miner: miner.mine(TEXT, meta="a"), "meta is 'a'; give a dict that JSON can hold, or None"),
    (lambda miner: miner.mine(TEXT, meta={"day": date(2026, 11, 2)}), "meta is {'day': datetime.date(2026"),
    (lambda miner: miner.mine(TEXT, meta={1: "a"}), "meta is {1: 'a'}; give a dict that JSON can hold"),
    (lambda miner: miner.mine(TEXT, meta={"a": [{"b": {1}}]}), "meta is {'a': "),
    (lambda _: QuoteMiner(threads=True), "threads is True; give a whole number, 1 or more, or None"),
    (lambda _: QuoteMiner(providers="CPU"), "providers is 'CPU'; give a list of names of onnxruntime's"),
    (lambda _: QuoteMiner(providers=[]), "providers is []; give a list of names of onnxruntime's"),
    (lambda _: QuoteMiner(providers=["Abacus"]), "providers has 'Abacus', which the installed onnxruntime does"),
    (lambda miner: miner.mine_many("a"), "texts is 'a'; give an iterable of texts"),
    (lambda miner: miner.mine_many(5), "texts is 5; give an iterable of texts"),
    (lambda miner: miner.mine_many([], on_error="skip"), "on_error is 'skip'; give 'raise' or 'record'"),
    (lambda miner: miner.mine(TEXT).to_json(indent="2"), "indent is '2'; give a whole number, 0 or more"),
    (lambda miner: miner.mine_many({"text": TEXT}), "texts is {'text': "),
    (lambda miner: miner.mine(TEXT, warnings=["x"]), "warnings is ['x']; give an iterable of warnings"),
    (lambda _: quoteminer.check(TEXT, {"text": TEXT}), "sources is {'text': "),
    (lambda _: quoteminer.check(TEXT, [TEXT, None]), "source 2 is None; give a text, a pair"),
    (lambda _: quoteminer.check(5, [TEXT]), "draft is 5; give a text"),
    (lambda _: quoteminer.check(TEXT, TEXT[:8]), "sources is '“We will'; give an iterable"),
    (lambda _: quoteminer.to_table(5), "records is 5; give a record, or an iterable of records"),
])  # fmt: skip
def test_arguments_that_are_not_allowed(
    miner: QuoteMiner, call: Callable[[Any], object], message: str
) -> None:
    with pytest.raises(ConfigError, match=re.escape(message)):
        call(miner)


def test_names_of_what_is_no_text(miner: QuoteMiner) -> None:
    with pytest.raises(InputError, match="The text is NoneType, not str"):
        miner.named(None)  # type: ignore[arg-type]


def test_acts(miner: QuoteMiner) -> None:
    """Python has the default of the command: speech alone."""
    text = "“We will open in May,” said Ana Silva. She hoped that it would rain."
    both = QuoteMiner(threads=1, acts="all")
    for speech, everything in (
        [quoteminer.extract(text), quoteminer.extract(text, acts="all")],
        [miner.mine(text), miner.mine(text, acts="all")],
        [both.mine(text, acts="speech"), both.mine(text)],
        [*miner.mine_many([text]), *miner.mine_many([text], acts=["speech", "thought"])],
    ):
        assert [quote.act for quote in speech.quotes] == ["statement"]
        assert [quote.act for quote in everything.quotes] == ["statement", "thought"]
    thoughts = miner.mine(text, acts="thought", types="indirect")
    assert quoteminer.extract(text, acts="thought") == thoughts
    assert [(quote.id, quote.act) for quote in thoughts.quotes] == [(1, "thought")]
    assert not QuoteMiner(threads=1, types="direct", min_confidence=1.0).mine(text).quotes
    for function in (quoteminer.extract, QuoteMiner, QuoteMinerComponent, *COMMANDS):
        parameters = inspect.signature(function).parameters
        defaults = [parameters[name].default for name in ("types", "acts", "min_confidence")]
        assert defaults == ["all", "speech", 0.0]


def test_long_texts_take_linear_time(miner: QuoteMiner) -> None:
    paragraph = (
        "The ferry left at noon and nobody on the quay could say when it would be back. " * 5
    )
    assert power(lambda times: miner.mine((paragraph + "\n\n") * times), 5, 40) < 1.5


@pytest.mark.parametrize("text", ["“" * 50_000, "a)" * 25_000, "no " + "DEADBEEF" * 6_250])
def test_words_without_end_are_cut_in_linear_time(miner: QuoteMiner, text: str) -> None:
    """spaCy alone takes the square of the length: an hour."""

    def work(size: int) -> None:
        tokens, _ = miner._tokens.units(text[:size])
        assert tokens[-1][1] in (size, size - 1)  # every hundredth character is a gap
        assert max(end - start for start, end in tokens) < 100

    assert power(work, 5_000, 50_000) < 1.5


@pytest.mark.slow
def test_five_megabytes_without_a_line_break_are_read(miner: QuoteMiner) -> None:
    """All but the network, which would take minutes, reads it in linear time."""
    long_words = "Notwithstanding extraordinary circumstances, responsibilities remained. " * 7
    paragraph = "She said “no” to it all. " + long_words
    assert 9_500 * len(paragraph) > 5_000_000

    def work(times: int) -> None:
        text = paragraph * times
        assert len(read_marks(text, make_article(text).paragraphs).quoted) == times
        assert len(miner._tokens.units(text)[1]) == 8 * times

    assert power(work, 950, 9_500) < 1.5


def test_speakers_are_looked_up_in_a_list(miner: QuoteMiner, tmp_path: Path) -> None:
    path = tmp_path / "people.jsonl"
    path.write_text('{"id": 7, "name": "Ana Silva", "role": "director"}\n', "utf-8")
    assert miner.mine(TEXT).speakers[0].known is None
    people = KnownPeople(path)
    for given in (path, str(path), people):
        known = QuoteMiner(threads=1, people=given).mine(TEXT).speakers[0].known
        assert known
        assert known.row == KnownRow("7", "Ana Silva", 100.0, {"role": "director"})


def test_labels_say_who_speaks_in_a_transcript(miner: QuoteMiner) -> None:
    text = (
        "Harbour hearing. Mayor Ana Silva and the engineer Bo Lind answered questions.\n\n[00:05]"
        " THE CHAIR: Is the crane safe?\n\n[00:12] SILVA: It is. Bo Lind told me that the crane was"
        " inspected in April. I do not doubt him.\n\n[01:02:03] LIND: I said so.\n\n>>"
        " Louder!\n\n[01:02:09] THE CHAIR: Order, please."
    )
    record = miner.mine(text)
    names = {None: None, **{speaker.id: speaker.name for speaker in record.speakers}}
    turns = [one for one in record.quotes if "nested" not in one.flags and one.mention]
    assert [(names[one.speaker], one.time, one.type) for one in turns if one.time is not None] == [
        ("THE CHAIR", 5, "direct"),
        ("Ana Silva", 12, "direct"),
        ("Bo Lind", 3723, "direct"),
        ("THE CHAIR", 3729, "direct"),
    ]
    quotes = {quote.text: quote for quote in record.quotes}
    louder, told = quotes["Louder!"], quotes["that the crane was inspected in April"]
    assert (louder.speaker, louder.status, louder.mention) == (None, "unresolved", None)
    assert (names[told.speaker], told.flags, told.time) == ("Bo Lind", ("nested",), 12)
    assert {speaker.name: speaker.role for speaker in record.speakers}["Ana Silva"] == "Mayor"


def test_captions_are_read_as_what_is_said(miner: QuoteMiner) -> None:
    cues = (
        "00:01.000 --> 00:02.000\n<v Ana Silva>We open",
        "00:02.000 --> 00:03.500\n<v Ana Silva>in May.",
    )
    captions = "\n\n".join(("WEBVTT", *cues))
    assert [speaker.name for speaker in miner.named(captions)] == ["Ana Silva"]
    record = miner.mine(captions)
    assert record.text == "[0:01] Ana Silva: We open in May."
    assert [(quote.text, quote.time) for quote in record.quotes] == [("We open in May.", 1.0)]
    assert record.to_dict()["text"] == record.text


@pytest.mark.parametrize("post", ["Alderwoman", "Mayor", "Dep.", "VP"])
def test_a_post_is_a_role_in_a_label_and_in_a_sentence(miner: QuoteMiner, post: str) -> None:
    label = f"{post.upper()} SILVA:"
    turns = (
        f"{label} We open in May, and nobody will lose a job.\n\nMR. LIND: Are you sure of that?"
        f"\n\n{label} I am.\n\nMR. LIND: I thank you."
    )
    told, labelled = (
        miner.mine(text).speakers[0].role for text in (f"“In May,” said {post} Ana Silva.", turns)
    )
    assert told == post
    assert labelled == (post.rstrip(".").upper() if len(post) < 5 else post.lower())


@pytest.mark.parametrize(
    "name", ["china-manufacturing", "ferry-wire", "spice-bid-business", "water-parliament"]
)
def test_a_wrapped_article_has_the_same_quotes_speakers_and_roles(
    miner: QuoteMiner, root: Path, name: str
) -> None:
    text = (root / "samples" / f"{name}.txt").read_text(encoding="utf-8")
    wrapped = re.sub(
        r"[^\n]+", lambda line: re.sub(r"(.{1,72})(?: |$)", r"\1\n", line[0])[:-1], text
    )
    assert (len(wrapped), wrapped.split()) == (len(text), text.split())
    assert wrapped.count("\n") > text.count("\n") + 10

    def told(text: str) -> list[Any]:
        record = miner.mine(text)
        quotes = [(one.spans, one.type, one.confidence, one.speaker) for one in record.quotes]
        return [quotes, record.speakers]

    assert told(wrapped) == told(text)


CHARACTERS = 25_000


def _repeated(line: str) -> str:
    """Return a line over and over, with a different name each time for "NAME"."""
    parts = [
        f"{a}{b}{c}"
        for a in "BDFGKLMNPRSTV"
        for b in "aeiou"
        for c in ("bo", "de", "fi", "gu", "ka", "mo", "ne")
    ]
    names = (f"{parts[at % 455]} {parts[at // 455 * 7 + at % 7]}lo" for at in count())
    return "".join(line.replace("NAME", next(names)) for _ in range(CHARACTERS))[:CHARACTERS]


@pytest.fixture(scope="module")
def prose_seconds(miner: QuoteMiner) -> float:
    """The processor time of the miner for prose: the least of three readings."""
    line = "The ferry left at noon and nobody on the quay could say when it would be back. It was late.\n\n"
    return min(_seconds(miner, _repeated(line)) for _ in range(3))


def _seconds(miner: QuoteMiner, text: str) -> float:
    began = time.process_time()
    miner.mine(text)
    return time.process_time() - began


@pytest.mark.slow
@pytest.mark.parametrize(("text", "most"), [
    pytest.param(_repeated(" "), 2, id="blanks"),
    pytest.param("A" + _repeated(" ") + "B", 2, id="blanks between letters"),
    pytest.param("1:11.1" + _repeated(" "), 2, id="blanks behind a time"),
    pytest.param(_repeated("\n"), 2, id="newlines"),
    pytest.param(_repeated("<!-- -->"), 2, id="comments"),
    pytest.param(_repeated("1"), 2, id="digits"),
    pytest.param(_repeated("Ana Silva: We open in May.\nBo Lind: I know.\n"), 3, id="labels"),
    pytest.param(_repeated("NAME\n"), 3, id="lines of names"),
    pytest.param(_repeated("NAME. "), 3, id="names and full stops"),
    pytest.param(_repeated("NAME: We open in May.\n"), 3, id="labels of names"),
    pytest.param(_repeated("“We will open in May,” said NAME.\n\n"), 3, id="quotes of names"),
])  # fmt: skip
def test_no_text_costs_much_more_than_prose(
    miner: QuoteMiner, prose_seconds: float, text: str, most: int
) -> None:
    """The processor time, as a multiple of that of as much prose; half more is noise. On a busy
    machine, one of several readings is undisturbed."""
    allowed = 1.5 * most * prose_seconds
    assert any(_seconds(miner, text) <= allowed for _ in range(4))
