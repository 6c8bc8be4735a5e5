"""Invitations: offered to an address, opened once, for so long."""

from datetime import date, timedelta

import pytest
import time_machine
from allauth.account.models import EmailAddress
from django.core import mail
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoCaptureOnCommitCallbacks

from renkei.core.errors import NotPermitted, Refused
from renkei.core.rights import Role
from renkei.directory.actions.invitations import digest_of, invite, resend, withdraw
from renkei.directory.actions.seats import Offer
from renkei.directory.models import Invitation, Membership, Person
from renkei.directory.states import InvitationState
from tests.cast import Cast, standing_cast
from tests.rooms.directory.people import TODAY, link_in, sign_in, with_password
from tests.signing_in import signed_in

pytestmark = pytest.mark.django_db
NEW = "new@example.org"


@pytest.fixture
def cast() -> Cast:
    return standing_cast()


def offer(cast: Cast, **more: object) -> Offer:
    return Offer(
        **{
            "unit": cast.units["company"],
            "role": Role.REPRESENTATIVE,
            "valid_from": TODAY,
            **more,
        }
    )


@pytest.fixture
def link(cast: Cast, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks) -> str:
    """Of an invitation of a firm's administrator to an address without an account."""
    return link_for(cast, NEW, django_capture_on_commit_callbacks)


def link_for(cast: Cast, email: str, capture: DjangoCaptureOnCommitCallbacks) -> str:
    by = cast.asker("company_administrator", on=TODAY)
    with capture(execute=True):
        invite(email, offer(cast), name="New Person", by=by, on=TODAY)
    return link_in(mail.outbox[-1])


def accept_as_new(client: Client, link: str, **more: str) -> object:
    client.get(link)
    form = {"name": "New Person", "password": "seven quiet rivers flow", "way": "password"}
    return client.post(reverse("directory:invited"), form | more)


# --- sending -------------------------------------------------------------------------------------


def test_invitation_keeps_only_the_digest_of_its_secret(cast: Cast, link: str) -> None:
    secret = link.rstrip("/").rpartition("/")[2]

    kept = Invitation.objects.values().get()

    assert kept["digest"] == digest_of(secret)
    assert secret not in str(kept)


def test_invitation_says_who_invites_to_what(cast: Cast, link: str) -> None:
    letter = str(mail.outbox[-1].body)

    assert "company_administrator" in letter
    assert "company of the tests company office" in letter


def test_letter_is_sent_only_when_the_invitation_is_sure(
    cast: Cast, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    with django_capture_on_commit_callbacks(execute=False):
        invite(NEW, offer(cast), by=cast.asker("company_administrator", on=TODAY), on=TODAY)

    assert mail.outbox == []


def test_inviting_answers_the_same_for_known_and_unknown(cast: Cast, client: Client) -> None:
    signed_in(client, cast.company_administrator)
    address = reverse("directory:invite", args=[cast.units["company"].key])
    form = {"role": Role.REPRESENTATIVE, "valid_from": "2026-11-25"}

    answers = [
        client.post(address, form | {"email": email}) for email in (NEW, str(cast.citizen.email))
    ]

    assert {(answer.status_code, answer["Location"]) for answer in answers} == {
        (302, reverse("directory:unit_people", args=[cast.units["company"].key]))
    }


def test_same_invitation_twice_is_refused(cast: Cast, link: str) -> None:
    with pytest.raises(Refused, match="すでに送って"):
        invite(NEW, offer(cast), by=cast.asker("company_administrator", on=TODAY), on=TODAY)


@pytest.mark.parametrize("who", ["representative", "other_representative", "citizen", "auditor"])
def test_inviting_is_not_for_everybody(cast: Cast, who: str) -> None:
    with pytest.raises(NotPermitted):
        invite(NEW, offer(cast), by=cast.asker(who, on=TODAY), on=TODAY)


def test_mail_that_fails_is_told_and_the_invitation_stays(
    cast: Cast,
    settings: object,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"  # type: ignore[attr-defined]
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1  # type: ignore[attr-defined]

    with (
        pytest.raises(Refused, match="送れませんでした"),
        django_capture_on_commit_callbacks(execute=True),
    ):
        invite(NEW, offer(cast), by=cast.asker("company_administrator", on=TODAY), on=TODAY)

    assert Invitation.objects.get().state == InvitationState.SENT


# --- accepting -----------------------------------------------------------------------------------


def test_new_person_accepts_with_a_password(client: Client, cast: Cast, link: str) -> None:
    accept_as_new(client, link)

    new = Person.objects.get(email=NEW)
    assert cast.asker("representative", on=TODAY).units == {cast.units["company"].key}
    assert new.memberships.get().role == Role.REPRESENTATIVE
    assert EmailAddress.objects.get(email=NEW).verified
    assert client.get(reverse("directory:me")).status_code == 200


def test_new_person_accepts_with_a_passkey(client: Client, link: str) -> None:
    answer = accept_as_new(client, link, way="passkey", password="")

    assert answer["Location"] == reverse("mfa_add_webauthn")  # type: ignore[index]
    assert not Person.objects.get(email=NEW).has_usable_password()
    assert client.get(reverse("mfa_add_webauthn")).status_code == 200


def test_poor_password_is_refused_at_acceptance(client: Client, link: str) -> None:
    answer = accept_as_new(client, link, password="too short")

    assert answer.status_code == 200  # type: ignore[attr-defined]
    assert not Person.objects.filter(email=NEW).exists()


def test_known_person_signs_in_and_accepts(
    client: Client,
    cast: Cast,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    citizen = with_password(cast.citizen)
    link = link_for(cast, str(citizen.email), django_capture_on_commit_callbacks)
    page = client.get(link, follow=True)
    sign_in(client, citizen, next=reverse("directory:invited"))

    client.post(reverse("directory:invited"))

    assert "ログインして受ける" in page.content.decode()
    assert citizen.memberships.get().role == Role.REPRESENTATIVE


def test_invitation_is_bound_to_its_address(client: Client, cast: Cast, link: str) -> None:
    with_password(cast.outsider)
    sign_in(client, cast.outsider)
    client.get(link)

    answer = client.post(reverse("directory:invited"))

    assert f"この招待は{NEW}宛てです" in answer.content.decode()
    assert not cast.outsider.memberships.exists()


def gone(answer: object) -> tuple[int, bool]:
    return (
        answer.status_code,  # type: ignore[attr-defined]
        "この招待は使えません" in answer.content.decode(),  # type: ignore[attr-defined]
    )


def test_link_opens_once(cast: Cast, link: str) -> None:
    accept_as_new(Client(), link)

    assert gone(Client().get(link)) == (410, True)


def test_link_that_was_opened_twice_gives_one_seat(cast: Cast, link: str) -> None:
    first, second = Client(), Client()
    second.get(link)
    accept_as_new(first, link)

    answer = second.post(
        reverse("directory:invited"),
        {"name": "x", "password": "seven quiet rivers flow", "way": "password"},
    )

    assert gone(answer) == (410, True)


def test_link_ends_with_the_seat_of_whoever_invited(cast: Cast, link: str) -> None:
    cast.company_administrator.memberships.update(valid_to=date(2026, 3, 31))

    answer = accept_as_new(Client(), link)

    assert "招待した人に、この席を用意する役割がなくなりました" in answer.content.decode()  # type: ignore[attr-defined]
    assert Invitation.objects.get().state == InvitationState.SENT
    assert not Person.objects.filter(email=NEW).exists()


def test_link_ends_after_fourteen_days(client: Client, link: str) -> None:
    expires = Invitation.objects.get().expires_at

    with time_machine.travel(expires - timedelta(seconds=1), tick=False):
        before = client.get(link).status_code
    with time_machine.travel(expires, tick=False):
        after = client.get(link)

    assert (before, gone(after)) == (302, (410, True))


def test_unknown_link_answers_as_a_used_one(client: Client) -> None:
    answer = client.get(reverse("directory:invitation", args=["nothing-of-ours"]))

    assert gone(answer) == (410, True)


def test_withdrawn_link_opens_nothing(client: Client, cast: Cast, link: str) -> None:
    withdraw(Invitation.objects.get(), by=cast.asker("company_administrator", on=TODAY), on=TODAY)

    assert gone(client.get(link)) == (410, True)


def test_new_link_closes_the_old_one(
    client: Client,
    cast: Cast,
    link: str,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        resend(Invitation.objects.get(), by=cast.asker("company_administrator", on=TODAY))

    new = link_in(mail.outbox[-1])
    assert (gone(client.get(link)), client.get(new).status_code) == ((410, True), 302)


def test_link_is_not_sent_again_by_whoever_lost_her_seat(cast: Cast, link: str) -> None:
    Membership.objects.filter(person=cast.company_administrator).delete()

    with pytest.raises(NotPermitted):
        resend(Invitation.objects.get(), by=cast.asker("company_administrator", on=TODAY))


def test_withdrawing_of_another_firm_is_not_permitted(cast: Cast, link: str) -> None:
    with pytest.raises(NotPermitted):
        withdraw(
            Invitation.objects.get(), by=cast.asker("other_representative", on=TODAY), on=TODAY
        )


def test_invitation_to_a_unit_that_was_closed_meanwhile_gives_no_seat(
    client: Client, cast: Cast, link: str
) -> None:
    unit = cast.units["company"]
    unit.closed_on = date(2026, 11, 1)
    unit.save()

    answer = accept_as_new(client, link)

    assert "廃止されています" in answer.content.decode()  # type: ignore[attr-defined]
    assert not Person.objects.filter(email=NEW).exists()
