"""The page in a real browser: paste, read, filter, correct, undo, download; by mouse and by keyboard alone."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from chromium import PHONE, WIDE, browser, open_page, violations  # noqa: F401
from served import Served, served
from typer.testing import CliRunner

from quoteminer.cli.app import app
from quoteminer.evaluation.formats import read_gold
from quoteminer.records import ArticleRecord

if TYPE_CHECKING:
    from playwright.sync_api import Download, Page

Open = Callable[..., "Page"]
NEWS = """Wall to be raised

“We cannot wait for the next storm,” said Ana Pinto. Nobody laughed.

“The wall is far too low,” said Kofi Berg. “It is a game,” thought Ana Pinto.

“Never again will we wait,” said Kofi Berg.
"""
BROKEN_RULES = "addEventListener('securitypolicyviolation', e => (window.broken ??= []).push(e.violatedDirective))"


@pytest.fixture(scope="module")
def server() -> Iterator[Served]:
    with served() as server:
        yield server


@pytest.fixture
def show(open_page: Open, server: Served) -> Iterator[Open]:  # noqa: F811
    """Opens the page; at the end it has broken none of its rules."""
    pages = []

    def go(url: str = server.url, **options: Any) -> Page:
        page = open_page(url + "/", **options)
        page.evaluate(BROKEN_RULES)
        pages.append(page)
        return page

    yield go
    for page in pages:
        assert page.evaluate("window.broken ?? []") == []


def paste(page: Page, text: str = NEWS) -> None:
    page.locator("#article").fill(text)
    page.locator("#read").click()


def opened(page: Page, text: str = NEWS) -> Page:
    """The page with an article that was read."""
    paste(page, text)
    page.locator("#text").wait_for()
    return page


def note(page: Page) -> str:
    page.locator(".notice.on").wait_for()
    return page.locator(".notice p").all_inner_texts()[0]


def look_at(page: Page, id: int) -> None:
    page.locator(f"mark[data-quote='{id}'] .tag").first.click()


def focused(page: Page) -> str:
    return str(page.evaluate("document.activeElement.id || document.activeElement.className"))


def record_in(page: Page, click: Callable[[], None], tmp_path: Path) -> tuple[str, bytes]:
    with page.expect_download() as started:
        click()
    download: Download = started.value
    path = tmp_path / "downloaded"
    download.save_as(path)
    return download.suggested_filename, path.read_bytes()


def save(page: Page, format: str, tmp_path: Path) -> tuple[str, bytes]:
    page.locator("#format").select_option(format)
    return record_in(page, page.locator("#download").click, tmp_path)


def test_paste_read_filter(show: Open) -> None:
    page = opened(show())
    assert page.title() == "Wall to be raised – QuoteMiner"
    assert page.locator("#text h1").inner_text() == "Wall to be raised"
    assert page.locator("mark").count() == 4
    assert page.evaluate("document.activeElement.id") == "main"
    page.get_by_label("thoughts").uncheck()
    assert page.locator("mark:not(.off)").count() == 3
    page.locator(".person", has_text="Kofi Berg").click()
    assert page.locator("mark:not(.off)").count() == 2
    page.locator("#search").fill("never")
    assert page.locator("mark:not(.off)").all_inner_texts() == ["“Never again will we wait,”"]


def test_speech_alone_can_be_asked_for(show: Open) -> None:
    page = show()
    page.get_by_label("thoughts and wishes too").uncheck()
    opened(page)
    assert page.locator("mark").count() == 3
    assert page.get_by_label("thoughts").count() == 0


def test_correct_the_speaker_and_the_type(show: Open, tmp_path: Path) -> None:
    page = opened(show())
    look_at(page, 3)
    assert page.locator("#fix-speaker option").all_inner_texts() == [
        "Ana Pinto", "Kofi Berg", "Nobody is named", "Somebody else …",
    ]  # fmt: skip
    page.locator("#fix-speaker").select_option(label="Ana Pinto")
    page.locator("#fix-type").select_option("mixed")
    page.locator("#fix").click()
    assert note(page) == "Corrected: quote 4 is mixed, by Ana Pinto."
    assert page.locator("#record .speaker b").inner_text() == "Ana Pinto"
    assert page.locator("mark[data-quote='3'].mixed").count() == 1
    assert page.locator(".person .count").all_inner_texts()[0].startswith("3 quotes")
    assert focused(page) == "fix"
    name, content = save(page, "json", tmp_path)
    assert name == "wall-to-be-raised.json"
    record = ArticleRecord.from_json(content.decode())
    quote = record.quotes[3]
    assert (quote.type, quote.speaker, quote.confidence) == ("mixed", 0, 1)
    assert (quote.why, quote.flags, quote.doubtful) == ("corrected by hand", ("corrected",), False)
    assert [one.quotes for one in record.speakers] == [(0, 2, 3), (1,)]


def test_somebody_new_and_nobody(show: Open, tmp_path: Path) -> None:
    page = opened(show())
    look_at(page, 0)
    page.locator("#fix-speaker").select_option("new")
    page.locator("#fix").click()
    assert page.locator(".correct .fault").inner_text() == "Type a name."
    assert focused(page) == "fix-name"
    page.locator("#fix-name").fill("  The   <b>Quay</b> Board ")
    page.locator("#fix-kind").select_option("org")
    page.locator("#fix").click()
    assert note(page) == "Corrected: quote 1 is direct, by The <b>Quay</b> Board."
    look_at(page, 1)
    page.locator("#fix-speaker").select_option("nobody")
    page.locator("#fix").click()
    assert "by nobody" in note(page)
    page.locator("mark.doubtful[data-quote='1']").wait_for()
    look_at(page, 2)
    page.locator("#fix-speaker").select_option("new")
    page.locator("#fix-name").fill("the <b>quay</b> board")
    page.locator("#fix").click()
    page.locator(".person", has_text="2 quotes").wait_for()
    _, content = save(page, "jsonl", tmp_path)
    record = ArticleRecord.from_json(content.decode())
    assert [(one.name, one.kind, one.quotes) for one in record.speakers] == [
        ("Kofi Berg", "person", (3,)), ("The <b>Quay</b> Board", "org", (0, 2)),
    ]  # fmt: skip
    assert (record.quotes[1].speaker, record.quotes[1].status) == (None, "unresolved")


def test_no_quote_and_undo(show: Open, tmp_path: Path) -> None:
    page = opened(show())
    page.locator("#search").fill("wall")
    look_at(page, 1)
    page.locator("#remove").click()
    assert note(page) == "Quote 2 was taken out. Undo brings it back."
    assert page.locator("mark").count() == 3
    assert page.locator("#record").is_hidden()
    assert page.locator("#search").input_value() == "wall"
    page.locator("#search").fill("")
    look_at(page, 3)
    page.locator("#fix-type").select_option("indirect")
    page.locator("#fix").click()
    assert note(page) == "Corrected: quote 3 is indirect, by Kofi Berg."
    assert page.locator("#undo").inner_text() == "Undo (2)"
    page.locator("#undo").click()
    assert (note(page), page.locator("#undo").inner_text()) == ("Undone. 1 correction left.", "Undo (1)")
    page.keyboard.press("Control+z")
    assert note(page) == "Undone. The article is as it was read."
    assert page.locator("mark").count() == 4
    assert page.locator("#undo").is_hidden()
    assert ArticleRecord.from_json(save(page, "json", tmp_path)[1].decode()).quotes[3].type == "direct"


def test_nothing_to_correct(show: Open) -> None:
    page = opened(show())
    look_at(page, 0)
    page.locator("#fix").click()
    assert note(page) == "Nothing was changed: choose another speaker or type."
    assert page.locator("#undo").is_hidden()


def test_the_last_quote_can_go(show: Open) -> None:
    page = opened(show(), "“We cannot wait for long,” said Ana Pinto.")
    look_at(page, 0)
    page.locator("#remove").click()
    note(page)
    assert page.locator(".status").text_content() == "All 0 quotes shown"
    assert focused(page) == "text"


def test_gold_that_evaluate_reads(show: Open, tmp_path: Path) -> None:
    page = opened(show())
    look_at(page, 2)
    page.locator("#remove").click()
    note(page)
    name, content = save(page, "gold", tmp_path)
    assert name == "wall-to-be-raised.gold.jsonl"
    gold = tmp_path / name
    gold.write_bytes(content)
    (article,) = read_gold([gold])
    assert article.text == NEWS  # type: ignore[union-attr]
    assert [NEWS[slice(*one.content[0])] for one in article.quotes] == [  # type: ignore[union-attr]
        "“We cannot wait for the next storm,”", "“The wall is far too low,”", "“Never again will we wait,”",
    ]  # fmt: skip
    found = tmp_path / "found.jsonl"
    found.write_bytes(save(page, "jsonl", tmp_path)[1])
    result = CliRunner().invoke(app, ["evaluate", str(gold), "--predictions", str(found), "--json"])
    assert result.exit_code == 0
    assert json.loads(result.stdout)["failures"] == 0


def test_every_format_can_be_downloaded(show: Open, tmp_path: Path) -> None:
    page = opened(show())
    formats = page.locator("#format option").evaluate_all("all => all.map(one => one.value)")
    assert len(formats) >= 14
    for format in formats:
        name, content = save(page, format, tmp_path)
        assert name.startswith("wall-to-be-raised.")
        assert content
        assert f"{name} is in your downloads." in page.locator(".notice").inner_text()


def tab_to(page: Page, target: str, *, key: str = "Tab", most: int = 80) -> None:
    """Press Tab until what is looked for has the focus."""
    for _ in range(most):
        if page.evaluate("target => document.activeElement?.matches(target)", target):
            return
        page.keyboard.press(key)
    raise AssertionError(f"no way to {target}")


def test_without_a_mouse(show: Open, tmp_path: Path) -> None:
    page = show()
    tab_to(page, "#article")
    page.keyboard.insert_text(NEWS)
    tab_to(page, "#read")
    page.keyboard.press("Enter")
    page.locator("#text").wait_for()
    tab_to(page, "mark[data-quote='1'] .tag")
    page.keyboard.press("Enter")
    assert focused(page) == "record-title"
    tab_to(page, "#fix-speaker")
    page.keyboard.press("a")  # as in a list: to the first that begins so
    assert page.locator("#fix-speaker").evaluate("one => one.selectedOptions[0].text") == "Ana Pinto"
    page.keyboard.press("Tab")
    page.keyboard.press("i")
    tab_to(page, "#fix")
    page.keyboard.press("Enter")
    assert note(page) == "Corrected: quote 2 is indirect, by Ana Pinto."
    page.keyboard.press("Escape")
    assert focused(page) == "tag"
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    tab_to(page, "#remove")
    page.keyboard.press("Enter")
    assert note(page).startswith("Quote 3 was taken out")
    tab_to(page, "#undo", key="Shift+Tab")
    page.keyboard.press("Enter")
    assert note(page) == "Undone. 1 correction left."
    tab_to(page, "#format")
    page.keyboard.type("TSV")
    tab_to(page, "#download")
    name, content = record_in(page, lambda: page.keyboard.press("Enter"), tmp_path)
    assert (name, b"Ana Pinto" in content) == ("wall-to-be-raised.tsv", True)
    tab_to(page, "a.home", key="Shift+Tab")
    page.keyboard.press("Enter")
    tab_to(page, ".entry")
    page.keyboard.press("Enter")
    page.locator("#text").wait_for()
    assert page.locator("mark[data-quote='1'].indirect").count() == 1


def test_skip_links(show: Open) -> None:
    page = show()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to the content"
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.matches('.skip')") is False
    opened(page)
    page.locator("a.skip[href='#text']").focus()
    page.keyboard.press("Enter")
    assert focused(page) == "text"


DROP = """([name, text]) => {
    const data = new DataTransfer();
    data.items.add(new File([text], name));
    for (const type of ['dragover', 'drop'])
        document.body.dispatchEvent(new DragEvent(type, { dataTransfer: data, bubbles: true, cancelable: true }));
}"""


def test_a_file_is_dropped(show: Open) -> None:
    page = show()
    page.evaluate(DROP, ["wall.txt", NEWS])
    page.locator("#text").wait_for()
    assert page.locator("mark").count() == 4
    page.evaluate(DROP, ["other.txt", "“We were elsewhere,” said Ana Pinto."])
    page.locator("mark", has_text="elsewhere").wait_for()
    assert page.locator(".about").inner_text().split()[:1] == ["About"]


def test_several_articles_in_a_file(show: Open) -> None:
    page = show()
    lines = [json.dumps({"id": f"n{at}", "title": f"News {at}", "text": NEWS + str(at)}) for at in range(3)]
    content = "\n".join([*lines, '{"no": 1}']).encode()
    page.locator("#file").set_input_files({"name": "news.jsonl", "mimeType": "", "buffer": content})
    page.locator(".lists h2").first.wait_for()
    assert page.locator(".lists h2").first.inner_text() == "3 articles in news.jsonl"
    assert page.locator(".lists summary").inner_text() == "1 could not be read"
    assert focused(page) == "entry"
    page.locator(".entry", has_text="News 1").click()
    page.locator("#text").wait_for()
    look_at(page, 0)
    page.locator("#remove").click()
    note(page)
    page.go_back()
    page.locator("#article").wait_for()
    page.locator(".entry", has_text="News 2").click()
    page.locator("#text").wait_for()
    assert page.locator("mark").count() == 4
    page.locator("a.home").click()
    page.locator("#article").wait_for()
    before = page.locator(".lists").last.locator(".entry").all_inner_texts()
    assert [" ".join(one.split()) for one in before] == [
        "News 1 3 quotes · 1 correction · not downloaded", "News 2 4 quotes",
    ]  # fmt: skip
    page.locator(".lists").first.locator(".entry", has_text="News 1").click()
    page.locator("#text").wait_for()
    assert page.locator("mark").count() == 3


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [("a.png", b"\x89PNG\r\n\x1a\n", "a.png: is a PNG image"), ("a.txt", b"", "a.txt: is empty")],
)
def test_a_file_without_an_article(show: Open, name: str, content: bytes, says: str) -> None:
    page = show()
    page.locator("#file").set_input_files({"name": name, "mimeType": "", "buffer": content})
    page.locator(".desk .fault:not(:empty)").wait_for()
    assert says in page.locator(".desk .fault").inner_text()


def test_nothing_is_pasted(show: Open) -> None:
    page = show()
    page.locator("#read").click()
    assert page.locator(".fault").inner_text() == "There is no article yet. Paste one, or choose a file."
    assert focused(page) == "article"


def test_texts_are_shown_and_never_run(show: Open) -> None:
    evil = "<script>window.hacked=1</script><img src=x onerror=window.hacked=1>"
    page = opened(show(), f"{evil}\n\n“{evil} all of it,” said Ana Pinto.")
    look_at(page, 0)
    assert evil in page.locator("#record blockquote").inner_text()
    assert page.evaluate("[window.hacked, document.images.length]") == [None, 0]


def test_too_busy_too_long_and_gone(open_page: Open, tmp_path: Path) -> None:  # noqa: F811
    with served("--queue", "0", "--max-chars", "500") as server:
        page = open_page(server.url, refusals=True)
        fault = page.locator(".desk .fault:not(:empty)")
        page.locator("#article").fill("slow " + NEWS)
        page.evaluate(
            "void fetch('/api/extract', {method: 'POST', headers: {'Content-Type': 'application/json'}, "
            "body: JSON.stringify({text: 'slow'})})"
        )
        page.wait_for_timeout(200)
        page.locator("#read").click()
        fault.wait_for()
        assert fault.inner_text() == "Too many requests are waiting. Try again in a second."
        assert page.locator("#article").input_value() == "slow " + NEWS
        page.wait_for_timeout(1200)
        page.locator("#read").click()
        page.locator("#text").wait_for()
        look_at(page, 1)
        page.locator("#remove").click()
        note(page)
        page.locator("a.home").click()
        page.locator("#article").fill("x" * 501)
        page.locator("#read").click()
        fault.wait_for()
        assert "501 characters; 500 are allowed" in fault.inner_text()
        page.go_back()
        server.stop()
        page.locator("#text").wait_for()
        look_at(page, 0)
        page.locator("#remove").click()
        page.locator(".notice [role=alert]:not(:empty)").wait_for()
        assert "The server does not answer." in page.locator(".notice").inner_text()
        assert page.locator("mark").count() == 3
        assert page.locator("#undo").inner_text() == "Undo (1)"
        page.locator("#download").click()
        page.locator(".notice [role=alert]:not(:empty)").wait_for()
        page.locator("#undo").click()
        assert page.locator("mark").count() == 4


def test_stop_waiting(show: Open) -> None:
    page = show()
    paste(page, "slow " + NEWS)
    page.locator("#stop").click()
    page.locator(".desk .fault:not(:empty)").wait_for()
    assert page.locator(".desk .fault").inner_text() == "Stopped. The article is still here."
    assert page.locator("#stop").is_hidden()
    opened(page)


def test_what_was_corrected_is_not_left_by_accident(show: Open, tmp_path: Path) -> None:
    page = opened(show())
    asked: list[str] = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    look_at(page, 0)
    page.locator("#remove").click()
    note(page)
    page.reload()
    assert asked == ["beforeunload"]
    opened(page)
    look_at(page, 0)
    page.locator("#remove").click()
    save(page, "json", tmp_path)
    page.locator(".notice", has_text="downloads").wait_for()
    page.reload()
    assert asked == ["beforeunload"]


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("size", [WIDE, PHONE], ids=["wide", "phone"])
def test_no_serious_violation(show: Open, size: dict[str, int], dark: bool) -> None:
    page = show(size=size, dark=dark)
    assert violations(page) == []
    page.locator("#read").click()
    assert violations(page) == []
    opened(page)
    for fold in page.locator("details.fold").all():
        fold.evaluate("one => one.open = true")
    assert violations(page) == []
    look_at(page, 1)
    page.locator("#fix-speaker").select_option("new")
    page.locator("#fix").click()
    assert violations(page) == []
    page.locator("#fix-name").fill("Tova Lind")
    page.locator("#fix").click()
    note(page)
    assert violations(page) == []
    page.evaluate("window.scrollTo(0, 0)")
    page.locator("a.home").click()
    page.locator(".entry").first.wait_for()
    assert violations(page) == []


def test_on_a_phone_nothing_is_cut(show: Open) -> None:
    page = show(size=PHONE)
    assert page.evaluate("document.documentElement.scrollWidth") == PHONE["width"]
    opened(page)
    look_at(page, 0)
    page.locator("#fix").click()
    note(page)
    assert page.evaluate("document.documentElement.scrollWidth") == PHONE["width"]


def test_on_a_phone_a_corrected_quote_stays_in_sight(show: Open) -> None:
    lines = [f"“Number {at} of the quotes is this,” said Ana Pinto." for at in range(30)]
    page = opened(show(size=PHONE), "\n\n".join(lines))
    look_at(page, 12)
    page.locator("#fix-type").select_option("mixed")
    page.locator("#fix").click()
    note(page)
    sight = """() => [document.querySelector("mark[data-quote='12']"), document.querySelector(".notice"),
        document.querySelector("#record")].map(one => one.getBoundingClientRect()).map(one => [one.top, one.bottom])"""
    (top, bottom), (_, above), (below, _) = page.evaluate(sight)
    assert above <= top < bottom <= below
