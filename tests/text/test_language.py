"""Texts in another language than English have a warning; English ones with many foreign names and
short ones do not."""

import pytest

from quoteminer.text.article import make_article

OTHERS = {
    "German": (
        "Die Fähre fährt um sechs, sagte die Bürgermeisterin am Montag. Niemand hatte es den Leuten"
        " gesagt, die seit halb fünf am Kai warteten, und die meisten von ihnen hatten keinen"
        " Schirm dabei. Es war die letzte des Tages, wie der Kapitän erklärte, und es half nichts,"
        " noch länger zu warten."
    ),
    "Russian": (
        "Паром отходит в шесть, сказала мэр в понедельник. Никто не сообщил об этом пассажирам,"
        " которые ждали на причале с половины пятого, и у большинства из них не было зонта. Это был"
        " последний рейс, объяснил капитан, и ждать было нечего."
    ),
    "Chinese": (
        "市长星期一说渡轮六点开船没有人告诉从四点半起就在码头上等候的乘客他们中的大多数人"
        "都没有带伞船长解释说这是当天的最后一班船再等下去也没有用了" * 3
    ),
}
NAMES = (
    "Wojciech Szczęsny, Zbigniew Brzeziński, Đorđe Đurić and Þórdís Kolbrún Gylfadóttir met in"
    " Łódź, Kraków, Reykjavík and Þingvellir; Nguyễn Thị Thanh, Luís Inácio and Recep Tayyip joined"
    " the talks from Ankara, which ended late.\n\n“Die Fähre fährt,” said Jürgen Groß, the"
    " minister, who repeated it in Polish.\n\n" * 3
)


@pytest.mark.parametrize("text", OTHERS.values(), ids=OTHERS)
def test_other_languages(text: str) -> None:
    (warning,) = make_article(text).warnings
    assert (warning.code, warning.start) == ("language", None)
    assert warning.message.startswith("The text seems to be in another language than English")


@pytest.mark.parametrize(("text", "code"), [
    ("„Wir öffnen im Mai“, sagte Ana Silva am Montag.", "language"),
    ("“Abrimos en mayo”, dijo Ana Silva este lunes.", "language"),
    ("« Nous ouvrons en mai », a expliqué Ana Silva lundi.", "language"),
    ("<p>“We open,” said Ana Silva.</p>", "html"),
    ("“We open at Salt &amp; Sail,” said Ana Silva.", "entities"),
    ("“We **never** close,” said Ana Silva.", "markdown"),
    ("# The quay\n\n“We open,” said Ana Silva.", "markdown"),
    ("“We op\ufffdn,” said Ana Silva. \ufffd", "lost-characters"),
    ("“Es ist gut,” said Ana Silva of the #quay & a <small> f**k.", None),
    *((text, None) for text in (
        NAMES, "Die Fähre kommt.", OTHERS["Chinese"][:60], "SOLD OUT. " * 99, "1 2 3 " * 99,
    )),
])  # fmt: skip
def test_english_and_short_texts_and_markup(text: str, code: str | None) -> None:
    assert [warning.code for warning in make_article(text).warnings] == ([code] if code else [])
