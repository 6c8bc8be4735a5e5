"""Sheets filled in for tests."""

from datetime import date

from renkei.core.rights import Asker
from renkei.paperwork.actions.answers import (
    About,
    save_answers,
    start_answers,
    submit_answers,
)
from renkei.paperwork.models import Answers
from renkei.paperwork.queries.sheets import sheet
from renkei.paperwork.sheets.reading import PREFIX, Given, read_sent
from tests.cast import Cast

TODAY = date(2026, 11, 25)
NAME = "道産子花子"  # what must not be seen by those who may not
CARD = {
    "channel": ["visit"],
    "gives_name": ["yes"],
    "name": [NAME],
    "answer_by": ["email"],
    "email": ["hanako@example.jp"],
    "topics": ["work", "housing"],
    "consent_to_record": ["yes"],
}
ANONYMOUS = {"channel": ["telephone"], "gives_name": ["no"], "topics": ["work"]}


def form(texts: dict[str, list[str]]) -> dict[str, list[str]]:
    return {PREFIX + key: values for key, values in texts.items()}


def card(texts: dict[str, list[str]]) -> Given:
    return read_sent(sheet("intake_card"), form(texts))


def draft(cast: Cast, who: str = "counsellor", unit: str = "city_desk", **about: str) -> Answers:
    return start_answers(
        "intake_card",
        by=cast.asker(who),
        unit=cast.units[unit].key,
        on=TODAY,
        about=About(**about),
    )


def filled(cast: Cast, texts: dict[str, list[str]] = CARD, **about: str) -> Answers:
    """A draft of the desk's counsellor, with what she typed."""
    answers = draft(cast, **about)
    return save_answers(answers, card(texts), by=cast.asker("counsellor"), revision=0)


def submitted(cast: Cast, texts: dict[str, list[str]] = CARD, **about: str) -> Answers:
    answers = filled(cast, texts, **about)
    by: Asker = cast.asker("counsellor")
    return submit_answers(answers, by=by, on=TODAY, revision=answers.revision)
