"""Articles come into the page, and nothing is lost when something goes wrong."""

import json
from contextlib import suppress

import page_hand as hand
from chromium import Open
from page_hand import DRAFT, NEWS, SOURCES
from served import served

from quoteminer.commands.serve.app import AT_ONCE
from quoteminer.records import ArticleRecord

DROP = """([name, text]) => {
    const data = new DataTransfer();
    data.items.add(new File([text], name));
    for (const type of ['dragover', 'drop'])
        document.body.dispatchEvent(new DragEvent(type, { dataTransfer: data, bubbles: true, cancelable: true }));
}"""
ASK = """most => {
    const headers = { 'Content-Type': 'application/json' };
    for (let at = 0; at < most; at++)
        fetch('/api/extract', { method: 'POST', headers, body: JSON.stringify({ text: 'slow' }) });
}"""


def test_a_file_is_dropped(show: Open) -> None:
    page = show()
    page.evaluate(DROP, ["wall.txt", NEWS])
    page.locator("#text").wait_for()
    assert page.locator("mark").count() == 3
    page.evaluate(DROP, ["other.txt", "“We were elsewhere,” said Ana Pinto."])
    page.locator("mark", has_text="elsewhere").wait_for()
    assert page.locator(".about").inner_text().split()[:1] == ["About"]


def test_a_download_has_what_was_just_typed_and_opens_again(show: Open) -> None:
    page = hand.opened(show())
    hand.look_at(page, 0)
    page.locator("#fix-speaker").select_option("new")
    page.locator("#fix-name").fill("\u200b\u202e\x07")
    hand.press(page, "Enter")
    assert page.locator(".correct .fault").inner_text() == "Type a name."
    page.locator("#fix-name").fill("Eva\u200b \x07Lund\u202e")
    name, content = hand.save(page, "json")
    names = {one["name"] for one in json.loads(content)["speakers"]}
    assert names == {"Ana Pinto", "Eva Lund", "Kofi Berg"}
    other = show()
    for _ in range(2):
        other.locator("#file").set_input_files({"name": name, "mimeType": "", "buffer": content})
        other.locator("#progress", has_text="1 of 4 checked").wait_for()
        again = ArticleRecord.from_json(content.decode())
        assert hand.saved_record(other) == again
        assert not other.locator("#undo").is_visible()
        hand.click(other, "a.home", see=".kept .entry")
        assert other.locator(".kept .entry").count() == 1


def test_several_articles_in_a_file(show: Open) -> None:
    page = show()
    rows = [{"id": f"n{at}", "title": f"News {at}", "text": NEWS + str(at)} for at in range(3)]
    content = "\n".join(json.dumps(row) for row in (*rows, {"no": 1})).encode()
    page.locator("#file").set_input_files({"name": "news.jsonl", "mimeType": "", "buffer": content})
    page.locator(".lists h2").first.wait_for()
    assert page.locator(".lists h2").first.inner_text() == "3 articles in news.jsonl"
    assert page.locator(".lists summary").inner_text() == "1 could not be read"
    assert hand.focused(page) == "entry"
    hand.click(page, page.locator(".entry", has_text="News 1"), see="#text")
    hand.remove(page, 0)
    page.go_back()
    page.locator("#article").wait_for()
    hand.click(page, page.locator(".entry", has_text="News 2"), see="#text")
    assert page.locator("mark").count() == 3
    hand.click(page, "a.home", see="#article")
    before = page.locator(".kept .entry").all_inner_texts()
    assert [" ".join(one.split()) for one in before] == [
        "News 2 3 quotes · 0 of 3 checked", "News 1 2 quotes · 0 of 2 checked · 1 correction"
    ]  # fmt: skip
    hand.click(page, page.locator(".lists").last.locator(".entry", has_text="News 1"), see="#text")
    assert page.locator("mark").count() == 2


def test_a_pasted_text_without_a_headline_has_no_title(show: Open) -> None:
    page = show()
    for text in ("“We open in May,” said Ana Pinto on Monday.\n\nNobody answered her.", NEWS):
        hand.read(page, text, see="#text")
        hand.click(page, "a.home", see=".kept .entry")
    page.reload()
    page.locator(".kept .entry").first.wait_for()
    titles = [one.split("\n")[0] for one in page.locator(".kept .entry").all_inner_texts()]
    assert titles[1] == "Without a title"
    assert titles[0] == NEWS.split("\n")[0]
    hand.click(page, page.locator(".entry", has_text="Without a title"), see="#text")
    assert page.locator("#text h1").inner_text() == "Without a title"


def test_nothing_to_read_or_to_check(show: Open) -> None:
    page = show(refusals=True)
    fault = page.locator(".desk .fault:not(:empty)")
    page.locator("#file").set_input_files(
        {"name": "a.png", "mimeType": "", "buffer": b"\x89PNG\r\n\x1a\n"}
    )
    fault.wait_for()
    assert "a.png: is a PNG image" in fault.inner_text()
    for button, says, focus in [
        ("#read", "There is no article yet. Paste one, or choose a file.", "article"),
        ("#check", "There is no article to check yet. Paste one above.", "article"),
    ]:
        page.locator(button).click()
        assert (fault.inner_text(), hand.focused(page)) == (says, focus)
    page.locator("#article").fill(DRAFT)
    page.locator("#check").click()
    assert fault.inner_text() == "There is no source yet. Paste what was said."
    assert hand.focused(page) == "source-1"
    for draft, source, says in [
        (DRAFT, DRAFT, "Source 1 is the draft itself"),
        (DRAFT, "x" * 200_000, "allowed"),
        ("Only words.", SOURCES[0], "The draft has no quotations to check."),
    ]:
        page.locator("#article").fill(draft)
        page.locator("#source-1").fill(source)
        page.locator("#check").click()
        page.get_by_text(says).wait_for()


def test_too_busy_too_long_and_gone(open_page: Open) -> None:
    with served("--queue", "0", "--max-chars", "500") as server:
        page = open_page(server.url, refusals=True)
        fault = page.locator(".desk .fault:not(:empty)")
        page.locator("#article").fill("slow " + NEWS)
        page.evaluate(ASK, AT_ONCE)
        server.has_inside(AT_ONCE)
        page.locator("#read").click()
        fault.wait_for()
        assert fault.inner_text() == "Too many requests are waiting. Try again in 2 seconds."
        assert page.locator("#article").input_value() == "slow " + NEWS
        server.has_inside(0)
        hand.opened(page, "slow " + NEWS)
        hand.remove(page, 1)
        page.locator("a.home").click()
        hand.read(page, "x" * 501)
        fault.wait_for()
        assert "501 characters; 500 are allowed" in fault.inner_text()
        page.go_back()
        server.stop()
        page.locator("#text").wait_for()
        hand.look_at(page, 0)
        page.locator("#remove").click()
        assert "The server does not answer." in hand.alert(page)
        assert page.locator("mark").count() == 3
        assert page.locator("#undo").inner_text() == "Undo (1)"
        hand.click(page, "#download", see=".notice [role=alert]:not(:empty)")
        assert page.locator("#undo").inner_text() == "Undo (1)"


def test_stop_waiting_and_a_sample_article_to_try(show: Open) -> None:
    page = show()
    hand.read(page, "slow " + NEWS)
    hand.click(page, "#stop", see=".desk .fault:not(:empty)")
    assert page.locator(".desk .fault").inner_text() == "Stopped. The article is still here."
    assert page.locator("#stop").is_hidden()
    hand.click(page, page.get_by_role("button", name="Try a sample article"), see="#text")
    assert page.locator("#text h1").inner_text() == "Night ferry to sail again from May"
    page.locator("a.home").click()
    assert page.locator("#article").input_value() == "slow " + NEWS


def test_a_reload_and_a_crash_lose_nothing(show: Open) -> None:
    page = hand.opened(show())
    hand.remove(page, 0)
    hand.look_at(page, 1)
    hand.choose(page, "speaker", label="Ana Pinto")
    page.reload()
    page.locator("#record-title").wait_for()
    assert page.locator("#fix-speaker option:checked").inner_text() == "Ana Pinto"
    other = page.context.new_page()
    other.goto(page.url)
    hand.click(
        other, "#check", see="#progress", words="0 of 3 checked"
    )  # is checked by the correction: taken back
    with suppress(Exception):
        other.goto("chrome://crash", timeout=5000)
    page.reload()
    page.locator("#record-title").wait_for()
    page.locator("#progress", has_text="0 of 3 checked").wait_for()
    for left in ("2 corrections left", "1 correction left", "Nothing more to undo"):
        hand.press(page, "u", words=left)
    assert page.locator("mark").count() == 4
    page.locator("a.home").click()
    kept = page.locator(".kept .entry").inner_text()
    assert kept == "Wall to be raised\n4 quotes · 0 of 4 checked"
    hand.opened(page)
    assert page.url.endswith("#a1")  # the same article is not read twice
    page.locator("a.home").click()
    page.on("dialog", lambda dialog: dialog.accept())
    page.locator(".kept .weak").click()
    page.locator(".kept").wait_for(state="detached")
    page.reload()
    page.locator("#article").wait_for()
    assert page.locator(".kept").count() == 0


def test_two_tabs_do_not_overwrite_each_other(show: Open) -> None:
    first = hand.opened(show())
    second = first.context.new_page()
    second.goto(first.url)
    second.locator("#text").wait_for()
    hand.remove(first, 0)
    hand.look_at(second, 1)
    second.locator("#remove").click()
    assert "This article was corrected in another tab." in hand.alert(second)
    assert second.locator("mark").count() == 3
    hand.remove(second, 1)
    second.locator("#undo", has_text="Undo (2)").wait_for()
    first.reload()
    first.locator("#text").wait_for()
    assert first.locator("mark").count() == 2


def test_a_browser_that_keeps_nothing_says_so(open_page: Open, show: Open) -> None:
    page = show()
    page.context.add_init_script(
        "IDBFactory.prototype.open = () => { throw new DOMException('no', 'SecurityError') }"
    )
    page.reload()
    hand.look_at(hand.opened(page), 0)
    hand.click(page, "#check", words="1 of 4 checked. This browser can’t keep it")
    asked: list[str] = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    page.reload()
    assert asked == ["beforeunload"]
