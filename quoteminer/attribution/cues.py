"""The dictionary form of a cue's verb: "say" for "said", "has not said" and "was quoted as saying"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache

_IRREGULAR = """
say said says saying|tell told|write wrote written writing|think thought|know knew known|feel felt|see saw seen
hear heard|speak spoke spoken|read|find found|hold held|make made making|give gave given giving|get got gotten getting
go went gone goes|put putting|set setting|lay laid|lie lay lain lying|mean meant|quote quoted|swear swore sworn
understand understood|foresee foresaw foreseen|forget forgot forgotten forgetting|forbid forbade forbidden forbidding
choose chose chosen choosing|take took taken taking|come came coming|begin began begun beginning|break broke broken
bring brought|seek sought|teach taught|leave left|let letting|sing sang sung|keep kept|lead led|show shown|spell spelt
show showed shown|withdraw withdrew withdrawn|retell retold|foretell foretold|rewrite rewrote|overhear overheard
reread|weep wept|spit spat spitting|bet betting|burst bursting|bite bit bitten|draw drew drawn|shoot shot
"""
_REGULAR = """
accept accuse acknowledge add address admit admonish advise advocate affirm agree allege allow announce answer
apologise apologize appeal appear applaud argue ask assail assert assess assume assure attack attest attribute beg
believe bemoan blame blast boast boo brag brand cackle calculate call caution challenge charge chide chime chuckle
cite claim clarify comment commit compare complain concede conclude concur condemn confess confide confirm
congratulate consider contend continue convey counter credit criticise criticize cry debate decide declare decline
decry defend define delight demand denounce deny describe detail determine dictate disagree disclose discover discuss
dismiss dispute document doubt drive echo elaborate emphasise emphasize encourage endorse enquire envisage estimate
exclaim expect explain express fear figure focus forecast fume gasp giggle greet gripe groan growl grumble guess gush
hail highlight hint hope ignore imagine imply include indicate inform inquire insinuate insist instruct intend
interject interpret intone invite issue jest joke judge justify lament laugh learn lecture list maintain marvel
mention moan mock mumble murmur muse mutter name note notify object observe offer opine order outline petition pitch
plan plead pledge point ponder post praise pray predict present press proclaim promise pronounce propose protest prove
provide publish question quip rage rail rant reaffirm realise realize reason reassure rebuke recall recite reckon
recognise recognize recommend recount refer reflect refuse refute reiterate reject rejoice relate relay release remain
remark remember remind repeat reply report request require resolve respond restate retort retweet reveal roar rule
scoff scold scream share shout shriek side sigh signal slam smile snap snarl sneer sob speculate spell stammer state
stipulate stress submit suggest summarise summarize suppose suspect tease testify text thank threaten tout trumpet
tweet underline underscore unveil urge use utter vent venture verify view voice volunteer vote vow wail want warn
weigh welcome whine whisper wish wonder worry yell
"""
_DOUBLING = frozenset("admit commit submit refer quip brag beg slam snap sob plan nod permit concur wrap".split())
"""Verbs that double their final consonant before -ed and -ing."""

_FIXED = {":": ":", "according to": "according to", "as per": "as per", "per": "per", "via": "via", "for": "for"}
_AUXILIARY = frozenset(
    "am is are was were be been being has have had having do does did will would can could shall should may might "
    "must to not never n't also then now just later earlier once again even still only already yet soon ever "
    "first often the a an in of for with on at by no since most sure who which that it he she they we i you as "
    "and but so 's 'd 've 'll ’s ’d ’ve ’ll".split()
)
_PARTICLES = frozenset("out up back forth down off".split())
_WORD = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*")
_SILENT_E = re.compile(r"(?:[vcgzu]|[^s]s|[^aeiou]at|[^aeioulr][iou]t|[^aeiourlw]l|[^aeiou][aiu]r|[^aeiou][aiou]d)$")
"""The ends of stems that lost an e before -ed or -ing: "believ", "stat", "quot", "requir", "provid"."""
_CONTRACTED = re.compile(r"(?:n['’]t|['’](?:s|d|ve|ll|re))$")


def cue_lemma(cue: str) -> str:
    """Return the dictionary form of a cue's main verb, in lower case, with its particle ("point out").

    Args:
        cue: the words of the cue; several parts joined by spaces.

    Returns:
        "say" for "said", "has not said", "went on to say"; a cue without a verb ("according to", ":") unchanged, in
        lower case; "" for no words.
    """
    whole = " ".join(cue.lower().split())
    if whole in _FIXED or "according" in whole:
        return _FIXED.get(whole, "according to")
    words = [_CONTRACTED.sub("", word) for word in _WORD.findall(whole)]
    content = [at for at, word in enumerate(words) if word and word not in _AUXILIARY and not _is_adverb(word)]
    if not content:
        return words[-1] if words else whole
    known = [at for at in content if words[at] in verb_forms()]
    at = _main_verb(words, known or content[:1])
    lemma = verb_lemma(words[at])
    after = words[at + 1] if at + 1 < len(words) else ""
    return f"{lemma} {after}" if after in _PARTICLES or (lemma, after) == ("go", "on") else lemma


def verb_lemma(word: str) -> str:
    """Return the dictionary form of a verb form: from the table of reporting verbs, else by the rules of spelling."""
    word = word.lower()
    return verb_forms().get(word) or _by_spelling(word)


@cache
def verb_forms() -> Mapping[str, str]:
    """Return the dictionary form of every form of the known reporting verbs."""
    forms: dict[str, str] = {}
    for verb in _REGULAR.split():
        for form in _regular_forms(verb):
            forms.setdefault(form, verb)
    for entry in _IRREGULAR.replace("\n", "|").split("|"):
        verb, *others = entry.split() or [""]
        for form in (*others, *_regular_forms(verb)):
            forms.setdefault(form, verb)
    return forms


def _main_verb(words: list[str], candidates: list[int]) -> int:
    """Return the index of the main verb: the one after the last "to" ("went on to say"), else the first."""
    for at in reversed(candidates):
        if at and words[at - 1] == "to":
            return at
    return candidates[0]


def _regular_forms(verb: str) -> Iterator[str]:
    if not verb:
        return
    past = verb[:-1] if verb.endswith("e") else verb
    stem = verb if verb.endswith(("ee", "oe")) else past
    if verb in _DOUBLING:
        past = stem = verb + verb[-1]
    yield verb
    if verb.endswith("y") and verb[-2] not in "aeiou":
        yield from (verb[:-1] + "ies", verb[:-1] + "ied", verb + "ing")
        return
    yield verb + ("es" if verb.endswith(("s", "sh", "ch", "x", "z", "o")) else "s")
    yield from (past + "ed", stem + "ing")


def _is_adverb(word: str) -> bool:
    return word.endswith("ly") and word not in verb_forms()


def _by_spelling(word: str) -> str:
    if word.endswith(("ies", "ied")) and len(word) > 4:
        return word[:-3] + "y"
    for ending in ("ing", "ed"):
        if word.endswith(ending) and len(word) > len(ending) + 2:
            return _restored(word[: -len(ending)])
    if word.endswith(("sses", "shes", "ches", "xes", "zes")):
        return word[:-2]
    return word[:-1] if word.endswith("s") and not word.endswith(("ss", "us")) and len(word) > 3 else word


def _restored(stem: str) -> str:
    """Return the verb of a stem before -ed or -ing: with a doubled consonant undone, or the silent e restored."""
    if stem[-1] == stem[-2] and stem[-1] not in "lsfz":
        return stem[:-1]
    return stem + "e" if _SILENT_E.search(stem) else stem
