"""What of the figures waits, and for whom."""

from datetime import date

import pytest
from django.urls import reverse
from django.utils.translation import override
from pytest_django import DjangoAssertNumQueries

from renkei.core.rights import Verb
from renkei.core.waiting import told
from renkei.journal.actions import reverse as take_back
from renkei.journal.models import Entry
from renkei.programme.actions.measurements import (
    keep_figures,
    revise_measurement,
    take_measurements,
)
from renkei.programme.models import Activity
from renkei.programme.periods import Period
from renkei.programme.queries.measurement_waiting import FIGURES
from renkei.programme.queries.measurements import late
from tests.cast import Cast
from tests.rooms.programme.doing import recorded
from tests.rooms.programme.measuring import (
    FIRMS,
    JOINTLY,
    ON,
    QUARTER,
    approved,
    kept,
    locked,
    parts,
    quarter_cast,
    submitted,
    taken,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("places_loaded")]


@pytest.fixture
def cast() -> Cast:
    return quarter_cast()


def steps(cast: Cast, who: str) -> list[tuple[str, bool]]:
    return [(one.step, one.is_elsewhere) for one in told(cast.asker(who, on=ON), FIGURES)]


def test_open_quarter_waits_for_those_who_act(cast: Cast) -> None:
    taken(cast)
    assert steps(cast, "city_officer") == [("確かめて、提出する", False)]
    assert steps(cast, "auditor") == []

    every = [one.measurement.indicator for one in parts(cast, "city_officer", Verb.WRITE, None)]
    submitted(cast, "city_officer", every)

    assert ("承認するか、差し戻す", False) in steps(cast, "city_office")
    assert ("相手側の承認を待つ", True) in steps(cast, "prefecture_officer")
    assert steps(cast, "city_officer") == []


def test_quarter_that_goes_on_waits_for_nobody(cast: Cast) -> None:
    take_measurements(Period.quarter(2026, 3), by=cast.asker("city_office"), on=ON)

    assert steps(cast, "city_officer") == []


def test_locked_quarter_waits_for_nobody(cast: Cast) -> None:
    taken(cast)
    for side in ("city", "prefecture"):
        every = [
            one.measurement.indicator for one in parts(cast, f"{side}_officer", Verb.WRITE, None)
        ]
        submitted(cast, f"{side}_officer", every)
        approved(cast, f"{side}_office", every)

    assert steps(cast, "city_office") == steps(cast, "prefecture_officer") == []


# --- late -------------------------------------------------------------------------------------

LATE = ("確かめて、算出し直す", False)


def came_late(cast: Cast) -> Activity:
    return recorded(cast, first_day=date(2026, 9, 1), firms=3, title_ja="遅れた記録")


def test_late_record_waits_for_those_who_revise_once_it_was_computed(cast: Cast) -> None:
    locked(cast, (FIRMS, JOINTLY))
    came_late(cast)
    assert LATE not in steps(cast, "city_office")

    keep_figures(QUARTER, on=ON)

    for who in ("city_officer", "city_office", "prefecture_officer", "prefecture_office"):
        assert steps(cast, who).count(LATE) == 1, who
    for who in ("auditor", "bureau_officer", "counsellor", "municipality_officer", "outsider"):
        assert LATE not in steps(cast, who), who


def test_late_ones_of_a_period_are_one_line_that_leads_there(cast: Cast) -> None:
    locked(cast, (FIRMS, JOINTLY))
    recorded(cast, first_day=date(2026, 9, 1), firms=3, is_joint=True, is_with_business=True)
    keep_figures(QUARTER, on=ON)

    asker = cast.asker("city_office", on=ON)
    (line,) = [one for one in told(asker, FIGURES) if one.step == LATE[0]]
    with override("en"):
        titles = [one.title for one in told(asker, FIGURES)]

    assert line.title == "2026年度第2四半期の、確定の後に分かった記録で変わる値2件"
    assert line.address == reverse("programme:quarter", args=[QUARTER.key])
    assert "2 figures of Q2 of fiscal 2026 that later records change" in titles


def test_figure_that_more_records_leave_as_it_was_is_not_late(cast: Cast) -> None:
    """As many initiatives have a record as before."""
    with_records = "P.23"
    locked(cast, (FIRMS, with_records))
    came_late(cast)

    assert keep_figures(QUARTER, on=ON).n_late == 1
    assert kept(with_records).late_since is None
    assert set(late([kept(FIRMS), kept(with_records)], QUARTER)) == {FIRMS}


def test_reading_what_is_late_computes_nothing(
    cast: Cast, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    locked(cast)
    came_late(cast)
    keep_figures(QUARTER, on=ON)
    asker = cast.asker("city_office", on=ON)

    with django_assert_num_queries(1):
        told(asker, FIGURES)


def test_new_revision_ends_the_waiting(cast: Cast) -> None:
    figure = locked(cast)
    came_late(cast)
    keep_figures(QUARTER, on=ON)

    revise_measurement(figure, reason="遅れた記録", by=cast.asker("city_officer"), on=ON)

    assert LATE not in steps(cast, "city_officer")
    keep_figures(QUARTER, on=ON)
    assert LATE not in steps(cast, "city_officer")


def test_late_record_that_is_taken_back_ends_the_waiting(cast: Cast) -> None:
    locked(cast)
    held = Entry.objects.get(kind="activity.held", subject_key=came_late(cast).key)
    keep_figures(QUARTER, on=ON)
    since = kept(FIRMS).late_since

    keep_figures(QUARTER, on=ON)
    assert kept(FIRMS).late_since == since  # it waits since it was first found

    take_back(held, by=cast.asker("city_office"), on=ON, reason="別の取組の回でした")
    taken_now = keep_figures(QUARTER, on=ON)
    assert kept(FIRMS).late_since is None
    assert taken_now.n_late == 0
    assert LATE not in steps(cast, "city_officer")
