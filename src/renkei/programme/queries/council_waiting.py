"""What waits of councils: invitations, papers, minutes, follow-ups."""

from datetime import date, timedelta

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from renkei.core.addresses import addresses_of
from renkei.core.prepared import RightNow
from renkei.core.rights import Asker, Verb
from renkei.core.waiting import Columns, Head, Sort, Tell, Waiting, Waits, named
from renkei.programme.models import Attendance, FollowUp, Meeting, Minutes, Paper
from renkei.programme.states import FollowUpState, MeetingState, MinutesState, PaperState

AHEAD = timedelta(days=30)  # so long before its day a follow-up is spoken of


def _sorts(asker: Asker) -> list[Sort]:
    on = asker.on or timezone.localdate()
    return [
        _invitations(asker),
        _papers(asker),
        _minutes(asker),
        _to_write(asker),
        _follow_ups(asker, on),
    ]


def _invitations(asker: Asker) -> Sort:
    """Mine, and those of what I speak for; not those that I only keep."""
    bodies = {seat.organisation for seat in asker.seats if not seat.side}
    mine = (
        Q(member__person=asker.person)
        | Q(member__organisation__in=bodies)
        | Q(member__unit__in=asker.units)
    )
    found = Attendance.objects.visible_to(asker, Verb.WRITE).filter(
        mine, reply="", meeting__state=MeetingState.CALLED, meeting__starts_at__gt=RightNow()
    )
    columns: Columns = {
        "title": named("meeting__title"),
        "since": "asked_at",
        "due": "meeting__starts_at",
        "person": "member__person",
    }
    return Sort(found, _told(_("出欠を答える"), "programme:reply"), columns)


def _papers(asker: Asker) -> Sort:
    found = Paper.objects.visible_to(asker, Verb.WRITE).filter(
        unit__in=asker.units,
        state=PaperState.AWAITED,
        meeting__state__in=(MeetingState.PLANNED, MeetingState.CALLED),
    )
    columns: Columns = {
        "title": named("title"),
        "since": "made_at",
        "due": "due_on",
        "unit": "unit",
    }
    return Sort(found, _told(_("会議資料を出す"), "programme:paper"), columns)


def _minutes(asker: Asker) -> Sort:
    """What others wrote; nobody checks what she wrote herself."""
    found = (
        Minutes.objects.visible_to(asker, Verb.DECIDE)
        .filter(state=MinutesState.DRAFT, return_reason="")
        .exclude(drafted_by=asker.person)
    )
    columns: Columns = {
        "title": named("meeting__title"),
        "state": "meeting_id",
        "since": "drafted_at",
    }
    return Sort(found, _of_a_meeting(_("議事録を確かめる")), columns)


def _to_write(asker: Asker) -> Sort:
    """Meetings that were held and have no minutes, or minutes that came back."""
    found = Meeting.objects.visible_to(asker, Verb.WRITE).filter(
        Q(minutes=None) | Q(minutes__drafted_by=asker.person) & ~Q(minutes__return_reason=""),
        state=MeetingState.HELD,
    )
    columns: Columns = {"title": named("title"), "state": "key", "since": "held_at"}
    return Sort(found, _of_a_meeting(_("議事録を書く")), columns)


def _follow_ups(asker: Asker, on: date) -> Sort:
    """Of my units; and what is late elsewhere, for those who keep the council."""
    mine = Q(unit__in=asker.units)
    found = FollowUp.objects.visible_to(asker, Verb.WRITE).filter(
        mine & Q(due_on__lte=on + AHEAD) | Q(due_on__lt=on), state=FollowUpState.OPEN
    )
    columns: Columns = {
        "title": named("text"),
        "since": "made_at",
        "due": "due_on",
        "unit": "unit",
    }
    units, step = asker.units, _("対応して報告する")
    address = addresses_of("programme:follow_up")

    def tell(one: Head) -> Waiting:
        return Waiting(
            title=one.title,
            step=step,
            address=address(one.key),
            since=one.since_day,
            due=one.due_day,
            unit=one.unit,
            is_elsewhere=one.unit not in units,
        )

    return Sort(found, tell, columns)


def _told(step: str, page: str) -> Tell:
    address = addresses_of(page)

    def tell(one: Head) -> Waiting:
        return Waiting(
            title=one.title,
            step=step,
            address=address(one.key),
            since=one.since_day,
            due=one.due_day,
            person=one.person,
            unit=one.unit,
        )

    return tell


def _of_a_meeting(step: str) -> Tell:
    """The key of the meeting stands where other records have their state."""
    address = addresses_of("programme:meeting")

    def tell(one: Head) -> Waiting:
        return Waiting(
            title=one.title,
            step=step,
            address=address(one.state),
            since=one.since_day,
        )

    return tell


COUNCILS = Waits(_sorts)
