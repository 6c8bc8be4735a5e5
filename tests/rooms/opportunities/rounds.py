"""Small rounds: students and courses, supporters and days, companies and projects of towns."""

from datetime import date, timedelta
from typing import Any

from renkei.directory.actions.charges import Work, take_charge
from renkei.opportunities.actions.answers import answer
from renkei.opportunities.actions.rounds import SetUp, open_round, run_round
from renkei.opportunities.actions.seekers import wish_for
from renkei.opportunities.actions.telling import publish_round
from renkei.opportunities.models import Placement, Posting, Round, Seeker
from tests.cast import Cast
from tests.rooms.opportunities.doing import (
    OBIHIRO,
    SPRING,
    TODAY,
    desk_cast,
    desk_of,
    filled,
    published,
)
from tests.rooms.opportunities.doing import registered as at_the_desk

WHO = "desk_manager"
CLOSES = TODAY + timedelta(days=7)
AFTER = CLOSES + timedelta(days=1)
ANSWER_BY = TODAY + timedelta(days=21)


def season_cast() -> Cast:
    return desk_cast("II-5", "III-4")


def set_up(**more: Any) -> SetUp:
    told: dict[str, Any] = {
        "title_ja": "夏のインターンシップ",
        "title_en": "Summer internships",
        "closes_on": CLOSES,
        "answer_by": ANSWER_BY,
        "lottery": "2026-11-25",
    }
    return SetUp(**(told | more))


def course(
    cast: Cast, title: str, *, market: str = "internships", who: str = WHO, **more: Any
) -> Posting:
    """Open to everybody who registers here: it asks for nothing that she has not."""
    answers = filled(market, "posting") | {"needs": []} | more.pop("answers", {})
    told: dict[str, Any] = {"place": OBIHIRO, "capacity": 1}
    return published(cast, who, market=market, title_ja=title, answers=answers, **(told | more))


def registered(
    cast: Cast,
    name: str,
    *wishes: Posting,
    market: str = "internships",
    who: str = WHO,
    **answers: Any,
) -> Seeker:
    made = at_the_desk(
        cast,
        who,
        market=market,
        name=name,
        email=f"seeker{Seeker.objects.count()}@example.org",
        answers=filled(market, "seeker") | answers,
    )
    if wishes:
        wish_for(made, [one.key for one in wishes], by=cast.asker(who))
    return made


def opened(cast: Cast, market: str = "internships", who: str = WHO, **more: Any) -> Round:
    by = cast.asker(who)
    return open_round(market, desk_of(by), set_up(**more), by=by, on=TODAY)


def run(cast: Cast, round_: Round, way: str = "improve", on: date = AFTER, who: str = WHO) -> Round:
    return run_round(round_, way=way, by=cast.asker(who), on=on, say=quietly)


def told(cast: Cast, round_: Round, on: date = AFTER) -> Round:
    return publish_round(round_, by=cast.asker(WHO), on=on, say=quietly)


def given(round_: Round, wave: int | None = None) -> set[tuple[str, str]]:
    """Names of seekers and titles of what a proposal gives them; nothing is empty."""
    rows = round_.proposals.filter(wave=wave or round_.wave + 1)
    return {(one.seeker.name, one.posting.title_ja if one.posting else "") for one in rows}


def reasons(round_: Round, name: str) -> list[str]:
    rows = round_.proposals.filter(wave=round_.wave + 1, seeker__name=name)
    return [told["ja"] for one in rows for told in one.reasons]


def place_of(name: str) -> Placement:
    return Placement.objects.get(seeker__name=name)


def says(
    cast: Cast, name: str, *, is_yes: bool, whose: str = "seeker", on: date = AFTER
) -> Placement:
    return answer(place_of(name), whose=whose, is_yes=is_yes, by=cast.asker(WHO), on=on)


# --- companies and projects of towns --------------------------------------------------------------

OFFICER = "city_officer"


def towns_cast() -> Cast:
    """The city's section leads III-1."""
    cast = desk_cast()
    work = Work(initiative="III-1", valid_from=SPRING)
    take_charge(cast.units["city_section"], work, by=cast.asker("city_office"), on=TODAY)
    return cast


def project(cast: Cast, title: str, **more: Any) -> Posting:
    answers = filled("projects", "posting")
    return published(cast, OFFICER, market="projects", title_ja=title, answers=answers, **more)


def helper(cast: Cast, firm: str) -> Seeker:
    return at_the_desk(
        cast,
        OFFICER,
        market="projects",
        name="",
        email="",
        organisation=cast.organisations[firm].key,
        answers=filled("projects", "seeker"),
    )


def run_of_projects(cast: Cast) -> Round:
    by = cast.asker(OFFICER)
    round_ = open_round("projects", desk_of(by), set_up(), by=by, on=TODAY)
    return run_round(round_, way="improve", by=by, on=AFTER, say=quietly)


def quietly(_done: int, _total: int = 0, _message: str = "") -> None:
    """A test needs no word of the progress."""
