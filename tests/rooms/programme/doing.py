"""What was done, put down as officers do it, for tests of activities and of their reach."""

from datetime import date
from typing import Any

from renkei.directory.actions.charges import Work, take_charge
from renkei.journal.models import Entry
from renkei.journal.queries import standing_entries
from renkei.programme.actions.activities import Done, record_activity
from renkei.programme.models import Activity
from tests.cast import Cast, standing_cast

TODAY = date(2026, 11, 25)
SPRING = date(2026, 4, 1)


def charged_cast(*initiatives: str) -> Cast:
    """The standing people; a section of each side is in charge of the initiatives."""
    cast = standing_cast()
    for side in ("prefecture", "city"):
        for reference in initiatives or ("I-3",):
            take_charge(
                cast.units[f"{side}_section"],
                Work(initiative=reference, valid_from=SPRING),
                by=cast.asker(f"{side}_office"),
                on=TODAY,
            )
    return cast


def done(**more: Any) -> Done:
    told: dict[str, Any] = {
        "initiatives": ("I-3",),
        "form": "seminar",
        "first_day": date(2026, 11, 20),
        "title_ja": "働き方セミナー",
        "place": "012041",
        "participants": 40,
    }
    return Done(**(told | more))


def recorded(cast: Cast, who: str = "city_officer", **more: Any) -> Activity:
    side = who.partition("_")[0]
    unit = cast.units[f"{side}_section"].key
    return record_activity(unit, done(**more), by=cast.asker(who), on=TODAY)


def counted(activity: Activity) -> list[tuple[str, int | None, str]]:
    """What of it stands in the journal now: side, participants and initiatives."""
    held = standing_entries().filter(kind="activity.held", subject_key=activity.key)
    return [
        (one.side, None if one.quantity is None else int(one.quantity), one.initiatives.strip())
        for one in held
    ]


def n_written(activity: Activity, kind: str = "activity.held") -> int:
    return Entry.objects.filter(kind=kind, subject_key=activity.key).count()
