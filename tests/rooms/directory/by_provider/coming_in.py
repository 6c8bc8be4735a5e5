"""Signing in through a provider: the way of whoever was invited."""

from urllib.parse import parse_qsl, urlsplit

import pytest
from allauth.account.models import EmailAddress
from allauth.socialaccount.models import SocialAccount, SocialApp
from django.conf import settings
from django.core import mail
from django.test import Client
from django.urls import reverse

from renkei.directory.models import Membership, Person
from tests.cast import Cast
from tests.rooms.directory.by_provider.steps import ADDRESS, gone_to, invited, sign_in, tied
from tests.rooms.directory.fake_provider import FakeProvider
from tests.rooms.directory.people import is_signed_in

pytestmark = pytest.mark.django_db


def test_sign_in_page_offers_the_providers(client: Client, cast: Cast) -> None:
    page = client.get(reverse("account_login")).content.decode()

    assert "市の職員アカウント" in page
    assert "道の職員アカウント" in page


def test_question_has_state_nonce_and_challenge(client: Client, city: FakeProvider) -> None:
    first, second = (dict(parse_qsl(urlsplit(gone_to(client)).query)) for _ in range(2))

    assert {first["response_type"], first["code_challenge_method"]} == {"code", "S256"}
    assert first["redirect_uri"] == f"{settings.ADDRESS}/account/organisation/city/return/"
    for name in ("state", "nonce", "code_challenge"):
        assert len(first[name]) >= 16
        assert first[name] != second[name]


def test_question_takes_nothing_from_the_page(client: Client, city: FakeProvider) -> None:
    address = reverse("openid_connect_login", args=["city"])

    page = client.post(f"{address}?scope=admin&auth_params=prompt%3Dnone&process=connect")

    assert "admin" not in page.headers["Refresh"]
    assert "prompt" not in page.headers["Refresh"]


def test_link_alone_begins_nothing(client: Client, city: FakeProvider) -> None:
    response = client.get(reverse("openid_connect_login", args=["city"]))

    assert (response.status_code, city.asked) == (405, [])


def test_unknown_provider_is_not_found(client: Client, city: FakeProvider) -> None:
    for key in ("nobody", "openid_connect"):
        response = client.post(reverse("openid_connect_login", args=[key]))

        assert response.status_code == 404


def test_row_in_the_table_of_allauth_opens_no_door(client: Client, city: FakeProvider) -> None:
    SocialApp.objects.create(provider="openid_connect", provider_id="mine", client_id="mine")

    response = client.post(reverse("openid_connect_login", args=["mine"]))

    assert response.status_code == 404


def test_first_sign_in_ties_whoever_was_invited(
    client: Client, city: FakeProvider, officer: Person
) -> None:
    response = sign_in(client, city)

    assert response.status_code == 302
    assert is_signed_in(client)
    assert tied() == [(officer.key, "city")]
    assert [letter.to for letter in mail.outbox] == [[officer.email]]


def test_nothing_of_what_the_provider_tells_is_kept(
    client: Client, city: FakeProvider, officer: Person
) -> None:
    city.claims["name"] = "A name of the provider"

    sign_in(client, city)

    account = SocialAccount.objects.get()
    assert account.extra_data == {}
    assert "1234" not in account.uid


def test_person_is_known_by_issuer_and_subject_when_her_address_has_changed(
    client: Client, city: FakeProvider, officer: Person
) -> None:
    sign_in(Client(), city)
    city.claims["email"] = "married@elsewhere.example"

    sign_in(client, city)

    assert client.session["_auth_user_id"] == officer.key


def test_waiting_invitation_makes_the_account_and_the_seat(
    client: Client, city: FakeProvider, cast: Cast
) -> None:
    city.claims["email"] = "New@City.example"
    invited(cast.units["city_section"], "new@city.example")

    sign_in(client, city)

    person = Person.objects.get(email="new@city.example")
    assert client.session["_auth_user_id"] == person.key
    assert not person.has_usable_password()
    assert Membership.objects.get(person=person).unit == cast.units["city_section"]


def test_address_and_its_proof_may_be_told_beside_the_token(
    client: Client, city: FakeProvider, officer: Person
) -> None:
    city.claims |= {"email": "-", "email_verified": "-"}
    city.told_beside = {"sub": "1234", "email": ADDRESS, "email_verified": True}

    sign_in(client, city)

    assert tied() == [(officer.key, "city")]


def test_provider_with_elliptic_keys_is_understood(
    client: Client, city: FakeProvider, cast: Cast
) -> None:
    invited(cast.units["prefecture_section"], "p@prefecture.example", by=cast.prefecture_officer)
    EmailAddress.objects.create(
        user=cast.prefecture_officer, email="p@prefecture.example", verified=True, primary=True
    )
    city.other.claims["email"] = "p@prefecture.example"

    sign_in(client, city.other, "prefecture")

    assert tied() == [(cast.prefecture_officer.key, "prefecture")]


def test_signing_out_ends_the_session(client: Client, city: FakeProvider, officer: Person) -> None:
    sign_in(client, city)

    client.post(reverse("account_logout"))

    assert not is_signed_in(client)
