"""Guess the pronouns of people whose article shows none, from the usual gender of their given
name."""

from __future__ import annotations

from dataclasses import replace

from quoteminer.names.person_names import is_given_name, parse_person, rare_name_gender
from quoteminer.records import ArticleRecord, Speaker
from quoteminer.types import Pronouns


def guess_pronouns(name: str) -> Pronouns | None:
    """Return "she" or "he" for a name with a listed given name or a patronymic; else None."""
    parsed = parse_person(name)
    gender = parsed.gender
    if gender is None and parsed.order == "given-first" and is_given_name(parsed.given):
        gender = rare_name_gender(parsed.given)
    return None if gender is None else "she" if gender == "f" else "he"


def with_guesses(record: ArticleRecord) -> ArticleRecord:
    """Return the record with guessed pronouns, marked so, for the people who have none."""
    return replace(record, speakers=tuple(map(_guessed, record.speakers)))


def _guessed(speaker: Speaker) -> Speaker:
    if speaker.kind != "person" or speaker.pronouns:
        return speaker
    pronouns = guess_pronouns(speaker.name)
    return replace(speaker, pronouns=pronouns, pronouns_guessed=pronouns is not None)
