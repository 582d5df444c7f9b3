"""The page in a real browser: what is shown, filtered and found, by mouse and by keyboard."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import shown_articles as articles
from chromium import PHONE, WIDE, Open, Page, browser, open_page, violations  # noqa: F401
from shown_articles import HARBOUR, harbour, many, quote, record_of

from quoteminer.commands.report.page import article_data
from quoteminer.output.tally import tally
from quoteminer.records import ArticleRecord, Check, Speaker

FOCUSED = "document.activeElement.ariaLabel ?? document.activeElement.textContent"
IDS = "all => all.map(one => Number(one.dataset.quote))"


@pytest.fixture
def show(open_page: Open, tmp_path: Path) -> Open:  # noqa: F811
    def go(records: Any, *, hash: str = "", **options: Any) -> Page:
        several = [records] if isinstance(records, ArticleRecord) else records
        file = tmp_path / "report.html"
        file.write_text(articles.report_page(several), "utf-8")
        return open_page(file.as_uri() + hash, **options)

    return go


def shown_quotes(page: Page) -> list[int]:
    return sorted({*page.locator("#text mark:not(.off)").evaluate_all(IDS)})


def status(page: Page) -> str:
    return page.locator("output.status").text_content() or ""


def focused(page: Page) -> str:
    return str(page.evaluate(FOCUSED))


def test_the_article_with_its_quotes(show: Open) -> None:
    page = show(harbour())
    assert page.title() == "Harbour wall to be raised – Who said what"
    for what, texts in {
        "#text h1": ["Harbour wall to be raised"],
        "#text > [dir]": articles.paragraphs_of(HARBOUR),
        "mark[data-quote='0']": ["“We cannot wait for the next storm,”", "“The wall is too low.”"],
        "mark[data-quote='3']": ["“She told me ‘it is safe’ last year,”"],
        "mark[data-quote='4']": ["‘it is safe’"],
        "mark[data-quote='3'] mark[data-quote='4']": ["‘it is safe’"],
        "#text .who": [
            "Ana Pinto, head of the Quay Board", "Kofi Berg, a fisherman", "He", "She", "Berg",
            "one engineer",
        ],
        "#text .cue": "said said thought told added warned".split(),
        "mark.doubtful": ["little of it", "‘it is safe’", "Costs may rise"],
    }.items():  # fmt: skip
        assert page.locator(what).all_text_contents() == texts, what
    facts = page.locator("article .facts").text_content()
    assert facts == f"6 quotes by 3 speakers · {tally(harbour()).words} quoted words"


def test_marks_never_differ_by_colour_alone(show: Open) -> None:
    record = harbour()
    sure = replace(record.quotes[5], speaker=0, status="resolved")
    page = show(replace(record, quotes=(*record.quotes[:5], sure)))

    lines = page.evaluate("""[0, 1, 2, 5].map(id => {
        const style = getComputedStyle(document.querySelector(`mark[data-quote='${id}']`));
        return `${style.textDecorationLine} ${style.textDecorationStyle}`;
    })""")
    assert lines == ["none solid", "underline double", "underline dashed", "underline solid"]
    labels = "all => all.map(one => [one.dataset.tag, one.ariaLabel])"
    tags = page.locator("mark .tag").evaluate_all(labels)
    assert tags[0] == ["AP", "AP: Ana Pinto, direct quote, confidence 0.95"]
    assert tags[2] == ["KB", "KB: Kofi Berg, indirect quote, confidence 0.44, doubtful"]
    assert tags[5] == ["AP", "AP: Ana Pinto, indirect quote, confidence 0.9"]


def evil_record() -> ArticleRecord:
    """Return a record that has a text that could run in every place."""
    evil = (
        "<script>window.hacked=1</script></SCRIPT ><!-- & <img src=x onerror=window.hacked=1> \x0b"
        ' \x00 ]]> "x" \''
    )
    text = f"{evil}\n\n“{evil}” said {evil}."
    said = replace(quote(text, f"“{evil}”", why=evil), flags=(evil,))
    speakers = [Speaker(0, evil, "person", evil, evil, (evil,))]
    return record_of(text, [said], speakers, id=evil, source=evil, meta={"title": evil, evil: evil})


def test_texts_are_shown_and_never_run(show: Open) -> None:
    record = evil_record()
    evil = record.id[:60]
    page = show(record)
    page.locator("mark .tag").first.click()
    for place in ("h1", ".person .name", ".record b", ".record blockquote", ".about"):
        assert evil in (page.locator(place).first.text_content() or "")
    assert page.evaluate("[window.hacked, document.images.length]") == [None, 0]
    page = show([record, record])
    page.locator("#search").fill("<img src=x")
    page.locator(".found li").nth(1).wait_for()
    assert page.evaluate("[window.hacked, document.images.length]") == [None, 0]


def test_without_scripts_it_can_be_read(show: Open) -> None:
    records = [harbour(), record_of("Just words.", [], []), evil_record()]
    page = show(records, java_script_enabled=False)
    shown = page.locator("main").inner_text()
    quotes = (one.text for one in harbour().quotes)
    for words in ("Kofi Berg", "indirect", "0.59", "No quotes.", *quotes):
        assert words in shown
    assert shown.count(evil_record().id[:60]) >= 4
    assert (page.locator("article").count(), page.locator("img").count()) == (3, 0)


def test_a_click_on_a_speaker_leaves_only_his_quotes(show: Open) -> None:
    page = show(harbour())
    rows = [" ".join(row.split()) for row in page.locator(".person").all_inner_texts()]
    shares = article_data(harbour())["shares"]
    words = f"{shares[0]['words']} words {shares[0]['percent']:.1f} %"
    assert rows[0] == f"KB Kofi Berg fisherman 2 quotes · {words}"
    assert rows[1].startswith("AP Ana Pinto head, Quay Board 1 quote · ")
    assert rows[-1].startswith("? Counted for nobody 2 quotes · ")
    sizes = "all => all.map(one => parseFloat(one.style.inlineSize))"
    widths = page.locator(".person .bar span").evaluate_all(sizes)
    most = max(one["words"] for one in shares)
    assert widths == pytest.approx([100 * one["words"] / most for one in shares], rel=1e-4)
    page.locator(".person").nth(0).click()
    assert (shown_quotes(page), status(page)) == ([1, 2, 3], "3 of 6 quotes shown")
    texts = page.locator("#text .who:not(.off)").all_text_contents()
    assert texts == ["Kofi Berg, a fisherman", "He", "Berg"]
    assert page.locator(".person").nth(0).get_attribute("aria-pressed") == "true"
    page.locator(".person").last.click()
    assert shown_quotes(page) == [2, 5]
    page.locator(".person").last.click()
    assert (shown_quotes(page), status(page)) == ([0, 1, 2, 3, 4, 5], "All 6 quotes shown")


def test_only_what_is_doubtful_or_not_yet_checked(show: Open) -> None:
    record = harbour()
    check = Check("Eva", "2026-11-02T09:30:00Z")
    checked = [replace(one, checked=check) for one in record.quotes[:3]]
    page = show(replace(record, quotes=(*checked, *record.quotes[3:])))
    page.get_by_label("only doubtful").check()
    assert (shown_quotes(page), status(page)) == ([4, 5], "2 of 6 quotes shown")
    page.get_by_label("only doubtful").uncheck()
    page.get_by_label("only not yet checked").check()
    assert shown_quotes(page) == [3, 4, 5]
    page.get_by_role("button", name="Show all").click()
    page.locator("mark[data-quote='2'] .tag").click()
    assert page.locator("#record dd", has_text="by Eva, 2 November 2026").count() == 1


def test_one_post_in_two_spellings_and_the_date_of_an_article(show: Open) -> None:
    text = "“We go,” said Elena Ruiz."
    quotes = [quote(text, "“We go,”")]
    records = [
        record_of(text, quotes, [Speaker(0, "Elena Ruiz", "person", role)], id=role, meta=meta)
        for role, meta in (("Mayor", {"date": "2026-11-02"}), ("mayor", {"published": "2025-03"}))
    ]
    page = show(records)
    assert page.locator(".person .name").all_inner_texts() == ["Elena Ruiz"]
    facts = page.locator(".articles .facts").all_inner_texts()
    assert [one.partition(" · ")[0] for one in facts] == ["2 November 2026", "2025-03"]


def test_a_click_on_a_quote_shows_its_record(show: Open) -> None:
    page = show(harbour())
    page.get_by_text("little of it").click()
    panel = page.locator("#record")
    assert panel.locator("h2").text_content() == "Quote 3 of 6"
    assert panel.locator(".speaker").inner_text().split("\n") == ["KB", "Kofi Berg", "fisherman"]
    names, values = panel.locator("dt").all_text_contents(), panel.locator("dd").all_text_contents()
    start = HARBOUR.index("little of it")
    assert dict(zip(names, values, strict=True)) == {
        "Type": "indirect thought", "Confidence": "0.44, doubtful",
        "Why": "pronoun: Kofi Berg (quoted last)", "Named as": "He (name)", "How": "thought",
        "Also called": "Berg", "Id": "2", "Characters": f"{start}–{start + 12}",
    }  # fmt: skip
    panel.get_by_text("The record as JSON").click()
    assert json.loads(panel.locator("pre").inner_text()) == harbour().to_dict()["quotes"][2]
    assert page.url.endswith("#q2")
    page.get_by_text("‘it is safe’").click()
    assert panel.locator("h2").text_content() == "Quote 5 of 6"
    assert page.locator("mark.on").all_text_contents() == ["‘it is safe’"]
    panel.get_by_label("Close").click()
    assert not panel.is_visible()
    assert page.locator("mark.on").count() == 0


def test_a_close_second_and_a_doubtful_role_are_marked(show: Open) -> None:
    record = harbour()
    quotes = list(record.quotes)
    why = "pronoun: Kofi Berg; or Ana Pinto (0.41)"
    quotes[2] = replace(quotes[2], status="ambiguous", why=why)
    speakers = [replace(one, role_confidence=0.33) for one in record.speakers]
    page = show(replace(record, quotes=tuple(quotes), speakers=tuple(speakers)))
    tags = page.locator("mark .tag").evaluate_all("all => all.map((one) => one.dataset.tag)")
    assert tags == ["AP", "KB", "KB?", "KB", "sh", "?"]
    page.get_by_text("little of it").click()
    shown = page.locator("#record .speaker").inner_text().split("\n")
    assert shown == ["KB", "Kofi Berg", "or Ana Pinto?", "fisherman ?"]


def test_filters(show: Open) -> None:
    page = show(harbour())
    page.get_by_role("checkbox", name="mixed").uncheck()
    page.get_by_role("checkbox", name="direct", exact=True).uncheck()
    assert (shown_quotes(page), status(page)) == ([2, 5], "2 of 6 quotes shown")
    assert page.get_by_role("group", name="Act").get_by_role("checkbox").count() == 2
    page.get_by_role("checkbox", name="thought").uncheck()
    assert shown_quotes(page) == [5]
    page.get_by_role("button", name="Show all").click()
    assert shown_quotes(page) == [0, 1, 2, 3, 4, 5]
    page.get_by_label("Confidence at least").fill("0.6")
    assert shown_quotes(page) == [0, 1, 3, 5]
    assert page.locator("output[for=least]").text_content() == "0.60"
    assert page.locator("mark.off button.tag:visible").count() == 0
    page.get_by_text("little of it").click()
    assert not page.locator("#record").is_visible()


def test_search(show: Open) -> None:
    page = show(harbour())
    for words, ids, places in [
        ["WALL", [0], 2], ['"the wall', [0], 1], ["a  whole\tseason", [1], 1], ["pinto", [0], 1],
        ["(", [], 0], ["me ‘it is", [3], 1], ["engineer warned", [], 1],
    ]:  # fmt: skip
        page.locator("#search").fill(words)
        some = f"{places} place{'s' * (places != 1)}"
        told = f"{len(ids)} of 6 quotes shown; {some} in the text"
        assert (shown_quotes(page), status(page)) == (ids, told), words
        page.locator("#search").press("Escape")
        assert page.locator("#search").input_value() == ""
        assert shown_quotes(page) == [0, 1, 2, 3, 4, 5]


def test_without_a_mouse(show: Open) -> None:
    page = show(harbour())
    keys = page.keyboard

    def focus(*steps: str) -> None:
        for step in steps:
            key, _, words = step.partition(" ")
            keys.press(key)
            assert focused(page).partition(", confidence")[0] == words, step

    focus("Tab Skip to the content", "Tab Skip to the text")
    keys.press("Enter")
    assert page.evaluate("document.activeElement.id") == "text"
    focus("Tab AP: Ana Pinto, direct quote")
    outline = "one => getComputedStyle(one).outlineStyle"
    assert page.locator("mark .tag").first.evaluate(outline) == "solid"
    moves = {"ArrowDown": "mixed", "ArrowRight": "indirect", "ArrowUp": "mixed", "Tab": "indirect"}
    focus(*(f"{key} KB: Kofi Berg, {type} quote" for key, type in moves.items()))
    focus("Enter Quote 3 of 6", "j Quote 4 of 6", "Tab Previous quote", "Enter Quote 3 of 6")
    focus("Escape KB: Kofi Berg, indirect quote")
    assert not page.locator("#record").is_visible()
    page.locator(".person").first.focus()
    keys.press("Enter")
    assert shown_quotes(page) == [1, 2, 3]
    keys.press("Escape")
    assert shown_quotes(page) == [0, 1, 2, 3, 4, 5]
    page.locator("#search").focus()
    keys.type("pinto")
    keys.press("Enter")
    assert focused(page).startswith("AP: Ana Pinto")


def test_everything_is_reached_by_tab(show: Open) -> None:
    page = show([harbour(), harbour("b", meta={"title": "Other"})], hash="#a1")
    page.locator("mark .tag").first.click()
    all_of_them = "a[href], button, input, summary, pre"
    visible = "all => all.filter(one => one.checkVisibility({visibilityProperty: true})).length"
    wanted = page.locator(all_of_them).evaluate_all(visible)
    page.evaluate("document.activeElement.blur(); document.querySelector('a.skip').focus()")
    reached = 1
    for _ in range(wanted + 20):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.matches('body, a.skip:first-of-type')"):
            break
        reached += page.evaluate(f"document.activeElement.matches('{all_of_them}')")
    assert reached == wanted


def test_an_address_leads_to_a_quote(show: Open) -> None:
    page = show(harbour(), hash="#q4")
    assert page.locator("#record h2").text_content() == "Quote 5 of 6"
    page = show([harbour(), harbour("b")], hash="#a1q2")
    assert page.locator("#record h2").text_content() == "Quote 3 of 6"
    nav = page.locator("nav").inner_text()
    assert nav.split("\n") == ["All articles", "Previous", "2 of 2", "Next"]
    for odd in ("#a7", "#a1q99", "#q1x", "#%", "#text"):
        assert show([harbour(), harbour("b")], hash=odd).locator("h1").count() == 1
    more = [harbour(title, meta={"title": title}) for title in ("Second", "Third")]
    page = show([harbour(), *more])
    page.locator(".articles a").nth(1).click()
    page.locator("h1", has_text="Second").wait_for()  # the address changes first
    assert page.evaluate("document.activeElement.id") == "main"
    page.get_by_role("link", name="Next").click()
    page.locator("h1", has_text="Third").wait_for()
    assert page.get_by_role("link", name="Next").count() == 0
    page.get_by_role("link", name="All articles").click()
    page.locator(".articles").wait_for()


def test_several_articles(show: Open) -> None:
    records = [harbour("a"), harbour("b", meta={"title": "Second"}), *many(4)]
    page = show(records)
    tallies = [tally(record) for record in records]
    quotes, words = sum(len(record.quotes) for record in records), sum(one.words for one in tallies)
    facts = page.locator(".head .facts").inner_text()
    assert facts.startswith(f"6 articles · {quotes} quotes (")
    assert facts.endswith(f" · {words:,} quoted words")
    titles = ["Harbour wall to be raised", "Second", *(f"Article number {at}" for at in range(4))]
    assert page.locator(".articles h3").all_inner_texts() == titles
    berg = 2 * tallies[0].speakers[0][1].words
    row = page.locator(".person", has_text="Kofi Berg")
    assert row.locator(".count").inner_text() == f"4 quotes · {berg} words · 2 articles"
    counted = words - sum(one.unresolved.words for one in tallies)
    assert row.locator(".percent").inner_text() == f"{100 * berg / counted:.1f} %"
    assert page.locator(".person", has_text="No speaker known").locator(".percent").count() == 0
    names = page.locator(".person .name").all_inner_texts()
    assert names[-2:] == ["Unnamed sources", "No speaker known"]
    page.get_by_label("Order").select_option("title")
    assert page.locator(".articles h3").first.inner_text() == "Article number 0"
    within = page.locator(".within").first
    within.locator("summary").click()
    within.locator("li").nth(5).wait_for()
    assert within.locator("li").count() == 6


def test_people_by_pronouns(show: Open) -> None:
    """All articles, then by outlet and month; a person in two articles counts once."""

    def told(id: str, outlet: str, month: str) -> ArticleRecord:
        plain = harbour(id, meta={"outlet": outlet, "date": f"{month}-02"})
        pronouns = {"Ana Pinto": "she", "Kofi Berg": "he" if id == "c" else None}
        people = (replace(one, pronouns=pronouns.get(one.name)) for one in plain.speakers)
        return replace(plain, speakers=tuple(people))

    records = [told("a", "Quay Times", "2026-10"), told("b", "Quay Times", "2026-11")]
    page = show([*records, told("c", "Norvik Post", "2026-11")])
    part = page.locator("details.fold", has=page.get_by_text("People by pronouns"))
    heads = ["Quay Times", "Norvik Post", "2026-10", "2026-11"]
    assert part.locator("h3").all_inner_texts() == heads
    groups = [one.inner_text().split("\n") for one in part.locator("ul").all()]
    ana, kofi = (share.words for _, share in sorted(tally(records[0]).speakers[:2], key=str))
    percent = [f"{100 * words / (ana + kofi):.1f} % of words" for words in (ana, kofi)]
    for lines, second in zip(groups, ["he", "unknown", "he", "unknown", "he"], strict=True):
        assert lines == ["she", "1 (50.0 %)", percent[0], second, "1 (50.0 %)", percent[1]]
    bars = part.locator(".bar span").first
    assert bars.evaluate("one => one.style.inlineSize") == "50%"


def test_people_of_one_name_are_not_merged(show: Open) -> None:
    mayor = ("mayor", "Hull")
    posts = [mayor, ("striker", "Leeds"), (None, None), mayor, ("nurse", None)]
    first, *others = harbour().speakers
    named = [replace(first, role=role, affiliation=body) for role, body in posts]
    records = [replace(harbour(f"a{at}"), speakers=(one, *others)) for at, one in enumerate(named)]
    page = show(records)
    rows = page.locator(".person", has_text="Ana Pinto")
    texts = sorted(rows.locator(".post").all_inner_texts())
    assert texts == ["mayor, Hull", "nurse", "striker, Leeds"]
    assert rows.count() == 4
    assert "2 articles" in rows.filter(has_text="mayor, Hull").locator(".count").inner_text()
    assert "may be several people" in page.locator(".note").first.inner_text()
    rows.filter(has_text="mayor, Hull").click()
    found = page.locator(".found .facts").all_inner_texts()
    assert found
    assert all(one.startswith("Ana Pinto, mayor, Hull · ") for one in found)
    page = show([records[2], harbour("b")])  # a role that is given once is that of both
    row = page.locator(".person", has_text="Ana Pinto")
    assert row.locator(".post").inner_text() == "head, Quay Board"
    assert "2 articles" in row.locator(".count").inner_text()


def test_no_letter_turns_the_others_around(show: Open) -> None:
    text = "“We \u202ewon\u202c the vote,” said Ana Pinto."
    said = quote(text, "“We \u202ewon\u202c the vote,”", id=0, speaker=0)
    page = show(record_of(text, [said], [Speaker(0, "Ana \u202ePinto", "person")]), hash="#q0")
    for shown in ("#text", "#record blockquote", "#record .speaker", ".person", "#record pre"):
        words = page.locator(shown).first.text_content() or ""
        assert "Ana" in words or "won" in words
        assert not {"\u202d", "\u202e"} & set(words)
        assert "\ufffd" in words


def test_quotes_of_all_articles(show: Open) -> None:
    page = show([harbour("a"), *many(3), harbour("b", meta={"title": "Second"})])
    page.locator("#search").fill("storm")
    page.locator(".found").wait_for()
    assert page.locator(".found .words").all_inner_texts() == [harbour().quotes[0].text] * 2
    words = page.locator(".found .facts").nth(1).inner_text()
    assert words == "Ana Pinto, head, Quay Board · direct, 0.95 · Second"
    assert status(page) == "2 quotes in 2 articles"
    page.locator(".found a").nth(1).click()
    assert page.url.endswith("#a4q0")
    assert page.locator("#record h2").text_content() == "Quote 1 of 6"
    page.go_back()
    page.locator(".found").wait_for()
    assert page.locator("#search").input_value() == "storm"
    page.locator("#search").press("Escape")
    page.locator(".articles").wait_for()
    page.locator(".person", has_text="Kofi Berg").click()
    assert page.locator(".found li").count() == 6
    page.get_by_role("button", name="Show the articles").click()
    assert page.locator(".articles li").count() == 5


def test_light_and_dark(show: Open) -> None:
    ground = "getComputedStyle(document.body).backgroundColor"
    light, dark = show(harbour()), show(harbour(), dark=True)
    grounds = (light.evaluate(ground), dark.evaluate(ground))
    assert grounds == ("rgb(251, 250, 247)", "rgb(22, 24, 27)")
    light.get_by_role("button", name="Dark").click()
    dark.get_by_role("button", name="Dark").click()
    assert (dark.evaluate(ground), light.evaluate(ground)) == grounds


def test_on_paper_everything_is_open(show: Open) -> None:
    page = show(harbour(), size={"width": 800, "height": 600}, dark=True)
    page.locator("details.fold").first.evaluate("one => one.open = false")
    page.emulate_media(media="print")
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    assert page.locator(".paper h3").inner_text() == "More likely wrong than right: 1"
    tables = [table.inner_text().split("\n") for table in page.locator(".paper tbody").all()]
    likely, unlikely = ([row.split("\t") for row in table] for table in tables)
    speakers = ["Ana Pinto", "Kofi Berg", "Kofi Berg", "She", "No speaker known"]
    assert [row[1] for row in likely] == speakers
    assert [row[-1] for row in unlikely] == ["pronoun: Kofi Berg (quoted last)"]
    assert page.locator("details:not([open])").count() == 0
    for gone in (".filters", ".theme", ".skip", ".record"):
        assert page.locator(f"{gone}:visible").count() == 0
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    page.evaluate("window.dispatchEvent(new Event('afterprint'))")
    assert page.locator(".paper").count() == 0
    assert page.pdf()[:5] == b"%PDF-"


def test_no_quotes_and_no_articles(show: Open) -> None:
    page = show(record_of("Only words.", [], [], id="an id"))
    assert page.locator("article .facts").inner_text() == "0 quotes by 0 speakers · 0 quoted words"
    assert show([]).locator(".head .facts").inner_text().startswith("0 articles · 0 quotes")


def test_a_phone_need_not_scroll_sideways(show: Open) -> None:
    long = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft" * 2
    text = f"{long}\n\n“{long}” said {long}."
    said, speaker = quote(text, f"“{long}”", mention=long), Speaker(0, long, "person", long, long)
    record = record_of(text, [said], [speaker])
    size, width = {"width": 320, "height": 700}, "document.documentElement.scrollWidth"
    assert show([harbour(), record], size=size).evaluate(width) <= 320
    page = show(record, size=size)
    assert page.evaluate(width) <= 320
    page.locator("mark .tag").first.click()
    assert page.evaluate(width) <= 320
    mark, panel = (page.locator(one).first.bounding_box()["y"] for one in ("mark.on", "#record"))
    assert mark < panel


def test_200_articles_open_without_delay(show: Open) -> None:
    """Only the article that is read is in the page."""
    page = show(many(200))
    assert (page.locator(".articles > li").count(), page.locator("mark").count()) == (200, 0)
    assert page.evaluate("document.querySelectorAll('body *').length") < 6000
    page.locator(".articles a").nth(150).click()
    page.locator("h1", has_text="Article number 150").wait_for()
    assert (page.locator("#stage article").count(), page.locator("#stage mark").count()) == (1, 20)


@pytest.mark.parametrize("several", [False, True])
def test_axe_finds_nothing_serious(show: Open, several: bool) -> None:
    more = [harbour("b", meta={"title": "Second"}), *many(15)] if several else []
    page = show([harbour(), *more], size=PHONE if several else WIDE, dark=several)
    assert violations(page) == []
    for fold in page.locator("details.fold").all():
        fold.evaluate("one => one.open = true")
    if several:
        page.locator("#search").fill("the")
        page.locator(".found").wait_for()
        assert violations(page) == []
        page.goto(page.url.partition("#")[0] + "#a0")
    page.locator("mark .tag").nth(2).click()
    page.locator("#record summary").click()
    assert violations(page) == []
