"""What the observatory adds to an indicator."""

import pytest
from django.test import Client

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("places_loaded")]


def test_fertility_of_hokkaido_is_the_newest_of_the_statistics(client: Client) -> None:
    rows = client.get("/programme/").context["indicators"]

    fertility = next(row for row in rows if row.indicator.id == "P.02")
    assert (fertility.baseline.value, fertility.baseline.when) == ("1.27", "2014年（平成26年）")
    assert (fertility.current.value, fertility.current.when) == ("1.06", "2023年（令和5年）")
    assert (fertility.current.change, fertility.current.since) == ("−0.21", "2014年（平成26年）")


def test_outflow_is_counted_the_way_the_agreement_counts_it(client: Client) -> None:
    rows = client.get("/programme/").context["indicators"]

    outflow = next(row for row in rows if row.indicator.id == "P.04")
    # 53,656 came and 58,818 left in 2025; the indicator is net out-migration.
    assert (outflow.current.value, outflow.current.when) == ("5,162", "2025年（令和7年）")


def test_indicator_without_a_value_says_why(client: Client) -> None:
    of_all = client.get("/en/programme/").content.decode()
    recorded = client.get("/en/programme/I-1/").content.decode()

    assert '<span class="muted">not computed</span>' in of_all
    assert '<span class="muted">counted once this work is recorded</span>' in recorded
