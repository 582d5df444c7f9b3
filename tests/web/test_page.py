"""The page in a real browser: paste, read, correct, undo, download."""

from __future__ import annotations

from page_hand import Open, focused, look_at, note, opened, remove, save, saved_record

from quoteminer.web.files import NAMES


def test_paste_read_filter(show: Open) -> None:
    page = opened(show())
    assert page.title() == "Wall to be raised – QuoteMiner"
    assert page.locator("#text h1").inner_text() == "Wall to be raised"
    assert page.locator("mark").count() == 4
    assert focused(page) == "main"
    page.get_by_label("thoughts").uncheck()
    assert page.locator("mark:not(.off)").count() == 3
    page.locator(".person", has_text="Kofi Berg").click()
    page.locator("#search").fill("never")
    assert page.locator("mark:not(.off)").all_inner_texts() == ["“Never again will we wait,”"]
    page.locator("a.home").click()
    page.get_by_label("also thoughts and plans").uncheck()
    opened(page)
    assert page.locator("mark").count() == 3
    assert page.get_by_label("thoughts", exact=True).count() == 0


def test_correct_the_speaker_and_the_type(show: Open) -> None:
    page = opened(show())
    look_at(page, 3)
    page.locator("#fix").click()
    assert note(page) == "Nothing was changed: choose another speaker or type, or move an end."
    assert page.locator("#undo").is_hidden()
    assert page.locator("#fix-speaker option").all_inner_texts() == [
        "Ana Pinto", "Kofi Berg", "Nobody is named", "Somebody else …"
    ]  # fmt: skip
    page.locator("#fix-speaker").select_option(label="Ana Pinto")
    page.locator("#fix-type").select_option("mixed")
    page.locator("#fix").click()
    page.get_by_text("Corrected: quote 4 is mixed, by Ana Pinto.").wait_for()
    assert page.locator("#record .speaker b").inner_text() == "Ana Pinto"
    assert page.locator("mark[data-quote='3'].mixed").count() == 1
    assert page.locator(".person .count").all_inner_texts()[0].startswith("3 quotes")
    assert focused(page) == "fix"
    record = saved_record(page)
    quote = record.quotes[3]
    assert (quote.type, quote.speaker, quote.confidence) == ("mixed", 0, 1)
    assert (quote.why, quote.flags, quote.doubtful) == ("corrected by hand", ("corrected",), False)
    assert [one.quotes for one in record.speakers] == [(0, 2, 3), (1,)]


def test_somebody_new_and_nobody(show: Open) -> None:
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
    record = saved_record(page)
    assert [(one.name, one.kind, one.quotes) for one in record.speakers] == [
        ("Kofi Berg", "person", (3,)), ("The <b>Quay</b> Board", "org", (0, 2))
    ]  # fmt: skip
    assert (record.quotes[1].speaker, record.quotes[1].status) == (None, "unresolved")


def test_no_quote_and_undo(show: Open) -> None:
    page = opened(show())
    page.locator("#search").fill("wall")
    remove(page, 1)
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
    assert saved_record(page).quotes[3].type == "direct"


def test_the_last_quote_can_go(show: Open) -> None:
    page = opened(show(), "“We cannot wait for long,” said Ana Pinto.")
    remove(page, 0)
    assert page.locator(".status").text_content() == "All 0 quotes shown"
    assert focused(page) == "text"


def test_every_format_can_be_chosen(show: Open) -> None:
    page = opened(show())
    assert page.locator("#format option").evaluate_all("all => all.map(one => one.value)") == list(NAMES)
    name, content = save(page, "brat")
    assert (name, content[:2]) == ("wall-to-be-raised.brat.zip", b"PK")
    page.locator(".notice", has_text=f"{name} is in your downloads.").wait_for()
