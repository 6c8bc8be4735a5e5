"""Reminders: set one, postpone it, be done with it."""

from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from renkei.core.errors import Refused
from renkei.core.moves import locked, move
from renkei.core.rights import Asker, Verb, must
from renkei.paperwork.models import Reminder
from renkei.paperwork.states import ReminderState

LONGEST_TEXT = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class For:
    """Whom to remind: one person, or whoever is there at a unit."""

    person: str = ""
    unit: str = ""


@transaction.atomic
def remind(
    whom: For, text: str, *, by: Asker, due_on: date, about: tuple[str, str] = ("", "")
) -> Reminder:
    """Tell somebody of something on a day; `about` is the kind and key of the record it is about.

    Errors  NotPermitted for another person, or a unit where `by` has no seat;
            Refused without a text, or for a day that is past
    """
    reminder = Reminder(
        person=whom.person,
        unit=whom.unit,
        about_kind=about[0],
        about_key=about[1],
        text=" ".join(text.split())[:LONGEST_TEXT],
        due_on=due_on,
        made_by=by.person,
    )
    must(by, Verb.WRITE, reminder)
    if not reminder.text:
        raise Refused(_("何を思い出したいかを書いてください。"))
    _must_be_to_come(due_on)
    reminder.save(force_insert=True)
    return reminder


@transaction.atomic
def postpone_reminder(reminder: Reminder, *, by: Asker, to: date) -> Reminder:
    """Errors  NotPermitted; WrongState when it is done; Refused for a day that is past"""
    reminder = locked(reminder)
    must(by, Verb.WRITE, reminder)
    if reminder.state != ReminderState.OPEN:
        move(reminder, to=ReminderState.OPEN)  # refuses, and says why
    _must_be_to_come(to)
    reminder.due_on = to
    reminder.save(update_fields=["due_on"])
    return reminder


@transaction.atomic
def finish_reminder(reminder: Reminder, *, by: Asker) -> Reminder:
    """Errors  NotPermitted; WrongState when somebody at the unit was faster"""
    reminder = locked(reminder)
    must(by, Verb.WRITE, reminder)
    move(reminder, to=ReminderState.DONE, done_by=by.person, done_at=timezone.now())
    return reminder


def _must_be_to_come(day: date) -> None:
    if day < timezone.localdate():
        raise Refused(_("今日か、これからの日を選んでください。"))
