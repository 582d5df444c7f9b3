"""The page in a real browser: paste, read, correct, undo, download; edits of selected words."""

import json
import re
from pathlib import Path

import page_hand as hand
import pytest
from chromium import Open
from commands import Result
from page_hand import NEWS

from quoteminer.commands.serve.request_files import NAMES
from quoteminer.output.gold import read_gold
from quoteminer.records import PART_SEPARATOR, Quote


def parts(quote: Quote, text: str) -> list[str]:
    return [text[start:end] for start, end in quote.spans]


def test_add_a_quote_that_was_missed(show: Open) -> None:
    page = hand.opened(
        show(), NEWS.replace("Nobody laughed", "That was high time, Tova Lind added")
    )
    hand.drag(page, "That was high time")
    assert page.locator(".chosen output").inner_text() == "That was high time"
    assert page.locator("#use-source").is_hidden()
    assert hand.note(page, "#use-add") == "Quote 2 was added. Say who said it."
    assert hand.focused(page) == "fix-speaker"
    hand.drag(page, "Tova Lind")
    assert hand.note(page, "#use-source").startswith("Who says quote 2")
    hand.drag(page, "added")
    assert hand.note(page, "#use-cue").startswith("How quote 2 is said")
    assert page.locator("#fix-speaker option").all_inner_texts() == [
        "Ana Pinto", "Kofi Berg", "Tova Lind", "Nobody is named", "Somebody else …"
    ]  # fmt: skip
    hand.choose(page, "speaker", label="Tova Lind")
    assert hand.note(page) == "Kept: quote 2 is indirect, by Tova Lind."
    hand.choose(page, "act", value="thought")
    assert page.locator("#undo").inner_text() == "Undo (5)"
    assert page.locator("#record dt", has_text="Confidence").count() == 0
    assert page.locator("mark.doubtful").count() == 0
    record = hand.saved_record(page)
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
        hand.note(page)
        assert page.locator("#record dt", has_text=row).count() == 0


def test_move_split_join(show: Open) -> None:
    text = "“It rains. It pours,” said Ana Pinto. “We wait,” said Kofi Berg."
    page = hand.opened(show(), text)
    hand.look_at(page, 0)
    for _ in range(4):
        page.get_by_label("End one word earlier").click()
    page.get_by_label("Start one word later").click()
    page.locator("mark[data-quote='0']", has_text=re.compile(r"^It rains\.$")).wait_for()
    assert page.locator("#ends").inner_text() == "It rains."
    assert (hand.note(page), hand.focused(page)) == (
        "Kept: quote 1 is direct, by Ana Pinto.",
        "move-0-on",
    )
    assert page.locator("#undo").inner_text() == "Undo (1)"
    page.get_by_label("Close", exact=True).click()
    hand.drag(page, "“It rains. It pours,”")
    hand.look_at(page, 0)
    assert hand.note(page, "#use-words") == "Quote 1 has these words now."
    hand.drag(page, "It pours")
    assert hand.note(page, "#use-split").startswith("Quote 1 was split")
    record = hand.saved_record(page)
    words = [parts(one, text) for one in record.quotes]
    assert words == [["“It rains."], ["It pours"], ["“We wait,”"]]
    assert [one.speaker for one in record.quotes] == [0, 0, 1]
    assert hand.note(page, "#join") == "Quote 1 was joined with the next one."
    page.locator("#join").click()
    page.locator("mark[data-quote='1']").wait_for(state="detached")
    (both,) = hand.saved_record(page).quotes
    assert parts(both, text) == ["“It rains. It pours", "“We wait,”"]
    assert page.locator("#join").count() == 0
    hand.drag(page, "Kofi Berg")
    page.locator("#use-split").click()
    assert "Select a part of this quote’s words" in hand.alert(page)


def test_positions_count_code_points(show: Open) -> None:
    text = "😀 𝒜 “Nein 👩‍🚀,” said Ana 𝒜𝒜. 😀 Gut 👩‍🚀 so.\n\n😀 Und e\u0301 dann."
    page = hand.opened(show(), text)
    hand.drag(page, "Gut", to="dann.")
    page.locator("#use-add").click()
    hand.note(page)
    new = hand.saved_record(page).quotes[-1]
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
    page = hand.opened(show())
    before, after = tmp_path / "before.jsonl", tmp_path / "after.jsonl"
    before.write_bytes(hand.save(page, "jsonl")[1])
    hand.look_at(page, 1)
    hand.click(page, "#remove", words="taken out")
    if whole:
        page.get_by_label("whole article checked").check()
        hand.wait(page, words="The article is done")
    name, content = hand.save(page, "gold")
    page.locator(".notice", has_text="downloads").wait_for()
    assert ("only a part was checked" in hand.note(page)) is not whole
    assert name == "wall-to-be-raised.gold.jsonl"
    gold = tmp_path / name
    gold.write_bytes(content)
    (article,) = read_gold([gold])
    assert article.text == NEWS  # type: ignore[union-attr]
    assert article.checked == json.loads(content)["checked"] == ("all" if whole else "part")  # type: ignore[union-attr]
    after.write_bytes(hand.save(page, "jsonl")[1])
    results = [
        Result("evaluate", gold, "--predictions", found, "--json") for found in (before, after)
    ]
    worse, perfect = (result.json["figures"]["content.all"]["F1"] for result in results)
    assert worse < perfect == 1
    assert ("Only a part of this gold was checked" in results[1].err) is not whole


def test_paste_read_filter(show: Open) -> None:
    page = hand.opened(show())
    assert page.title() == "Wall to be raised – QuoteMiner"
    assert page.locator("#text h1").inner_text() == "Wall to be raised"
    assert page.locator("mark").count() == 4
    assert hand.focused(page) == "main"
    page.get_by_label("thought").uncheck()
    assert page.locator("mark:not(.off)").count() == 3
    page.locator(".person", has_text="Kofi Berg").click()
    page.locator("#search").fill("never")
    assert page.locator("mark:not(.off)").all_inner_texts() == ["“Never again will we wait,”"]
    page.locator("a.home").click()
    hand.opened(page, thoughts=False)
    assert page.locator("mark").count() == 3
    assert page.get_by_label("thought", exact=True).count() == 0


COLOURS = """() => [...document.querySelectorAll('.person')].map(
    one => [one.querySelector('.name').textContent, one.className, one.querySelector('.tag').textContent]).sort()"""


def test_a_choice_is_a_correction_at_once_and_colours_stay(show: Open) -> None:
    page = hand.opened(show())
    colours = page.evaluate(COLOURS)
    hand.look_at(page, 3)
    assert page.locator("#fix-speaker option").all_inner_texts() == [
        "Ana Pinto", "Kofi Berg", "Nobody is named", "Somebody else …"
    ]  # fmt: skip
    hand.choose(page, "speaker", label="Ana Pinto")
    assert hand.note(page) == "Kept: quote 4 is direct, by Ana Pinto."
    hand.choose(page, "type", value="mixed")
    assert page.locator("#record .speaker b").inner_text() == "Ana Pinto"
    assert page.locator("mark[data-quote='3'].mixed").count() == 1
    assert page.locator(".person .count").all_inner_texts()[0].startswith("3 quotes")
    assert page.evaluate(COLOURS) == colours
    record = hand.saved_record(page)
    quote = record.quotes[3]
    assert (quote.type, quote.speaker, quote.confidence) == ("mixed", 0, 1)
    assert (quote.why, quote.flags) == ("corrected by hand", ("corrected",))
    assert [one.quotes for one in record.speakers] == [(0, 2, 3), (1,)]


def test_right_and_wrong_filters_progress_and_who_checked(show: Open) -> None:
    page = show()
    page.locator("#reader").fill("Tova <b>Lind</b>")
    hand.opened(page)
    page.locator("#progress", has_text="0 of 4 checked").wait_for()
    hand.check(page, 0, see="#record-title", words="Quote 2 of 4")
    page.locator("#progress", has_text="1 of 4 checked").wait_for()
    hand.press(page, "y", see="#record-title", words="Quote 3 of 4")
    page.get_by_label("only not yet checked").check()
    texts = page.locator("mark:not(.off)").all_inner_texts()
    assert texts == ["“It is a game,”", "“Never again will we wait,”"]
    page.locator("mark[data-quote='3'] .tag").click()
    hand.click(page, "#check", see="#progress", words="3 of 4 checked")
    page.locator("mark.off[data-quote='3']").wait_for()
    assert page.locator("mark:not(.off)").all_inner_texts() == ["“It is a game,”"]
    hand.press(page, "Escape", "c", "d")
    assert page.locator("mark:not(.off)").count() == 0
    hand.press(page, "d", "w", words="1 quote not checked before now counted as right")
    record = hand.saved_record(page)
    assert record.checked
    assert all(one.checked and one.confidence < 1 and not one.flags for one in record.quotes)
    assert record.quotes[0].checked
    assert record.quotes[0].checked.by == "Tova <b>Lind</b>"
    hand.look_at(page, 1)
    assert page.locator("#record dd", has_text="by Tova <b>Lind</b>, ").count() == 1
    assert page.locator("#check").inner_text() == "✓ Checked"
    hand.click(page, "#check", see="#progress", words="3 of 4 checked")


def test_all_other_quotes_of_a_speaker_at_once(show: Open) -> None:
    said = [f"“We go {word} today,” said Ana Lee." for word in "far near up down".split()]
    page = hand.opened(show(), "\n\n".join(said))
    hand.check(page, 3)
    hand.look_at(page, 0)
    assert not page.locator("#alike").is_visible()
    page.locator("#fix-speaker").select_option(label="Somebody else …")
    page.locator("#fix-name").fill("Ana Leigh")
    hand.press(page, "Enter", see="#alike", words="Also the unchecked 2 quotes of Ana Lee")
    hand.press(page, "a", words="Kept: the unchecked 2 quotes of Ana Lee too.")
    assert [hand.focused(page), page.locator("#alike").is_visible()] == ["record-title", False]
    record = hand.saved_record(page)
    assert {one.name: one.quotes for one in record.speakers} == {
        "Ana Leigh": (0, 1, 2),
        "Ana Lee": (3,),
    }
    assert [one.checked is not None for one in record.quotes] == [True, False, False, True]
    hand.press(page, "u", see="#undo", words="Undo (2)")
    page.reload()
    hand.look_at(page, 0)
    assert [len(one.quotes) for one in hand.saved_record(page).speakers] == [3, 1]


def test_somebody_new_and_nobody(show: Open) -> None:
    page = hand.opened(show())
    hand.look_at(page, 0)
    page.locator("#fix-speaker").select_option("new")
    assert hand.focused(page) == "fix-name"
    page.locator("#fix-name").fill("  ")
    hand.press(page, "Enter")
    assert page.locator(".correct .fault").inner_text() == "Type a name."
    page.locator("#fix-kind").select_option("org")
    page.locator("#fix-name").fill("  The   <b>Quay</b> Board ")
    hand.click(page, "h1", words="by The <b>Quay</b> Board")  # a click elsewhere loses nothing
    assert hand.note(page) == "Kept: quote 1 is direct, by The <b>Quay</b> Board."
    hand.look_at(page, 1)
    hand.choose(page, "speaker", value="nobody")
    assert "by nobody" in hand.note(page)
    assert page.locator("mark.doubtful").count() == 0
    hand.look_at(page, 2)
    page.locator("#fix-speaker").select_option("new")
    page.locator("#fix-name").fill("the <b>quay</b> board")
    hand.press(page, "Enter", see=".person", words="2 quotes")
    record = hand.saved_record(page)
    assert [(one.name, one.kind, one.quotes) for one in record.speakers] == [
        ("Kofi Berg", "person", (3,)), ("The <b>Quay</b> Board", "org", (0, 2))
    ]  # fmt: skip
    assert (record.quotes[1].speaker, record.quotes[1].status) == (None, "unresolved")


def test_no_quote_and_undo(show: Open) -> None:
    page = hand.opened(show())
    page.locator("#search").fill("wall")
    hand.remove(page, 1)
    assert hand.note(page) == "Quote 2 was taken out. Undo brings it back."
    assert page.locator("mark").count() == 3
    assert page.locator("#record").is_hidden()
    assert page.locator("#search").input_value() == "wall"
    page.locator("#search").fill("")
    hand.look_at(page, 3)
    hand.choose(page, "type", value="indirect")
    assert hand.note(page) == "Kept: quote 3 is indirect, by Kofi Berg."
    assert page.locator("#undo").inner_text() == "Undo (2)"
    hand.click(page, "#undo", words="Undone. 1 correction left.")
    assert page.locator("#undo").inner_text() == "Undo (1)"
    hand.press(page, "Control+z", words="Undone. Nothing more to undo.")
    assert page.locator("mark").count() == 4
    assert page.locator("#undo").is_hidden()
    assert hand.saved_record(page).quotes[3].type == "direct"
    for last in (3, 2, 1, 0):
        hand.remove(page, last)
    assert page.locator(".status").text_content() == "All 0 quotes shown"
    assert hand.focused(page) == "text"


def test_every_format_can_be_chosen(show: Open) -> None:
    page = hand.opened(show())
    formats = page.locator("#format option").evaluate_all("all => all.map(one => one.value)")
    assert formats == list(NAMES)
    name, content = hand.save(page, "brat")
    assert (name, content[:2]) == ("wall-to-be-raised.brat.zip", b"PK")
    page.locator(".notice", has_text=f"{name} is in your downloads.").wait_for()
