"""What was offered and sought, and who was placed where: `data/markets.toml`."""

from datetime import timedelta
from typing import Any

from renkei.charter.market_reader import markets
from renkei.charter.markets import Whose
from renkei.charter.sheets import Question
from renkei.demo import cast
from renkei.demo.stage import Line, Stage
from renkei.opportunities.actions.placements import advance, end, introduce
from renkei.opportunities.actions.postings import (
    Offered,
    check_posting,
    enter_posting,
    open_posting,
)
from renkei.opportunities.actions.seekers import Profile, Sought, keep_seeker, register_seeker

PUBLISHED_DAYS = 120
Answers = dict[str, Any]


def lay_markets(stage: Stage) -> None:
    """Errors  Refused when an action does: then the table does not fit the house any more"""
    story = cast.markets()
    for line in story["postings"]:
        _posting(stage, line)
    for line in story["seekers"]:
        _seeker(stage, line)


def _posting(stage: Stage, line: Line) -> None:
    on = stage.day(line["entered"])
    by = stage.asker(line["by"], on=on)
    made = enter_posting(line["market"], _offered(stage, line), by=by, on=on)
    if "opened" in line:
        on = stage.day(line["opened"])
        by = stage.asker(line["by"], on=on)
        made = open_posting(check_posting(made, by=by, on=on), by=by, on=on)
    stage.kept[line["id"]] = made


def _offered(stage: Stage, line: Line) -> Offered:
    organisation = stage.organisations[line["organisation"]]
    return Offered(
        organisation=organisation.key,
        title_ja=line["title"]["ja"],
        title_en=line["title"]["en"],
        place=organisation.place,
        valid_until=stage.today + timedelta(days=PUBLISHED_DAYS),
        answers=_answers(stage, line, "posting"),
        capacity=line.get("capacity", 1),
        minimum=line.get("minimum", 0),
        first_day=stage.day(line["first_day"]) if "first_day" in line else None,
        last_day=stage.day(line["last_day"]) if "last_day" in line else None,
        partners=tuple(stage.organisations[one].key for one in line.get("partners", ())),
    )


def _seeker(stage: Stage, line: Line) -> None:
    on = stage.day(line["entered"] if "entered" in line else line["registered"])
    by = stage.asker(line["by"], on=on)
    what = Sought(
        answers=_answers(stage, line, "seeker"),
        name=line["name"],
        may_tell=True,
        profile=Profile(**line["profile"]),
    )
    kept = keep_seeker(line["market"], by.seats[0].unit, what, by=by, on=on)
    if "registered" not in line:
        return  # half written
    made = register_seeker(kept, by=by, on=on)
    for placement in line.get("placements", ()):
        _placement(stage, line, made, placement)


def _placement(stage: Stage, line: Line, seeker: Any, told: Line) -> None:
    (_, first), *later = told["steps"].items()
    on = stage.day(first)
    by = stage.asker(line["by"], on=on)
    made = introduce(seeker, stage.kept[told["posting"]], by=by, on=on)
    for step, day in later:
        on = stage.day(day)
        made = advance(made, to=step, by=stage.asker(line["by"], on=on), on=on)
    if ended := told.get("ended"):
        on = stage.day(ended["day"])
        end(made, reason=ended["reason"], by=stage.asker(line["by"], on=on), on=on)


# --- answers: as they stand in the table, or the first that may be given, or all of several ------


def _answers(stage: Stage, line: Line, whose: Whose) -> Answers:
    version = markets()[line["market"]].version_on(stage.today)
    assert version, line["market"]
    questions = version.questions(whose)
    return {
        key: _answer(stage, line, questions[key], value) for key, value in line["answers"].items()
    }


def _answer(stage: Stage, line: Line, question: Question, value: Any) -> Any:
    if value == "@first":
        return question.choices[0].code
    if value == "@all":
        return [choice.code for choice in question.choices]
    if value == "@first_day":
        return stage.day(line["first_day"]).isoformat()
    return value
