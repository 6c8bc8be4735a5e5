"""What the two governments did since the programme began, and how its figures were approved:
`data/activities.toml`, pattern by pattern and year by year."""

from datetime import date, timedelta
from decimal import Decimal

from renkei.core.calendar import fiscal_year_days, fiscal_year_of, months_of_fiscal_year
from renkei.core.rights import Verb
from renkei.core.sides import OTHER, Side
from renkei.demo import cast
from renkei.demo.stage import Line, Stage
from renkei.programme.actions.activities import (
    Done,
    answer_activity,
    record_activity,
    show_activity,
)
from renkei.programme.actions.measurements import (
    approve_figures,
    submit_figures,
    take_measurements,
)
from renkei.programme.actions.reconciling import reconcile_figures
from renkei.programme.periods import Period, quarters_of
from renkei.programme.queries.measurements import approvals_of
from renkei.programme.states import OthersView

OFFICES = {Side.PREFECTURE: "prefecture_office", Side.CITY: "city_office"}
LATELY = timedelta(days=30)
SOON = timedelta(days=2)  # so long after it was held it is recorded


def lay_activities(stage: Stage) -> None:
    """Errors  Refused when an action does: then the table does not fit the house any more"""
    story = cast.activities()
    for line in story["activities"]:
        for year in range(story["since"], fiscal_year_of(stage.today) + 1):
            for n, day in enumerate(_days(line, year)):
                if day + SOON <= stage.today:
                    _hold(stage, story, line, day, n)


def lay_quarters(stage: Stage) -> None:
    """Figures of the quarters that are over: all approved but the last, which waits."""
    story = cast.quarters()
    over = [one for year in _years(stage, 1) for one in quarters_of(year)]
    over = [one for one in over if one.is_over(stage.today)][-story["kept"] :]
    for period in over:
        take_measurements(period, by=stage.asker("city_office", on=stage.today), on=stage.today)
        for side in OTHER:
            last = period == over[-1]
            _hand_in(stage, period, side, story["submits"][side])
            if not last or side in story["approved_of_the_last"]:
                _approve(stage, period, side)
    _come_late(stage, story["late"], over[-2])
    now = Period.year(fiscal_year_of(stage.today))
    take_measurements(now, by=stage.asker("city_office", on=stage.today), on=stage.today)


def _come_late(stage: Stage, line: Line, period: Period) -> None:
    """What nobody had recorded until the figures were locked."""
    by = stage.asker(line["by"], on=stage.today)
    for days in line["days_before_its_end"]:
        done = _done(line, period.last - timedelta(days=days), 0, is_online=False, percent=100)
        record_activity(stage.units[line["unit"]].key, done, by=by, on=stage.today)
    reconcile_figures(period, by=by)
    take_measurements(period, by=by, on=stage.today)  # as every night


def _years(stage: Stage, back: int) -> range:
    year = fiscal_year_of(stage.today)
    return range(year - back, year + 1)


def _days(line: Line, year: int) -> list[date]:
    by_month = {month: of for of, month in months_of_fiscal_year(year)}
    return [date(by_month[month], month, line.get("day", 12)) for month in line["months"]]


def _hold(stage: Stage, story: Line, line: Line, day: date, n: int) -> None:
    outbreak = story["outbreak"]
    is_shocked = _month(outbreak["first"]) <= day < _after(outbreak["last"])
    shock = line.get("shock", "") if is_shocked else ""
    if shock == "stopped":
        return
    on = max(day + SOON, _entered(stage, story["entered"]))
    unit = stage.units[line["unit"]]
    by = stage.asker(OFFICES[Side(unit.side)], on=on)
    done = _done(line, day, n, is_online=shock == "online", percent=_percent(story, line, day, n))
    activity = record_activity(unit.key, done, by=by, on=on)
    show_activity(activity, is_public=True, by=by, on=on)
    # What was held lately the other government has not looked at yet.
    if activity.is_joint and stage.today - day > LATELY:
        other = stage.asker(OFFICES[OTHER[Side(unit.side)]], on=stage.today)
        answer_activity(activity, OthersView.SEEN, by=other, on=stage.today)


def _done(line: Line, day: date, n: int, *, is_online: bool, percent: int) -> Done:
    year = fiscal_year_of(day)
    places = line["places"]
    is_online = is_online or line.get("always_online", False)
    return Done(
        initiatives=tuple(line["initiatives"]),
        form=line["form"],
        first_day=day,
        title_ja=line["title"]["ja"],
        title_en=line["title"]["en"],
        is_joint=line.get("joint", False),
        place="" if is_online else places[(year + n) % len(places)],
        is_online=is_online,
        participants=_part(line.get("people"), percent),
        firms=_part(line.get("firms"), percent),
        municipalities=_part(line.get("towns"), percent),
        is_with_business=line.get("business", False),
        is_with_universities=line.get("universities", False),
        is_with_municipalities=line.get("municipalities", False),
        hours=Decimal(line["hours"]) if "hours" in line else None,
        cost_yen=line.get("cost"),
    )


def _percent(story: Line, line: Line, day: date, n: int) -> int:
    """Of an ordinary year: with growth, the waves, and what the outbreak left."""
    year, waves, outbreak = fiscal_year_of(day), story["waves"], story["outbreak"]
    percent = waves[(year + 3 * n) % len(waves)]
    percent = percent * (100 + line.get("growth", 0) * (year - story["since"])) // 100
    if "shock" not in line:
        return percent
    end = _after(outbreak["last"])
    if _month(outbreak["first"]) <= day < end:
        return percent * outbreak["online_percent"] // 100
    is_year_after = end <= day < end.replace(year=end.year + 1)
    return percent * outbreak["after_percent"] // 100 if is_year_after else percent


def _part(usual: int | None, percent: int) -> int | None:
    return None if usual is None else max(1, usual * percent // 100)


def _entered(stage: Stage, days: int) -> date:
    return fiscal_year_days(fiscal_year_of(stage.today) - 1)[0] + timedelta(days=days)


def _month(text: str) -> date:
    return date.fromisoformat(f"{text}-01")


def _after(text: str) -> date:
    """The first day after a month."""
    return (_month(text) + timedelta(days=31)).replace(day=1)


def _hand_in(stage: Stage, period: Period, side: str, who: str) -> None:
    by = stage.asker(who, on=stage.today)
    submit_figures(approvals_of(by, Verb.WRITE, period, side=side), by=by, on=stage.today)


def _approve(stage: Stage, period: Period, side: str) -> None:
    by = stage.asker(OFFICES[Side(side)], on=stage.today)
    approve_figures(approvals_of(by, Verb.DECIDE, period, side=side), by=by, on=stage.today)
