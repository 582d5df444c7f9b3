"""`pipe`: batches, failing docs, processes."""

import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import spacy
from spacy.language import Language
from spacy.tokens import Doc

import quoteminer
from quoteminer.component import annotations, pipe, record_of

Make = Callable[..., Language]


def failing(place: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Make every doc with the word Boom fail in a function."""
    module = annotations if place == "_labelled_spans" else pipe
    works = getattr(module, place)

    def fail(*arguments: Any, **options: Any) -> Any:
        text = getattr(arguments[0], "text", arguments[0])
        text = getattr(getattr(arguments[0], "article", None), "text", text)
        if "Boom" in text:
            raise ArithmeticError(text)
        return works(*arguments, **options)

    monkeypatch.setattr(module, place, fail)


@pytest.mark.parametrize("threads", [1, 2])
@pytest.mark.parametrize("place", ["make_article", "mine", "_labelled_spans"])
def test_a_failing_doc_goes_to_the_handler_and_costs_no_other(
    make: Make, text: str, place: str, threads: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    nlp = make(threads=threads)
    failing(place, monkeypatch)
    component = nlp.get_pipe("quoteminer")
    stream = nlp.pipe([text, "Nothing.", "Boom.", text])
    assert [next(stream).text, next(stream).text] == [text, "Nothing."]
    with pytest.raises(ArithmeticError):  # without a handler, after the docs before it
        next(stream)
    doc = nlp.make_doc("Boom.")
    with pytest.raises(ArithmeticError):
        component(doc)
    assert (dict(doc.user_data), len(doc.spans)) == ({}, 0)
    told: list[tuple[object, ...]] = []
    nlp.set_error_handler(
        lambda name, proc, docs, error: told.append((name, proc, docs[0].text, repr(error)))
    )
    texts = [text, "Boom one.", "Boom two.", "Nothing.", text, "Boom three."]
    assert [doc.text for doc in nlp.pipe(texts)] == [text, "Nothing.", text]
    booms = [one for one in texts if "Boom" in one]
    assert told == [("quoteminer", component, boom, f"ArithmeticError({boom!r})") for boom in booms]


@pytest.mark.parametrize(
    ("threads", "batch_size", "taken"), [(1, 5, 1), (2, 1, 1), (2, 3, 3), (2, 100, 9)]
)
def test_the_batch_size_limits_what_is_taken_ahead(
    make: Make, threads: int, batch_size: int, taken: int
) -> None:
    """With two threads eight windows are begun ahead; each of these docs is one."""
    component = make(threads=threads).get_pipe("quoteminer")
    seen: list[Doc] = []

    def docs() -> Iterator[Doc]:
        for number in range(12):
            seen.append(make_doc(f"“Text {number} is short,” she said."))
            yield seen[-1]

    make_doc = spacy.blank("en").make_doc
    stream = component.pipe(docs(), batch_size=batch_size)
    first = next(stream)
    assert (first, len(seen)) == (seen[0], taken)
    assert [first, *stream] == seen


@pytest.mark.parametrize("batch_size", [1, 2, 7])
def test_the_batch_size_changes_no_record(make: Make, text: str, batch_size: int) -> None:
    nlp = make(threads=2)
    texts = [text * count for count in (1, 9, 0, 2, 1)]
    alone = [record_of(nlp(one)) for one in texts]
    assert [record_of(doc) for doc in nlp.pipe(texts, batch_size=batch_size)] == alone
    as_tuples = nlp.pipe([(one, number) for number, one in enumerate(texts)], as_tuples=True)
    assert [(record_of(doc), number) for doc, number in as_tuples] == list(
        zip(alone, range(5), strict=True)
    )


SCRIPT = """
import multiprocessing, sys
import spacy
from quoteminer.component import record_of

TEXT = "“We will open in May,” said Ana Silva, the director. She added that nobody had asked her before."

def tell(name, proc, docs, error):
    raise SystemExit(f"{name}: {error}")

if __name__ == "__main__":
    multiprocessing.set_start_method(sys.argv[1])
    nlp = spacy.blank("en")
    config = {"threads": 2, "attribute": "said", "model": sys.argv[2] or None, "people": sys.argv[3]}
    nlp.add_pipe("quoteminer", config=config)
    nlp.set_error_handler(tell)
    texts = [TEXT * count for count in (1, 12, 0, 2)] * 2
    alone = [record_of(doc, "said") for doc in nlp.pipe(texts)]  # its threads have run by now
    several = [record_of(doc, "said") for doc in nlp.pipe(texts, n_process=2, batch_size=2)]
    assert several == alone, several
    print(sum(map(len, (record["quotes"] for record in alone))), alone[0]["model"]["version"])
"""


@pytest.mark.slow
@pytest.mark.parametrize(("start", "own"), [
    ("spawn", True),
    pytest.param("fork", False, marks=pytest.mark.skipif("sys.platform != 'linux'")),
])  # fmt: skip
def test_two_processes(start: str, own: bool, half_model: Path, tmp_path: Path) -> None:
    """With another model or the packaged one, after threads have run; no process hangs."""
    script = tmp_path / "several.py"
    script.write_text(SCRIPT, "utf-8")
    people = tmp_path / "people.csv"
    people.write_text('key,name\nana,"Silva, Ana"\n', "utf-8")
    arguments = [start, str(half_model) if own else "", str(people)]
    done = subprocess.run(
        [sys.executable, str(script), *arguments], capture_output=True, text=True, timeout=120
    )
    assert done.returncode == 0, done.stderr
    version = quoteminer.extract("").model.version
    # what is indirect and said again in the same article is left out
    assert done.stdout.split() == (["30", "9.9"] if own else ["36", version])
