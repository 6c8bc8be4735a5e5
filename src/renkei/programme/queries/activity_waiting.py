"""What waits of activities: drafts, joint records to confirm, objections, initiatives where nothing
was done this quarter."""

from collections.abc import Callable

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from renkei.core.addresses import address_of_page, addresses_of
from renkei.core.rights import Asker, Role, Verb
from renkei.core.sides import OTHER, Side
from renkei.core.waiting import Columns, Head, Sort, Waiting, Waits
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
    return [_drafts(asker), _unseen(asker), _objected(asker), _idle(asker)]


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


def _idle(asker: Asker) -> Sort:
    """What units of mine lead and for which they recorded nothing yet."""
    on = asker.on or timezone.localdate()
    quarter = quarter_of(on)
    roles = (Role.OFFICER, Role.BUREAU_OFFICER)
    units = {seat.unit for seat in asker.seats if seat.role in roles and seat.side in OTHER}
    title, step = _("%(initiative)s %(quarter)sの活動"), _("活動を記録する")
    address = address_of_page("programme:new_activity")

    def tell(one: Head) -> Waiting:
        return Waiting(
            title=title % {"initiative": one.title, "quarter": quarter.label},
            step=step,
            address=f"{address}?initiative={one.title}",
            since=quarter.first,
            due=quarter.last,
            unit=one.unit,
        )

    found = without_activity(led_by(units, on, asker), quarter)
    return Sort(found, tell, {"title": "initiative", "since": "valid_from", "unit": "unit"})


ACTIVITIES = Waits(_sorts)
