"""Articles come into the page, and nothing is lost when something goes wrong."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from page_hand import NEWS, focused, look_at, note, opened, paste, save
from served import served

if TYPE_CHECKING:
    from playwright.sync_api import Page

Open = Callable[..., "Page"]


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
        "News 1 3 quotes · 1 correction · not downloaded", "News 2 4 quotes"
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


def test_too_busy_too_long_and_gone(open_page: Open, tmp_path: Path) -> None:
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
