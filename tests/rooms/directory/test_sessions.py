"""A session is asked for with a statement of before; it says no more than it did."""

from datetime import timedelta

import pytest
import time_machine
from django.conf import settings
from django.contrib.auth import get_user
from django.contrib.sessions.models import Session
from django.http import HttpRequest
from django.test import Client
from django.utils import timezone

from renkei.directory.models import Person
from renkei.directory.sessions import Backend, SessionStore
from tests.cast import standing_cast
from tests.signing_in import signed_in

pytestmark = pytest.mark.django_db


def asked_by(client: Client) -> HttpRequest:
    request = HttpRequest()
    request.session = SessionStore(client.cookies[settings.SESSION_COOKIE_NAME].value)
    return request


def test_session_is_that_of_its_person() -> None:
    cast = standing_cast()
    officer = signed_in(Client(), cast.city_officer)
    counsellor = signed_in(Client(), cast.counsellor)

    assert get_user(asked_by(officer)) == cast.city_officer
    assert get_user(asked_by(counsellor)) == cast.counsellor


def test_account_is_whole() -> None:
    person = standing_cast().city_officer

    found = Backend().get_user(person.pk)

    assert found is not None
    told = [field.attname for field in Person._meta.concrete_fields]
    assert [getattr(found, one) for one in told] == [
        getattr(Person.objects.get(pk=person.pk), one) for one in told
    ]
    assert not found._state.adding


def test_closed_account_is_nobody_at_once() -> None:
    person = standing_cast().city_officer
    client = signed_in(Client(), person)
    assert get_user(asked_by(client)).is_authenticated

    Person.objects.filter(pk=person.pk).update(is_active=False)

    assert not get_user(asked_by(client)).is_authenticated


def test_new_password_ends_other_sessions() -> None:
    person = standing_cast().city_officer
    client = signed_in(Client(), person)

    person.set_password("another long password")
    person.save()

    assert not get_user(asked_by(client)).is_authenticated


def test_session_ends_when_its_time_is_over() -> None:
    client = signed_in(Client(), standing_cast().city_officer)
    key = client.cookies[settings.SESSION_COOKIE_NAME].value
    assert SessionStore(key).load()

    with time_machine.travel(timezone.now() + timedelta(days=15), tick=False):
        assert SessionStore(key).load() == {}


@pytest.mark.parametrize("key", ["unknown", "%", "'", "q" * 40])
def test_unknown_session_is_not_taken_up(key: str) -> None:
    signed_in(Client(), standing_cast().city_officer)
    session = SessionStore(key)

    assert session.load() == {}
    assert session.session_key is None


def test_session_that_was_deleted_is_over() -> None:
    client = signed_in(Client(), standing_cast().city_officer)

    Session.objects.all().delete()

    assert not get_user(asked_by(client)).is_authenticated
