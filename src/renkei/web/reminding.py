"""The letter of the morning: what waits for somebody, and what of it is late."""

from collections import Counter
from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from renkei.core.waiting import Waiting
from renkei.core.writing import listed, number
from renkei.directory.queries.seats import asker_for, people_to_reach
from renkei.paperwork.actions.notices import Recipient, send
from renkei.paperwork.queries.notices import told_on
from renkei.web.tasks import to_do

TEMPLATE = "web.waits_today"
MOST_STEPS = 6


def remind_everybody(on: date) -> int:
    """Tell each person once a day what waits; nobody is told of nothing.

    It may be started again after a fault: whoever was told on that day is left out.
    """
    told = told_on(TEMPLATE, on)
    return sum(_remind(one, on) for one in people_to_reach() if one.key not in told)


@transaction.atomic
def _remind(person: Any, on: date) -> bool:
    with override(person.language):
        waiting = to_do(asker_for(person, on=on))
        steps = _steps(waiting)
    if not waiting:
        return False
    dues = [task.due for task in waiting if task.due]
    send(
        TEMPLATE,
        to=[Recipient(person=person.key, email=person.email, language=person.language)],
        context={
            "n": len(waiting),
            "overdue": sum(due < on for due in dues),
            "today": dues.count(on),
            "steps": steps,
        },
    )
    return True


def _steps(waiting: Iterable[Waiting]) -> str:
    """What to do, most first; titles may name people, and a letter leaves the house."""
    counted = Counter(task.step for task in waiting).most_common(MOST_STEPS + 1)
    told = [
        _("%(step)s：%(n)s件") % {"step": step, "n": number(n)} for step, n in counted[:MOST_STEPS]
    ]
    return listed([*told, *([_("ほか")] if len(counted) > MOST_STEPS else [])])
