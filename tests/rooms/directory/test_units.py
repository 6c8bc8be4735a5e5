"""Units: made, renamed, moved and closed, with a lineage that always tells the truth."""

from datetime import date

import pytest

from renkei.core.errors import NotPermitted, Refused
from renkei.core.rights import Asker, Role, Verb, may
from renkei.directory.actions.units import (
    DEEPEST,
    UnitNames,
    close_unit,
    make_unit,
    move_unit,
    rename_unit,
)
from renkei.directory.models import Membership, Unit
from renkei.directory.queries.units import branches, units_of
from renkei.directory.states import UnitKind
from renkei.journal.models import Entry
from tests.cast import Cast, seat, standing_cast
from tests.concurrency import at_once, refusals, shared_database

TODAY = date(2026, 11, 25)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("places_loaded")]


@pytest.fixture
def cast() -> Cast:
    return standing_cast()


def section(cast: Cast, name: str, parent: Unit | None = None) -> Unit:
    return make_unit(
        cast.organisations["city"],
        UnitNames(name_ja=name),
        UnitKind.SECTION,
        by=cast.asker("city_office"),
        on=TODAY,
        parent=parent,
    )


def lineages_are_true() -> bool:
    return all(
        unit.lineage == (unit.parent.lineage if unit.parent else "") + unit.key + "/"
        for unit in Unit.objects.select_related("parent")
    )


def test_unit_stands_below_the_one_above(cast: Cast) -> None:
    made = section(cast, "架空課", cast.units["city_bureau"])

    assert made.lineage == f"{cast.units['city_bureau'].key}/{made.key}/"
    assert (made.side, Entry.objects.get(kind="unit.made").side) == ("city", "city")


def test_units_of_the_other_government_are_its_own(cast: Cast) -> None:
    with pytest.raises(NotPermitted):
        make_unit(
            cast.organisations["prefecture"],
            UnitNames(name_ja="架空課"),
            UnitKind.SECTION,
            by=cast.asker("city_office"),
            on=TODAY,
        )
    with pytest.raises(NotPermitted):
        rename_unit(
            cast.units["prefecture_section"],
            UnitNames(name_ja="改称課"),
            by=cast.asker("city_office"),
            on=TODAY,
        )


def test_administrator_of_a_firm_sets_up_its_units(cast: Cast) -> None:
    by = cast.asker("company_administrator")

    made = make_unit(
        cast.organisations["company"], UnitNames(name_ja="人事課"), UnitKind.OFFICE, by=by, on=TODAY
    )

    assert made.side == ""
    with pytest.raises(NotPermitted):
        rename_unit(cast.units["other_company"], UnitNames(name_ja="架空課"), by=by, on=TODAY)


def test_administrator_of_a_desk_arranges_no_units_of_the_government(cast: Cast) -> None:
    by = asker_of_a_desk(cast)

    with pytest.raises(NotPermitted):
        move_unit(cast.units["city_section"], cast.units["city_desk"], by=by, on=TODAY)
    with pytest.raises(NotPermitted):
        make_unit(
            cast.organisations["city"], UnitNames(name_ja="架空課"), UnitKind.DESK, by=by, on=TODAY
        )
    assert not may(by, Verb.WRITE, cast.organisations["city"])


def asker_of_a_desk(cast: Cast) -> Asker:
    seat(cast.outsider, cast.units["city_desk"], Role.ADMINISTRATOR)
    return cast.asker("outsider", on=TODAY)


def test_nobody_moves_a_unit_below_her_own(cast: Cast) -> None:
    """Its files would be hers to read, without a reason and without a look being written."""
    with pytest.raises(Refused, match="ほかの担当者"):
        move_unit(
            cast.units["city_desk"],
            cast.units["city_section"],
            by=cast.asker("city_officer"),
            on=TODAY,
        )


def test_renaming_keeps_the_former_name(cast: Cast) -> None:
    unit = cast.units["city_section"]

    rename_unit(unit, UnitNames(name_ja="地域創生課"), by=cast.asker("city_office"), on=TODAY)

    unit.refresh_from_db()
    assert unit.name_ja == "地域創生課"
    assert '"before":"city section"' in Entry.objects.get(kind="unit.renamed").facts


def test_moving_takes_along_all_below(cast: Cast) -> None:
    one = section(cast, "一課", cast.units["city_bureau"])
    two = section(cast, "二課", one)
    section(cast, "三係", two)
    other = section(cast, "別の局")

    move_unit(one, other, by=cast.asker("city_office"), on=TODAY)

    two.refresh_from_db()
    assert two.lineage == f"{other.key}/{one.key}/{two.key}/"
    assert lineages_are_true()


def test_moving_below_itself_is_refused(cast: Cast) -> None:
    one = section(cast, "一課")
    two = section(cast, "二課", section(cast, "中間課", one))

    with pytest.raises(Refused, match="自分の下位"):
        move_unit(one, two, by=cast.asker("city_office"), on=TODAY)
    assert lineages_are_true()


def test_moving_to_another_organisation_is_refused(cast: Cast) -> None:
    with pytest.raises(Refused, match="別の組織"):
        move_unit(
            cast.units["city_section"],
            cast.units["prefecture_bureau"],
            by=cast.asker("city_office"),
            on=TODAY,
        )


def test_depth_has_an_end(cast: Cast) -> None:
    unit = None
    for n in range(DEEPEST):
        unit = section(cast, f"{n}段", unit)

    with pytest.raises(Refused, match="10段まで"):
        section(cast, "深すぎ", unit)
    top = section(cast, "最上位")
    with pytest.raises(Refused, match="10段まで"):
        move_unit(Unit.objects.get(name_ja="0段"), top, by=cast.asker("city_office"), on=TODAY)


def test_unit_with_seats_is_not_closed(cast: Cast) -> None:
    with pytest.raises(Refused, match="席が1件"):
        close_unit(cast.units["city_section"], by=cast.asker("city_office"), on=TODAY)


def test_unit_with_units_below_is_not_closed(cast: Cast) -> None:
    one = section(cast, "一課")
    section(cast, "二係", one)

    with pytest.raises(Refused, match="下位の部署が1件"):
        close_unit(one, by=cast.asker("city_office"), on=TODAY)


def test_unit_is_closed_when_its_seats_have_ended(cast: Cast) -> None:
    unit = cast.units["city_section"]
    Membership.objects.filter(unit=unit).update(valid_to=TODAY)

    close_unit(unit, by=cast.asker("city_office"), on=TODAY)

    unit.refresh_from_db()
    assert unit.closed_on == TODAY
    with pytest.raises(Refused, match="廃止されています"):
        rename_unit(unit, UnitNames(name_ja="何か"), by=cast.asker("city_office"), on=TODAY)
    with pytest.raises(Refused, match="廃止されています"):
        section(cast, "下の係", unit)


def test_tree_is_written_line_by_line(cast: Cast) -> None:
    written = [
        (branch.unit.name_ja, branch.depth)
        for branch in branches(units_of(cast.organisations["city"]))
    ]

    assert written == [("city bureau", 0), ("city desk", 1), ("city section", 1)]


@pytest.mark.django_db(transaction=True)
def test_two_that_move_below_each_other_at_once_make_no_circle() -> None:
    with shared_database():
        cast = standing_cast()
        by = cast.asker("city_office")
        one, two = cast.units["city_section"], cast.units["city_desk"]

        outcomes = at_once(
            lambda: move_unit(one, two, by=by, on=TODAY),
            lambda: move_unit(two, one, by=by, on=TODAY),
        )

        assert refusals(outcomes) == 1
        assert lineages_are_true()
