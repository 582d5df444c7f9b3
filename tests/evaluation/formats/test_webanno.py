"""WebAnno TSV 3.3."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from gold_articles import TEXTS, articles, holds_words
from gold_files import fault, only, save
from hypothesis import given

from quoteminer.errors import OutputError
from quoteminer.evaluation.formats import write_gold
from quoteminer.evaluation.formats.webanno_table import unescape
from quoteminer.evaluation.formats.webanno_write import escape_text, escape_value, files
from quoteminer.evaluation.gold import GoldArticle, GoldQuote, GoldSpeaker

HEAD = "#FORMAT=WebAnno TSV 3.3\n#T_SP=custom.Span|label\n#T_RL=custom.Relation|label|BT_custom.Span\n\n\n"
PLAIN = HEAD + (
    "#Text=Ida said it 😊 .\n"
    "1-1\t0-3\tIda\tSource\t_\t_\t\n"
    "1-2\t4-8\tsaid\tCue\tcue\t1-3[2_0]\t\n"
    "1-3\t9-11\tit\tContent[2]\t_\t_\t\n"
    "1-4\t12-14\t😊\tContent[2]\t_\t_\t\n"
    "1-5\t15-16\t.\t_\t_\t_\t\n"
)
TEXT = "Ida said it 😊 ."


def test_a_file_as_inception_exports_it(tmp_path: Path) -> None:
    """Offsets in UTF-16 units; numbers only where they are needed; Ida is joined to nothing."""
    assert only(save(tmp_path / "a.tsv", PLAIN)) == GoldArticle("a", TEXT, (GoldQuote(((9, 13),), ((4, 8),)),))


QUOTE = GoldQuote(((9, 13),), ((4, 8),), ((0, 3),))
JOINED = PLAIN.replace("Ida\tSource\t_\t_", "Ida\tSource\tsource\t1-3[2_0]")


@pytest.mark.parametrize(
    "content",
    [
        JOINED,
        JOINED.replace("\n", "\r\n"),
        "\ufeff" + JOINED,
        JOINED.replace("\t\n", "\n"),  # without the tab at the end of a row
        JOINED.replace("TSV 3.3", "TSV 3.2"),
        JOINED.replace("Content[2]", "CONTENT[2]"),
        PLAIN.replace("Ida\tSource\t_\t_", "Ida\tSource\t*\t1-2"),  # the source is joined to the cue
        JOINED.replace("12-14", "12-13").replace("15-16", "14-15"),  # a script that counts code points
        JOINED.replace("#Text=", "#Sentence.id=s1\n#Text="),
        JOINED.replace("\tContent[2]", "\tContent[2]|Content[9]").replace(
            "Content[2]|Content[9]\t_", "Content[2]|other[9]\t_"
        ),
    ],
)
def test_forms_of_one_file(tmp_path: Path, content: str) -> None:
    assert only(save(tmp_path / "a.tsv", content)) == GoldArticle("a", TEXT, (QUOTE,))


def test_layers_of_a_project_s_own(tmp_path: Path) -> None:
    """The layers' names say the roles; there are tokens' parts, a slot, a chain, a layer that means nothing here."""
    content = (
        "#FORMAT=WebAnno TSV 3.3\n"
        "#T_SP=de.tudarmstadt.ukp.dkpro.core.api.lexmorph.type.pos.POS|PosValue\n"
        "#T_SP=webanno.custom.Content|\n"
        "#T_SP=webanno.custom.Cue|ROLE_webanno.custom.Cue:who_webanno.custom.WhoLink|webanno.custom.Source\n"
        "#T_SP=webanno.custom.Source|note\n"
        "#T_CH=de.tudarmstadt.ukp.dkpro.core.api.coref.type.CoreferenceLink|referenceType|referenceRelation\n"
        "#T_RL=webanno.custom.Rel|BT_webanno.custom.Content\n\n\n"
        "#Text=“Nono”\n"
        "1-1\t0-6\t“Nono”\tUH\t_\t_\t_\t_\t_\t_\t_\t\n"
        "1-1.1\t1-3\tNo\t_\t*\t_\t_\t_\t_\t_\t_\t\n"
        "1-1.2\t3-5\tno\t_\t*\t_\t_\t_\t_\t_\t1-1.1\t\n"
        "\n#Text=Ida\n"
        "2-1\t7-10\tIda\tNN\t_\twho\t2-1\tan\\_a\tpr[1]\t*->1-1\t_\t\n"
    )
    article = only(save(tmp_path / "a.tsv", content))
    assert article == GoldArticle("a", "“Nono”\nIda", (GoldQuote(((1, 3), (3, 5))),))


def test_sentences_that_stand_apart_or_run_over_lines(tmp_path: Path) -> None:
    content = "#FORMAT=WebAnno TSV 3.3\n\n\n#Text=A\\tb\n#Text=\n#Text=c\n1-1\t2-3\tA\n1-2\t4-5\tb\n1-3\t7-8\tc\n"
    content += "\n#Text=d\n2-1\t8-9\td\n\n#Text=e\n3-1\t13-14\te\n"
    assert only(save(tmp_path / "a.tsv", content)) == GoldArticle("a", "  A\tb\n\ncd\n   e")


ACTS = re.sub(r"(?m)^(1-\d\t\S+\t\S+)\t", r"\1\tsaid\t", PLAIN.replace("|label\n", "|act|label\n", 1))


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (PLAIN.replace("#FORMAT=WebAnno TSV 3.3", "#FORMAT=WebAnno TSV 2"), "line 1, column 1: does not begin with"),
        (PLAIN.replace("4-8\tsaid\tCue\tcue\t1-3[2_0]\t", "4-8\tsaid"), "line 8, column 1: is no token with 3 columns"),
        (PLAIN.replace("4-8", "5-9"), "line 8: 'said' is not at 5-9 of the text, but 'aid'. Export it again."),
        (PLAIN.replace("1-3[2_0]", "1-5"), "line 8: a relation has 1-5 at one end, where custom.Span has nothing."),
        (PLAIN.replace("1-3[2_0]", "1-3[7_0]"), "line 8: a relation has 1-3 at one end"),
        (
            PLAIN + "\n#Text=More\n2-1\t9-13\tMore\t_\t_\t_\n",
            "line 14: starts at 9, but 17 characters stand before it.",
        ),
        (ACTS, "line 7: the annotation has the act 'said'. Give speech or other."),
    ],
)
def test_what_is_said_of_a_file_that_is_not_right(tmp_path: Path, content: str, message: str) -> None:
    assert fault(save(tmp_path / "a.tsv", content), "webanno").startswith(message)


def test_what_is_written(tmp_path: Path) -> None:
    text = "\n“No 😊,” said\nIda_B.\t[1]\n\n Yes\\no. \n"
    quotes = (GoldQuote(((1, 8), (22, 24)), ((9, 13),), ((14, 19),), 0, "speech"), GoldQuote(((2, 4),)))
    article = GoldArticle("x/1", text, quotes, (GoldSpeaker(0, "Ida_B", "person"),))
    write_gold([article], tmp_path / "out", format="webanno")
    assert (tmp_path / "out/x_1.tsv").read_text("utf-8") == (
        "#FORMAT=WebAnno TSV 3.3\n"
        "#T_SP=custom.Span|label|act|speaker\n"
        "#T_RL=custom.Relation|label|BT_custom.Span\n\n\n"
        '#Sentence.id={"id": "x/1", "speakers": [{"id": 0, "name": "Ida_B", "kind": "person", "aliases": []}], '
        '"lead": "\\\\n", "tail": " \\\\n"}\n'
        "#Text=“No 😊,” said\n"
        "1-1\t1-2\t“\tContent[1]\tspeech[1]\t0 person: Ida\\_B[1]\t_\t_\t\n"
        "1-2\t2-4\tNo\tContent[1]|Content[5]\tspeech[1]|*[5]\t0 person: Ida\\_B[1]|*[5]\t_\t_\t\n"
        "1-3\t5-7\t😊\tContent[1]\tspeech[1]\t0 person: Ida\\_B[1]\t_\t_\t\n"
        "1-4\t7-8\t,\tContent[1]\tspeech[1]\t0 person: Ida\\_B[1]\t_\t_\t\n"
        "1-5\t8-9\t”\tContent[1]\tspeech[1]\t0 person: Ida\\_B[1]\t_\t_\t\n"
        "1-6\t10-14\tsaid\tCue[3]\t*[3]\t*[3]\tcue\t1-1[1_3]\t\n"
        "\n"
        "#Text=Ida_B.\\t[1]\n"
        "#Text=\n"
        "2-1\t15-18\tIda\tSource[4]\t*[4]\t*[4]\tsource\t1-1[1_4]\t\n"
        "2-2\t18-19\t_\tSource[4]\t*[4]\t*[4]\t_\t_\t\n"
        "2-3\t19-20\tB\tSource[4]\t*[4]\t*[4]\t_\t_\t\n"
        "2-4\t20-21\t.\t_\t_\t_\t_\t_\t\n"
        "2-5\t22-23\t[\t_\t_\t_\t_\t_\t\n"
        "2-6\t23-24\t1\tContent[2]\t*[2]\t*[2]\tpart\t1-1[1_2]\t\n"
        "2-7\t24-25\t]\tContent[2]\t*[2]\t*[2]\t_\t_\t\n"
        "\n"
        "#Text=Yes\\\\no.\n"
        "3-1\t28-31\tYes\t_\t_\t_\t_\t_\t\n"
        "3-2\t31-32\t\\\t_\t_\t_\t_\t_\t\n"
        "3-3\t32-34\tno\t_\t_\t_\t_\t_\t\n"
        "3-4\t34-35\t.\t_\t_\t_\t_\t_\t\n"
    )
    assert only(tmp_path / "out") == GoldArticle("x/1", text, (quotes[0], quotes[1]), article.speakers)


@given(article=articles(TEXTS.filter(holds_words)))
def test_inception_finds_every_token_in_the_text_that_it_builds(article: GoldArticle) -> None:
    """INCEpTION's reader knows nothing of what stands in the sentence's id: white space at the ends of the text may
    change, but no offset does."""
    content = files(article, "x")[".tsv"]
    units, tokens = built_by_inception(content)
    assert all(units[2 * start : 2 * end].decode("utf-16-le") == words for start, end, words in tokens)
    assert "".join(words for _, _, words in tokens) == "".join(article.text.split())
    lead, inner = len(article.text) - len(article.text.lstrip()), article.text.strip()
    assert units.decode("utf-16-le") == " " * lead + inner + "\n"


def built_by_inception(content: str) -> tuple[bytes, list[tuple[int, int, str]]]:
    """Text (UTF-16) and tokens, as INCEpTION makes them (Tsv3XDeserializer.readContent), step by step."""
    text, waiting, tokens = b"", "", []
    for line in content[content.index("\n\n\n") + 3 :].split("\n"):
        if line.startswith("#Text="):
            waiting += unescape(line.removeprefix("#Text=")) + "\n"
        elif line and not line.startswith("#Sentence.id="):
            _, offsets, words, *_ = line.split("\t")
            start, end = map(int, offsets.split("-"))
            if waiting:
                if len(text) > 2 * start:
                    assert text[2 * start :].decode("utf-16-le") == "\n"
                    text = text[: 2 * start]
                text += " ".encode("utf-16-le") * (start - len(text) // 2) + waiting.encode("utf-16-le")
                waiting = ""
            tokens.append((start, end, words))
    return text, tokens


def test_an_article_without_words_is_left_out(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match=r"^x: has no words, which WebAnno TSV has no form for\. It is left out\.$"):
        write_gold([GoldArticle("x", " \n")], tmp_path / "out", format="webanno")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("text", ["a\tb\\n\n\r\f\b\x01\\", "[a]|b_c->d;e*f\\", "\\\\t", "", "->->"])
def test_what_is_escaped_comes_back(text: str) -> None:
    assert unescape(escape_text(text)) == text
    assert "\n" not in escape_text(text)
    value = text.replace("\n", " ")
    assert unescape(escape_value(value)) == value


def test_reserved_characters_as_the_format_s_description_lists_them() -> None:
    assert escape_value("\\[]|_->;*") == "\\\\\\[\\]\\|\\_\\->\\;\\*"
