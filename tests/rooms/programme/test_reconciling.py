"""Each difference between a kept figure and the journal has a cause, or is a fault."""

from datetime import date
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from renkei.journal.actions import reverse
from renkei.journal.models import Entry
from renkei.programme.models import Measurement
from renkei.programme.queries.reconciling import reconciled
from tests.cast import Cast
from tests.rooms.programme.doing import recorded
from tests.rooms.programme.measuring import FIRMS, ON, QUARTER, kept, locked, quarter_cast

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("places_loaded")]


@pytest.fixture
def cast() -> Cast:
    cast = quarter_cast()
    locked(cast)
    return cast


def told(*arguments: str) -> str:
    out = StringIO()
    call_command("reconcile_figures", *arguments, stdout=out)
    return out.getvalue()


def test_nothing_has_changed_where_nothing_came_in(cast: Cast) -> None:
    assert list(reconciled(QUARTER)) == []
    assert told() == ""


def test_late_entries_are_named(cast: Cast) -> None:
    late = recorded(cast, first_day=date(2026, 9, 1), firms=3)
    gone = Entry.objects.get(kind="activity.held", on=date(2026, 8, 3))
    reverse(gone, by=cast.asker("city_office"), on=ON, reason="別の取組の回でした")

    found = {one.kept.indicator: one for one in reconciled(QUARTER)}[FIRMS]

    assert (found.cause, found.now) == ("late", "35")
    assert (found.added, found.taken_back) == ((late.entry,), (gone.pk,))
    assert f"I-3.1 2026Q2 (1): kept 42, now 35; since then entries {late.entry} came in" in told()


def test_other_definition_is_named(cast: Cast) -> None:
    Measurement.objects.filter(pk=kept(FIRMS).pk).update(definition="0" * 64)

    (found,) = reconciled(QUARTER)

    assert found.cause == "defined_anew"


def test_altered_figure_is_a_fault(cast: Cast) -> None:
    figure = kept(FIRMS)
    Measurement.objects.filter(pk=figure.pk).update(values={**figure.values, "total": "43"})

    with pytest.raises(CommandError, match="1 figures are not what the journal says"):
        told("2026Q2")


def test_period_that_is_none_is_refused(cast: Cast) -> None:
    with pytest.raises(CommandError, match="2026Q5"):
        told("2026Q5")
