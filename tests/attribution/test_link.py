from dataclasses import replace
from typing import Final

import pytest

from quoteminer.attribution.link import Group, link_spans
from quoteminer.network.reading import Reading, RoleSpan
from quoteminer.text.article_index import ArticleIndex
from quoteminer.types import Article, MarkReading, Paragraph, QuotedSpan, Role

ROLES: Final[dict[str, Role]] = {"s": "source", "c": "cue", "q": "content"}
TARGETS: Final = {"q": "c", "c": "s"}


def reading(roles: str, links: str) -> Reading:
    """Role spans one after the other (s, c, q: source, cue, content), and the links "owner>target"
    or "owner>-" (none), each with a log-probability of -0.1 or, after a colon, another one; links
    that are not named have -9.
    """
    named = {}
    for link in links.split():
        ends, _, value = link.partition(":")
        owner, target = ends.split(">")
        named[int(owner), int(target.replace("-", "-1"))] = float(value or -0.1)
    every = {
        (owner, target): named.get((owner, target), -9.0)
        for owner, role in enumerate(roles)
        if role in TARGETS
        for target in [-1, *(at for at, other in enumerate(roles) if other == TARGETS[role])]
    }
    return Reading(
        tuple(RoleSpan(ROLES[one], 10 * i, 10 * i + 8) for i, one in enumerate(roles)),
        every,
        {},
        (),
    )


def linked(read: Reading, paragraphs: str = "", quoted: str = "", dashes: str = "") -> list[Group]:
    """``paragraphs``: a digit for each role span; ``quoted``, ``dashes``: the indices of the spans
    that are."""
    count = len(read.roles)
    text = "  ".join("-" * 8 if str(at) in dashes else "a" * 8 for at in range(count))
    numbers = paragraphs or "0" * count
    places = tuple(
        Paragraph(10 * numbers.index(one), 10 * numbers.rindex(one) + 8)
        for one in dict.fromkeys(numbers)
    )
    marks = MarkReading((), tuple(QuotedSpan(10 * int(at), 10 * int(at) + 8, 0) for at in quoted))
    return link_spans(read, ArticleIndex(Article(text, places), marks))


@pytest.mark.parametrize(("roles", "links", "paragraphs", "quoted", "dashes", "expected", "rule"), [
    ("qscq", "0>2 3>2:-.2 2>1", "", "", "", "03>2>1", "contents of one cue"),
    ("scqcq", "2>1 4>3 1>0 3>0:-.3", "", "", "", "2>1>0 4>3>0", "one source of two cues"),
    ("scq", "2>- 1>0", "", "", "", "2>->-", "a content without a cue stays, a cue without a content goes"),
    ("scq", "2>1 1>- 1>0:-3", "", "", "", "2>1>-", "a cue without a source"),
    ("qcs", "0>- 1>2", "", "0", "", "0>1>2", "a quoted content gets the free cue at its end,"),
    ("qcs", "0>- 1>2", "", "", "", "0>->-", "an unquoted one does not,"),
    ("qcsq", "0>- 1>2 3>1", "", "0", "", "0>->- 3>1>2", "nor where another content has the cue"),
    ("qcsqcs", "0>1 1>2 3>1 3>4:-2 4>5", "", "", "14", "0>1>2 3>4>5", "a dash before a name signs what precedes"),
    ("scq", "2>1 1>0", "", "", "1", "2>1>0", "a dash behind a name leads to what follows"),
    ("scqcq", "2>1 4>1 4>3:-2 1>0 3>-", "00011", "", "", "2>1>0 4>3>-", "a content has its paragraph's cue,"),
    ("scqcq", "2>1 4>1 4>3:-2 1>0 3>-", "00011", "4", "", "2>1>0 4>3>-", "also a quoted one;"),
    ("scqq", "2>1 3>1 3>-:-2 1>0", "0001", "3", "", "23>1>0", "without one it may have that of an earlier one,"),
    ("scqq", "2>1 3>1 3>-:-2 1>0", "0001", "", "", "2>1>0 3>->-", "unless it is unquoted,"),
    ("qcq", "0>1 0>-:-2 2>1 1>-", "011", "02", "", "0>->- 2>1>-", "but never that of a later one"),
])  # fmt: skip
def test_groups(
    roles: str, links: str, paragraphs: str, quoted: str, dashes: str, expected: str, rule: str
) -> None:
    found = linked(reading(roles, links), paragraphs, quoted, dashes)
    groups = (("".join(map(str, one.contents)), str(one.cue), str(one.source)) for one in found)
    assert " ".join(map(">".join, groups)).replace("None", "-") == expected, rule


def test_a_cue_that_does_not_touch_is_not_taken() -> None:
    read = reading("qcs", "0>- 1>2")
    spans = (read.roles[0], *(replace(span, start=span.start + 1) for span in read.roles[1:]))
    assert linked(replace(read, roles=spans), quoted="0")[0].cue is None


def test_certainty_is_the_geometric_mean_of_the_links() -> None:
    assert linked(reading("scq", "2>1:-.2 1>0:-.4"))[0].certainty == pytest.approx(
        2.718281828**-0.3
    )
