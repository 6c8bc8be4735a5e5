"""A lost second factor: reset by whoever looks after the seat, with a reason, and told."""

import pytest
from django.test import Client
from django.urls import reverse

from renkei.core.errors import NotPermitted, Refused
from renkei.core.rights import Role
from renkei.directory.actions.accounts import reset_factor
from renkei.journal.models import Entry
from renkei.paperwork.models import Notice
from tests.cast import Cast, seat, standing_cast
from tests.rooms.directory.people import (
    TODAY,
    code_of,
    fact,
    has_factor,
    sign_in,
    with_application,
    with_password,
)
from tests.signing_in import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return standing_cast()


def reset(cast: Cast, whose: str, by: str, reason: str = "lost the telephone") -> None:
    held = cast.people[whose].memberships.first()
    assert held
    reset_factor(held, reason=reason, by=cast.asker(by, on=TODAY), on=TODAY)


def test_reset_takes_the_factor_ends_sessions_and_tells(cast: Cast) -> None:
    officer, browser = with_password(cast.city_officer), Client()
    secret = with_application(officer)
    sign_in(browser, officer)
    browser.post(reverse("mfa_authenticate"), {"code": code_of(secret)})
    before = browser.get(reverse("directory:me")).status_code

    reset(cast, "city_officer", by="city_administrator")

    assert (before, browser.get(reverse("directory:me")).status_code) == (200, 302)
    assert not has_factor(officer)
    entry, notice = Entry.objects.get(kind="person.factor_reset"), Notice.objects.get()
    assert (fact(entry, "reason"), entry.by) == ("lost the telephone", cast.city_administrator.key)
    assert (notice.person, "lost the telephone" in notice.body) == (officer.key, True)


@pytest.mark.parametrize(
    "by", ["prefecture_office", "company_administrator", "counsellor", "auditor", "citizen"]
)
def test_reset_by_others_is_not_permitted(cast: Cast, by: str) -> None:
    with_application(cast.city_officer)

    with pytest.raises(NotPermitted):
        reset(cast, "city_officer", by=by)

    assert has_factor(cast.city_officer)


def test_own_factor_is_reset_by_somebody_else(cast: Cast) -> None:
    with_application(cast.city_administrator)

    with pytest.raises(Refused, match="ほかの管理者"):
        reset(cast, "city_administrator", by="city_administrator")


def test_reset_needs_a_reason(cast: Cast) -> None:
    with pytest.raises(Refused, match="理由"):
        reset(cast, "city_officer", by="city_administrator", reason=" ")


def test_administrator_of_a_firm_does_not_weaken_the_account_of_an_officer(cast: Cast) -> None:
    seat(cast.representative, cast.units["city_section"], Role.OFFICER)
    with_application(cast.representative)
    held = cast.representative.memberships.get(role=Role.REPRESENTATIVE)

    with pytest.raises(Refused, match="ほかの部署"):
        reset_factor(
            held, reason="lost", by=cast.asker("company_administrator", on=TODAY), on=TODAY
        )

    assert has_factor(cast.representative)


def test_page_resets(client: Client, cast: Cast) -> None:
    with_application(cast.city_officer)
    held = cast.city_officer.memberships.get()
    signed_in(client, with_password(cast.city_administrator))

    answer = client.post(
        reverse("directory:reset_factor", args=[held.key]), {"reason": "lost the telephone"}
    )

    assert answer["Location"] == reverse("directory:seat", args=[held.key])
    assert not has_factor(cast.city_officer)


def test_page_is_not_there_for_others(client: Client, cast: Cast) -> None:
    held = cast.city_officer.memberships.get()
    signed_in(client, with_password(cast.counsellor))

    answer = client.get(reverse("directory:reset_factor", args=[held.key]))

    assert answer.status_code == 404
