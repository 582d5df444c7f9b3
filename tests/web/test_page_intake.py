"""Articles come into the page, and nothing is lost when something goes wrong."""

import json

from page_hand import DRAFT, NEWS, SOURCES, Open, focused, look_at, opened, remove, save
from served import served

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
    remove(page, 0)
    page.go_back()
    page.locator("#article").wait_for()
    page.locator(".entry", has_text="News 2").click()
    page.locator("#text").wait_for()
    assert page.locator("mark").count() == 4
    page.locator("a.home").click()
    page.locator("#article").wait_for()
    before = page.locator(".lists").last.locator(".entry").all_inner_texts()
    assert [" ".join(one.split()) for one in before] == [
        "News 1 3 quotes · 1 correction · not downloaded", "News 2 4 quotes"
    ]  # fmt: skip
    page.locator(".lists").first.locator(".entry", has_text="News 1").click()
    page.locator("#text").wait_for()
    assert page.locator("mark").count() == 3


def test_nothing_to_read_or_to_check(show: Open) -> None:
    page = show(refusals=True)
    fault = page.locator(".desk .fault:not(:empty)")
    page.locator("#file").set_input_files({"name": "a.png", "mimeType": "", "buffer": b"\x89PNG\r\n\x1a\n"})
    fault.wait_for()
    assert "a.png: is a PNG image" in fault.inner_text()
    for button, says, focus in [
        ("#read", "There is no article yet. Paste one, or choose a file.", "article"),
        ("#check", "There is no article to check yet. Paste one above.", "article"),
    ]:
        page.locator(button).click()
        assert (fault.inner_text(), focused(page)) == (says, focus)
    page.locator("#article").fill(DRAFT)
    page.locator("#check").click()
    assert (fault.inner_text(), focused(page)) == ("There is no source yet. Paste what was said.", "source-1")
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
        page.evaluate(
            "void fetch('/api/extract', {method: 'POST', headers: {'Content-Type': 'application/json'}, "
            "body: JSON.stringify({text: 'slow'})})"
        )
        server.has_inside(1)
        page.locator("#read").click()
        fault.wait_for()
        assert fault.inner_text() == "Too many requests are waiting. Try again in 2 seconds."
        assert page.locator("#article").input_value() == "slow " + NEWS
        server.has_inside(0)
        page.locator("#read").click()
        page.locator("#text").wait_for()
        remove(page, 1)
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


def test_stop_waiting_and_a_sample_article_to_try(show: Open) -> None:
    page = show()
    page.locator("#article").fill("slow " + NEWS)
    page.locator("#read").click()
    page.locator("#stop").click()
    page.locator(".desk .fault:not(:empty)").wait_for()
    assert page.locator(".desk .fault").inner_text() == "Stopped. The article is still here."
    assert page.locator("#stop").is_hidden()
    page.get_by_role("button", name="Try a sample article").click()
    page.locator("#text").wait_for()
    assert page.locator("#text h1").inner_text() == "Night ferry to sail again from May"
    page.locator("a.home").click()
    assert page.locator("#article").input_value() == "slow " + NEWS


def test_corrections_are_not_left_by_accident(show: Open) -> None:
    page = show()
    asked: list[str] = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    for saved in (False, True):
        remove(opened(page), 0)
        if saved:
            save(page, "json")
            page.locator(".notice", has_text="downloads").wait_for()
        page.reload()
        assert asked == ["beforeunload"]
