"""How far back a pronoun looks for a person."""

import pytest


@pytest.mark.parametrize(("between", "who"), [(0, "Ana Ruiz"), (13, "Ana Ruiz"), (14, None)])
def test_a_pronoun_looks_fourteen_sentences_back(between: int, who: str | None, resolved) -> None:
    text = (
        f"Ana Ruiz came. {'It rained. ' * between}<s1>She</s1> <c1>said</c1> <q1>it was late</q1>."
    )
    assert resolved(text, {"Ana Ruiz": "person"}).who == [who]
