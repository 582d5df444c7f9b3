from __future__ import annotations

from dataclasses import replace

from quoteminer.attribution.link import Group, link_spans
from quoteminer.types import Reading, Role, RoleSpan

NOTHING = -1


def reading(roles: list[Role], links: dict[tuple[int, int], float]) -> Reading:
    """Role spans one after the other, and the links; a link that is not given is as unlikely as can be."""
    owners = [i for i, role in enumerate(roles) if role != "source"]
    targets = {"content": "cue", "cue": "source"}
    all_links = {
        (owner, target): links.get((owner, target), -9.0)
        for owner in owners
        for target in [NOTHING, *(i for i, role in enumerate(roles) if role == targets[roles[owner]])]
    }
    spans = tuple(RoleSpan(role, 10 * i, 10 * i + 8) for i, role in enumerate(roles))
    return Reading(spans, all_links, {}, ())


def groups(
    read: Reading,
    paragraphs: list[int] | None = None,
    quoted: list[bool] | None = None,
    dashes: list[bool] | None = None,
) -> list[Group]:
    nowhere = [False] * len(read.roles)
    return link_spans(
        read, paragraphs=paragraphs or [0] * len(nowhere), quoted=quoted or nowhere, dashes=dashes or nowhere
    )


def members(found: list[Group]) -> list[tuple[tuple[int, ...], int | None, int | None]]:
    return [(group.contents, group.cue, group.source) for group in found]


def test_contents_of_one_cue_are_one_attribution() -> None:
    read = reading(["content", "source", "cue", "content"], {(0, 2): -0.1, (3, 2): -0.2, (2, 1): -0.1})
    assert members(groups(read)) == [((0, 3), 2, 1)]


def test_one_source_serves_two_cues() -> None:
    read = reading(
        ["source", "cue", "content", "cue", "content"], {(2, 1): -0.1, (4, 3): -0.1, (1, 0): -0.1, (3, 0): -0.3}
    )
    assert members(groups(read)) == [((2,), 1, 0), ((4,), 3, 0)]


def test_a_content_without_a_cue_is_kept_and_a_cue_without_a_content_is_not() -> None:
    read = reading(["source", "cue", "content"], {(2, NOTHING): -0.1, (1, 0): -0.1})
    assert members(groups(read)) == [((2,), None, None)]


def test_a_quoted_content_gets_the_free_cue_that_touches_its_end() -> None:
    roles: list[Role] = ["content", "cue", "source"]
    read = reading(roles, {(0, NOTHING): -0.1, (1, 2): -0.1})
    assert members(groups(read, quoted=[True, False, False])) == [((0,), 1, 2)]
    assert members(groups(read)) == [((0,), None, None)]
    spans = (read.roles[0], *(replace(span, start=span.start + 1) for span in read.roles[1:]))
    far = Reading(spans, read.links, {}, ())
    assert members(groups(far, quoted=[True, False, False])) == [((0,), None, None)]
    read = reading([*roles, "content"], {(0, NOTHING): -0.1, (1, 2): -0.1, (3, 1): -0.1})
    assert members(groups(read, quoted=[True, False, False, False])) == [((0,), None, None), ((3,), 1, 2)]


def test_a_cue_may_have_no_source() -> None:
    read = reading(["source", "cue", "content"], {(2, 1): -0.1, (1, NOTHING): -0.1, (1, 0): -3.0})
    assert members(groups(read)) == [((2,), 1, None)]


def test_a_dash_before_a_name_signs_what_stands_before_it() -> None:
    roles: list[Role] = ["content", "cue", "source", "content", "cue", "source"]
    links = {(0, 1): -0.1, (1, 2): -0.1, (3, 1): -0.1, (3, 4): -2.0, (4, 5): -0.1}
    dashes = [False, True, False, False, True, False]
    assert members(groups(reading(roles, links), dashes=dashes)) == [((0,), 1, 2), ((3,), 4, 5)]


def test_a_dash_behind_a_name_leads_to_what_follows() -> None:
    read = reading(["source", "cue", "content"], {(2, 1): -0.1, (1, 0): -0.1})
    assert members(groups(read, dashes=[False, True, False])) == [((2,), 1, 0)]


def test_what_is_not_quoted_has_its_cue_in_its_own_paragraph() -> None:
    read = reading(
        ["source", "cue", "content", "cue", "content"],
        {(2, 1): -0.1, (4, 1): -0.1, (4, 3): -2.0, (1, 0): -0.1, (3, NOTHING): -0.1},
    )
    assert members(groups(read, [0, 0, 0, 1, 1])) == [((2,), 1, 0), ((4,), 3, None)]


def test_a_quoted_paragraph_without_a_cue_belongs_to_one_before() -> None:
    read = reading(
        ["source", "cue", "content", "content"], {(2, 1): -0.1, (3, 1): -0.1, (3, NOTHING): -2.0, (1, 0): -0.1}
    )
    assert members(groups(read, [0, 0, 0, 1], [False, False, False, True])) == [((2, 3), 1, 0)]
    assert members(groups(read, [0, 0, 0, 1])) == [((2,), 1, 0), ((3,), None, None)]


def test_but_not_where_its_own_paragraph_has_a_cue() -> None:
    read = reading(
        ["source", "cue", "content", "cue", "content"],
        {(2, 1): -0.1, (4, 1): -0.1, (4, 3): -2.0, (1, 0): -0.1, (3, NOTHING): -0.1},
    )
    quoted = [False, False, False, False, True]
    assert members(groups(read, [0, 0, 0, 1, 1], quoted)) == [((2,), 1, 0), ((4,), 3, None)]


def test_a_quote_never_belongs_to_a_cue_of_a_later_paragraph() -> None:
    read = reading(["content", "cue", "content"], {(0, 1): -0.1, (0, NOTHING): -2.0, (2, 1): -0.1, (1, NOTHING): -0.1})
    assert members(groups(read, [0, 1, 1], [True, False, True])) == [((0,), None, None), ((2,), 1, None)]


def test_certainty_is_the_mean_of_the_links() -> None:
    read = reading(["source", "cue", "content"], {(2, 1): -0.2, (1, 0): -0.4})
    assert abs(groups(read)[0].certainty - 2.718281828**-0.3) < 1e-6
