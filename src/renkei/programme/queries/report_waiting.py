"""Reports that wait until both programme offices have said that they are right."""

from collections.abc import Callable

from django.db.models import Case, DateTimeField, F, Q, When
from django.utils.translation import gettext as _

from renkei.core.addresses import addresses_of
from renkei.core.rights import Asker, Role, Verb
from renkei.core.sides import OTHER, Side
from renkei.core.waiting import Columns, Head, Sort, Waiting, Waits, named
from renkei.programme.models import Report
from renkei.programme.states import ReportState

OPEN = (ReportState.DRAFT, ReportState.CHECKED)


def _sorts(asker: Asker) -> list[Sort]:
    """To agree to where one's own side has not; to watch where the other side has not."""
    offices = {seat.side: seat.unit for seat in asker.seats if seat.role == Role.PROGRAMME_OFFICE}
    found = Report.objects.visible_to(asker, Verb.PUBLISH).filter(state__in=OPEN)
    return [
        sort
        for side in OTHER
        if side in offices
        for sort in (
            Sort(found.filter(_lacks(side)), _to_agree(offices[side]), _columns(side)),
            Sort(found.filter(~_lacks(side), _lacks(OTHER[side])), _elsewhere(), _columns(side)),
        )
    ]


def _lacks(side: Side) -> Q:
    return Q(**{f"{side.value}_at": None})


def _columns(side: Side) -> Columns:
    """Since the other side agreed where it has, else since the draft was made."""
    other = f"{OTHER[side].value}_at"
    since = Case(
        When(**{f"{other}__isnull": False}, then=F(other)),
        default=F("made_at"),
        output_field=DateTimeField(),
    )
    return {"title": named("title"), "since": since}


def _to_agree(unit: str) -> Callable[[Head], Waiting]:
    step = _("報告書を確かめる")
    address = addresses_of("programme:report")

    def tell(one: Head) -> Waiting:
        return Waiting(
            title=one.title,
            step=step,
            address=address(one.key),
            since=one.since_day,
            unit=unit,
        )

    return tell


def _elsewhere() -> Callable[[Head], Waiting]:
    step = _("相手側の確認を待つ")
    address = addresses_of("programme:report")

    def tell(one: Head) -> Waiting:
        return Waiting(
            title=one.title,
            step=step,
            address=address(one.key),
            since=one.since_day,
            is_elsewhere=True,
        )

    return tell


REPORTS = Waits(_sorts)
