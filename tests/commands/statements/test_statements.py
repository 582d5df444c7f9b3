"""Which quotes are one statement, what differs, and how the work grows."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from itertools import combinations
from pathlib import Path

import many_statements
import numpy as np
import pytest
from statement_pairs import article, read_pairs, said

from quoteminer.commands.statements.candidates import candidate_pairs
from quoteminer.commands.statements.merged_statements import merged_statements
from quoteminer.commands.statements.same_statement import Comparison
from quoteminer.commands.statements.statement import StatementQuote
from quoteminer.output.run.read_records import read_records
from quoteminer.records import ArticleRecord

WHOLE = "The harbour has been poisoned for forty years, and nobody looked at the bottom of it."


def quotes_of(records: Iterable[ArticleRecord]) -> list[StatementQuote]:
    return list(merged_statements(records).quotes())


@pytest.mark.parametrize("held_out", [True, False])
def test_quality(held_out: bool) -> None:
    """On the pairs by which the rules were tuned and on those written before, each half as one
    collection."""
    pairs = [pair for pair in read_pairs() if pair.held_out == held_out]
    number = {
        quote.text_id: quote.statement
        for quote in quotes_of(one for pair in pairs for one in pair.records)
    }
    counts = Counter[tuple[bool, bool]]()
    for pair in pairs:
        first, second = (number.get(record.id) for record in pair.records)
        counts[pair.same, first is not None and first == second] += 1
    right = counts[True, True]
    assert right / (right + counts[False, True]) >= 0.95
    assert right / (right + counts[True, False]) >= 0.85


WORDINGS = [
    ("The harbour has been poisoned for forty years and nobody looked at the bottom of it", "", ""),
    ("The harbour has been poisoned for forty years", "cut", ""),
    ("the harbour was rotten and “nobody looked at the bottom of it”", "cut", ""),
    ("The harbour has been poisoned … nobody looked at the bottom of it", "cut", "left out: “for forty years, and”"),
    ("[The bay] has been poisoned for forty years and nobody looked at the bottom of it", "", ""),
    ("The harbour has been poisoned for fourteen years, and nobody looked at the bottom of it.", "number",
     "“forty” became “fourteen”"),
    ("The harbour has not been poisoned for forty years, and nobody looked at the bottom of it.", "negation",
     "added: “not”"),
    ("The harbour has been poisoned for forty years, and nobody looked at the floor of it.", "words",
     "“bottom” became “floor”"),
    ("Forty years they poisoned this harbour, and who looked at its bottom? Nobody!", "words", "worded differently"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "differs", "differences"), WORDINGS)
def test_what_differs(text: str, differs: str, differences: str) -> None:
    records = [said(id, "Ana Silva", WHOLE) for id in "ab"] + [said("c", "Silva", text)]
    found = {quote.text_id: quote for quote in quotes_of(records)}
    assert found["a"].differs == found["b"].differs == ()
    assert (", ".join(found["c"].differs), found["c"].differences) == (differs, differences)


def test_words_that_are_only_elsewhere_are_no_change() -> None:
    """A cut from which so much is left out that the rest is no passage with its beginning."""
    middle = " ".join(f"word{number}" for number in range(90))
    end = "and in the end they gave us back the empty barrels"
    records = [
        said("a", "Ana Silva", f"{WHOLE} {middle} {end}."),
        said("b", "Ana Silva", f"{WHOLE} … {end}."),
    ]
    assert [quote.differs for quote in quotes_of(records)] == [(), ("cut",)]


def test_who_had_which_wording_first() -> None:
    short = "The harbour has been poisoned for forty years"
    records = [
        said("later", "Ana Silva", WHOLE, "2023-03-04"),
        said("undated", "Ana Silva", short),
        said("first", "Ana Silva", short, "2023-03-02"),
        said("other", "Bo Lind", WHOLE, "2023-03-03"),
    ]
    (statement,) = merged_statements(records).statements()
    order = [f"{one.text_id} {one.wording} {' '.join(one.differs)}" for one in quotes_of(records)]
    assert order == ["first 1 cut", "other 2 speaker", "later 2 ", "undated 1 cut"]
    assert (statement.first_date, statement.last_date) == ("2023-03-02", "2023-03-04")
    assert statement.first_text_id == "first"
    assert (statement.text, statement.speaker) == (f"“{WHOLE}”", "Ana Silva")
    assert statement.speakers == Counter({"Ana Silva": 3, "Bo Lind": 1})
    assert (statement.articles, statement.quotes, statement.wordings) == (4, 4, 2)


def test_graver_statements_come_first() -> None:
    texts = [WHOLE, WHOLE.replace("forty", "fourteen")]
    number = [said(id, "Ana Silva", text) for id, text in zip("ab", texts, strict=True)]
    texts = ["We close the mill in May and nobody has told the millers"] * 2
    texts.append("We close the mill in May")
    cut = [said(id, "Bo Lind", text) for id, text in zip("cde", texts, strict=True)]
    differs = [one.differs for one in merged_statements([*cut, *number]).statements()]
    assert differs == [("number",), ("cut",)]


SEPARATE = [
    [article("a", [("Ana Silva", WHOLE), ("Ana Silva", WHOLE)])],  # in one article only
    [said("a", "Ana Silva", "Absolutely!"), said("b", "Ana Silva", "Absolutely")],
    [],
]


@pytest.mark.parametrize("records", SEPARATE)
def test_no_statement(records: list[ArticleRecord]) -> None:
    assert quotes_of(records) == []


def test_a_slogan_that_is_repeated_daily_is_no_chain() -> None:
    records = [
        said(f"{day}", "Ana Silva", "We will take back our rivers", f"2023-05-{day:02}")
        for day in range(1, 21)
    ]
    spans = [(one.first_date, one.last_date) for one in merged_statements(records).statements()]
    assert all(int(last[-2:]) - int(first[-2:]) <= 3 for first, last in spans)


def test_a_quote_within_a_quote_is_a_statement_of_its_own() -> None:
    inner = "You will never see the bottom of this harbour again"
    outer = f"My father warned us: {inner}"
    both = article("a", [("Ana Silva", outer), ("Olav Silva", inner)])
    first, second = both.quotes
    nested = replace(
        second, start=first.end - len(second.text), end=first.end, spans=((first.start, first.end),)
    )
    records = [
        replace(both, quotes=(first, nested)),
        said("b", "Olav Silva", inner),
        said("c", "Ana Silva", outer),
    ]
    found = {(quote.text_id, quote.quote_id): quote.statement for quote in quotes_of(records)}
    assert found["a", 0] == found["c", 0] != found["a", 1] == found["b", 0]


def test_candidates_are_all_that_share_two_keys() -> None:
    """Beside a slow and obvious search, where no key has more quotes than are looked at."""
    dice = np.random.default_rng(5)
    quotes = [dice.integers(1, 40, dice.integers(2, 6)).tolist() for _ in range(60)]

    def keys(stems: list[int]) -> set[frozenset[int]]:
        pairs = [*zip(stems, stems[1:], strict=False), *zip(stems, stems[2:], strict=False)]
        return {frozenset(pair) for pair in pairs if pair[0] != pair[1]}

    shared = {
        (first, second): len(keys(quotes[first]) & keys(quotes[second]))
        for first, second in combinations(range(len(quotes)), 2)
    }
    found = set(candidates_of(quotes))
    assert {pair for pair, count in shared.items() if count > 1} <= found
    assert found <= {pair for pair, count in shared.items() if count}


def candidates_of(quotes: list[list[int]]) -> list[tuple[int, int]]:
    owners = np.repeat(np.arange(len(quotes)), [len(stems) for stems in quotes])
    return list(
        candidate_pairs(
            np.array([stem for stems in quotes for stem in stems], np.uint32), owners, len(quotes)
        )
    )


def test_a_phrase_of_everybody_has_few_candidates() -> None:
    assert len(candidates_of([[1, 2, 3]] * 3000)) < 6 * 3000


def test_many_quotes_are_compared_a_few_times_each(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """README.md says what a million take: ``python many_statements.py 1000000 many.jsonl``."""
    compared, likeness = [], Comparison.likeness
    monkeypatch.setattr(
        Comparison, "likeness", lambda *pair: compared.append(None) or likeness(*pair)
    )
    many_statements.write(tmp_path / "many.jsonl", 1500)
    totals = merged_statements(read_records(tmp_path / "many.jsonl")).totals
    assert totals.compared > 1450
    assert 200 < totals.statements < 400
    assert len(compared) < 2 * 1500
