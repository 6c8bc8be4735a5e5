"""Pages of people and accounts: each as who may see it and as somebody who may not."""

import pytest
from django.test import Client
from django.urls import reverse

from tests.cast import Cast, standing_cast
from tests.signing_in import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return standing_cast()


OPEN = ["account_login", "account_signup", "account_reset_password"]
OWN = [
    *("directory:me", "directory:factor", "directory:sessions", "directory:erase_me"),
    *("mfa_index", "account_email", "account_change_password", "mfa_activate_totp"),
    *("mfa_add_webauthn", "account_reauthenticate"),
]


@pytest.mark.parametrize("name", OPEN)
@pytest.mark.parametrize("language", ["", "/en"])
def test_page_for_everybody(client: Client, name: str, language: str) -> None:
    answer = client.get(language + reverse(name))

    assert answer.status_code == 200


@pytest.mark.parametrize("name", OWN)
def test_own_page_asks_to_sign_in(client: Client, name: str) -> None:
    answer = client.get(reverse(name))

    assert answer.status_code == 302
    assert answer["Location"].startswith(reverse("account_login"))


@pytest.mark.parametrize("name", [*OWN[:6], *OWN[7:9]])
def test_own_page(client: Client, cast: Cast, name: str) -> None:
    cast.citizen.set_password("a long password that is good")
    cast.citizen.save()

    answer = signed_in(client, cast.citizen).get(reverse(name), follow=True)

    assert answer.status_code == 200
    assert not answer.redirect_chain or name == "directory:factor"
