"""The cases that trip quote extractors, and how each shows in the markup of tests/gold/articles.

An article's ``cases`` are those whose pattern is found in it: they are written down so that they can be searched for,
and checked so that they stay true. The three cases of the list that are no articles (a paragraph of 5,000 words, an
empty file, nothing but marks) stand in tests/cases/field_cases.jsonl.
"""

from __future__ import annotations

import re

_NAME = r"<s[\d+]+>[^<]*</s[\d+]+>"
_CASES = {
    # The list of "cases every tool trips over"
    "said-adding": r"</c\d+>[^<]*(<q.*</q\d+>)?, <c\d+>adding</c",
    "split-direct": r"[”\"’»“]</q(\d+)> (?:(?!<q)[^\n])*\. <q\1>[“\"‘«„]",
    "split-inside-sentence": r"[”\"’»]</q(\d+)> [^\n.]*, <q\1>[“\"‘«„]",
    "according-to-first": r"(^|[.>] )<c\d+>According to</c",
    "according-to-last": r"</q\d+>, <c\d+>according to</c",
    "who-clause": r"</s[\d+]+>, (who|whose) [^<\n]*, <c",
    "x-of-y": r"<s\d+>(?!The)\w+ [^<]*? of the [A-Z]",
    "x-and-y": r"<s\d+>\w[^<]* and [^<]*</s\d+> <c\d+>said</c\d+> <q\d+ \w+>they",
    "spokesman-for": r"<s[\d+]+>A spokes(wo)?man for",
    "did-not-say-whether": r"<c\d+>did not say</c\d+> <q\d+ \w+ other>whether",
    "told-y-that": r"<c\d+>told</c\d+> [^<]+<q\d+ \w+>that",
    "quoted-as-saying": rf"quoted {_NAME}.* as <c\d+>saying",
    "x-said-y-said": r"<q\d+ \w+><s(\d+)>[^<]+</s\1> <c\1>had (said|told)",
    "pronoun-over-paragraph": r"\n\n<s\d+>(He|She)</s",
    "bare-inversion": r"[”’\"»]</q\d+> <c\d+>\w+</c\d+> <s\d+>\w+</s\d+>\.$",
    "headline-colon": r"\A<s1>\w+</s1><c1>:</c1> <q1",
    "questions-and-answers": r"^<s\d+>Q</s\d+><c\d+>:",
    "opens-the-article": r"\A<q1 \w+>[“\"«]",
    "possessive-remark": r"</s\d+>’s <q\d+ \w+>[“‘][^<]*</q\d+> <c\d+>remark",
    "so-called": r"so-called (<n>)?“",
    "inches": r"\d'\d+\"",
    "nineties": r"['’]\d0s",
    "possessive-quote": r"s’ “",
    "sic": r"\[sic\]",
    "ellipses": r"…|\.\.\.",
    "nested-told-me": r"‘<q\d+ \w+>“[^<]*</q\d+> <s\d+>he</s\d+> <c\d+>told</c\d+> me",
    "guillemets": "«",
    "low-marks": "„",
    "no-paragraph-breaks": r"\A[^\n]+\Z",
    # What people ask for
    "missing-close": r"<q\d+ \w+>[^“<]*“\w[^”\"<]*</q(\d+)>(?!\n\n<q\1>)",
    "missing-open": r"<q\d+ \w+>[^“<]*”</q",
    "extra-mark": r"</c\d+> [^<“]*\.”",
    "mixed-marks": r"“[^”\"<]*\"</q",
    "reopened-inside": r"<q\d+ \w+>\"[^\"]*\. \"[^\"]*\"</q",
    "continued-paragraphs": r"[^”\"]</q(\d+)>\n\n<q\1>“",
    "dash-name": r"</q\d+> —<s",
    "and-from": r"And from <s",
    "from-the-desk-of": r"From the desk of <s",
    "name-colon": r"^<s\d+>[^<]+, [^<]+</s\d+><c\d+>:</c",
    "transcript": r"^<s\d+>\w{3,}</s\d+><c\d+>:</c\d+> <q\d+ \w+>\w(.|\n)*^<s\d+>\w{3,}</s\d+><c\d+>:",
    "nested-quote": r"[“„\"](?:(?![”“\"])[^\n])*<q\d+ \w+>[‘‚']|‘(<s|<q)[^\n]*?>“",
    "nicknames": r"[A-Z]\w+ “[A-Z]\w+” [A-Z]",
    "apostrophes": r"‘[^’‘]*\w’\w",
    "rarer-verbs": r"<c\d+>(sighed|grumbled|quipped|laughed|whispered|confessed|begged|swears|tweeted|tweets)</c",
    "scare-quotes": r"(Its|A|’s) <n>“[^<]*”</n> \w+",
    "titles": r"(book|memoir|work for them|guide to the birds|act of|piece is called|freighter),? <n>",
    "mottos": r"(banner reads|The words) <n>",
    "lyrics": r"(hummed|sang) <n>",
    "placards": r"(placard|sheet)[^.\n]*<n>",
    "statement": r"<c\d+>said in a statement</c",
    "accused-of": r"<c\d+>accuse[sd]?</c\d+> <q",
    "as-x-put-it": rf"As {_NAME}, <c\d+>put it",
    "in-the-words-of": r"<c\d+>In the words of</c",
    # More of what news has
    "dateline": r"^[A-ZÀ-Ž ]{4,}(, [^—\n]*)? — ",
    "wire": r"\(Wire\) — ",
    "byline": r"^By [A-Z]",
    "headline-says": r"\A(<q1 \w+>[^\n]*</q1>,? <[sc]1>[^\n]*</[sc]1>$|<s1>[^\n]*</s1> <c1>\w+)",
    "live-blog": r"^\d\d:\d\d ",
    "letters": r"^Sir,$",
    "declined-to-say": r"<c\d+>(declined to|would not) say</c",
    "asked-whether": r"<c\d+>asks?(ed)?</c\d+> <q\d+ \w+>(whether|if)",
    "asked-by-nobody": r"<c\d+>Asked</c",
    "later-unnamed": r"<s[\d+]+>[Tt]he (spokesman|hospital’s spokeswoman|official|diplomat|manager|man|driver)</s",
    "description": r"<s\d+>[Tt]he (mayor|governor|teacher|winner|warden|premier|nurse|officer|dealer|Ivorian)</s",
    "document-source": r"<s[\d+]+>([Aa]n?|[Tt]he) [^<]*(study|report|poll|survey|lawsuit|treaty|letter|review|census)",
    "first-person": r"<s\d+>I</s",
    "relative-source": r"<s\d+>who</s",
    "single-name": r"<s[\d+]+>Suwarno</s",
    "noun-cue": r"<c\d+>(claims</c\d+> <q\d+ ->|remark)",
    "passive": r"<c\d+>are being told</c",
    "no-cue": r"\. <q(\d+) \w+>“(?:(?!<c\1>)(.|\n))*\Z",
    "unknown-speaker": r"<q\d+ ->“",
    "no-source": r"<q\d+ ->[^“]",
    "indirect-interrupted": r"</q(\d+)>, <s\d+>[^<]*</s\d+> <c\d+>\w+</c\d+>, <q\1>\w",
    "fragments": r"<q\d+ \w+>[^<“]*“[^”]*”[^<“]*“",
    "brackets": r"[\"\s]\[\w",
}
CASES = {name: re.compile(pattern, re.MULTILINE) for name, pattern in _CASES.items()}


def cases_in(markup: str) -> tuple[str, ...]:
    """The cases of an article, from its markup without the head."""
    return tuple(name for name, pattern in CASES.items() if pattern.search(markup))
