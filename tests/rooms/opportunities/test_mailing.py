"""What somebody saw at the desk, sent home by mail."""

import pytest
from django.test import Client

from renkei.opportunities.models import Placement
from renkei.paperwork.models import Notice
from tests.cast import Cast
from tests.rooms.opportunities.doing import published, registered
from tests.rooms.opportunities.seeker_pages import page_of
from tests.signing_in import signed_in

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.usefixtures("places_loaded", "on_that_day"),
]


def test_desk_mails_what_fits_with_why_and_introduces_nobody(cast: Cast) -> None:
    seeker = registered(cast, language="en")
    posting = published(cast, title_en="Control engineer")
    client = signed_in(Client(), cast.counsellor)
    assert (
        "この一覧をメールで送る" in client.get(page_of(seeker, "introductions/")).content.decode()
    )

    client.post(page_of(seeker, "introductions/mail/"))

    letter = Notice.objects.get(template="opportunities.what_fits")
    assert letter.email == seeker.email
    assert letter.subject.startswith("Openings that fit you: 1")
    for part in ("Control engineer", "Obihiro", posting.key, "Experience gives"):
        assert part in letter.body
    assert not Placement.objects.exists()


def test_without_an_address_or_without_anything_that_fits_it_is_said(cast: Cast) -> None:
    client = signed_in(Client(), cast.counsellor)
    nobody = registered(cast, email="")
    nothing = registered(cast)

    for seeker, said in (
        (nobody, "メールアドレスが登録されていません"),
        (nothing, "送るものがありません"),
    ):
        answer = client.post(page_of(seeker, "introductions/mail/"), follow=True)
        assert said in answer.content.decode()
    assert not Notice.objects.filter(template="opportunities.what_fits").exists()


def test_others_mail_nothing(cast: Cast) -> None:
    seeker = registered(cast)
    for who in ("representative", "citizen"):
        client = signed_in(Client(), cast.people[who])
        assert client.post(page_of(seeker, "introductions/mail/")).status_code == 404
    assert not Notice.objects.filter(template="opportunities.what_fits").exists()
