"""Kinds of entry that only the tests write, and a short way to write one."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Annotated

from django.db.models import TextChoices

from renkei.charter.text import Text
from renkei.core.rights import NOBODY, Asker
from renkei.journal.actions import record
from renkei.journal.kinds import Event, kind
from renkei.journal.models import Entry

ON = date(2026, 10, 5)


class Level(TextChoices):
    FIRST = "first", "一つ星"
    SECOND = "second", "二つ星"


@kind("trial.held", Text("試しの開催", "Trial held"), initiatives=("I-2", "II-1"))
@dataclass(frozen=True, slots=True, kw_only=True)
class TrialHeld(Event):
    topic: Annotated[str, Text("題目", "topic")] = "雪"
    visitors: Annotated[int, Text("来場者", "visitors")] = 12
    is_open: bool = True
    fee: Decimal = Decimal("1.50")
    until: date = date(2026, 10, 6)
    level: Annotated[Level, Text("段階", "level")] = Level.FIRST
    rating: Annotated[int | None, Text("評価", "rating")] = None


@kind("trial.cancelled", Text("試しの中止", "Trial cancelled"))
@dataclass(frozen=True, slots=True, kw_only=True)
class TrialCancelled(Event):
    pass


def held(*, by: Asker = NOBODY, on: date = ON, subject: str = "trial-1", **more: object) -> Entry:
    return record(
        TrialHeld(subject_kind="trial", subject_key=subject, **more),  # type: ignore[arg-type]
        by=by,
        on=on,
    )
