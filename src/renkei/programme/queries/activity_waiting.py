"""What waits of activities: drafts, joint records to confirm, objections, initiatives where nothing
was done this quarter."""

from collections import defaultdict
from collections.abc import Callable, Iterator
from datetime import date
from functools import lru_cache
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from renkei.charter.reader import programme
from renkei.core.addresses import address_of_page, addresses_of
from renkei.core.kept import KeptRows
from renkei.core.rights import Asker, Role, Verb
from renkei.core.sides import OTHER, Side
from renkei.core.waiting import Columns, Head, Sort, Waiting, Waits
from renkei.core.writing import listed
from renkei.directory.queries.charges import led_by
from renkei.programme.models import Activity
from renkei.programme.periods import quarter_of
from renkei.programme.queries.activities import without_activity
from renkei.programme.states import ActivityState, Form, OthersView

COLUMNS: Columns = {"title": "title_ja", "state": "form", "note": "initiatives", "since": "made_at"}

ANSWERING = (Role.OFFICER, Role.BUREAU_OFFICER, Role.PROGRAMME_OFFICE)


def _sorts(asker: Asker) -> list[Sort]:
    if not any(seat.side in OTHER for seat in asker.seats):
        return []
    return [_drafts(asker), _unseen(asker), _objected(asker)]


def _drafts(asker: Asker) -> Sort:
    found = Activity.objects.visible_to(asker, Verb.WRITE).filter(
        unit__in=asker.units, state=ActivityState.DRAFT
    )
    columns = {**COLUMNS, "person": "entered_by"}
    return Sort(found, _told(_("下書きを記録する"), "programme:change_activity"), columns)


def _unseen(asker: Asker) -> Sort:
    """Of my units; of a programme office also what names no unit of its side."""
    mine = Q(pk__in=[])
    for seat in asker.seats:
        if seat.role in ANSWERING:
            mine |= Q(other_unit__in=seat.units)
        if seat.role == Role.PROGRAMME_OFFICE and seat.side in OTHER:
            mine |= Q(other_unit=None, unit__side=OTHER[Side(seat.side)])
    found = Activity.objects.visible_to(asker).filter(
        mine, side=Side.JOINT, state=ActivityState.RECORDED, others_view=""
    )
    columns = {**COLUMNS, "since": "recorded_at", "unit": "other_unit"}
    return Sort(found, _told(_("共同の活動の記録を確かめる"), "programme:activity"), columns)


def _objected(asker: Asker) -> Sort:
    found = Activity.objects.visible_to(asker, Verb.DECIDE).filter(
        unit__in=asker.units, state=ActivityState.RECORDED, others_view=OthersView.OBJECTED
    )
    columns = {**COLUMNS, "since": "others_at", "unit": "unit"}
    return Sort(found, _told(_("相手側の異議を確かめる"), "programme:activity"), columns)


def _told(step: str, page: str) -> Callable[[Head], Waiting]:
    forms = {value: str(label) for value, label in Form.choices}
    address = addresses_of(page)

    def tell(one: Head) -> Waiting:
        return Waiting(
            title=f"{one.note.strip()} {one.title or forms.get(one.state, '')}",
            step=step,
            address=address(one.key),
            since=one.since_day,
            person=one.person,
            unit=one.unit,
        )

    return tell


def _idle(asker: Asker) -> Iterator[Waiting]:
    """In one line for each unit of mine, what it leads and for which it recorded nothing yet."""
    if not _recording(asker):
        return
    on = asker.on or timezone.localdate()
    quarter = quarter_of(on)
    rows, _told = _kept(asker, on).rows(asker)
    place = programme().place
    idle = defaultdict[str, list[str]](list)
    for unit, reference in sorted(rows, key=lambda row: place(row[1])):
        idle[unit].append(reference)
    for unit, references in idle.items():
        yield Waiting(
            title=_("%(quarter)sの活動の記録がない取組：%(references)s")
            % {"quarter": quarter.label, "references": listed(references)},
            step=_("活動を記録する"),
            address=f"{address_of_page('programme:new_activity')}?initiative={references[0]}",
            since=quarter.first,
            due=quarter.last,
            unit=unit,
        )


@lru_cache(maxsize=256)
def _kept(_asker: Asker, day: date) -> KeptRows[None]:
    def build(asker: Asker) -> tuple[QuerySet[Any, Any], None]:
        led = led_by(_recording(asker), day, asker).order_by()
        return without_activity(led, quarter_of(day)).values_list("unit", "initiative"), None

    return KeptRows(build)


def _recording(asker: Asker) -> set[str]:
    """The units for which the person records what was done."""
    roles = (Role.OFFICER, Role.BUREAU_OFFICER)
    return {seat.unit for seat in asker.seats if seat.role in roles and seat.side in OTHER}


ACTIVITIES = Waits(_sorts, _idle)
