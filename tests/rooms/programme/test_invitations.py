"""The calendar file of a meeting is what RFC 5545 asks for."""

import re

import pytest
from django.test import Client
from django.utils.translation import override

from renkei.core.calendar_files import folded
from renkei.programme.actions.meetings import cancel_meeting
from renkei.programme.invitations import calendar_file
from renkei.programme.models import Meeting
from tests.rooms.programme.councils import TODAY, called, council, planned
from tests.signing_in import signed_in

pytestmark = pytest.mark.django_db
ADDRESS = "https://renkei.example/programme/councils/meetings/x/"


def written(meeting: Meeting, *, shows_link: bool = False) -> str:
    return calendar_file(meeting, address=ADDRESS, host="renkei.example", shows_link=shows_link)


def unfolded(file: str) -> dict[str, str]:
    """As a reader of calendars does it: a line that begins with a space goes on."""
    lines = file.replace("\r\n ", "").removesuffix("\r\n").split("\r\n")
    return dict(line.split(":", 1) for line in lines)


def test_lines_end_with_cr_lf_and_are_no_longer_than_75_octets() -> None:
    of = council()
    meeting = called(of, title_ja="とても長い名前の会議" * 10)

    file = written(meeting)

    assert file.endswith("END:VCALENDAR\r\n")
    assert "\n" not in file.replace("\r\n", "")
    assert max(len(line.encode()) for line in file.split("\r\n")) <= 75
    assert unfolded(file)["SUMMARY"] == "とても長い名前の会議" * 10


@pytest.mark.parametrize("text", ["a" * 75, "a" * 76, "あ" * 25, "a" + "あ" * 60, "😀" * 40, ""])
def test_folding_loses_nothing_and_splits_no_character(text: str) -> None:
    parts = folded(text).split("\r\n")

    assert parts[0] + "".join(part.removeprefix(" ") for part in parts[1:]) == text
    assert all(len(part.encode()) <= 75 for part in parts)
    assert all(part.startswith(" ") for part in parts[1:])


def test_moments_are_utc_and_texts_are_escaped() -> None:
    of = council()
    meeting = called(of, title_ja="会議; その1, 「\\」", place_ja="本館,2階")

    told = unfolded(written(meeting))

    assert (told["DTSTART"], told["DTEND"]) == ("20260720T050000Z", "20260720T070000Z")
    assert re.fullmatch(r"\d{8}T\d{6}Z", told["DTSTAMP"])
    assert told["SUMMARY"] == r"会議\; その1\, 「\\」"
    assert told["LOCATION"] == r"本館\,2階"
    assert told["DESCRIPTION"] == rf"1. 若者の地元定着\n2. その他\n{ADDRESS}"
    assert told["UID"] == f"{meeting.key}@renkei.example"


def test_link_is_for_those_who_were_asked() -> None:
    of = council()
    meeting = called(of, is_online=True, link="https://meet.example/abc")

    assert "meet.example" not in written(meeting)
    assert "meet.example" in unfolded(written(meeting, shows_link=True))["DESCRIPTION"]


def test_change_counts_up_and_cancelling_is_said() -> None:
    of = council()
    meeting = called(of)
    before = int(unfolded(written(meeting))["SEQUENCE"])

    cancel_meeting(meeting, reason="大雪", by=of.office, on=TODAY)

    told = unfolded(written(Meeting.objects.get(pk=meeting.pk)))
    assert (told["STATUS"], int(told["SEQUENCE"])) == ("CANCELLED", before + 1)


def test_file_is_in_the_language_of_the_reader() -> None:
    of = council()
    with override("en"):
        told = unfolded(written(called(of)))

    assert told["SUMMARY"] == "First meeting"


def test_file_is_given_to_those_who_read_the_meeting(client: Client) -> None:
    of = council()
    public, inner, coming = called(of), called(of, is_public=False), planned(of)

    def status(meeting: Meeting) -> int:
        return client.get(f"/programme/councils/meetings/{meeting.key}.ics").status_code

    as_nobody = [status(one) for one in (public, inner, coming)]
    signed_in(client, of.cast.outsider)
    as_member = [status(one) for one in (public, inner, coming)]

    assert as_nobody == [200, 404, 404]
    assert as_member == [200, 200, 404]
    response = client.get(f"/programme/councils/meetings/{public.key}.ics")
    assert response.headers["Content-Type"].startswith("text/calendar")
