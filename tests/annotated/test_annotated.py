"""The gold of our own is right as far as a machine can tell, and covers what it is there to
cover."""

import re
from collections import Counter
from itertools import pairwise

import pytest
from annotated_articles import ARTICLES, LABELS, OwnArticle, own_articles, parse

from quoteminer.output.gold.gold_articles import GoldQuote
from quoteminer.records import PART_SEPARATOR
from quoteminer.types import QuoteType, Span

OWN = own_articles()
QUOTES = [(article, quote) for article in OWN for quote in article.gold.quotes]
OPENERS = "“\"«„‘'"

TOPICS = set(
    (
        "business, politics, sport, science, courts, arts, local, weather, technology, obituary,"
        " interview, live blog, press release, letters page"
    ).split(", ")
)
MARKS = {"curly", "straight", "single", "guillemets", "low", "broken", "none"}
NAMES = set(
    (
        "Chinese Korean Japanese Vietnamese Egyptian Turkish Iranian Indian Nigerian Ghanaian"
        " Kenyan Ethiopian Polish Russian Ukrainian Hungarian Spanish Brazilian Dutch Irish"
        " Icelandic Indonesian Myanmar Hawaiian Maori"
    ).split()
)

each_article = pytest.mark.parametrize("article", OWN, ids=lambda article: article.gold.id)


def words(text: str, spans: tuple[Span, ...]) -> str:
    return PART_SEPARATOR.join(text[start:end] for start, end in spans)


def type_of(text: str, quote: GoldQuote) -> QuoteType:
    """Return the type by the marks within the content: every part opens with one, some part has
    one, none has."""
    parts = [text[start:end] for start, end in quote.content]
    if all(part[0] in OPENERS for part in parts):
        return "direct"
    return "mixed" if any(re.search(r"[“«„\"]|(?<!\w)[‘']", part) for part in parts) else "indirect"


def test_there_is_enough_of_everything() -> None:
    types = Counter(type_of(article.gold.text, quote) for article, quote in QUOTES)
    acts, total = Counter(quote.act for _, quote in QUOTES), len(QUOTES)
    assert len(OWN) >= 44
    assert total >= 260
    assert 0.45 <= types["indirect"] / total <= 0.6
    assert 0.27 <= types["direct"] / total <= 0.4
    assert types["mixed"] / total >= 0.1
    assert 0.1 <= acts["other"] / total <= 0.16


def test_topics_marks_names_and_kinds_are_covered() -> None:
    found = {label: {word for article in OWN for word in article.labels[label]} for label in LABELS}
    assert (found["topic"], found["marks"]) == (TOPICS, MARKS)
    assert found["names"] >= NAMES
    assert len(found["names"]) >= 60
    assert len(found["cases"]) >= 70
    kinds = Counter(speaker.kind for article in OWN for speaker in article.gold.speakers)
    assert min(kinds["person"], kinds["org"], kinds["unnamed"]) >= 40
    sources = {words(article.gold.text, quote.source) for article, quote in QUOTES}
    assert sources >= {"he", "He", "she", "She", "It", "They", "I", "who", "Q", "A", ""}
    assert sum(len(article.not_quotes) for article in OWN) >= 20


@each_article
def test_the_text_is_short_and_the_markup_without_its_tags(article: OwnArticle) -> None:
    markup = (ARTICLES / f"{article.gold.id}.txt").read_text("utf-8").partition("\n---\n")[2]
    assert article.gold.text == re.sub("<[^>]*>", "", markup).rstrip("\n")
    assert not re.search(r" \n|\n |  |\n\n\n|\t", article.gold.text)
    assert 80 <= len(article.gold.text.split()) <= 260


@each_article
def test_spans_are_whole_words_have_one_role_and_end_where_the_conventions_say(
    article: OwnArticle,
) -> None:
    text = article.gold.text
    for quote in article.gold.quotes:
        spans = sorted([*quote.content, *quote.cue, *quote.source])
        assert quote.content
        assert all(first[1] <= second[0] for first, second in pairwise(spans))
        for start, end in [*spans, *article.not_quotes]:
            assert 0 <= start < end <= len(text)
            assert text[start:end] == text[start:end].strip()
            assert not (text[start - 1 : start].isalnum() and text[start].isalnum())
            assert not (text[end - 1].isalnum() and text[end : end + 1].isalnum())
        assert not re.search(r"\bthat $", text[: quote.content[0][0]])
        if type_of(text, quote) == "indirect" and words(text, quote.cue) != ":":
            assert text[quote.content[-1][1] - 1] not in ".,;:"


@each_article
def test_quotes_stand_in_text_order_none_twice_and_none_around_words_that_nobody_says(
    article: OwnArticle,
) -> None:
    contents = [quote.content for quote in article.gold.quotes]
    starts = [content[0][0] for content in contents]
    assert starts == sorted(starts)
    assert len(set(contents)) == len(contents)
    said = [
        span for quote in article.gold.quotes if quote.act == "speech" for span in quote.content
    ]
    for start, end in article.not_quotes:
        assert article.gold.text[start] in OPENERS
        assert not any(a < end and start < b for a, b in said)


@each_article
def test_every_speaker_speaks_and_is_in_the_article(article: OwnArticle) -> None:
    text, speakers = article.gold.text, article.gold.speakers
    assert {quote.speaker for quote in article.gold.quotes} - {None} == {
        speaker.id for speaker in speakers
    }
    assert len({speaker.name for speaker in speakers}) == len(speakers)
    for speaker in speakers:
        assert (
            all(name in text for name in re.split(r" and (?=[A-Zt])", speaker.name))
            or speaker.name in text
        )
        assert all(alias in text and alias != speaker.name for alias in speaker.aliases)


@pytest.mark.parametrize(("markup", "message"), [
    ("<q1 ana>Yes</q2>", "closes"),
    ("<q1 ana>Yes", "left open"),
    ("<x1>Yes</x1>", "misspelt"),
    ("<q1 ana>Yes</q1> <q1 bo>no</q1>", "a second one"),
    ("<s1 ana>Ana</s1>", "where none belongs"),
    ("<q1 eve>Yes</q1>", "explains"),
    ("<c1>said</c1>", "have no content"),
])  # fmt: skip
def test_a_slip_in_the_markup_is_an_error(markup: str, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        parse("slip", f"ana = Ana | person\nbo = Bo | person\n---\n{markup}\n")
