"""`quoteminer.check` with a reader that finds nobody, or the fake one: verdicts, words, bad input,
size."""

import random
import re
import tracemalloc
from collections.abc import Iterable, Iterator

import jsonschema
import pytest
from check_pairs import Pair, draft_of, sources
from effort import power
from fake_miner import FakeMiner
from hypothesis import given
from hypothesis import strategies as st

from quoteminer import ArticleRecord, CheckRecord, InputError, check, check_schema
from quoteminer.commands.check.grave import grave_kinds
from quoteminer.commands.check.runs import PairIndex
from quoteminer.commands.check.said_by import Cast, DraftSpeaker, Saying, said_by
from quoteminer.commands.check.speaker_comparison import Surroundings, _beside, _plain_words
from quoteminer.commands.check.speaker_comparison import likeness as compare_roles
from quoteminer.commands.check.words import words_of
from quoteminer.names.lexicon import SAME_ROLES
from quoteminer.records import ModelName, Speaker
from quoteminer.types import Article

VALID = jsonschema.Draft202012Validator(check_schema())
SOURCE = "“We never sell bread on Mondays,” said Ana Pinto.\n\n“I sell fish,” said Kofi Berg."


class Nobody:
    """Reads articles and finds no quotes."""

    def mine_articles(
        self, articles: Iterable[Article], *, ahead: bool = True
    ) -> Iterator[ArticleRecord]:
        return (
            ArticleRecord(one.id, (), (), ModelName("none", "0"), text=one.text) for one in articles
        )


def draft(*quotes: str) -> ArticleRecord:
    return draft_of([Pair("", "", frozenset(), "", "Ana Pinto", quote) for quote in quotes])


def verdicts(record: CheckRecord) -> list[str]:
    return [one.verdict for one in record.quotes]


def test_a_draft_and_its_source() -> None:
    record = check(
        "“We sell bread on Mondays,” said Ana Pinto. “I sell fish,” said Ana Pinto.",
        [SOURCE],
        miner=FakeMiner(),
    )
    first, second = record.quotes
    assert (first.verdict, first.said_by, first.grave) == ("altered", "same speaker", ("negation",))
    (difference,) = first.differences
    assert (difference.kind, difference.source, difference.draft) == ("left out", "never", "")
    assert (second.verdict, second.said_by) == ("verbatim", "another speaker")
    assert second.places[0].speaker == "Kofi Berg"
    assert record.wrong == record.quotes
    assert record.sources == 1
    both = "“No comment,” said Kofi Berg.\n\n“No comment,” said Ana Pinto."
    (only,) = check(draft("No comment"), [both], miner=FakeMiner()).quotes
    assert (only.said_by, only.places[0].line) == ("same speaker", 3)


@pytest.mark.parametrize(("quote", "texts", "verdict"), [
    ("We never sell bread", ["We never sell bread."], "verbatim"),
    ("We sell … bread", ["We sell warm bread."], "shortened"),
    ("We sell [brown] bread", ["We sell warm bread."], "verbatim"),
    ("The roof of the mill fell in. The miller’s cat survived the night.",
     ["The roof of the mill fell in.", "They say the miller's cat survived the night."], "stitched"),
    ("The cat survived the night. The roof of the mill fell in.",
     ["The roof of the mill fell in. " + "It was dark. " * 20 + "The cat survived the night."], "stitched"),
    ("The roof of the mill fell in but the miller's cat survived the night.",
     ["The roof of the mill fell in. " + "It was dark. " * 40 + "The miller's cat survived the night."], "stitched"),
    ("The roof of the mill fell in and the cat survived.",
     ["The roof of the mill fell in. It was a dark night in June. The cat survived."], "stitched"),
    ("It was work[ed] by wind and by [horse]power", ["It was working by wind and by horsepower."], "verbatim"),
    ("It is [un]likely to last", ["It is likely to last."], "altered"),
    ("It was turn[ed] by wind", ["It was working by wind."], "altered"),
    ("We paid $90 million for 12 mills", ["We paid ninety million dollars for a dozen mills."], "verbatim"),
    ("We support the bakers should pay", ["We support the bakers. The owners should pay."], "altered"),
    ("The police attacked the mill.", ["The police chased the men who attacked the mill."], "altered"),
    ("We raised rents for shops.", ["We raised rents for flats and lowered them for shops."], "altered"),
    ("We support the students.", ["We support a better school for the students."], "altered"),
    ("We have not one driver dismissed.", ["We have fewer stops, and not one driver was dismissed."], "altered"),
    ("We see that our bakers sleep.", ["We see that all of our bakers sleep."], "shortened"),
    ("We sell bread on Mondays.", ["We sell warm bread on Mondays."], "shortened"),
    ("We sell bread. We close at six.", ["We sell bread. It is good. We close at six."], "shortened"),
    ("We asked Dr Brandt for bread.", ["We asked Dr. Ana Brandt for bread."], "shortened"),
    ("In June the baker warned the miller about the roof.", ["In June the miller warned the baker about the roof."],
     "altered"),
    ("I think we sell bread", ["I think… we sell bread."], "shortened"),
    ("I think … we sell bread", ["I think… we sell bread."], "verbatim"),
    ("The roof of the mill fell on the miller's cat.",
     ["The roof of the mill fell in. " + "It was dark. " * 40 + "Rain fell on the miller's cat."], "altered"),
    ("It cost 1.4m in June", ["It cost 1.4 million in June."], "verbatim"),
    ("bread", ["We sell bread."], "verbatim"),
    ("cake", ["We sell bread."], "not found"),
    ("...", ["We sell bread."], None),
])  # fmt: skip
def test_verdicts(quote: str, texts: list[str], verdict: str | None) -> None:
    assert verdicts(check(draft(quote), texts, miner=Nobody())) == ([verdict] if verdict else [])


@pytest.mark.parametrize(("text", "negation"), [
    ("“sell bread on Mondays,” said Ana Pinto.", "never"),
    ("They do not “sell bread on Mondays,” said Ana Pinto.", None),
    ("They denied that they “sell bread on Mondays,” said Ana Pinto.", None),
    ("“never sell bread on Mondays,” said Ana Pinto.", None),
])  # fmt: skip
def test_a_negation_before_a_fragment_is_told(text: str, negation: str | None) -> None:
    (only,) = check(text, [SOURCE], miner=FakeMiner()).quotes
    assert (only.verdict, only.negation) == ("verbatim", negation)


@pytest.mark.parametrize(("text", "negation"), [
    ("They did not “sell fish,” said Kofi Berg.", "not"),
    ("They would never, he said, “sell fish,” said Kofi Berg.", None),
    ("They did not only “sell fish,” said Kofi Berg.", None),
    ("They do not wait: “I sell fish,” said Kofi Berg.", None),
    ("They do not “sell bread on Mondays,” said Ana Pinto.", None),
])  # fmt: skip
def test_a_negation_that_only_the_draft_has_is_told(text: str, negation: str | None) -> None:
    (only,) = check(text, [SOURCE], miner=FakeMiner()).quotes
    assert (only.verdict, only.added_negation) == ("verbatim", negation)
    assert (only.grave, only.wrong) == ((("negation",), True) if negation else ((), False))


@pytest.mark.parametrize(("lead", "quote", "verdict"), [
    ("", "a third of our bread goes stale", "altered"),
    ("More than ", "a third of our bread goes stale", "verbatim"),
    ("", "third of our bread goes stale", "verbatim"),
    ("", "more than a third of our bread goes stale", "verbatim"),
    ("", "our bread goes stale", "verbatim"),
])  # fmt: skip
def test_a_bound_before_a_fragment_is_missed(lead: str, quote: str, verdict: str) -> None:
    source = "“I fear that more than a third of our bread goes stale,” said Ana Pinto."
    (only,) = check(f"{lead}“{quote},” said Ana Pinto.", [source], miner=FakeMiner()).quotes
    assert (only.verdict, only.grave) == (verdict, ("amount",) if verdict == "altered" else ())
    assert [one.source for one in only.differences] == (
        ["more than"] if verdict == "altered" else []
    )


@pytest.mark.parametrize(("before", "name", "said"), [
    (None, "Inga Hale", "another speaker"),
    ("“Yes,” said Ana Pinto. Hale did not wait.", "Inga Hale", "same speaker"),
    ("“Yes,” Ana Pinto told Hale.", "Inga Hale", "unknown"),
    ("Inga Hale asked. “Yes,” said Ana Pinto.", "Inga Hale", "another speaker"),
    (None, "THE COURT", "another speaker"),
    ("The judge waited. Ana Pinto came.", "THE COURT", "unknown"),
    ("Ana Pinto came. The judge was angry.", "THE COURT", "same speaker"),
    ("Ana Pinto came. The mayor was angry.", "THE COURT", "unknown"),
])  # fmt: skip
def test_whom_a_pronoun_may_mean(before: str | None, name: str, said: str) -> None:
    pinto = Speaker(0, "Ana Pinto", "person")
    other = Speaker(1, name, "unnamed" if name.isupper() else "person")
    source = Cast([pinto, other], "THE COURT: Ms. Pinto, sit down.\nPINTO: Thank you.")
    draft = DraftSpeaker(pinto, Cast([pinto], "In court, Ana Pinto said"), before=before)
    assert said_by(draft, Saying((other,)), source) == said


def test_the_words_of_several_speakers() -> None:
    talk = (
        "MS. SATO: Was the budget cut by a third?\nMR. ODUYA: In 2023, yes, by a tenth.\nMS. SATO:"
        " Thank you."
    )
    (only,) = check(draft_of([Pair("", "", frozenset(), "", "Oduya", "the budget cut by a third in 2023, yes")]),
                    [talk], miner=Nobody()).quotes  # fmt: skip
    assert (only.verdict, only.said_by) == ("stitched", "another speaker")


def test_a_paraphrase_and_what_it_renders() -> None:
    source = (
        "“We told the miller in June that the roof of the old mill was leaking. He laughed,” said"
        " Ana Pinto."
    )
    same, other, number = check(
        "“In June the miller heard from us: the old mill has a roof that leaks,” said Ana"
        " Pinto.\n\n“A leaking roof is what a miller told of,” said Kofi Berg.\n\n“In July the"
        " miller heard from us: the old mill has a roof that leaks,” said Ana Pinto.",
        [source],
        miner=FakeMiner(),
    ).quotes
    assert (same.verdict, same.said_by, same.paraphrase, same.places[0].text) == (
        "altered", "same speaker", True, "We told the miller in June that the roof of the old mill was leaking"
    )  # fmt: skip
    assert [(one.verdict, one.paraphrase) for one in (other, number)] == [("not found", False)] * 2


def test_of_several_that_say_it_the_speaker_of_the_draft_comes_first() -> None:
    texts = [
        f"“The mill is not for sale,” {who}."
        for who in ("it says", "said Kofi Berg", "said Ana Pinto")
    ]
    named, other = check(
        "“The mill is not for sale,” said Ana Pinto.\n\n“The mill is not for sale,” said Ngozi"
        " Musa.",
        texts,
        miner=FakeMiner(),
    ).quotes
    assert (named.said_by, named.places[0].speaker) == ("same speaker", "Ana Pinto")
    assert [one.speaker for one in named.elsewhere] == ["Kofi Berg", None]
    assert (other.said_by, other.places[0].speaker is None) == ("another speaker", False)


@pytest.mark.parametrize(("name", "role", "other", "other_role", "likeness"), [
    ("the chair", None, "Ana Pinto", "chairwoman of the board", 2),
    ("her lawyer", None, "the lawyer of Ngozi Musa", None, 2),
    ("the company’s chief executive", None, "Ana Pinto", "CEO", 2),
    ("the health minister", None, "the Minister of Health", None, 2),
    ("the finance minister", None, "Ana Pinto", "interior minister", 1),
    ("her lawyer", None, "Ana Pinto", "wife of a lawyer", 0),
    ("a spokesman", None, "Ana Pinto", None, 0),
    ("the colonel", None, "Ana Pinto", "Col.", 2),
    ("the premier", None, "Ana Pinto", "prime minister", 2),
    ("the premier", None, "Ana Pinto", "health minister", 0),
    *((f"the {word}", None, "Ana Pinto", role, 2) for word, role in SAME_ROLES.items()),
])  # fmt: skip
def test_roles(
    name: str, role: str | None, other: str, other_role: str | None, likeness: float
) -> None:
    kinds = [
        "unnamed" if one[0].islower() or one.startswith("the") else "person"
        for one in (name, other)
    ]
    one, two = (
        Speaker(0, text, kind, role=post)  # type: ignore[arg-type]
        for text, kind, post in zip((name, other), kinds, (role, other_role), strict=True)
    )
    assert compare_roles(one, two) == compare_roles(two, one) == likeness


def test_indirect_quotes_and_long_passages_of_nobody() -> None:
    text = "A sign said “beware of the dog and of the owner”. “Short,” it said."
    record = check(text, [SOURCE], miner=Nobody())
    assert [(one.quote, one.text, one.verdict) for one in record.quotes] == [
        (None, "“beware of the dog and of the owner”", "not found")
    ]


def test_what_cannot_be_checked() -> None:
    mine = draft("We sell bread")
    says = "draft: there is no source to check it against. Give one or more other texts that have"
    with pytest.raises(InputError, match=says):
        check(mine, [], miner=Nobody())
    with pytest.raises(InputError, match="with_text=True"):
        check(ArticleRecord("a", (), (), ModelName("none", "0")), [SOURCE], miner=Nobody())
    record = check(mine, ["", mine.text or "", SOURCE], miner=Nobody())
    assert [one.code for one in record.warnings] == ["empty-source", "source-is-draft"]
    assert check("Nothing.", [SOURCE], miner=Nobody()).warnings[0].code == "no-quotations"


@given(st.text(max_size=60), st.text(max_size=200))
def test_any_characters(quote: str, source: str) -> None:
    record = check(
        draft(quote, "We sell 14 loaves"), [source, "", "We never sell 40 loaves."], miner=Nobody()
    )
    for found in record.quotes:
        assert all(place.text for place in found.places)
    VALID.validate(record.to_dict())


WORDS = st.lists(
    st.sampled_from("we they will not close open the old library mill again May 12 %".split()),
    min_size=1,
)


@given(WORDS, WORDS, st.data())
def test_what_stands_in_a_source_is_verbatim(
    before: list[str], words: list[str], data: st.DataObject
) -> None:
    size, kinds = len(words), st.sampled_from([" ", " – ", ", ", "; ", " … "])
    marks = data.draw(st.lists(kinds, min_size=size, max_size=size))
    quote = "".join(map(str.__add__, words, marks)).rstrip(" –,;…")
    source = " ".join([*before, *words, *before])
    for found in check(draft(quote), [source], miner=Nobody()).quotes:
        assert found.verdict == "verbatim"
        assert found.match == 1


@given(WORDS, WORDS)
def test_runs_are_those_of_a_plain_search(one: list[str], other: list[str]) -> None:
    quote, source = words_of(" ".join(one)), words_of(" ".join(other))
    runs = PairIndex([quote]).runs(source).get(0, ())
    for run in runs:
        ours = quote.keys[run.at : run.at + run.length]
        assert ours == source.keys[run.source_at : run.source_at + run.length]
    longest = max(
        (n for n in range(2, len(quote) + 1) for a in range(len(quote) - n + 1) for b in range(len(source) - n + 1)
         if quote.keys[a : a + n] == source.keys[b : b + n]),
        default=0,
    )  # fmt: skip
    assert max((run.length for run in runs), default=0) >= longest


def sentences(rng: random.Random, words: int) -> list[str]:
    stock = [
        word for _, text in sources() for word in text.split() if word.isalpha() and word.islower()
    ]
    found, count = [], 0
    while count < words:
        found.append(" ".join(rng.choices(stock, k=rng.randint(8, 25))) + ".")
        count += len(found[-1].split())
    return found


@pytest.mark.slow
def test_200_pages_and_50_quotations() -> None:
    """The work grows with the source, not with its square."""
    lines = sentences(random.Random(1), 100_000)
    mine = draft(
        *(line.rstrip(".") for line in random.Random(2).sample(lines[: len(lines) // 8], 50))
    )

    def work(count: int) -> None:
        found = verdicts(check(mine, ["\n".join(lines[:count])], miner=Nobody()))
        assert found.count("verbatim") == 50

    assert power(work, len(lines) // 8, len(lines)) < 1.5


@pytest.mark.slow
def test_a_draft_of_many_quotations_takes_linear_time() -> None:
    """Each quote is compared with the quoted passages and the other quotes near it."""
    mine = [draft(*(f"We open gate {at}" for at in range(count))) for count in (500, 4_000)]

    def work(count: int) -> None:
        assert len(check(mine[count > 500], ["The gate is shut."], miner=Nobody()).quotes) == count

    assert power(work, 500, 4_000) < 1.5


def prose(size: int, gap: str) -> str:
    """An article of many people, each of them described, with three words of every ten in all their
    quotes."""
    rng, parts, length = random.Random(5), [], 0
    stock = (
        "river bridge council plan budget winter repair school ferry harbour quarry market tender"
        " survey".split()
    )
    while length < size:
        said = " ".join(rng.choices(stock, k=7))
        name = (
            f"{rng.choice(('Ana', 'Kofi', 'Mei', 'Omar'))}"
            f" {''.join(rng.choices('abdeiklmnorstu', k=7)).title()}"
        )
        job = rng.choice(("mayor", "harbour master", "head teacher", "ferry captain"))
        parts.append(f"“We will close {said},” said {name}, the {job}.")
        length += len(parts[-1])
    return gap.join(parts)[:size]


@pytest.mark.slow
@pytest.mark.parametrize("gap", ["\n\n", " "], ids=["paragraphs", "one line"])
def test_descriptions_are_compared_with_a_long_article(gap: str) -> None:
    """For each passage, the draft's description is compared with all people of the source, by the
    words near them."""
    quotes = re.findall("“(.*?),”", prose(4_000, gap))
    people = ("THE MAYOR", "THE HARBOUR MASTER", "THE CAPTAIN", "Ana Pinto")
    pairs = [
        Pair("", "", frozenset(), "", people[at % 4], quote) for at, quote in enumerate(quotes[::5])
    ]
    mine = draft_of(pairs)

    def work(size: int) -> None:
        found = verdicts(check(mine, [prose(size, gap)], miner=FakeMiner()))
        assert found.count("verbatim") == len(pairs)

    assert power(work, 8_000, 48_000) < 1.5


NEAR = [
    "Her deputy, Faisal Rahmani, left.", "Omar Rahmani is a deputy mayor", "the lawyer of Rahmani; Rahmani’s lawyer",
    "the mayor al-Rahmani", "Old MAYOR RAHMANI and the deputy mayor", "RAHMANI-Rahmani’s deputy Rahmani", "deputy",
]  # fmt: skip


@given(st.lists(st.sampled_from([*NEAR, "\n", "; "]), max_size=8).map(" ".join))
def test_the_words_beside_a_name(text: str) -> None:
    """Like a search of the whole text, paragraph by paragraph, for every name."""
    named, index = Speaker(0, "Faisal Rahmani", "person"), Surroundings(text)
    for name in ("the deputy", "the deputy mayor", "her lawyer"):
        expected = 0.0
        role = {word for word in name.split() if word not in ("the", "her")}
        for paragraph in re.split(r"[\n;]+", text):
            full = re.compile(r"(?:[A-Z][\w.’'-]*\s+){0,3}rahmani\b(?!['’]s\b)", re.IGNORECASE)
            places = [match.span() for match in full.finditer(paragraph)]
            beside = {word for span in places for word in _beside(paragraph, span)}
            is_beside = name.split()[-1] in beside
            is_whole = bool(places) and len(role) > 1 and role <= set(_plain_words(paragraph))
            expected = max(expected, 0.5 * (is_beside and is_whole) + (is_beside or is_whole))
        assert index.likeness(Speaker(1, name, "unnamed"), named) == expected


@pytest.mark.slow
def test_sources_stream_and_are_not_kept() -> None:
    lines = sentences(random.Random(3), 20_000)
    mine = draft(*lines[:20])

    def texts(count: int) -> Iterator[str]:
        return ("\n".join(random.Random(number).sample(lines, 60)) for number in range(count))

    peaks = []
    for count in (50, 250):
        tracemalloc.start()
        assert check(mine, texts(count), miner=Nobody()).sources == count
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert peaks[1] < 1.5 * peaks[0] + 1_000_000


@pytest.mark.parametrize(("one", "other", "same"), [
    ("“It’s late,” — she said.", "it's late she said", True),
    ("Erdoğan met Wałęsa", "Erdogan met Walesa", True),
    ("THE BUDGET IS LATE", "the budget is late", True),
    ("4,200 people; 6 %", "4200 people 6 percent", True),
    ("twenty-five of two hundred", "25 of 200", True),
    ("[T]he roof leaks", "the roof leaks", True),
    ("Well, uh, we – um – agree (laughter)", "well we agree", True),
    ("the [leaking] roof [sic]", "the roof", True),
    ("The U.S. army", "the US army", True),
    ("the centre organised a programme", "the center organized a programme", True),
    ("tell us", "tell US", False),
    ("who decides", "WHO decides", False),
    ("4.2 million", "42 million", False),
    ("$90 million", "ninety million dollars", True),
    ("30m dollars", "$30m", True),
    ("EUR 2.6bn", "two point six billion euros", True),
    ("six and a half million", "6.5 million", True),
    ("nineteen ninety-eight", "1998", True),
    ("half a million and a dozen", "500,000 and 12", True),
    ("a hundred and five, or two thousand and nineteen", "105, or 2019", True),
    ("the 30m race", "the 30 million race", False),
    ("twenty. Five", "25", False),
    ("the limitation[s]", "the limitation", True),
    ("$5", "€5", False),
    ("we're here", "were here", False),
    ("two, three", "5", False),
    ("on June 2 and the third of May", "on 2 June and the May 3rd", True),
    ("his fourteenth e-mail", "his 14th email", True),
    ("may 2 come", "2 may come", False),
    ("twenty " + "9" * 5000, "29", False),
    ("two" + " hundred" * 3000, "200", False),
])  # fmt: skip
def test_which_words_are_the_same(one: str, other: str, same: bool) -> None:
    assert (words_of(one).keys == words_of(other).keys) is same


@pytest.mark.parametrize(("text", "breaks"), [
    ("We … agree", {"1": "ellipsis"}),
    ("We . . . agree", {"1": "ellipsis"}),
    ("We […] agree", {"1": "ellipsis"}),
    ("We [the board] agree", {"1": "brackets"}),
    ("We work[ed] hard", {}),
    ("We agree …", {}),
    ("See [the list](https://example.org)", {}),
])  # fmt: skip
def test_breaks(text: str, breaks: dict[str, str]) -> None:
    assert {str(at): kind for at, kind in words_of(text).breaks.items()} == breaks


@pytest.mark.parametrize(("draft", "source", "grave"), [
    ("we will close", "we will not close", ["negation"]),
    ("we cannot", "we can", ["negation"]),
    ("that is unlikely", "that is likely", ["negation"]),
    ("we didn't go", "we did not go", []),
    ("five of them", "six of them", ["number"]),
    ("2 million", "2 billion", ["number"]),
    ("we met Okafor", "we met Okoro", ["name"]),
    ("we met Mei-ling", "we met Mei-lan", ["name"]),
    ("we met in March", "we met in May", ["name"]),
    ("less than 40", "more than 40", ["amount"]),
    ("more than 40", "at least 40", ["amount"]),
    ("under 40", "over 40", ["amount"]),
    ("under the bridge", "over the bridge", []),
    ("all of us", "some of us", ["amount"]),
    ("$40", "€40", ["number"]),
    ("it will rain", "it may rain", ["certainty"]),
    ("we'll pay", "we might pay", ["certainty"]),
    ("we pay", "perhaps we pay", ["certainty"]),
    ("we read", "we can read", []),
    ("we will read", "we read", []),
    ("a big house", "a large house", []),
    ("it rose", "it fell", ["opposite"]),
    ("prices stopped climbing", "prices stopped falling", ["opposite"]),
    ("before the vote", "after the vote", ["opposite"]),
    ("they told us", "we told them", ["who"]),
    ("we've lost", "they've lost", ["who"]),
    ("six weeks", "six months", ["number"]),
    ("on June 2", "on 2 July", ["name"]),
    ("on June 2", "on 3 June", ["number"]),
])  # fmt: skip
def test_grave_kinds(draft: str, source: str, grave: list[str]) -> None:
    mine, theirs = words_of(draft), words_of(source)
    assert grave_kinds(mine, range(len(mine)), theirs, range(len(theirs))) == tuple(grave)
