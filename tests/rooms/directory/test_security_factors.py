"""The second factor: obligatory for staff, shown in each session, guarded itself."""

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from renkei.paperwork.models import Disclosure
from tests.cast import Cast, person, standing_cast
from tests.rooms.directory.people import (
    code_of,
    is_signed_in,
    sign_in,
    with_application,
    with_password,
)
from tests.signing_in import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return standing_cast()


def test_password_alone_does_not_sign_in_whoever_has_a_factor(client: Client) -> None:
    known = with_password(person("known"))
    with_application(known)

    answer = sign_in(client, known)

    assert answer["Location"] == reverse("mfa_authenticate")
    assert not is_signed_in(client)


def test_code_signs_in(client: Client) -> None:
    known = with_password(person("known"))
    secret = with_application(known)
    sign_in(client, known)

    client.post(reverse("mfa_authenticate"), {"code": code_of(secret)})

    assert is_signed_in(client)


def test_code_counts_once_even_after_its_half_minute(client: Client) -> None:
    known = with_password(person("known"))
    secret = with_application(known)
    with time_machine.travel("2026-11-25T08:30:01+09:00", tick=False) as now:
        code = code_of(secret)
        sign_in(client, known)
        client.post(reverse("mfa_authenticate"), {"code": code})
        now.shift(40)  # the clock of the application may be behind, so it is still taken
        thief = Client()
        sign_in(thief, known)

        thief.post(reverse("mfa_authenticate"), {"code": code})

    assert (is_signed_in(client), is_signed_in(thief)) == (True, False)


def test_officer_without_a_factor_is_led_to_set_one_up(client: Client, cast: Cast) -> None:
    with_password(cast.city_officer)

    answer = sign_in(client, cast.city_officer)

    assert answer["Location"] == reverse("directory:factor")


@pytest.mark.parametrize("name", ["directory:people", "notices:inbox", "tasks", "jobs:home"])
def test_work_leads_an_officer_without_a_factor_to_set_one_up(
    client: Client, cast: Cast, name: str
) -> None:
    with_password(cast.city_officer)
    sign_in(client, cast.city_officer)

    answers = [client.get(reverse(name)), client.post(reverse(name))]

    assert {(answer.status_code, answer["Location"]) for answer in answers} == {
        (302, reverse("directory:factor"))
    }


@pytest.mark.parametrize("address", ["/", "/en/", "/programme/", "/en/account/me/"])
def test_public_pages_and_the_account_stay_open_to_a_password_alone(
    client: Client, cast: Cast, address: str
) -> None:
    with_password(cast.city_officer)
    sign_in(client, cast.city_officer)

    assert client.get(address).status_code == 200


def test_password_alone_does_not_fetch_what_an_officer_did(client: Client, cast: Cast) -> None:
    signed_in(client, cast.city_officer, has_shown_factor=False)

    page = client.get(reverse("paperwork:about_me"))
    made = client.post(reverse("paperwork:about_me"))

    assert (page["Location"], made["Location"]) == (reverse("directory:factor"),) * 2
    assert not Disclosure.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_setting_up_an_application_opens_the_seats(client: Client, cast: Cast) -> None:
    with_password(cast.city_officer)
    sign_in(client, cast.city_officer)
    client.get(reverse("mfa_activate_totp"))
    secret = client.session["mfa.totp.secret"]

    client.post(reverse("mfa_activate_totp"), {"code": code_of(secret)})

    assert client.get(reverse("directory:people")).status_code == 200


def test_removing_the_last_factor_closes_the_seats(client: Client, cast: Cast) -> None:
    from allauth.mfa.models import Authenticator

    signed_in(client, cast.city_officer)
    passkey = Authenticator.objects.create(
        user=cast.city_officer, type=Authenticator.Type.WEBAUTHN, data={"name": "a key"}
    )
    before = client.get(reverse("directory:people")).status_code

    client.post(reverse("mfa_remove_webauthn", args=[passkey.pk]))

    assert (before, client.get(reverse("directory:people")).status_code) == (200, 302)


def test_officer_may_not_remove_the_only_application(client: Client, cast: Cast) -> None:
    with_application(cast.city_officer)
    signed_in(client, cast.city_officer)

    client.post(reverse("mfa_deactivate_totp"))

    assert cast.city_officer.authenticator_set.filter(type="totp").exists()


def test_recovery_code_signs_in_once(client: Client) -> None:
    from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes

    known = with_password(person("known"))
    with_application(known)
    code = RecoveryCodes.activate(known).get_unused_codes()[0]
    sign_in(client, known)
    client.post(reverse("mfa_authenticate"), {"code": code})
    again = Client()
    sign_in(again, known)

    again.post(reverse("mfa_authenticate"), {"code": code})

    assert (is_signed_in(client), is_signed_in(again)) == (True, False)


def test_secret_of_a_factor_is_not_readable_in_the_database() -> None:
    known = person("known")

    secret = with_application(known)

    assert secret not in str(known.authenticator_set.values_list("data", flat=True).get())


def test_factors_ask_for_the_password_again(client: Client) -> None:
    known = with_password(person("known"))
    with time_machine.travel("2026-11-25T08:30:00+09:00", tick=False) as now:
        sign_in(client, known)
        now.shift(6 * 60)

        answer = client.get(reverse("mfa_activate_totp"))

    assert answer["Location"].startswith(reverse("account_reauthenticate"))
