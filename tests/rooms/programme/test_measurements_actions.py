"""A figure is computed, handed in and approved by each government for itself, and then locked."""

import json
from datetime import date, datetime, timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone

from renkei.core.errors import NotPermitted, Refused, WrongState
from renkei.core.rights import NOBODY, Verb
from renkei.journal.actions import reverse
from renkei.journal.models import Entry
from renkei.paperwork.models import Notice
from renkei.programme.actions.measurements import (
    approve_figures,
    keep_figures,
    return_figures,
    revise_measurement,
    submit_figures,
    take_measurements,
)
from renkei.programme.models import Measurement
from renkei.programme.queries.measurements import late, newest
from tests.cast import Cast
from tests.concurrency import at_once, refusals, shared_database
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
    state,
    submitted,
    taken,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("places_loaded")]


@pytest.fixture
def cast() -> Cast:
    return quarter_cast()


def values(indicator: str) -> tuple[str, str, str, str]:
    told = kept(indicator).values
    return told["total"], told["prefecture"], told["city"], told["joint"]


def told(kind: str) -> list[tuple[str, str | None]]:
    found = Entry.objects.filter(kind=kind).order_by("id")
    return [(one.side, json.loads(one.facts).get("value")) for one in found]


def test_figures_of_both_sides_are_kept_with_what_both_did_once(cast: Cast) -> None:
    taken(cast)

    assert values(FIRMS) == ("42", "27", "35", "20")
    assert values(JOINTLY) == ("1", "1", "1", "1")
    assert state(FIRMS, "city") == state(FIRMS, "prefecture") == "computed"


def test_units_in_charge_are_named_beside_each_part(cast: Cast) -> None:
    taken(cast)

    units = {one.side: one.unit for one in kept(FIRMS).approvals.all()}
    assert units == {side: cast.units[f"{side}_section"].key for side in ("prefecture", "city")}


def test_open_figure_follows_what_is_recorded(cast: Cast) -> None:
    taken(cast)

    recorded(cast, first_day=date(2026, 9, 1), firms=3)
    taken(cast)

    assert values(FIRMS) == ("45", "27", "38", "20")
    assert Measurement.objects.filter(indicator=FIRMS).count() == 1


@pytest.mark.parametrize("who", ["auditor", "counsellor", "outsider", "municipality_officer"])
def test_others_do_not_compute_figures(cast: Cast, who: str) -> None:
    with pytest.raises(NotPermitted):
        take_measurements(QUARTER, by=cast.asker(who), on=ON)

    assert Measurement.objects.count() == 0


def test_both_words_lock_a_figure_and_publish_it(cast: Cast) -> None:
    taken(cast)
    submitted(cast, "city_officer")
    submitted(cast, "prefecture_officer")

    approved(cast, "city_office")
    assert not kept(FIRMS).is_locked
    approved(cast, "prefecture_office")

    assert kept(FIRMS).is_locked
    assert kept(FIRMS).is_public
    assert told("measurement.submitted") == [("city", "35"), ("prefecture", "27")]
    assert told("measurement.approved") == [("city", "35"), ("prefecture", "27")]
    assert told("measurement.locked") == [("joint", "42")]


@pytest.mark.parametrize(("side", "other"), [("city", "prefecture"), ("prefecture", "city")])
def test_nobody_speaks_for_the_other_government(cast: Cast, side: str, other: str) -> None:
    taken(cast)
    mine = list(kept(FIRMS).approvals.filter(side=side))

    with pytest.raises(NotPermitted):
        submit_figures(mine, by=cast.asker(f"{other}_office"), on=ON)
    submitted(cast, f"{side}_officer")
    for who in (f"{other}_office", f"{side}_officer"):
        with pytest.raises(NotPermitted):
            approve_figures(mine, by=cast.asker(who), on=ON)

    assert (state(FIRMS, side), state(FIRMS, other)) == ("submitted", "computed")


def test_whoever_handed_in_does_not_approve(cast: Cast) -> None:
    taken(cast)
    submitted(cast, "city_office")

    with pytest.raises(Refused, match="ほかの人"):
        approved(cast, "city_office")

    assert state(FIRMS, "city") == "submitted"


def test_period_that_goes_on_is_not_handed_in(cast: Cast) -> None:
    taken(cast)

    with pytest.raises(Refused, match="まだ終わっていません"):
        submit_figures(
            parts(cast, "city_officer", Verb.WRITE),
            by=cast.asker("city_officer"),
            on=date(2026, 9, 30),
        )


def test_returned_figure_says_why_and_to_whom(cast: Cast) -> None:
    taken(cast)
    submitted(cast, "city_officer")

    return_figures(
        parts(cast, "city_office", Verb.DECIDE),
        reason="8月17日の回が二重です",
        by=cast.asker("city_office"),
        on=ON,
    )

    notice = Notice.objects.get(template="programme.figures_returned")
    assert state(FIRMS, "city") == "returned"
    assert notice.person == cast.city_officer.key
    assert "8月17日の回が二重です" in notice.body


def test_other_government_hears_what_was_handed_in_and_returned(cast: Cast) -> None:
    taken(cast)
    submitted(cast, "city_officer", [FIRMS, JOINTLY])

    return_figures(
        parts(cast, "city_office", Verb.DECIDE),
        reason="8月17日の回が二重です",
        by=cast.asker("city_office"),
        on=ON,
    )

    there = cast.prefecture_office.key
    handed_in = Notice.objects.get(template="programme.figures_submitted")
    returned = Notice.objects.get(template="programme.figures_returned_there")
    assert (handed_in.person, returned.person) == (there, there)
    assert "の指標の値2件を提出しました" in handed_in.body
    assert "8月17日の回が二重です" in returned.body


def test_return_without_a_reason_is_refused(cast: Cast) -> None:
    taken(cast)
    submitted(cast, "city_officer")

    with pytest.raises(Refused, match="理由"):
        return_figures(
            parts(cast, "city_office", Verb.DECIDE),
            reason=" ",
            by=cast.asker("city_office"),
            on=ON,
        )

    assert state(FIRMS, "city") == "submitted"


def test_change_of_one_side_leaves_the_word_of_the_other(cast: Cast) -> None:
    taken(cast)
    for side in ("city", "prefecture"):
        submitted(cast, f"{side}_officer")
    approved(cast, "prefecture_office")

    recorded(cast, first_day=date(2026, 9, 1), firms=3)
    taken(cast)

    assert (state(FIRMS, "city"), state(FIRMS, "prefecture")) == ("computed", "approved")
    assert values(FIRMS) == ("45", "27", "38", "20")


def test_change_of_what_both_did_asks_both_again(cast: Cast) -> None:
    taken(cast)
    for side in ("city", "prefecture"):
        submitted(cast, f"{side}_officer")

    recorded(cast, first_day=date(2026, 9, 1), firms=3, is_joint=True)
    taken(cast)

    assert state(FIRMS, "city") == state(FIRMS, "prefecture") == "computed"


def test_locked_figure_stays_whatever_comes_in_late(cast: Cast) -> None:
    before = locked(cast).values

    recorded(cast, first_day=date(2026, 9, 1), firms=3)
    keep_figures(QUARTER, on=ON)

    assert kept(FIRMS).values == before


def test_late_entries_are_found_and_counted(cast: Cast) -> None:
    figure = locked(cast)
    assert late([figure], QUARTER) == {}

    recorded(cast, first_day=date(2026, 9, 1), firms=3)
    held = Entry.objects.get(kind="activity.held", on=date(2026, 8, 3))
    reverse(held, by=cast.asker("city_office"), on=ON, reason="別の取組の回でした")

    found = late([figure], QUARTER)[FIRMS]
    assert (found.n_added, found.n_reversed, found.difference) == (1, 1, -7)
    assert not found.is_defined_anew


def published_by(moment: datetime) -> dict[str, str]:
    found = newest(NOBODY, QUARTER, published_by=moment)
    return {key: one.measurement.values["total"] for key, one in found.items()}


def test_revision_is_another_figure_that_both_approve_anew(cast: Cast) -> None:
    first = locked(cast)
    then = timezone.now()
    recorded(cast, first_day=date(2026, 9, 1), firms=3)

    second = revise_measurement(
        first, reason="9月1日の回の記録が遅れたため", by=cast.asker("city_officer"), on=ON
    )

    assert (second.revision, second.values["total"], second.is_public) == (2, "45", False)
    assert [one.state for one in second.approvals.all()] == ["computed", "computed"]
    first.refresh_from_db()
    assert (first.values["total"], first.is_public) == ("42", True)
    for side in ("city", "prefecture"):
        submitted(cast, f"{side}_officer")
        approved(cast, f"{side}_office")
    assert published_by(then)[FIRMS] == "42"
    assert published_by(timezone.now())[FIRMS] == "45"
    assert published_by(then - timedelta(days=1)) == {}


def test_revision_needs_a_reason_and_another_number(cast: Cast) -> None:
    figure = locked(cast)
    by = cast.asker("city_officer")

    with pytest.raises(Refused, match="同じ値"):
        revise_measurement(figure, reason="念のため", by=by, on=ON)
    recorded(cast, first_day=date(2026, 9, 1), firms=3)
    with pytest.raises(Refused, match="理由"):
        revise_measurement(figure, reason="", by=by, on=ON)

    assert Measurement.objects.filter(indicator=FIRMS).count() == 1


def test_open_figure_is_not_revised(cast: Cast) -> None:
    taken(cast)

    with pytest.raises(WrongState):
        revise_measurement(kept(FIRMS), reason="なし", by=cast.asker("city_officer"), on=ON)


def test_locked_figure_is_not_handed_in_again(cast: Cast) -> None:
    figure = locked(cast)

    with pytest.raises(WrongState, match="確定"):
        submit_figures(figure.approvals.all(), by=cast.asker("city_office"), on=ON)


@pytest.mark.django_db(transaction=True)
def test_both_offices_approve_at_once_and_the_figure_is_locked_once() -> None:
    call_command("load_places", verbosity=0)
    cast = quarter_cast()
    taken(cast)
    for side in ("city", "prefecture"):
        submitted(cast, f"{side}_officer")

    with shared_database():
        done = at_once(
            lambda: approved(cast, "city_office"),
            lambda: approved(cast, "prefecture_office"),
        )

        assert refusals(done) == 0
        assert kept(FIRMS).is_locked
        assert len(told("measurement.locked")) == 1


@pytest.mark.django_db(transaction=True)
def test_figure_computed_while_it_is_approved_is_never_locked_with_another_number() -> None:
    call_command("load_places", verbosity=0)
    cast = quarter_cast()
    taken(cast)
    for side in ("city", "prefecture"):
        submitted(cast, f"{side}_officer")
    approved(cast, "prefecture_office")
    recorded(cast, first_day=date(2026, 9, 1), firms=3)

    with shared_database():
        done = at_once(lambda: approved(cast, "city_office"), lambda: taken(cast))

        figure = kept(FIRMS)
        if figure.is_locked:
            assert (refusals(done), figure.values["city"]) == (0, "35")
        else:
            # Whoever came second found another number, and has to look at it again.
            assert refusals(done) <= 1
            assert (figure.values["city"], state(FIRMS, "city")) == ("38", "computed")
