"""Nouns that may stand for one another: a striker is a footballer, a lender a bank. Groups of plain English; that two
words share one is a feature of the ranker, not a rule."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

_GROUPS: Final = """
    footballer striker midfielder defender goalkeeper winger forward captain skipper player star international
    cricketer batsman bowler golfer tennis-player athlete sprinter runner swimmer boxer champion medallist medalist
    flanker prop hooker lock fly-half scrum-half fullback full-back half-back centre back teenager veteran favourite
    | coach manager boss trainer head-coach
    | singer rapper musician songwriter guitarist drummer vocalist star performer pop-star artist dj composer frontman
    | actor actress star comedian comic presenter performer host broadcaster
    | director filmmaker film-maker producer screenwriter writer
    | author writer novelist poet playwright journalist columnist blogger historian biographer
    | reporter journalist correspondent editor anchor host moderator presenter columnist commentator pundit broadcaster
    | politician lawmaker legislator mp senator congressman congresswoman representative leader candidate nominee
    contender hopeful front-runner frontrunner rival democrat republican tory conservative socialist liberal incumbent
    peer councillor assemblyman assemblywoman delegate speaker whip governor mayor statesman opponent
    | minister secretary chancellor premier politician mp spokesman leader president chief
    | president leader candidate nominee politician head incumbent commander-in-chief
    | businessman businesswoman billionaire millionaire mogul tycoon magnate entrepreneur founder co-founder boss owner
    chief executive chairman chairwoman ceo investor financier industrialist developer head supremo
    | chief head boss director chairman chairwoman chairperson chair president leader commissioner executive
    | lawyer attorney counsel solicitor barrister prosecutor advocate qc
    | judge justice magistrate jurist
    | policeman policewoman officer constable detective superintendent inspector sheriff chief commissioner cop sergeant
    | general commander colonel captain admiral officer soldier marine lieutenant
    | professor scientist researcher academic expert scholar lecturer historian physicist biologist psychologist author
    economist ecologist engineer chemist astronomer
    | analyst economist strategist expert consultant forecaster
    | doctor physician surgeon neurosurgeon gp consultant psychiatrist medic
    | priest bishop archbishop cardinal pope pontiff cleric pastor reverend vicar preacher minister rabbi imam
    | spokesman spokeswoman spokesperson representative official adviser aide
    | adviser advisor aide strategist consultant ally surrogate supporter
    | activist campaigner protester organiser organizer founder advocate
    | attacker gunman shooter suspect killer assailant defendant hacker
    | victim survivor witness hostage
    | father dad parent | mother mum mom parent | son boy child teenager | daughter girl child teenager
    | brother sibling | sister sibling | husband spouse partner | wife spouse partner widow
    | company firm group corporation giant business maker conglomerate manufacturer concern venture outfit
    | bank lender institution group
    | insurer company group
    | retailer supermarket chain store seller grocer company group
    | airline carrier airways company
    | carmaker automaker manufacturer maker company
    | drugmaker manufacturer maker company giant
    | software giant firm developer company maker
    | brewer distiller company
    | telecoms operator provider company network carrier
    | bourse exchange market
    | newspaper paper tabloid daily weekly publication broadsheet outlet journal magazine
    | magazine publication weekly journal outlet
    | broadcaster network station channel outlet radio
    | website site portal blog outlet service
    | agency department ministry office bureau body service administration
    | watchdog regulator authority agency commission body
    | committee commission panel board council inquiry body
    | court tribunal judge
    | university college school institution
    | union association federation league body organisation organization group society confederation guild
    | charity foundation organisation organization group trust non-profit nonprofit campaign institute
    | think-tank tank institute group organisation organization centre center
    | club team side squad champion
    | party coalition opposition
    | police force
    | country nation state government republic kingdom
    | city town capital
"""


def _read(text: str) -> Mapping[str, frozenset[int]]:
    groups: dict[str, set[int]] = {}
    for number, group in enumerate(text.split("|")):
        for word in group.split():
            groups.setdefault(word, set()).add(number)
    return {word: frozenset(numbers) for word, numbers in groups.items()}


_OF: Final = _read(_GROUPS)
_NONE: Final = frozenset[int]()


def share_calling(noun: str, words: Iterable[str]) -> bool:
    """True where one of the words may stand for the noun. All lower case and singular."""
    own = _OF.get(noun, _NONE)
    return bool(own) and any(not own.isdisjoint(_OF.get(word, _NONE)) for word in words if word != noun)


def has_calling(words: Iterable[str]) -> bool:
    """True where one of the words is in a group."""
    return any(word in _OF for word in words)
