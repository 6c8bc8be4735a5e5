"""What the tests of reports stand on: the standing people and a year of activities."""

from datetime import UTC, date, datetime

from renkei.core.sides import Side
from renkei.journal.actions import record
from renkei.journal.models import Entry
from renkei.programme.actions.reports import agree_to_report, make_report
from renkei.programme.events.activities import ActivityHeld
from renkei.programme.models import Report
from renkei.programme.reporting.subjects import Wanted
from renkei.programme.states import Form
from tests.cast import Cast

YEAR = 2025
MAY = date(2025, 5, 20)
ON = date(2026, 5, 1)


def held(
    cast: Cast,
    who: str = "city_officer",
    *,
    on: date = MAY,
    initiatives: tuple[str, ...] = ("II-3",),
    side: str = "",
    place: str = "",
    participants: int | None = None,
) -> Entry:
    event = ActivityHeld(
        subject_kind="activity",
        subject_key=f"a{Entry.objects.count()}",
        initiatives=initiatives,
        side=side,
        place=place,
        form=Form.SEMINAR,
        participants=participants,
    )
    return record(event, by=cast.asker(who), on=on)


def now() -> datetime:
    return datetime.now(UTC)


def wanted(**more: object) -> Wanted:
    return Wanted(**{"scope": "programme", "fiscal_year": YEAR, "known_at": now(), **more})  # type: ignore[arg-type]


def made(cast: Cast, who: str = "city_office", **more: object) -> Report:
    return make_report(wanted(**more), by=cast.asker(who), on=ON)


def published(cast: Cast, **more: object) -> Report:
    report = made(cast, **more)
    for who, side in (("city_office", Side.CITY), ("prefecture_office", Side.PREFECTURE)):
        report = agree_to_report(report, side=side, by=cast.asker(who), on=ON)
    return report
