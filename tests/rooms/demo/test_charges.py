"""Who is in charge in the demonstration: of everything, on both sides."""

import pytest
from django.utils import timezone

from renkei.charter.reader import programme
from renkei.core.calendar import fiscal_year_days, fiscal_year_of
from renkei.core.rights import NOBODY
from renkei.demo import cast
from renkei.directory.queries.charges import in_charge_of, initiatives_without, matrix

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo_loaded")]


@pytest.mark.parametrize("side", ["prefecture", "city"])
def test_every_initiative_has_one_lead(side: str) -> None:
    today = timezone.localdate()

    assert initiatives_without(side, today) == []
    for row in matrix(today, NOBODY):
        leads = [one for one in getattr(row, side) if one.is_lead and not one.is_coming]
        assert len(leads) == 1, row.initiative.reference


def test_table_is_in_the_order_of_the_agreement() -> None:
    assert [line["initiative"] for line in cast.charges()["charges"]] == [
        one.reference for one in programme().initiatives
    ]


def test_reorganisation_left_who_was_in_charge_before() -> None:
    today = timezone.localdate()
    first, last = fiscal_year_days(fiscal_year_of(today) - 1)

    def of_the_city(day):
        return [one.name for one in in_charge_of("II-7", day) if one.side == "city"]

    assert (of_the_city(first), of_the_city(last), of_the_city(today)) == (
        ["経済観光局"],
        ["経済観光局"],
        ["企業立地担当"],
    )
