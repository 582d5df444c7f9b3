"""The page in a real browser: paste, read, correct, undo, download; edits of selected words."""

import json
import re
from pathlib import Path

import pytest
from commands import Result
from page_hand import (
    NEWS,
    Open,
    choose,
    drag,
    focused,
    look_at,
    note,
    opened,
    press,
    remove,
    save,
    saved_record,
)

from quoteminer.commands.serve.request_files import NAMES
from quoteminer.output.gold import read_gold
from quoteminer.records import PART_SEPARATOR, Quote


def parts(quote: Quote, text: str) -> list[str]:
    return [text[start:end] for start, end in quote.spans]


def test_add_a_quote_that_was_missed(show: Open) -> None:
    page = opened(show(), NEWS.replace("Nobody laughed", "That was high time, Tova Lind added"))
    drag(page, "That was high time")
    assert page.locator(".chosen output").inner_text() == "That was high time"
    assert page.locator("#use-source").is_hidden()
    page.locator("#use-add").click()
    assert note(page) == "Quote 2 was added. Say who said it."
    assert focused(page) == "fix-speaker"
    drag(page, "Tova Lind")
    page.locator("#use-source").click()
    assert note(page).startswith("Who says quote 2")
    drag(page, "added")
    page.locator("#use-cue").click()
    assert note(page).startswith("How quote 2 is said")
    assert page.locator("#fix-speaker option").all_inner_texts() == [
        "Ana Pinto", "Kofi Berg", "Tova Lind", "Nobody is named", "Somebody else …"
    ]  # fmt: skip
    choose(page, "speaker", label="Tova Lind")
    assert note(page) == "Kept: quote 2 is indirect, by Tova Lind."
    choose(page, "act", value="thought")
    assert page.locator("#undo").inner_text() == "Undo (5)"
    assert page.locator("#record dt", has_text="Confidence").count() == 0
    assert page.locator("mark.doubtful").count() == 0
    record = saved_record(page)
    new = record.quotes[1]
    assert (new.id, new.text, new.why) == (4, "That was high time", "added by hand")
    assert (new.type, new.act, new.paragraph) == ("indirect", "thought", 1)
    assert new.cue
    assert new.mention
    assert (new.mention.text, new.mention.kind) == ("Tova Lind", "name")
    assert new.cue.text == "added"
    assert [(one.name, one.quotes) for one in record.speakers][-1] == ("Tova Lind", (4,))
    for button, row in (("source", "Named as"), ("cue", "How")):
        assert page.locator("#record dt", has_text=row).count() == 1
        page.locator(f"#{button}").click()
        note(page)
        assert page.locator("#record dt", has_text=row).count() == 0


def test_move_split_join(show: Open) -> None:
    text = "“It rains. It pours,” said Ana Pinto. “We wait,” said Kofi Berg."
    page = opened(show(), text)
    look_at(page, 0)
    for _ in range(4):
        page.get_by_label("End one word earlier").click()
    page.get_by_label("Start one word later").click()
    page.locator("mark[data-quote='0']", has_text=re.compile(r"^It rains\.$")).wait_for()
    assert page.locator("#ends").inner_text() == "It rains."
    assert (note(page), focused(page)) == ("Kept: quote 1 is direct, by Ana Pinto.", "move-0-on")
    assert page.locator("#undo").inner_text() == "Undo (1)"
    page.get_by_label("Close", exact=True).click()
    drag(page, "“It rains. It pours,”")
    look_at(page, 0)
    page.locator("#use-words").click()
    assert note(page) == "Quote 1 has these words now."
    drag(page, "It pours")
    page.locator("#use-split").click()
    assert note(page).startswith("Quote 1 was split")
    record = saved_record(page)
    words = [parts(one, text) for one in record.quotes]
    assert words == [["“It rains."], ["It pours"], ["“We wait,”"]]
    assert [one.speaker for one in record.quotes] == [0, 0, 1]
    page.locator("#join").click()
    assert note(page) == "Quote 1 was joined with the next one."
    page.locator("#join").click()
    page.locator("mark[data-quote='1']").wait_for(state="detached")
    (both,) = saved_record(page).quotes
    assert parts(both, text) == ["“It rains. It pours", "“We wait,”"]
    assert page.locator("#join").count() == 0
    drag(page, "Kofi Berg")
    page.locator("#use-split").click()
    page.locator(".notice [role=alert]:not(:empty)").wait_for()
    assert "Select a part of this quote’s words" in page.locator(".notice").inner_text()


def test_positions_count_code_points(show: Open) -> None:
    text = "😀 𝒜 “Nein 👩‍🚀,” said Ana 𝒜𝒜. 😀 Gut 👩‍🚀 so.\n\n😀 Und e\u0301 dann."
    page = opened(show(), text)
    drag(page, "Gut", to="dann.")
    page.locator("#use-add").click()
    note(page)
    new = saved_record(page).quotes[-1]
    found = parts(new, text)
    assert new.text == PART_SEPARATOR.join(found)
    assert found == ["Gut 👩‍🚀 so.", "😀 Und e\u0301 dann."]
    marks = page.locator(f"mark[data-quote='{new.id}']").all_text_contents()
    assert "".join(marks) == "".join(found)


TYPE_OF = """([text, span]) => {
    const paragraphs = [...text.matchAll(/[^\\n]+/g)].map((one) => [one.index, one.index + one[0].length]);
    return typeOf({ record: { text }, article: { paragraphs } }, [span]);
}"""


def test_the_type_of_a_new_quote(show: Open) -> None:
    page = show()
    for text, span, type in [
        ["He said “a b” c.", [8, 11], "direct"],
        ["He said “a b” c.", [8, 15], "mixed"],
        ['He "said" a "b c".', [12, 17], "direct"],
        ["“A b.\n\nC d.", [7, 11], "indirect"],
    ]:
        assert page.evaluate(TYPE_OF, [text, span]) == type, text


@pytest.mark.parametrize("whole", [True, False])
def test_gold_is_what_evaluate_reads_and_says_how_far_it_was_checked(
    show: Open, tmp_path: Path, whole: bool
) -> None:
    page = opened(show())
    before, after = tmp_path / "before.jsonl", tmp_path / "after.jsonl"
    before.write_bytes(save(page, "jsonl")[1])
    look_at(page, 1)
    page.locator("#remove").click()
    page.locator(".notice.on", has_text="taken out").wait_for()
    if whole:
        page.get_by_label("whole article checked").check()
        page.locator(".notice.on", has_text="The article is done").wait_for()
    name, content = save(page, "gold")
    page.locator(".notice", has_text="downloads").wait_for()
    assert ("only a part was checked" in note(page)) is not whole
    assert name == "wall-to-be-raised.gold.jsonl"
    gold = tmp_path / name
    gold.write_bytes(content)
    (article,) = read_gold([gold])
    assert article.text == NEWS  # type: ignore[union-attr]
    assert article.checked == json.loads(content)["checked"] == ("all" if whole else "part")  # type: ignore[union-attr]
    after.write_bytes(save(page, "jsonl")[1])
    results = [
        Result("evaluate", gold, "--predictions", found, "--json") for found in (before, after)
    ]
    worse, perfect = (result.json["figures"]["content.all"]["F1"] for result in results)
    assert worse < perfect == 1
    assert ("Only a part of this gold was checked" in results[1].err) is not whole


def test_paste_read_filter(show: Open) -> None:
    page = opened(show())
    assert page.title() == "Wall to be raised – QuoteMiner"
    assert page.locator("#text h1").inner_text() == "Wall to be raised"
    assert page.locator("mark").count() == 4
    assert focused(page) == "main"
    page.get_by_label("thought").uncheck()
    assert page.locator("mark:not(.off)").count() == 3
    page.locator(".person", has_text="Kofi Berg").click()
    page.locator("#search").fill("never")
    assert page.locator("mark:not(.off)").all_inner_texts() == ["“Never again will we wait,”"]
    page.locator("a.home").click()
    opened(page, thoughts=False)
    assert page.locator("mark").count() == 3
    assert page.get_by_label("thought", exact=True).count() == 0


COLOURS = """() => [...document.querySelectorAll('.person')].map(
    one => [one.querySelector('.name').textContent, one.className, one.querySelector('.tag').textContent]).sort()"""


def test_a_choice_is_a_correction_at_once_and_colours_stay(show: Open) -> None:
    page = opened(show())
    colours = page.evaluate(COLOURS)
    look_at(page, 3)
    assert page.locator("#fix-speaker option").all_inner_texts() == [
        "Ana Pinto", "Kofi Berg", "Nobody is named", "Somebody else …"
    ]  # fmt: skip
    choose(page, "speaker", label="Ana Pinto")
    assert note(page) == "Kept: quote 4 is direct, by Ana Pinto."
    choose(page, "type", value="mixed")
    assert page.locator("#record .speaker b").inner_text() == "Ana Pinto"
    assert page.locator("mark[data-quote='3'].mixed").count() == 1
    assert page.locator(".person .count").all_inner_texts()[0].startswith("3 quotes")
    assert page.evaluate(COLOURS) == colours
    record = saved_record(page)
    quote = record.quotes[3]
    assert (quote.type, quote.speaker, quote.confidence) == ("mixed", 0, 1)
    assert (quote.why, quote.flags) == ("corrected by hand", ("corrected",))
    assert [one.quotes for one in record.speakers] == [(0, 2, 3), (1,)]


def test_right_and_wrong_filters_progress_and_who_checked(show: Open) -> None:
    page = show()
    page.locator("#reader").fill("Tova <b>Lind</b>")
    opened(page)
    page.locator("#progress", has_text="0 of 4 checked").wait_for()
    look_at(page, 0)
    page.locator("#check").click()
    page.locator("#record-title", has_text="Quote 2 of 4").wait_for()
    page.locator("#progress", has_text="1 of 4 checked").wait_for()
    press(page, "y")
    page.locator("#record-title", has_text="Quote 3 of 4").wait_for()
    page.get_by_label("only not yet checked").check()
    texts = page.locator("mark:not(.off)").all_inner_texts()
    assert texts == ["“It is a game,”", "“Never again will we wait,”"]
    page.locator("mark[data-quote='3'] .tag").click()
    page.locator("#check").click()
    page.locator("#progress", has_text="3 of 4 checked").wait_for()
    page.locator("mark.off[data-quote='3']").wait_for()
    assert page.locator("mark:not(.off)").all_inner_texts() == ["“It is a game,”"]
    press(page, "Escape", "c", "d")
    assert page.locator("mark:not(.off)").count() == 0
    press(page, "d", "w")
    page.locator(
        ".notice.on", has_text="1 quote not checked before now counted as right"
    ).wait_for()
    record = saved_record(page)
    assert record.checked
    assert all(one.checked and one.confidence < 1 and not one.flags for one in record.quotes)
    assert record.quotes[0].checked
    assert record.quotes[0].checked.by == "Tova <b>Lind</b>"
    look_at(page, 1)
    assert page.locator("#record dd", has_text="by Tova <b>Lind</b>, ").count() == 1
    assert page.locator("#check").inner_text() == "✓ Checked"
    page.locator("#check").click()
    page.locator("#progress", has_text="3 of 4 checked").wait_for()


def test_all_other_quotes_of_a_speaker_at_once(show: Open) -> None:
    said = [f"“We go {word} today,” said Ana Lee." for word in "far near up down".split()]
    page = opened(show(), "\n\n".join(said))
    look_at(page, 3)
    page.locator("#check").click()
    look_at(page, 0)
    assert not page.locator("#alike").is_visible()
    page.locator("#fix-speaker").select_option(label="Somebody else …")
    page.locator("#fix-name").fill("Ana Leigh")
    press(page, "Enter")
    page.locator("#alike", has_text="Also the unchecked 2 quotes of Ana Lee").wait_for()
    press(page, "a")
    page.locator(".notice.on", has_text="Kept: the unchecked 2 quotes of Ana Lee too.").wait_for()
    assert [focused(page), page.locator("#alike").is_visible()] == ["record-title", False]
    record = saved_record(page)
    assert {one.name: one.quotes for one in record.speakers} == {
        "Ana Leigh": (0, 1, 2),
        "Ana Lee": (3,),
    }
    assert [one.checked is not None for one in record.quotes] == [True, False, False, True]
    press(page, "u")
    page.locator("#undo", has_text="Undo (2)").wait_for()
    page.reload()
    look_at(page, 0)
    assert [len(one.quotes) for one in saved_record(page).speakers] == [3, 1]


def test_somebody_new_and_nobody(show: Open) -> None:
    page = opened(show())
    look_at(page, 0)
    page.locator("#fix-speaker").select_option("new")
    assert focused(page) == "fix-name"
    page.locator("#fix-name").fill("  ")
    press(page, "Enter")
    assert page.locator(".correct .fault").inner_text() == "Type a name."
    page.locator("#fix-kind").select_option("org")
    page.locator("#fix-name").fill("  The   <b>Quay</b> Board ")
    page.locator("h1").click()  # a click elsewhere loses nothing
    page.locator(".notice.on", has_text="by The <b>Quay</b> Board").wait_for()
    assert note(page) == "Kept: quote 1 is direct, by The <b>Quay</b> Board."
    look_at(page, 1)
    choose(page, "speaker", value="nobody")
    assert "by nobody" in note(page)
    assert page.locator("mark.doubtful").count() == 0
    look_at(page, 2)
    page.locator("#fix-speaker").select_option("new")
    page.locator("#fix-name").fill("the <b>quay</b> board")
    press(page, "Enter")
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
    choose(page, "type", value="indirect")
    assert note(page) == "Kept: quote 3 is indirect, by Kofi Berg."
    assert page.locator("#undo").inner_text() == "Undo (2)"
    page.locator("#undo").click()
    page.locator(".notice.on", has_text="Undone. 1 correction left.").wait_for()
    assert page.locator("#undo").inner_text() == "Undo (1)"
    page.keyboard.press("Control+z")
    page.locator(".notice.on", has_text="Undone. Nothing more to undo.").wait_for()
    assert page.locator("mark").count() == 4
    assert page.locator("#undo").is_hidden()
    assert saved_record(page).quotes[3].type == "direct"
    for last in (3, 2, 1, 0):
        remove(page, last)
    assert page.locator(".status").text_content() == "All 0 quotes shown"
    assert focused(page) == "text"


def test_every_format_can_be_chosen(show: Open) -> None:
    page = opened(show())
    formats = page.locator("#format option").evaluate_all("all => all.map(one => one.value)")
    assert formats == list(NAMES)
    name, content = save(page, "brat")
    assert (name, content[:2]) == ("wall-to-be-raised.brat.zip", b"PK")
    page.locator(".notice", has_text=f"{name} is in your downloads.").wait_for()
