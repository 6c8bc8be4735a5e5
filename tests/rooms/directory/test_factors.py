"""Staff that has shown only a password has no seat."""

import pytest
from django.contrib.auth import get_user
from django.http import HttpResponse
from django.test import Client, RequestFactory

from renkei.core.rights import Role, asker_of
from renkei.directory.middleware import asker as middleware
from renkei.directory.models import Person
from tests.cast import standing_cast
from tests.signing_in import signed_in

pytestmark = pytest.mark.django_db


def roles_of(person: Person, *, has_shown_factor: bool) -> list[Role]:
    client = signed_in(Client(), person, has_shown_factor=has_shown_factor)
    request = RequestFactory().get("/")
    request.session = client.session
    request.user = get_user(request)  # type: ignore[arg-type]
    middleware(lambda _request: HttpResponse())(request)
    return [seat.role for seat in asker_of(request).seats]


def test_officer_who_showed_a_factor_has_her_seat() -> None:
    cast = standing_cast()

    assert roles_of(cast.city_officer, has_shown_factor=True) == [Role.OFFICER]


def test_officer_who_showed_only_a_password_has_none() -> None:
    cast = standing_cast()

    assert roles_of(cast.city_officer, has_shown_factor=False) == []


def test_representative_of_a_company_needs_no_factor() -> None:
    cast = standing_cast()

    assert roles_of(cast.representative, has_shown_factor=False) == [Role.REPRESENTATIVE]


def test_factor_shown_by_somebody_else_in_the_session_counts_for_nobody() -> None:
    cast = standing_cast()
    client = signed_in(Client(), cast.city_officer)
    session = client.session
    session["account_authentication_methods_user"] = cast.prefecture_officer.pk
    session.save()
    request = RequestFactory().get("/")
    request.session = session
    request.user = get_user(request)  # type: ignore[arg-type]

    middleware(lambda _request: HttpResponse())(request)

    assert asker_of(request).seats == ()
