"""Articles of our own with what a reader finds in them: tests/annotated/articles/*.txt, whose README
explains the markup."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import cast

from quoteminer.output.gold.gold_articles import GoldArticle, GoldQuote, GoldSpeaker
from quoteminer.types import Act, Span, SpeakerKind

ARTICLES = Path(__file__).resolve().parent / "articles"
LABELS = ("topic", "marks", "names", "cases")

_TAG = re.compile(
    r"<(?P<close>/?)(?P<role>[scqn])(?P<numbers>[\d+]*)(?: (?P<who>[a-z]+|-)(?P<other> other)?)?>"
)
_NAMELESS = {"he", "she", "it", "they", "i", "we", "who", "q", "a"}


@dataclass(frozen=True)
class OwnArticle:
    """An article with its gold. ``labels``: its words for each of LABELS. ``not_quotes``: the spans
    between marks that nobody says (titles, scare quotes, placards)."""

    gold: GoldArticle
    labels: Mapping[str, tuple[str, ...]]
    not_quotes: tuple[Span, ...]


@dataclass
class _Marked:
    """A text without its tags, the spans that they enclosed, by role and number, and the speaker of
    each number."""

    text: str = ""
    spans: dict[tuple[str, str], list[Span]] = field(default_factory=dict)
    who: dict[str, tuple[str, Act]] = field(default_factory=dict)


def own_articles() -> list[OwnArticle]:
    return [
        parse(path.stem, path.read_bytes().decode("utf-8"))
        for path in sorted(ARTICLES.glob("*.txt"))
    ]


def parse(id: str, source: str) -> OwnArticle:
    """Return an article from its markup. Raises ValueError that says what is wrong in which
    article."""
    try:
        head, _, body = source.partition("\n---\n")
        labels, people = _head(head)
        marked = _unmark(body.removesuffix("\n"))
        speakers, quotes = _speakers(people, marked), _quotes(list(people), marked)
    except ValueError as error:
        raise ValueError(f"{id}: {error}") from error
    not_quotes = tuple(marked.spans.get(("n", ""), ()))
    return OwnArticle(GoldArticle(id, marked.text, quotes, speakers), labels, not_quotes)


def _head(head: str) -> tuple[dict[str, tuple[str, ...]], dict[str, list[str]]]:
    """Return the labels, and the speakers by key: name, kind and aliases."""
    labels: dict[str, tuple[str, ...]] = {}
    people: dict[str, list[str]] = {}
    for line in head.splitlines():
        label, colon, words = line.partition(": ")
        key, equals, facts = line.partition(" = ")
        if colon and label in LABELS and label not in labels:
            labels[label] = tuple(word.strip() for word in words.split(","))
        elif equals and key not in people and facts.count("|"):
            people[key] = [fact.strip() for fact in facts.split("|")]
        else:
            raise ValueError(
                f"the line {line!r} is no label of {LABELS} and no 'key = name | kind', or comes"
                " twice"
            )
    return labels, people


def _unmark(body: str) -> _Marked:
    marked, opened, last = _Marked(), list[tuple[str, str, int]](), 0
    for tag in _TAG.finditer(body):
        marked.text += body[last : tag.start()]
        last, role, numbers = tag.end(), tag["role"], tag["numbers"]
        if not tag["close"]:
            opened.append((role, numbers, len(marked.text)))
            if tag["who"]:
                if role != "q" or numbers in marked.who:
                    raise ValueError(
                        f"{tag[0]} names a speaker where none belongs, or a second one"
                    )
                marked.who[numbers] = (tag["who"], "other" if tag["other"] else "speech")
            continue
        if not opened or opened[-1][:2] != (role, numbers):
            raise ValueError(f"{tag[0]} closes {opened[-1:]}")
        span = (opened.pop()[2], len(marked.text))
        for number in numbers.split("+"):
            marked.spans.setdefault((role, number), []).append(span)
    marked.text += body[last:]
    if opened or "<" in marked.text or ">" in marked.text:
        raise ValueError(
            f"a tag is left open or misspelt: {opened}, {re.findall('<[^>]*>?', marked.text)}"
        )
    return marked


def _quotes(keys: list[str], marked: _Marked) -> tuple[GoldQuote, ...]:
    """Return the quotes in text order, the outer one first where two begin together."""
    numbers = {number for role, number in marked.spans if role != "n"}
    lost = [number for number in numbers if number not in marked.who]
    unknown = {who for who, _ in marked.who.values()} - {*keys, "-"}
    if lost or unknown:
        raise ValueError(
            f"attributions {lost} have no content with a speaker; nobody explains {unknown}"
        )
    quotes = []
    for number in sorted(numbers, key=int):
        who, act = marked.who[number]
        content, cue, source = (tuple(marked.spans.get((role, number), ())) for role in "qcs")
        quotes.append(GoldQuote(content, cue, source, None if who == "-" else keys.index(who), act))
    return tuple(sorted(quotes, key=lambda quote: (quote.content[0][0], -quote.content[-1][1])))


def _speakers(people: Mapping[str, list[str]], marked: _Marked) -> tuple[GoldSpeaker, ...]:
    """Return the speakers, numbered as in the head. Aliases are the words of their sources, and
    those of the head."""
    called: dict[str, list[str]] = {key: [] for key in people}
    for (role, number), spans in sorted(marked.spans.items(), key=lambda item: item[1]):
        who = marked.who.get(number, ("-", "speech"))[0]
        if role == "s" and who in called:
            called[who] += [marked.text[start:end] for start, end in spans]
    speakers = []
    for id, (key, (name, kind, *more)) in enumerate(people.items()):
        if kind not in ("person", "org", "unnamed"):
            raise ValueError(f"{name} is a {kind!r}")
        aliases = dict.fromkeys(
            one for one in (*called[key], *more) if one != name and one.casefold() not in _NAMELESS
        )
        speakers.append(GoldSpeaker(id, name, cast(SpeakerKind, kind), tuple(aliases)))
    return tuple(speakers)
