"""From a posting that everybody reads to taking part, for whoever is registered already."""

import pytest
import time_machine
from django.test import Client

from renkei.opportunities.actions.placements import apply_for, introduce
from renkei.opportunities.introductions import at_the_desk
from renkei.opportunities.models import Posting, Seeker
from tests.cast import Cast
from tests.rooms.opportunities.doing import TODAY, desk_cast, filled, published, registered
from tests.signing_in import signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("places_loaded")]


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(TODAY, tick=True):
        yield


@pytest.fixture
def cast() -> Cast:
    return desk_cast("III-4")


def day(cast: Cast, **more: object) -> Posting:
    answers = filled("volunteers", "posting", needs=[])
    return published(cast, "city_officer", "volunteers", answers=answers, **more)


def supporter(cast: Cast, person: str = "") -> Seeker:
    answers = filled("volunteers", "seeker", home="011002", regions=[], travel_km=600)
    return registered(cast, "city_officer", "volunteers", answers=answers, person=person)


def read(cast: Cast, posting: Posting):
    return signed_in(Client(), cast.citizen).get(f"/opportunities/{posting.key}/")


def test_whoever_is_registered_applies_from_the_posting(cast: Cast) -> None:
    posting, seeker = day(cast), supporter(cast, cast.citizen.key)

    way_in = read(cast, posting).context["way_in"]

    assert way_in["introduce"] == f"/opportunities/seekers/{seeker.key}/introduce/"
    assert way_in["deed"] == "応募する"


def test_whoever_has_applied_is_led_to_how_far_it_is(cast: Cast) -> None:
    posting, seeker = day(cast), supporter(cast, cast.citizen.key)
    made = apply_for(seeker, posting, by=cast.asker("citizen"), on=TODAY)

    way_in = read(cast, posting).context["way_in"]

    assert way_in["placement"] == f"/opportunities/placements/{made.key}/"
    assert "申し込んだ" in way_in["says"]


def test_whoever_is_not_registered_registers_first(cast: Cast) -> None:
    posting = day(cast)
    supporter(cast)  # somebody else

    assert read(cast, posting).context["way_in"]["address"].endswith("/seekers/new/volunteers/")


def test_nothing_leads_into_what_has_ended(cast: Cast) -> None:
    posting = day(cast)
    supporter(cast, cast.citizen.key)
    Posting.objects.filter(pk=posting.pk).update(state="filled")

    assert read(cast, posting).context["way_in"] == {}


def test_more_than_one_can_be_looked_through_where_one_is_given(cast: Cast) -> None:
    days = [day(cast) for _ in range(4)]
    for one in (supporter(cast), supporter(cast)):
        introduce(one, days[0], by=cast.asker("city_officer"), on=TODAY)

    found = at_the_desk(supporter(cast, cast.citizen.key))

    # Also the one to which more people applied than there are places.
    assert {one.posting.key for one in found.introductions} == {one.key for one in days}
