"""Records for tests of tables and formats: a full one, samples, a thousand, and odd ones."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from fake_miner import record_of
from hypothesis import strategies as st

from quoteminer.output.formats import FORMATS
from quoteminer.records import (
    ArticleRecord,
    Cue,
    Known,
    KnownRow,
    Mention,
    ModelName,
    Quote,
    Speaker,
)
from quoteminer.text.article import make_article
from quoteminer.types import Warning

FULL = ArticleRecord.from_json(Path(__file__).with_name("full_record.json").read_text("utf-8"))
"""A record with a value in every column and field; its second quote has as few values as
possible."""
NAMES = (
    "Ana Pinto", "Kofi Berg", "Uma Diaz", "Lev Adler", "Léo Brâncuși", "ليلى حداد", "Eva Novak",
)  # fmt: skip
SAMPLES = Path(__file__).resolve().parents[2] / "samples"


def many(count: int, *, with_text: bool = False) -> Iterator[ArticleRecord]:
    """Yield small articles; one in seven has no quotes."""
    for number in range(count):
        who = (NAMES[(number + part) % 7] for part in range(number % 7))
        said = [
            f"“😊 {number}, {part}: ‘so’ & <\u200fقال\u200e>,” said {name}."
            for part, name in enumerate(who)
        ]
        meta = {"date": "2024-05-01", "url": f"https://example.org/news/{number}?a=1&b=2"}
        text = "\r\n\r\n".join([f"News {number}", *said])
        yield record_of(
            make_article(text, id=f"a{number}", source="a.jsonl", meta=meta, extracted=with_text)
        )


def sample(name: str = "china-manufacturing") -> ArticleRecord:
    record = ArticleRecord.from_json((SAMPLES / f"{name}.json").read_text("utf-8"))
    return replace(record, text=(SAMPLES / f"{name}.txt").read_bytes().decode())


def samples() -> list[ArticleRecord]:
    return [sample(path.stem) for path in sorted(SAMPLES.glob("*.txt"))]


def written(format: str, path: Path, records: Iterable[ArticleRecord]) -> Path:
    with FORMATS[format].open(path) as writer:
        for record in records:
            writer.write(record)
        writer.close(several=True)
    return path


TEXT = st.text(
    st.sampled_from(
        "ab ,;'\"“”=+-@＝\t\r\n\0\x07\x85\u2028\ud800\udfffאب\u0301😀#_x0A\ufffe\ufeff"
    ),
    max_size=12,
)
"""Texts that break tables: signs of formulas, marks, line ends, control characters, half
characters, right to left."""
_NUMBER = st.integers(0, 30)
_SHARE = st.integers(0, 1000).map(lambda thousandths: thousandths / 1000)
_SPAN = st.tuples(_NUMBER, _NUMBER).map(lambda ends: (min(ends), max(ends)))
_SPANS = st.lists(_SPAN, min_size=1, max_size=3).map(tuple)
_ROWS = st.builds(KnownRow, TEXT, TEXT, _SHARE, st.dictionaries(TEXT, TEXT, max_size=2))
_KNOWN = st.one_of(
    st.none(), st.just(Known("none")),
    st.builds(
        Known, st.just("linked"), TEXT, TEXT, _SHARE, st.dictionaries(TEXT, TEXT, max_size=2),
        st.lists(_ROWS, max_size=2).map(tuple), _NUMBER,
    ),
)  # fmt: skip
_CUES = st.builds(
    lambda text, spans: Cue(text, spans[0][0], spans[-1][1], text, spans), TEXT, _SPANS
)


def _quote(id: int, speakers: int) -> st.SearchStrategy[Quote]:
    return st.builds(
        Quote,
        id=st.just(id),
        type=st.sampled_from(["direct", "mixed", "indirect"]),
        act=st.sampled_from(["statement", "request", "thought"]),
        text=TEXT,
        start=_NUMBER,
        end=_NUMBER,
        spans=_SPANS,
        paragraph=_NUMBER,
        cue=st.none() | _CUES,
        mention=st.none()
        | st.builds(Mention, TEXT, _NUMBER, _NUMBER, st.sampled_from(["name", "pronoun"])),
        speaker=st.none() | st.integers(0, speakers - 1) if speakers else st.none(),
        status=st.sampled_from(["resolved", "ambiguous", "unresolved"]),
        confidence=_SHARE,
        flags=st.lists(st.sampled_from(["unclosed", "nested"]), unique=True).map(tuple),
        why=TEXT,
        page=st.none() | st.integers(1, 30),
    )


def _speaker(id: int) -> st.SearchStrategy[Speaker]:
    return st.builds(
        Speaker,
        id=st.just(id),
        name=TEXT,
        kind=st.sampled_from(["person", "org", "unnamed"]),
        role=st.none() | TEXT,
        affiliation=st.none() | TEXT,
        aliases=st.lists(TEXT, max_size=2).map(tuple),
        mentions=_SPANS,
        quotes=st.just((0,)),
        known=_KNOWN,
        role_confidence=st.none() | _SHARE,
        affiliation_confidence=st.none() | _SHARE,
    )


@st.composite
def odd_records(draw: st.DrawFn) -> ArticleRecord:
    """Yield records with texts that break tables. Their positions are arbitrary, because no format
    uses them."""
    speakers = [draw(_speaker(id)) for id in range(draw(st.integers(0, 2)))]
    return ArticleRecord(
        id=draw(TEXT),
        source=draw(st.none() | TEXT),
        meta=draw(
            st.dictionaries(
                st.sampled_from(["title", "date", "x", "\ud800"]), st.none() | TEXT | _NUMBER
            )
        ),
        quotes=tuple(draw(_quote(id, len(speakers))) for id in range(draw(st.integers(0, 3)))),
        speakers=tuple(speakers),
        model=ModelName("fake", "0.0"),
        warnings=tuple(
            draw(st.lists(st.builds(Warning, st.just("x"), TEXT, st.none() | _NUMBER, st.none())))
        ),
        text=draw(st.none() | TEXT),
    )
