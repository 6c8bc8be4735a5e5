"""Each difference between a kept figure and the records has a cause, or is a fault."""

from datetime import date
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from renkei.core.errors import NotPermitted
from renkei.journal.actions import reverse
from renkei.journal.models import Entry
from renkei.programme.actions.activities import correct_activity
from renkei.programme.actions.measurements import revise_measurement
from renkei.programme.actions.reconciling import reconcile_figures
from renkei.programme.models import Activity, ManualValue, Measurement, Reconciliation
from renkei.programme.queries.reconciled_shown import changes, differences_of, explanation
from renkei.programme.queries.reconciling import Difference, Records, reconciled
from renkei.programme.states import ManualState
from tests.cast import Cast
from tests.rooms.programme.doing import done, recorded
from tests.rooms.programme.measuring import FIRMS, ON, QUARTER, kept, locked, quarter_cast, taken

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("places_loaded")]


@pytest.fixture
def cast() -> Cast:
    cast = quarter_cast()
    locked(cast)
    return cast


def found() -> dict[str, Difference]:
    return {one.indicator: one for one in reconciled(QUARTER).differences}


def told(*arguments: str) -> str:
    out = StringIO()
    call_command("reconcile_figures", *arguments, stdout=out)
    return out.getvalue()


def taken_back(cast: Cast) -> Entry:
    """The seminar of ten firms."""
    gone = Entry.objects.get(kind="activity.held", on=date(2026, 8, 3))
    reverse(gone, by=cast.asker("city_office"), on=ON, reason="別の取組の回でした")
    return gone


def test_nothing_has_changed_where_nothing_came_in(cast: Cast) -> None:
    everything = reconciled(QUARTER)

    assert (everything.n_compared, everything.n_left_out) == (Measurement.objects.count(), 0)
    assert everything.differences == ()
    assert told() == ""


def test_late_and_reversed_records_are_named(cast: Cast) -> None:
    late = recorded(cast, first_day=date(2026, 9, 1), firms=3)
    gone = taken_back(cast)

    one = found()[FIRMS]

    assert (one.cause, one.kept["total"], one.now["total"]) == ("records", "42", "35")
    assert one.records == Records(late=(late.entry,), reversed=(gone.pk,))
    command = told()
    assert "I-3.1 2026Q2 (1) 合計 42 → 35、市 35 → 28 " in command
    assert "に算出しました。その後の記録：遅れて届いたもの1件、取り消されたもの1件。" in command
    assert f"{late.entry} 遅れて届いた記録、{gone.pk} 取り消された記録" in command
    assert "1 came in late, 1 taken back." in told("--language", "en")


def test_correction_is_told_as_one_record(cast: Cast) -> None:
    activity = Activity.objects.get(first_day=date(2026, 8, 3))
    what = done(first_day=activity.first_day, firms=12)
    correct_activity(activity, what, by=cast.asker("city_officer"), on=ON, reason="数え直し")
    activity.refresh_from_db()

    one = found()[FIRMS]

    assert one.now["total"] == "44"
    assert one.records == Records(corrected=(activity.entry,))
    assert explanation(one).endswith("その後の記録：訂正されたもの1件。")


def test_earlier_revision_is_no_difference(cast: Cast) -> None:
    recorded(cast, first_day=date(2026, 9, 1), firms=3)
    revise_measurement(kept(FIRMS), reason="遅れた記録", by=cast.asker("city_office"), on=ON)

    assert FIRMS not in found()


def test_other_definition_is_named(cast: Cast) -> None:
    Measurement.objects.filter(pk=kept(FIRMS).pk).update(definition="0" * 64)

    (one,) = reconciled(QUARTER).differences

    assert (one.cause, changes(one)) == ("defined_anew", [])
    assert "数え方が変わりました。" in told()


def test_value_from_a_report_that_was_withdrawn_is_named(cast: Cast) -> None:
    value = ManualValue.objects.create(
        indicator="I-6.3",
        period=QUARTER.key,
        values={"total": "64"},
        source="架空の実績報告",
        unit=cast.units["city_section"].key,
        unit_side="city",
        side="joint",
        state=ManualState.CONFIRMED,
        entered_by="somebody",
    )
    taken(cast)
    assert "I-6.3" not in found()

    ManualValue.objects.filter(pk=value.pk).update(state=ManualState.WITHDRAWN)

    one = found()["I-6.3"]
    assert (one.cause, one.kept["total"], one.now["total"]) == ("reported", "64", None)
    assert [change.change for change in changes(one)] == [""]


def test_altered_figure_is_a_fault(cast: Cast) -> None:
    figure = kept(FIRMS)
    Measurement.objects.filter(pk=figure.pk).update(values={**figure.values, "total": "43"})

    with pytest.raises(CommandError, match="記録から説明のつかない値が1件"):
        told("2026Q2")


def test_indicator_that_nobody_counts_any_more_is_left_out(cast: Cast) -> None:
    Measurement.objects.filter(pk=kept(FIRMS).pk).update(indicator="I-3.99")

    everything = reconciled(QUARTER)

    assert (everything.n_left_out, everything.differences) == (1, ())


def test_period_that_is_none_is_refused(cast: Cast) -> None:
    with pytest.raises(CommandError, match="2026Q5"):
        told("2026Q5")


def test_result_is_kept_and_changes_nothing(cast: Cast) -> None:
    recorded(cast, first_day=date(2026, 9, 1), firms=3)
    before = list(Measurement.objects.values()), Entry.objects.count()

    made = reconcile_figures(QUARTER, by=cast.asker("city_officer"))

    made = Reconciliation.objects.get(pk=made.pk)
    assert tuple(differences_of(made)) == reconciled(QUARTER).differences
    assert (list(Measurement.objects.values()), Entry.objects.count()) == before


@pytest.mark.parametrize("who", ["outsider", "auditor", "bureau_officer", "counsellor"])
def test_only_those_who_may_compute_may_reconcile(cast: Cast, who: str) -> None:
    with pytest.raises(NotPermitted):
        reconcile_figures(QUARTER, by=cast.asker(who))
