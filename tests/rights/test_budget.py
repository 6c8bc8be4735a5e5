"""Rights cost no query per row, and a page of a large table costs no more than one of a small."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from renkei.core.rights import Verb, verbs_of
from renkei.directory.models import Agreement, Look
from tests.cast import Cast, standing_cast
from tests.rights.samples import Where, an_agreement
from tests.rights.world import populated
from tests.signing_in import signed_in

pytestmark = pytest.mark.django_db
ROWS = 100_000
MOST_QUERIES = 8


def test_asking_about_twenty_rows_costs_as_much_as_about_one() -> None:
    world = populated()
    counted = []

    for more in (1, 19):
        for n in range(more):
            an_agreement(
                Where(
                    mark=f"m{more}-{n}",
                    unit=world.unit("city_section"),
                    receiver=world.unit("city_desk"),
                    organisation=world.organisation("company"),
                    side="city",
                )
            )
        asker = world.asker("representative")
        with CaptureQueriesContext(connection) as queries:
            rows = list(Agreement.objects.with_columns().visible_to(asker))
            assert all(Verb.READ in verbs_of(asker, row) for row in rows)
        counted.append((len(rows), len(queries)))

    assert [n for n, _queries in counted] == [1, 20]
    assert counted[0][1] == counted[1][1] <= 3


def _looks(cast: Cast, n: int) -> None:
    desk, now = cast.units["city_desk"], timezone.now()
    Look.objects.bulk_create(
        (
            Look(
                record_kind="consent",
                record_key=f"{number % 1000}",
                owner_unit=desk.key,
                owner_side="city",
                subject=cast.citizen.key,
                person=cast.auditor.key,
                reach="own_side",
                at=now,
                window=number,
            )
            for number in range(n)
        ),
        batch_size=5000,
    )


@pytest.mark.slow
def test_page_of_a_hundred_thousand_rows_keeps_to_its_queries() -> None:
    cast = standing_cast()
    _looks(cast, ROWS)
    client = signed_in(Client(), cast.citizen)

    with CaptureQueriesContext(connection) as queries:
        response = client.get("/me/seen/")

    assert response.status_code == 200
    # A session is written now and then, whatever the page shows.
    assert sum(query["sql"].startswith("SELECT") for query in queries) <= MOST_QUERIES
    asker = cast.asker("desk_manager")
    with CaptureQueriesContext(connection) as queries:
        assert len(Look.objects.visible_to(asker)[:20]) == 20
        assert Look.objects.visible_to(asker).order_by().count() == ROWS
    assert len(queries) == 2
