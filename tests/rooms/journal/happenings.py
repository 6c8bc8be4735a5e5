"""Kinds of entry that only the tests write, and a short way to write one."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Annotated

from django.db.models import TextChoices
from django.utils.functional import lazy

from renkei.charter.text import Text
from renkei.core.rights import NOBODY, Asker
from renkei.core.writing import localized
from renkei.journal.actions import record
from renkei.journal.kinds import Event, kind
from renkei.journal.models import Entry

ON = date(2026, 10, 5)
# Declared kinds stand on a public page, and each of its texts is there in both languages.
in_both = lazy(localized, str)


class Level(TextChoices):
    FIRST = "first", in_both(Text("一つ星", "one star"))
    SECOND = "second", in_both(Text("二つ星", "two stars"))


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
