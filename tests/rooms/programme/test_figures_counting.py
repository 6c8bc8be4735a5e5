"""Counting by definition: measures, filters, sides, and what was known when."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from renkei.charter.counts import Filter
from renkei.journal.actions import reverse
from renkei.journal.models import Entry
from renkei.programme.figures import Sided, entries_behind, figure, figures
from renkei.programme.periods import Period
from tests.cast import standing_cast
from tests.rooms.journal.happenings import Level, TrialCancelled, held, record
from tests.rooms.programme.indicators import counted, indicator

pytestmark = pytest.mark.django_db

YEAR = Period.year(2026)
BEFORE = Period.year(2025)


def sided(total: int, prefecture: int, city: int, joint: int, no_side: int = 0) -> tuple[int, ...]:
    return total, prefecture, city, joint, no_side


def values(of: object) -> tuple[object, ...]:
    return tuple(getattr(of, name) for name in ("total", "prefecture", "city", "joint", "no_side"))


def on_sides(*sides: str, **more: object) -> list[Entry]:
    return [held(side=side, **more) for side in sides]


def test_total_counts_what_both_did_once() -> None:
    on_sides("prefecture", "prefecture", "city", "joint", "")

    found = figure(indicator(), YEAR)

    assert values(found) == sided(4, 3, 2, 1, no_side=1)
    assert (found.state, found.n_entries) == ("computed", 5)


def test_only_entries_that_serve_the_initiative_count() -> None:
    held(side="city", initiatives=("II-2",))
    held(side="city", initiatives=("II-2", "I-2"))
    held(side="city", initiatives=("II-21",))

    assert figure(indicator(key="II-2.1"), YEAR).total == 2
    assert figure(indicator(key="I-2.1"), YEAR).total == 1
    assert figure(indicator(key="P.1"), YEAR).total == 3


def test_period_is_decided_by_the_day_of_the_entry() -> None:
    for on in (date(2026, 3, 31), date(2026, 4, 1), date(2027, 3, 31), date(2027, 4, 1)):
        held(side="city", on=on)

    assert figure(indicator(), YEAR).total == 2
    assert figure(indicator(), BEFORE).total == 1
    assert figure(indicator(), Period.month(2026, 4)).total == 1


def test_person_of_both_sides_counts_once_in_the_total() -> None:
    for side, person in (
        ("prefecture", "a"),
        ("city", "a"),
        ("city", "a"),
        ("joint", "b"),
        ("city", "c"),
        ("", "d"),
        ("", "c"),
        ("city", ""),
    ):
        held(side=side, person=person)

    found = figure(indicator("persons"), YEAR)

    assert values(found) == sided(3, 2, 3, 2, no_side=1)
    assert (found.n_entries, found.n_unknown) == (8, 1)


def test_organisations_are_those_that_entries_concern() -> None:
    held(side="prefecture", organisations=("x", "y"))
    held(side="city", organisations=("y", "z"))
    held(side="city")

    found = figure(indicator("organisations"), YEAR)

    assert values(found) == sided(3, 2, 2, 1)
    assert (found.n_entries, found.n_unknown) == (3, 1)


def test_initiatives_are_those_with_an_entry() -> None:
    held(side="prefecture", initiatives=("I-1", "I-2"))
    held(side="city", initiatives=("I-2",))
    held(side="joint", initiatives=("III-1",))
    held(side="city", initiatives=())

    found = figure(indicator("initiatives", key="P.1"), YEAR)

    assert values(found) == sided(3, 3, 2, 2)
    assert found.n_unknown == 1


@pytest.mark.usefixtures("places_loaded")
def test_ward_is_a_part_of_its_city_and_of_its_bureau() -> None:
    for side, place in (
        ("city", "011011"),
        ("city", "011002"),
        ("prefecture", "012041"),
        ("prefecture", "010006"),
        ("prefecture", ""),
        ("joint", "012033"),
    ):
        held(side=side, place=place)

    assert values(figure(indicator("places"), YEAR)) == sided(3, 2, 2, 1)
    assert values(figure(indicator("bureaus"), YEAR)) == sided(3, 2, 2, 1)
    assert figure(indicator("places"), YEAR).n_unknown == 2


def test_sum_adds_a_fact_and_says_who_does_not_tell_it() -> None:
    held(side="city", rating=3)
    held(side="joint", rating=4)
    held(side="city")

    found = figure(indicator("sum", of="rating"), YEAR)

    assert values(found) == sided(7, 4, 7, 4)
    assert (found.n_entries, found.n_unknown) == (3, 1)


def test_decimals_are_added_exactly() -> None:
    for quantity, fee in (("0.1", "0.1"), ("0.2", "0.2"), ("0.003", "1.005")):
        held(side="city", quantity=Decimal(quantity), unit="h", fee=Decimal(fee))

    assert figure(indicator("sum", of="quantity"), YEAR).total == Decimal("0.303")
    assert figure(indicator("sum", of="fee"), YEAR).total == Decimal("1.305")


def test_median_is_the_middle_and_no_sum() -> None:
    for side, visitors in (("city", 9), ("city", 1), ("prefecture", 4), ("joint", 2)):
        held(side=side, visitors=visitors)

    found = figure(indicator("median", of="visitors"), YEAR)

    assert values(found) == (3, 3, 2, 2, None)
    assert figure(indicator("median", of="visitors"), BEFORE).total is None


@pytest.mark.parametrize(
    ("where", "n"),
    [
        (Filter("level", one_of=("second",)), 1),
        (Filter("level", one_of=("first", "second")), 4),
        (Filter("is_open", one_of=(False,)), 1),
        (Filter("visitors", one_of=(5, 7)), 1),
        (Filter("until", one_of=("2026-10-06",)), 4),
        (Filter("side", one_of=("joint",)), 1),
        (Filter("side", none_of=("joint",)), 3),
        (Filter("rating", none_of=(3,)), 1),
        (Filter("sex", none_of=("male",)), 1),
    ],
)
def test_filter_counts_only_what_is_known_to_pass(where: Filter, n: int) -> None:
    held(side="city", level=Level.SECOND)
    held(side="city", is_open=False, sex="male", age=30)
    held(side="city", visitors=5, rating=3, sex="female", age=30)
    held(side="joint", rating=4)

    asked = indicator(where=(where,))

    assert figure(asked, YEAR).total == n
    assert entries_behind(asked, YEAR).count() == n


@pytest.mark.usefixtures("places_loaded")
@pytest.mark.parametrize(
    ("where", "n"),
    [
        (Filter("place", one_of=("011002",)), 2),
        (Filter("place", none_of=("011002",)), 2),
        (Filter("place", one_of=("010006",)), 3),
        (Filter("place", none_of=("010006",)), 1),
        (Filter("place", one_of=("013005",)), 2),
        (Filter("origin", one_of=("130001", "140007")), 2),
    ],
)
def test_filter_by_place_holds_for_all_that_lies_in_it(where: Filter, n: int) -> None:
    held(side="city", place="011011", origin="131016")
    held(side="city", place="011002", origin="140007")
    held(side="city", place="012041", origin="150002")
    held(side="city", place="131016")
    held(side="city")

    asked = indicator(where=(where,))

    assert figure(asked, YEAR).total == n
    assert entries_behind(asked, YEAR).count() == n


@pytest.mark.usefixtures("places_loaded")
def test_figure_of_a_place_counts_what_happened_there() -> None:
    for place in ("011011", "011002", "012033", "012041", ""):
        held(side="city", place=place, person=place)

    for measure in ("entries", "persons"):
        asked = indicator(measure)
        assert figure(asked, YEAR, place="011002").total == 2
        assert figure(asked, YEAR, place="sapporo-area").total == 3
        assert figure(asked, YEAR, place="nowhere").total == 0


def test_rate_keeps_numerator_and_denominator() -> None:
    held(side="city", person="a", is_open=True)
    held(side="city", person="b", is_open=False)
    held(side="prefecture", person="a", is_open=False)

    share = indicator(
        "persons", where=(Filter("is_open", one_of=(True,)),), per=counted("persons"), times=100
    )
    found = figure(share, YEAR)

    assert values(found) == (50, 0, 50, 0, None)
    assert (found.numerator, found.denominator) == (1, 2)
    assert entries_behind(share, YEAR).count() == 1
    assert entries_behind(share, YEAR, of_denominator=True).count() == 3
    assert figure(share, BEFORE).total is None


def test_level_holds_what_has_begun_and_not_ended() -> None:
    by = standing_cast().asker("city_officer")
    on = {n: date(2026, 4 + n, 1) for n in range(6)}
    for subject, days, ends in (
        ("a", [0], []),
        ("b", [0], [2]),
        ("c", [0, 3], [2]),
        ("d", [5], []),
    ):
        for n in days:
            held(side="city", subject=subject, on=on[n])
        for n in ends:
            cancelled = TrialCancelled(
                subject_kind="trial", subject_key=subject, side="city", initiatives=("I-2",)
            )
            record(cancelled, by=by, on=on[n])

    level = indicator("level", ended_by=("trial.cancelled",))

    found = {n: figure(level, Period.month(2026, 4 + n)).total for n in range(6)}
    assert found == {0: 3, 1: 3, 2: 1, 3: 2, 4: 2, 5: 3}


def test_level_ends_by_a_day_that_the_entry_tells() -> None:
    held(side="city", subject="a", until=date(2026, 10, 31))
    held(side="city", subject="b", until=date(2026, 10, 30))
    held(side="city", subject="c", until=date(2026, 11, 30))

    level = indicator("level", until="until")

    assert figure(level, Period.month(2026, 10)).total == 2
    assert figure(level, Period.month(2026, 11)).total == 1
    assert entries_behind(level, Period.month(2026, 11)).count() == 1


def test_level_of_what_was_renewed_lately() -> None:
    held(side="city", subject="a", on=date(2026, 4, 30))
    held(side="city", subject="b", on=date(2026, 5, 1))

    lately = indicator("level", within_months=6)

    assert figure(lately, Period.month(2026, 10)).total == 1
    assert figure(indicator("level"), Period.month(2026, 10)).total == 2


def test_level_of_organisations_counts_a_firm_with_two_records_once() -> None:
    held(side="city", subject="a", organisations=("x",))
    held(side="prefecture", subject="b", organisations=("x",))

    found = figure(indicator("level", of="organisations"), YEAR)

    assert values(found) == sided(1, 1, 1, 1)


def test_figure_says_what_was_known_then() -> None:
    by = standing_cast().asker("city_officer")
    may, june, july = (datetime(2026, month, 1, tzinfo=UTC) for month in (5, 6, 7))
    with time_machine.travel(may, tick=False):
        first = held(by=by, on=date(2026, 4, 5))
    with time_machine.travel(june, tick=False):
        held(by=by, on=date(2026, 4, 6))
    with time_machine.travel(july, tick=False):
        reversal = reverse(first, by=by, on=date(2026, 7, 1), reason="誤り")

    found = [figure(indicator(), YEAR, known_at=at) for at in (may, june, july, None)]

    assert [one.total for one in found] == [1, 2, 1, 1]
    assert [one.known_at for one in found[:3]] == [may, june, july]
    assert [one.watermark for one in found] == [first.pk, first.pk + 1, reversal.pk, reversal.pk]


def test_entries_behind_a_side_hold_what_both_did() -> None:
    prefecture, city, joint, neither = on_sides("prefecture", "city", "joint", "")

    asked = indicator()

    assert set(entries_behind(asked, YEAR)) == {prefecture, city, joint, neither}
    assert set(entries_behind(asked, YEAR, side="prefecture")) == {prefecture, joint}
    assert set(entries_behind(asked, YEAR, side="city")) == {city, joint}
    assert set(entries_behind(asked, YEAR, side="joint")) == {joint}
    assert set(entries_behind(asked, YEAR, side="")) == {neither}


def test_indicator_waits_while_no_room_declares_its_kinds() -> None:
    waiting = indicator(kinds=("trial.held", "snow.melted"), per=counted(kinds=("sun.risen",)))

    found = figure(waiting, YEAR)

    assert (found.state, found.total) == ("waits", None)
    assert found.waits_for == ("snow.melted", "sun.risen")


def test_nothing_recorded_is_zero_and_not_unknown() -> None:
    assert figure(indicator(), YEAR).counted == Sided()
    assert values(figure(indicator("persons"), YEAR)) == sided(0, 0, 0, 0)


def test_indicators_of_one_kind_share_a_query() -> None:
    on_sides("prefecture", "city", "joint")
    one = [indicator(key="I-2.1")]
    many = [
        *one,
        indicator("sum", key="I-2.2", of="visitors"),
        indicator("sum", key="I-2.3", of="rating"),
        indicator(key="I-2.4", where=(Filter("is_open", one_of=(True,)),)),
        indicator("initiatives", key="P.1"),
    ]

    with CaptureQueriesContext(
        connection,
    ) as of_one:
        figures(one, YEAR)
    with CaptureQueriesContext(connection) as of_many:
        found = figures(many, YEAR)

    assert len(of_many) == len(of_one) == 2
    assert {key: one.total for key, one in found.items()} == {
        "I-2.1": 3,
        "I-2.2": 36,
        "I-2.3": 0,
        "I-2.4": 3,
        "P.1": 2,
    }


def test_unknown_indicators_have_no_entries() -> None:
    share = indicator()

    with pytest.raises(ValueError, match=r"I-2\.1"):
        entries_behind(share, YEAR, of_denominator=True)
