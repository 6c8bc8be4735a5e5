"""Break-downs: cells, what is counted in several of them, and what the public may not read."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from renkei.charter.counts import Filter
from renkei.programme.figures import Cell, broken_down, figure, offered
from renkei.programme.periods import Period
from tests.rooms.journal.happenings import Level, held
from tests.rooms.programme.indicators import counted, indicator

pytestmark = pytest.mark.django_db

YEAR = Period.year(2026)


def shown(cells: list[Cell]) -> dict[str, int | Decimal | None]:
    return {cell.key: cell.value for cell in cells}


def test_sides_hold_what_both_did_and_take_it_off_once() -> None:
    for side in ("prefecture", "city", "city", "joint", ""):
        held(side=side)

    cells = broken_down(indicator(), YEAR, "side")

    assert shown(cells) == {"prefecture": 2, "city": 3, "several": -1, "outside": 1}
    assert [cell.kind for cell in cells] == ["part", "part", "several", "outside"]
    assert cells[0].label.ja == "道"


def test_months_stand_there_also_with_nothing_in_them() -> None:
    held(side="city", on=date(2026, 10, 5))
    held(side="city", on=date(2026, 12, 5))

    cells = broken_down(indicator(), Period.quarter(2026, 3), "month")

    assert shown(cells) == {"2026-10": 1, "2026-11": 0, "2026-12": 1}
    assert (cells[0].label.ja, cells[0].label.en) == ("2026年10月", "October 2026")


def test_person_of_two_months_is_taken_off_once() -> None:
    for person, month in (("a", 10), ("a", 11), ("a", 11), ("b", 11)):
        held(side="city", person=person, on=date(2026, month, 5))

    cells = broken_down(indicator("persons"), Period.quarter(2026, 3), "month")

    assert shown(cells) == {"2026-10": 1, "2026-11": 2, "2026-12": 0, "several": -1}


def test_units_are_called_by_their_names() -> None:
    for unit, name in (("u1", "甲課"), ("u1", "甲課"), ("u2", "乙課"), ("", "")):
        held(side="city", organisation=unit, organisation_name=name, person=unit)

    for measure in ("entries", "persons"):
        cells = broken_down(indicator(measure), YEAR, "unit")
        assert [cell.label.ja for cell in cells][:2] == ["甲課", "乙課"]
        assert shown(cells)["u1"] == (2 if measure == "entries" else 1)


@pytest.mark.usefixtures("places_loaded")
def test_wards_stand_with_their_city_and_unknown_places_last() -> None:
    for place in ("011011", "011002", "012041", "010006", ""):
        held(side="city", place=place)

    towns = broken_down(indicator(), YEAR, "municipality")
    bureaus = broken_down(indicator(), YEAR, "bureau")

    assert [(cell.label.ja, cell.value, cell.kind) for cell in towns] == [
        ("札幌市", 2, "part"),
        ("旭川市", 1, "part"),
        ("不明", 2, "unknown"),
    ]
    assert [(cell.label.ja, cell.value) for cell in bureaus] == [
        ("石狩振興局", 2),
        ("上川総合振興局", 1),
        ("不明", 2),
    ]
    assert shown(broken_down(indicator(), YEAR, "place")) == shown(towns)


def test_people_are_told_apart_by_sex_and_age() -> None:
    for sex, age in (("female", 19), ("female", 20), ("male", 60), ("", None)):
        held(side="city", sex=sex, age=age)

    assert shown(broken_down(indicator(), YEAR, "sex")) == {"female": 2, "male": 1, "": 1}
    assert [cell.label.en for cell in broken_down(indicator(), YEAR, "age_band")] == [
        "0 to 19",
        "20 to 29",
        "60 and over",
        "Unknown",
    ]


def test_facts_are_called_as_their_kind_calls_them() -> None:
    held(side="city", level=Level.FIRST, is_open=False)
    held(side="city", level=Level.SECOND)
    held(side="city", level=Level.SECOND)

    levels = broken_down(indicator(), YEAR, "level")

    assert [(cell.label.ja, cell.label.en, cell.value) for cell in levels] == [
        ("一つ星", "one star", 1),
        ("二つ星", "two stars", 2),
    ]
    assert shown(broken_down(indicator(), YEAR, "is_open")) == {"no": 1, "yes": 2}
    assert shown(broken_down(indicator(), YEAR, "rating")) == {"": 3}


def test_rate_has_numerator_and_denominator_in_every_cell() -> None:
    for level, is_open in ((Level.FIRST, True), (Level.FIRST, False), (Level.SECOND, False)):
        held(side="city", level=level, is_open=is_open)

    share = indicator(where=(Filter("is_open", one_of=(True,)),), per=counted(), times=100)
    cells = broken_down(share, YEAR, "level")

    assert [(cell.value, cell.numerator, cell.denominator) for cell in cells] == [
        (50, 1, 2),
        (0, 0, 1),
    ]


def test_median_of_a_cell_is_its_own() -> None:
    for level, visitors in ((Level.FIRST, 1), (Level.FIRST, 3), (Level.SECOND, 9)):
        held(side="city", level=level, visitors=visitors)

    median = indicator("median", of="visitors")

    assert shown(broken_down(median, YEAR, "level")) == {"first": 2, "second": 9}
    assert shown(broken_down(median, YEAR, "side")) == {"prefecture": None, "city": 3}


def people(**numbers: int) -> None:
    for sex, n in numbers.items():
        for one in range(n):
            held(side="city", sex=sex, person=f"{sex}{one}")


def test_public_reads_no_small_cell_and_none_that_would_give_it_back() -> None:
    people(female=30, male=15, other=2)

    public = broken_down(indicator("persons"), YEAR, "sex", public=True)

    assert shown(public) == {"female": 30, "male": None, "other": None}
    assert [cell.is_withheld for cell in public] == [False, True, True]
    assert shown(broken_down(indicator("persons"), YEAR, "sex")) == {
        "female": 30,
        "male": 15,
        "other": 2,
    }


def test_public_reads_no_cell_where_the_total_itself_would_give_it_back() -> None:
    people(female=3)

    public = broken_down(indicator("persons"), YEAR, "sex", public=True)

    assert shown(public) == {"female": None}


def test_public_cannot_work_out_a_small_overlap() -> None:
    people(female=20)
    for one in range(12):
        held(side="prefecture", sex="female", person=f"female{one}" if one < 2 else f"other{one}")

    public = broken_down(indicator("persons"), YEAR, "side", public=True)

    withheld = [cell.key for cell in public if cell.is_withheld]
    assert "several" in withheld
    assert len(withheld) > 1


def test_public_reads_small_cells_of_what_is_not_people() -> None:
    held(side="city", level=Level.FIRST)

    public = broken_down(indicator(), YEAR, "level", public=True)
    by_sex = broken_down(indicator(), YEAR, "sex", public=True)

    assert shown(public) == {"first": 1}
    assert shown(by_sex) == {"": None}


def test_what_no_entry_tells_is_no_break_down() -> None:
    with pytest.raises(ValueError, match="by “weather”"):
        broken_down(indicator(), YEAR, "weather")


def test_waiting_indicator_has_no_cells() -> None:
    assert broken_down(indicator(kinds=("snow.melted",)), YEAR, "side") == []


def test_level_offers_no_months() -> None:
    assert offered(indicator(by=("level",))) == ("side", "unit", "month", "level")
    assert offered(indicator("level", by=("bureau",))) == ("side", "unit", "bureau")


def test_break_down_takes_as_many_queries_with_one_entry_as_with_three() -> None:
    counts = []
    for n in (1, 2):
        for _ in range(n):
            held(side="city", person=f"p{n}", place="012041")
        with CaptureQueriesContext(connection) as queries:
            broken_down(indicator("persons"), YEAR, "bureau")
        counts.append(len(queries))

    assert counts[0] == counts[1]
    assert counts[0] <= 5


def test_figure_of_few_people_is_small() -> None:
    people(female=9)

    assert figure(indicator("persons"), YEAR).is_small
    assert not figure(indicator("persons"), Period.year(2025)).is_small
    assert not figure(indicator(), YEAR).is_small
    assert figure(indicator(people=True, per=counted(), times=100), YEAR).is_small
    people(male=1)
    assert not figure(indicator("persons"), YEAR).is_small
