"""Letters about meetings of councils, to whoever was asked to come."""

from collections.abc import Iterable

from django.utils import timezone

from renkei.charter.text import Text
from renkei.core.writing import moment
from renkei.directory.queries.seats import keepers_of
from renkei.directory.queries.standing import people_standing_for
from renkei.paperwork.actions.notices import Recipient, Value, send
from renkei.programme.models import CouncilMember, Meeting


def tell_called(meeting: Meeting, *, only: Iterable[CouncilMember] | None = None) -> None:
    """Come, please: when, where, and that an answer is awaited."""
    _send("programme.meeting_called", meeting, only, {})


def tell_changed(meeting: Meeting) -> None:
    _send("programme.meeting_changed", meeting, None, {})


def tell_cancelled(meeting: Meeting) -> None:
    _send("programme.meeting_cancelled", meeting, None, {"reason": meeting.note})


def _send(
    template: str, meeting: Meeting, only: Iterable[CouncilMember] | None, more: dict[str, Value]
) -> None:
    send(
        template,
        to=_recipients(_asked(meeting) if only is None else list(only)),
        context={
            "meeting": Text(meeting.title_ja, meeting.title_en or meeting.title_ja),
            "when": moment(meeting.starts_at),
            "where": _where(meeting),
            **more,
        },
        about=("meeting", meeting.key),
    )


def _asked(meeting: Meeting) -> list[CouncilMember]:
    return [one.member for one in meeting.attendances.select_related("member")]


def _recipients(members: list[CouncilMember]) -> list[Recipient]:
    today = timezone.localdate()
    people = people_standing_for(
        people=[one.person for one in members if one.person],
        organisations=[one.organisation for one in members if one.organisation],
        on=today,
    )
    for unit in (one.unit_id for one in members if one.unit_id):
        people += keepers_of(unit, on=today)
    return [Recipient(person=one.key, email=one.email, language=one.language) for one in people]


def _where(meeting: Meeting) -> Text:
    """Both where people may choose."""
    ja = [meeting.place_ja, "オンライン" if meeting.is_online else ""]
    en = [meeting.place_en or meeting.place_ja, "online" if meeting.is_online else ""]
    return Text("、".join(filter(None, ja)), ", ".join(filter(None, en)))
