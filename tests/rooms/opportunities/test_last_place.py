"""The last place, and fifty who accept it at the same moment."""

import pytest

from renkei.journal.queries import standing_entries
from renkei.opportunities.actions.placements import advance, introduce
from renkei.opportunities.models import Placement, Posting
from tests.concurrency import at_once, refusals, shared_database
from tests.rooms.opportunities.doing import TODAY, desk_cast, published, registered

AT_ONCE = 50


@pytest.mark.django_db(transaction=True)
def test_last_place_goes_to_one_of_fifty(places_of_a_test):
    cast = desk_cast()
    counsellor = cast.asker("counsellor")
    posting = published(cast)
    waiting = [
        introduce(registered(cast), posting, by=counsellor, on=TODAY) for _ in range(AT_ONCE)
    ]

    with shared_database():
        outcomes = at_once(
            *(
                lambda one=one: advance(one, to="accepted", by=counsellor, on=TODAY)
                for one in waiting
            )
        )

        assert refusals(outcomes) == AT_ONCE - 1
        assert Placement.objects.filter(state="accepted").count() == 1
        assert Posting.objects.values_list("taken", "state").get() == (1, "filled")
        assert standing_entries().filter(kind="placement.accepted").count() == 1
        assert standing_entries().filter(kind="posting.filled").count() == 1
