"""Postings, seekers and placements, put down as desks and firms do it."""

from datetime import date, timedelta
from typing import Any

from renkei.charter.market_reader import markets
from renkei.charter.sheets import Question
from renkei.core.rights import Asker
from renkei.directory.actions.charges import Work, take_charge
from renkei.opportunities.actions.placements import advance, introduce
from renkei.opportunities.actions.postings import (
    Offered,
    check_posting,
    enter_posting,
    open_posting,
)
from renkei.opportunities.actions.seekers import Profile, Sought, keep_seeker, register_seeker
from renkei.opportunities.models import Placement, Posting, Seeker
from tests.cast import Cast, standing_cast

TODAY = date(2026, 11, 25)
SPRING = date(2026, 4, 1)
OBIHIRO, SAPPORO = "012076", "011002"
JOB: dict[str, Any] = {
    "occupation": "engineer",
    "employment": "regular",
    "duties": "工場の制御システムを作る。",
    "remote": "some",
    "salary_from": 260_000,
    "days_off": 120,
    "housing": True,
    "licences": ["car"],
}
ENGINEER: dict[str, Any] = {
    "occupations": ["engineer"],
    "licences": ["car"],
    "years": 6,
}


def desk_cast(*initiatives: str) -> Cast:
    """The standing people; the desks of both sides are in charge and may place people."""
    cast = standing_cast()
    for side in ("prefecture", "city"):
        desk = cast.units[f"{side}_desk"]
        desk.may_place_jobs = True
        desk.save()
        for reference in initiatives or ("II-1",):
            take_charge(
                desk,
                Work(initiative=reference, valid_from=SPRING),
                by=cast.asker(f"{side}_office"),
                on=TODAY,
            )
    return cast


def offered(cast: Cast, **more: Any) -> Offered:
    told: dict[str, Any] = {
        "organisation": cast.organisations["company"].key,
        "title_ja": "制御システムの技術者",
        "place": OBIHIRO,
        "answers": JOB,
        "valid_until": TODAY + timedelta(days=60),
    }
    return Offered(**(told | more))


def entered(cast: Cast, who: str = "counsellor", market: str = "jobs", **more: Any) -> Posting:
    return enter_posting(market, offered(cast, **more), by=cast.asker(who), on=TODAY)


def published(cast: Cast, who: str = "counsellor", market: str = "jobs", **more: Any) -> Posting:
    by, posting = cast.asker(who), entered(cast, who, market, **more)
    return open_posting(check_posting(posting, by=by, on=TODAY), by=by, on=TODAY)


def sought(**more: Any) -> Sought:
    profile = Profile(birth_year=1994, sex="female", home="130001")
    told: dict[str, Any] = {
        "answers": ENGINEER,
        "name": "試験 花子",
        "email": "hanako@example.org",
        "profile": profile,
    }
    return Sought(**(told | more))


def registered(cast: Cast, who: str = "counsellor", market: str = "jobs", **more: Any) -> Seeker:
    by = cast.asker(who)
    kept = keep_seeker(market, desk_of(by), sought(**more), by=by, on=TODAY)
    return register_seeker(kept, by=by, on=TODAY)


def desk_of(by: Asker) -> str:
    return by.seats[0].unit


def introduced(cast: Cast, who: str = "counsellor", **more: Any) -> Placement:
    by = cast.asker(who)
    return introduce(registered(cast, who), published(cast, who, **more), by=by, on=TODAY)


def placed(placement: Placement, *steps: str, by: Asker, on: date = TODAY) -> Placement:
    for step in steps:
        placement = advance(placement, to=step, by=by, on=on)
    return placement


def filled(market: str, whose: str, **more: Any) -> dict[str, Any]:
    """An answer to every question of a side, as a test would choose: the first that may be given,
    all of several."""
    version = markets()[market].versions[-1]
    return {key: _first_answer(one) for key, one in version.questions(whose).items()} | more


def _first_answer(question: Question) -> Any:
    if question.kind in ("whole_number", "yen"):
        return max(question.lowest or 0, 1) if question.highest is None else question.highest
    if question.kind == "several_of":
        return [one.code for one in question.choices]
    return {
        "one_of": question.choices[0].code if question.choices else "",
        "yes_no": True,
        "date": "2026-12-01",
        "area": OBIHIRO,
        "consent": True,
    }.get(question.kind, "試験")
