"""What was offered and sought, and who was placed where: the tables of `data/markets/`."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import Any

from renkei.charter.market_reader import markets
from renkei.charter.markets import Whose
from renkei.charter.sheets import Question
from renkei.demo import cast
from renkei.demo.stage import Line, Stage
from renkei.demo.story.drawn import drawn_seekers
from renkei.demo.story.season import season_of_courses
from renkei.opportunities.actions.placements import advance, end, introduce
from renkei.opportunities.actions.postings import (
    Offered,
    adopt_proposal,
    check_posting,
    close_posting,
    enter_posting,
    open_posting,
)
from renkei.opportunities.actions.rounds import SetUp, open_round, run_round
from renkei.opportunities.actions.seekers import (
    Profile,
    Sought,
    keep_seeker,
    register_seeker,
    wish_for,
)
from renkei.opportunities.states import Way

PUBLISHED_DAYS = 120
MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
WEEKDAYS = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
Answers = dict[str, Any]


def lay_markets(stage: Stage) -> None:
    """All postings first, for registrations come back to them; what is over ends last.

    Errors  Refused when an action does: then a table does not fit the house any more
    """
    tables = cast.markets().values()
    postings = list(_postings(stage, tables))
    for line in postings:
        _posting(stage, line)
    for line in _seekers(stage, tables):
        _seeker(stage, line)
    for line in postings:
        _after(stage, line)
    for line in (one for table in tables for one in table.get("rounds", ())):
        _round(stage, line)


def _postings(stage: Stage, tables: Iterable[Line]) -> Iterator[Line]:
    for table in tables:
        yield from table["postings"]
        if "season" in table:
            yield from season_of_courses(stage, table["season"])


def _seekers(stage: Stage, tables: Iterable[Line]) -> Iterator[Line]:
    for table in tables:
        yield from table["seekers"]
        yield from drawn_seekers(stage, table.get("crowds", ()))


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
        valid_until=stage.today + timedelta(days=line.get("published_days", PUBLISHED_DAYS)),
        answers=_answers(stage, line, "posting"),
        capacity=line.get("capacity", 1),
        minimum=line.get("minimum", 0),
        first_day=_day(stage, line),
        last_day=_day(stage, line, "last_day"),
        partners=tuple(stage.organisations[one].key for one in line.get("partners", ())),
    )


def _after(stage: Stage, line: Line) -> None:
    made = stage.kept[line["id"]]
    if adopted := line.get("adopted"):
        on = stage.day(adopted["day"])
        by = stage.asker(adopted["by"], on=on)
        made = adopt_proposal(made, what=adopted["what"], by=by, on=on)
    if closed := line.get("closed"):
        on = stage.day(closed["day"])
        by = stage.asker(line["by"], on=on)
        close_posting(made, reason=closed["reason"], by=by, on=on)


def _seeker(stage: Stage, line: Line) -> None:
    on = stage.day(line["entered"] if "entered" in line else line["registered"])
    by = stage.asker(line["by"], on=on)
    organisation = line.get("organisation")
    what = Sought(
        answers=_answers(stage, line, "seeker"),
        name=line.get("name", ""),
        person=by.person if line.get("is_own") else "",
        organisation=stage.organisations[organisation].key if organisation else "",
        may_tell=True,
        profile=Profile(**line.get("profile", {})),
    )
    unit = stage.units[line["unit"]].key if "unit" in line else by.seats[0].unit
    kept = keep_seeker(line["market"], unit, what, by=by, on=on)
    if "registered" not in line:
        return  # half written
    made = register_seeker(kept, by=by, on=on)
    if "wishes" in line:
        wish_for(made, [stage.kept[one].key for one in line["wishes"]], by=by)
    for placement in line.get("placements", ()):
        _placement(stage, {"by": line["by"], **placement}, made)


def _placement(stage: Stage, told: Line, seeker: Any) -> None:
    (_, first), *later = told["steps"].items()
    on = stage.day(first)
    by = stage.asker(told["by"], on=on)
    made = introduce(seeker, stage.kept[told["posting"]], by=by, on=on)
    for step, day in later:
        on = stage.day(day)
        days = told.get("days", 0) if step == "completed" else 0
        made = advance(made, to=step, by=stage.asker(told["by"], on=on), on=on, days=days)
    if ended := told.get("ended"):
        on = stage.day(ended["day"])
        end(made, reason=ended["reason"], by=stage.asker(told["by"], on=on), on=on)


def _round(stage: Stage, line: Line) -> None:
    """Set up in time. Where nobody has run it, whoever opens it after the closing day does."""
    on = stage.day(line["opened"])
    by = stage.asker(line["by"], on=on)
    days: dict[str, Any] = {
        name: stage.day(line[name])
        for name in ("closes_on", "answer_by", "begins_on", "first_from", "first_to")
        if name in line
    }
    what = SetUp(
        title_ja=line["title"]["ja"], title_en=line["title"]["en"], lottery=line["lottery"], **days
    )
    made = open_round(line["market"], by.seats[0].unit, what, by=by, on=on)
    if "run" in line:
        on = stage.day(line["run"])
        by = stage.asker(line["by"], on=on)
        run_round(made, way=Way.IMPROVE, by=by, on=on, say=lambda _done, _of: None)


# --- answers: as they stand in the table, or what a word with an @ stands for --------------------


def _answers(stage: Stage, line: Line, whose: Whose) -> Answers:
    version = markets()[line["market"]].version_on(stage.today)
    assert version, line["market"]
    questions, first_day = version.questions(whose), _day(stage, line)
    return {
        key: _answer(first_day, questions[key], value) for key, value in line["answers"].items()
    }


def _answer(first_day: date | None, question: Question, value: Any) -> Any:
    if value == "@all":
        return [choice.code for choice in question.choices]
    if not isinstance(value, str) or not value.startswith("@"):
        return value
    assert first_day, question.key
    return {
        "@first_day": first_day.isoformat(),
        "@month": MONTHS[first_day.month - 1],
        "@weekday": WEEKDAYS[first_day.weekday()],
    }[value]


def _day(stage: Stage, line: Line, name: str = "first_day") -> date | None:
    """Or the last; both moved on by as many days as bring the first to the weekday of the line."""
    if name not in line:
        return None
    moved = 0
    if "weekday" in line:
        moved = (line["weekday"] - stage.day(line["first_day"]).weekday()) % 7
    return stage.day(line[name] + moved)
