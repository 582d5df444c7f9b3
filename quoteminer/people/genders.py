"""Learn the gender of people from the pronouns of the article."""

from __future__ import annotations

import re
from collections import Counter

from quoteminer.names.lexicon import PRONOUN_GENDER
from quoteminer.names.person_names import given_name_gender
from quoteminer.people.entities import Entity
from quoteminer.text.article_index import ArticleIndex

PRONOUN = re.compile(rf"\b(?:{'|'.join(PRONOUN_GENDER)})\b", re.IGNORECASE)
#: The most characters between a name and its pronoun.
_REACH = 300
#: The most votes that pronouns can give. For 215 people with a gendered name, a majority of one
# pronoun agrees with : the name in 89 % of the cases, a majority of two in 95 %.
_MOST = 2


def learn_genders(index: ArticleIndex, entities: list[Entity]) -> None:
    """For people whose name shows no gender, count the first pronoun after each mention in the same
    sentence, if nobody else is named before it: "Bosk Wint, who chairs the board, said she …", not
    "Ana met Wint on her way". For people with a single name and no such pronoun, the usual gender
    of the name counts as weak evidence: "Tom" may be a family name.
    """
    mentions = sorted((*span, e.id) for e in entities if e.kind == "person" for span in e.mentions)
    found: dict[int, Counter[str]] = {}
    ends = (start for start, _, _ in (*mentions[1:], (len(index.text), 0, 0)))
    before = (-1, -1)  # the sentence and person of the last mention
    for (_, end, number), following in zip(mentions, ends, strict=False):
        pronoun = PRONOUN.search(index.text, end, max(end, min(following, end + _REACH)))
        sentence = index.sentence(end - 1)
        alone = before[0] != sentence or before[1] == number
        before = (sentence, number if alone else -1)
        own = alone or index.text.startswith(", who ", end)
        if pronoun is not None and own and index.sentence(pronoun.start()) == sentence:
            found.setdefault(number, Counter())[PRONOUN_GENDER[pronoun.group().casefold()]] += 1
    for number, votes in found.items():
        known = entities[number].votes
        if abs(known["m"] - known["f"]) < _MOST:
            known[max(votes, key=lambda gender: votes[gender])] += min(
                abs(votes["m"] - votes["f"]), _MOST
            )
    for entity in entities:
        if entity.person and entity.person.order == "bare" and not entity.votes.total():
            usual = given_name_gender(entity.person.family)
            if usual is not None:
                entity.votes[usual] = 1
