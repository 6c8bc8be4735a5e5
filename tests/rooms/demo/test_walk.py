"""Everybody of the demonstration follows every link: nothing breaks, and every page is met."""

import pytest
from pytest_django.plugin import DjangoDbBlocker

from renkei.demo import cast
from renkei.directory.models import Person
from renkei.directory.queries.seats import asker_for
from renkei.web.tasks import all_waiting
from tests.walk import Found, signed_in_routes, walk

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo_loaded")]
# Whose seat ended with the contract.
ONLY_LOOKS = {"last_counsellor"}


@pytest.fixture(scope="module")
def found(demo_loaded: None, django_db_blocker: DjangoDbBlocker) -> Found:
    with django_db_blocker.unblock():
        return walk()


def test_no_link_leads_to_an_error(found: Found) -> None:
    assert found.broken == []


def test_every_route_is_public_or_met_by_somebody(found: Found) -> None:
    assert [route for route in signed_in_routes() if route not in found.met] == []


@pytest.mark.parametrize("one", cast.offered(), ids=lambda one: one.id)
def test_in_each_seat_something_waits(one: cast.InventedPerson) -> None:
    waiting = all_waiting(asker_for(Person.objects.get(pk=one.key)))

    assert bool(waiting) == (one.id not in ONLY_LOOKS)
