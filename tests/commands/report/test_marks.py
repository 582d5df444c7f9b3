"""Quotes that overlap in any way: the text is whole, and each quote is marked from its start to its
end."""

from pathlib import Path

from chromium import Open, Page, browser, open_page  # noqa: F401
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from shown_articles import paragraphs_of, record_of, report_page

from quoteminer.commands.report.page import article_data
from quoteminer.records import PART_SEPARATOR, ArticleRecord, Quote, Speaker
from quoteminer.text.article import make_article, readable

READ = """article => {
  const view = new ArticleView(article);
  const pieces = {};
  for (const mark of view.text.querySelectorAll("mark")) (pieces[mark.dataset.quote] ??= []).push(mark.textContent);
  return {
    paragraphs: [...view.text.querySelectorAll("[dir]")].map(one => one.textContent),
    quotes: Object.fromEntries(Object.entries(pieces).map(([id, texts]) => [id, texts.join("")])),
    tags: view.text.querySelectorAll("mark .tag").length,
  };
}"""
_LONG = "\n\n 😀 𝒜 \u05d0\u05d1 \ud800 e\u0301 word <b> &amp; \u2028".split(" ")
_PIECES = [*"aé7.,’ \n“”‘’", *_LONG]


@st.composite
def records(draw: st.DrawFn) -> ArticleRecord:
    """An article whose quotes stand anywhere, one in another or across its end."""
    text = "x" + draw(st.lists(st.sampled_from(_PIECES), max_size=40).map("".join))
    quotes = [draw(_quotes(text, id)) for id in range(draw(st.integers(0, 6)))]
    return record_of(text, quotes, [Speaker(0, "A", "org")])


@st.composite
def _quotes(draw: st.DrawFn, text: str, id: int) -> Quote:
    cuts = sorted(draw(st.sets(st.integers(0, len(text)), min_size=2, max_size=4)))
    spans = tuple(zip(cuts[::2], cuts[1::2], strict=False))
    words = PART_SEPARATOR.join(text[start:end] for start, end in spans)
    kind = draw(st.sampled_from(["direct", "mixed", "indirect"]))
    return Quote(
        id, kind, "statement", words, spans[0][0], spans[-1][1], spans, 0, None, None, 0,
        "resolved", 0.5,
    )  # fmt: skip


def shown(open_page: Open, path: Path, *records: ArticleRecord) -> Page:  # noqa: F811
    file = path / "report.html"
    file.write_text(report_page(records), "utf-8")
    return open_page(file)


def test_overlapping_quotes(open_page: Open, tmp_path: Path) -> None:  # noqa: F811
    page = shown(open_page, tmp_path)

    @settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(records())
    def check(record: ArticleRecord) -> None:
        article = article_data(record)
        found = page.evaluate(READ, article)
        text = readable(record.text or "")
        title = [article["title"]] if article["heading"] is None else []  # else it is a paragraph
        assert found["paragraphs"] == [*title, *paragraphs_of(text)]
        wanted = {str(quote.id): visible(text, quote) for quote in record.quotes}
        assert found["quotes"] == {id: words for id, words in wanted.items() if words}
        assert found["tags"] == len(found["quotes"])

    check()


def visible(text: str, quote: Quote) -> str:
    """Return the letters of a quote that stand in a paragraph, one by one: slow and obvious."""
    inside = {at for one in make_article(text).paragraphs for at in range(one.start, one.end)}
    return "".join(
        text[at] for start, end in quote.spans for at in range(start, end) if at in inside
    )


def test_a_search_finds_the_place_whatever_its_letters(open_page: Open, tmp_path: Path) -> None:  # noqa: F811
    page = shown(open_page, tmp_path, record_of("İİİ😀 one İstanbul ǅ straße two", [], []))
    for words in ("İstanbul", "ǅ", "straße"):
        page.locator("#search").fill(words)
        assert page.evaluate("[...CSS.highlights.get('found')].map(String)") == [words]
