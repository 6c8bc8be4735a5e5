"""Two entries of one firm become one: its people go on finding what it offers, and what was counted
stays counted; taken back, each has its own again."""

import pytest
import time_machine

from renkei.directory.actions.merging import undo_merge
from renkei.journal.queries import standing_entries
from renkei.opportunities.models import Placement, Posting, Seeker
from tests.rooms.directory.merging import merge
from tests.rooms.opportunities.doing import TODAY, desk_cast, introduced, placed

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("places_loaded")]


@time_machine.travel(TODAY, tick=True)
def test_postings_and_placements_go_with_the_firm_and_come_back():
    cast = desk_cast()
    placed(introduced(cast), "accepted", "started", by=cast.asker("counsellor"))
    absorbed, survivor = (cast.organisations[one] for one in ("company", "other_company"))
    n_before = standing_entries().filter(kind__startswith="placement.").count()

    made = merge(survivor, absorbed, cast.asker("city_officer"))

    firm = cast.asker("other_representative")
    for table in (Posting, Placement):
        assert [one.organisation_id for one in table.objects.visible_to(firm)] == [survivor.key]
    assert not Seeker.objects.visible_to(firm).exists()
    counted = standing_entries().filter(kind__startswith="placement.")
    assert counted.count() == n_before

    undo_merge(made, by=cast.asker("city_officer"), on=TODAY, reason="別の会社だった")

    assert set(Posting.objects.values_list("organisation", flat=True)) == {absorbed.key}
    assert set(Placement.objects.values_list("organisation", flat=True)) == {absorbed.key}
    assert counted.count() == n_before
