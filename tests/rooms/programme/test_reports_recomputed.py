"""Every figure of a report, computed a second time by the plain script from the journal's file."""

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from renkei.charter.reader import programme
from renkei.core.tables import as_csv
from renkei.journal.models import Entry
from renkei.journal.tables import table_of
from renkei.programme.periods import Period
from renkei.programme.reporting.asked import Asked
from renkei.programme.reporting.figures import SIDES, figures_told
from renkei.programme.reporting.subjects import subject_of
from tests.opened import rooms_opened
from tests.rooms.programme import generated
from tests.rooms.programme.generated import Drawn, forgotten, written
from tests.rooms.programme.reporting import now, wanted
from tools.recompute_figures import entries_of, recompute

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("places_loaded", "opened")]


@pytest.fixture
def opened() -> Iterator[None]:
    with rooms_opened():
        yield


def journals() -> st.SearchStrategy[Drawn]:
    return st.deferred(generated.journals)


def figures_of_report(year: int) -> dict[str, dict[str, Any]]:
    agreed, asked = programme(), wanted(fiscal_year=year, known_at=now())
    subject = subject_of(asked.scope, asked.about, agreed)
    told = figures_told(Asked(asked, agreed, subject, Period.year(year)))
    return {one["id"]: one["present"] for one in told if one["source"] == "journal"}


def recomputed(year: int, folder: Path) -> dict[str, dict[str, Decimal | None]]:
    path = folder / "journal.csv"
    found = Entry.objects.prefetch_related("mentions").order_by("id")
    path.write_bytes(as_csv(table_of(list(found))))
    return recompute(entries_of(path), str(year))


@settings(
    max_examples=10,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(drawn=journals(), year=st.sampled_from([2024, 2025]))
def test_figures_of_a_report_are_those_of_the_plain_script(
    drawn: Drawn, year: int, tmp_path: Path
) -> None:
    with forgotten():
        written(drawn.rows)
        report, script = figures_of_report(year), recomputed(year, tmp_path)

    assert set(report) == set(script)
    computed = {key: one for key, one in report.items() if one["state"] == "computed"}
    assert {key: Decimal(one["total"]) for key, one in computed.items()} == {
        key: script[key]["total"] for key in computed
    }
    told = [(key, side) for key, one in computed.items() for side in SIDES if one[side] is not None]
    assert {(key, side): Decimal(report[key][side]) for key, side in told} == {
        (key, side): script[key][side] for key, side in told
    }


@settings(
    max_examples=10,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(drawn=journals())
def test_what_a_report_withholds_is_about_few_people(drawn: Drawn, tmp_path: Path) -> None:
    with forgotten():
        written(drawn.rows)
        report, script = figures_of_report(2025), recomputed(2025, tmp_path)

    counts = {one.id: one.count for one in programme().every_indicator}
    for key, one in report.items():
        count = counts[key]
        if one["state"] == "withheld" and count is not None:
            assert count.is_about_people
            assert count.per is not None or 0 < (script[key]["total"] or 0) < 10
