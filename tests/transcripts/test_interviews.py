"""Interviews without labels."""

import re

import pytest

from quoteminer.text.article import make_article
from quoteminer.transcripts.interviews import read_interview

INTRODUCTION = "The last bell founder of Velden speaks little. Ana Ruiz is 88.\n\n"
PLAIN = """How many bells have you cast?

I stopped counting at four hundred. My father cast more.

Do you still hear them?

I hear the cracked ones. On Sundays I count.

Nobody else in my house does.

What will you do with the foundry?

They want me to make it a hotel."""
BEHIND = "\n\nThe foundry, which opened in 1911, closes in May."
PLAIN += BEHIND
BOLD = """**How many bells have you cast?**

I stopped counting at four hundred.

**Let us talk about your father.**

My father was deaf. Is that an answer?

**Do you still hear them?**

I do."""
DASHES = """— How many bells have you cast?

— I stopped counting at four hundred.

— Do you still hear them?

— I do.

— And what will you do with the foundry?

— I will sleep in it."""


@pytest.mark.parametrize("text", [PLAIN, BOLD, DASHES])
def test_questions_and_answers(text: str) -> None:
    whole = INTRODUCTION + text
    found = make_article(whole).transcript
    assert found is not None
    assert found.is_interview
    said = ["\n\n".join(whole[slice(*span)] for span in turn.spans) for turn in found.turns]
    words = re.sub(r"(?m)^— |[*]", "", text.removesuffix(BEHIND))
    assert "\n\n".join(said) == words
    assert [one.count("\n\n") for one in said] == ([0, 0, 0, 1, 0, 0] if text == PLAIN else [0] * 6)
    assert [turn.speaker is None for turn in found.turns] == [True, False] * 3  # the questions


@pytest.mark.parametrize("text", [
    "How do I return a bell?\n\nWe take it back.\n\nWho pays?\n\nThe buyer pays.\n\nWhen?\n\nAt once.",
    "Why do bells crack?\n\nFrost does it.\n\nWho mends them?\n\nI do.",
    "\n\n".join(f"“{line}”" for line in PLAIN.split("\n\n")),
    "\n\n".join(f"{'QA'[i % 2]}. {line[2:]}" for i, line in enumerate(DASHES.split("\n\n"))),
    "I ask you, what is a bell?\n\nNobody knows.\n\nAnd who are you to ask?\n\nThe mayor left.\n\nWhy?\n\nHe fell.",
], ids=["answers of a firm", "two questions", "dialogue in marks", "letters", "a column"])  # fmt: skip
def test_no_interview(text: str) -> None:
    article = make_article(text)
    assert read_interview(text, [(p.start, p.end) for p in article.paragraphs]) is None
