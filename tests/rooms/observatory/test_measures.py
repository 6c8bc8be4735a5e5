"""Every measure can be computed, and says the same of a whole as of its parts."""

import math
from functools import cache

import numpy as np
import pytest

from renkei.charter.errors import CharterError
from renkei.charter.reader import programme
from renkei.charter.text import Text
from renkei.observatory import measures as measures_module
from renkei.observatory.accounts import KNOWN
from renkei.observatory.arrays import AreaYears, Subject, measured, quantity
from renkei.observatory.asked import MAPPED
from renkei.observatory.catalogue import editions
from renkei.observatory.measures import FILE, Measure, Part, Quantity, measures, quantities
from renkei.observatory.queries import present_value, subject, subjects_of
from renkei.observatory.views.compare import DRAWN, TABLED
from renkei.places import queries as places
from renkei.places.codes import HOKKAIDO

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("places_loaded")]
SAPPORO = "011002"
each_measure = pytest.mark.parametrize("measure", measures().values(), ids=measures())
each_quantity = pytest.mark.parametrize("asked", quantities().values(), ids=quantities())


def the(code: str) -> Subject:
    return subject(places.place(code))


def series(key: str, of: Subject) -> dict[int, float]:
    years, values = measured(measures()[key], [of])
    return dict(zip(years, values[:, 0].tolist(), strict=True))


# --- the file -------------------------------------------------------------------------------


@each_quantity
def test_quantity_names_tables_and_columns_that_exist(asked):
    for part in asked.of:
        entry = editions(part.table)[0]
        columns = {column.name for column in entry.columns}

        assert {"area", "year", part.column, *part.plus, *part.minus} <= columns
        assert part.sex in {None, "female", "male"}
        assert part.sex is None or "sex" in columns
        assert not part.ages + part.outside_ages or "age" in columns


@each_quantity
def test_quantity_is_used_by_a_measure_or_read_by_name(asked):
    folder = FILE.parent
    python = [*folder.glob("*.py"), *folder.glob("*/*.py")]

    used = f'quantity = "{asked.key}"' in FILE.read_text(encoding="utf-8")
    read = any(f'"{asked.key}"' in path.read_text(encoding="utf-8") for path in python)

    assert used or read


@each_measure
def test_measure_is_explained_in_both_languages(measure):
    for text in (measure.name, measure.unit, measure.definition):
        assert text.ja.strip()
        assert text.en.strip()
    assert len(measure.definition.ja) > len(measure.name.ja)


def test_names_of_measures_are_unlike_each_other():
    for language in ("ja", "en"):
        names = [measure.name.in_language(language) for measure in measures().values()]

        assert sorted(set(names)) == sorted(names)


def test_measures_that_pages_offer_exist():
    assert {*MAPPED, *DRAWN, *TABLED} <= set(measures())


@pytest.fixture
def file_with(monkeypatch):
    """Reads another file of measures than the product's."""

    def read(**stated):
        quantity = {"births": {"of": [{"table": "vital_summary", "column": "births"}]}}
        measure = {
            "name": {"ja": "名", "en": "Name"},
            "unit": {"ja": "人", "en": "persons"},
            "definition": {"ja": "定義", "en": "Definition"},
            "quantity": "births",
            "colours": "sequential",
        }
        file = {"quantity": quantity, "measure": {"own": measure | stated}}
        monkeypatch.setattr(measures_module, "_file", lambda: file)
        monkeypatch.setattr(
            measures_module, "quantities", cache(measures_module.quantities.__wrapped__)
        )
        return measures_module.measures.__wrapped__()

    return read


def test_measure_is_read_with_its_quantities(file_with):
    found = file_with(per_quantity="births", per=100)

    births = Quantity("births", (Part("vital_summary", "births"),))
    assert found["own"] == Measure(
        key="own",
        name=Text("名", "Name"),
        unit=Text("人", "persons"),
        definition=Text("定義", "Definition"),
        quantity=births,
        colours="sequential",
        per_quantity=births,
        per=100,
    )


@pytest.mark.parametrize(
    ("stated", "named"),
    [
        ({"quantity": "weddings"}, "weddings"),
        ({"colours": "rainbow"}, "rainbow"),
        ({"decimal": 1}, "decimal"),
        ({"name": {"ja": "名"}}, "name"),
    ],
)
def test_measure_that_cannot_be_is_refused_with_file_and_key(file_with, stated, named):
    with pytest.raises(CharterError, match=named) as caught:
        file_with(**stated)

    assert "measures.toml" in str(caught.value)
    assert "measure.own" in str(caught.value)


# --- the kinds of measures ------------------------------------------------------------------


@each_measure
def test_measure_is_held_for_the_prefecture(measure):
    found = present_value(measure.key, the(HOKKAIDO))

    assert found.measure == measure
    assert all(math.isfinite(value) for value in found.values.values())


@pytest.mark.parametrize("key", MAPPED)
def test_mapped_measure_is_held_for_most_municipalities(key):
    years, values = measured(measures()[key], subjects_of(places.municipalities()))

    assert np.isfinite(values[-1]).sum() >= 170, f"{key} {years[-1]}"


def test_ratio_is_one_quantity_over_the_other():
    subject = the(SAPPORO)

    aged = series("aged_share", subject)[2025]

    over_65 = quantity(quantities()["register_aged"])
    of_all = quantity(quantities()["register_by_age"])
    row = over_65.years.index(2025)
    column = over_65.columns[SAPPORO]
    assert aged == pytest.approx(
        100 * over_65.values[row, column] / of_all.values[row, of_all.columns[SAPPORO]]
    )


def test_growth_is_zero_in_no_year_and_starts_after_its_base():
    since = series("population_since_1980", the(HOKKAIDO))
    people = series("population_census", the(HOKKAIDO))

    assert min(since) == 1985
    assert since[2020] == pytest.approx(100 * (people[2020] / people[1980] - 1))


def test_count_counts_the_municipalities_that_lose():
    counts = series("municipalities_losing_japanese", the(HOKKAIDO))

    year = max(counts)
    nets = [
        series("net_migration_japanese", one)[year] for one in subjects_of(places.municipalities())
    ]
    assert counts[year] == sum(net < 0 for net in nets)


def test_number_that_is_no_sum_is_unknown_where_it_was_not_published():
    assert series("tfr", the(HOKKAIDO))[2023] == pytest.approx(1.06, abs=0.005)
    assert series("tfr", the("sapporo-area")) == {}


def test_signed_measures_fall_below_zero():
    natural = measures()["natural_change"]

    assert natural.is_signed
    assert not measures()["births_vital"].is_signed
    assert series("natural_change", the(HOKKAIDO))[2024] == -53_556


def test_indicators_of_the_programme_find_their_value():
    indicators = [
        *programme().indicators,
        *(indicator for one in programme().initiatives for indicator in one.indicators),
    ]
    named = [indicator for indicator in indicators if indicator.measure]

    values = {one.id: present_value(one.measure, the(one.area)) for one in named}

    assert values
    assert [key for key, found in values.items() if found is None] == []


# --- parts and wholes -----------------------------------------------------------------------

SUMS = [
    key
    for key, measure in measures().items()
    if measure.additive and not (measure.per_quantity or measure.since or measure.count_losing)
]


def later_corrected(key: str) -> set[int]:
    """Years in which the prefecture's figure is a later edition than the municipalities'."""
    name = key.removesuffix("_vital").replace("natural_change", "births")
    rule = f"municipalities make the prefecture: {name}"
    return {int(cell) for (stated, cell) in KNOWN if stated == rule}


@pytest.mark.parametrize("key", sorted(set(SUMS) - {"net_migration_all"}))
def test_bureaus_make_the_prefecture(key):
    whole = series(key, the(HOKKAIDO))

    parts = [series(key, subject(bureau)) for bureau in places.bureaus()]

    years = set(whole).intersection(*parts) - later_corrected(key)
    assert len(parts) == 14
    assert years
    assert {year: sum(part[year] for part in parts) for year in years} == {
        year: whole[year] for year in years
    }


@pytest.mark.parametrize(
    "key",
    [
        "population_register", "women_20_39", "natural_change", "social_change",
        "population_projected", "foreign_residents",
    ],
)  # fmt: skip
def test_wards_make_the_city(key):
    whole = series(key, the(SAPPORO))

    parts = [series(key, one) for one in subjects_of(places.children(places.area(SAPPORO)))]

    years = set(whole).intersection(*parts)
    assert years
    assert {year: sum(part[year] for part in parts) for year in years} == {
        year: whole[year] for year in years
    }


def test_ratio_of_a_whole_is_not_the_mean_of_its_parts():
    area = the("sapporo-area")

    share = series("aged_share", area)[2025]

    aged = quantity(quantities()["register_aged"]).of([area])
    people = quantity(quantities()["register_by_age"]).of([area])
    assert share == pytest.approx(100 * aged[-1, 0] / people[-1, 0])


# --- arrays ---------------------------------------------------------------------------------

NAN = math.nan
TWO_YEARS = AreaYears(
    years=(2020, 2021),
    columns={"town": 0, "village": 1, "whole": 2},
    values=np.array([[10.0, 1.0, NAN], [20.0, NAN, 25.0]]),
)
WHOLE = Subject("whole", Text("全体", "Whole"), ("town", "village"))


def test_whole_is_the_published_figure_or_the_sum_of_its_parts():
    found = TWO_YEARS.of([WHOLE])

    assert found[:, 0].tolist() == [11.0, 25.0]


def test_one_unknown_part_makes_the_whole_unknown():
    other = Subject("set", Text("圏域", "Set"), ("town", "village"))

    found = TWO_YEARS.of([other])

    assert found[0, 0] == 11.0
    assert math.isnan(found[1, 0])


def test_part_that_is_not_held_makes_the_whole_unknown():
    other = Subject("set", Text("圏域", "Set"), ("town", "hamlet"))

    assert np.isnan(TWO_YEARS.of([other])).all()


def test_whole_of_a_number_that_is_no_sum_is_only_what_was_published():
    found = TWO_YEARS.of([WHOLE], additive=False)

    assert math.isnan(found[0, 0])
    assert found[1, 0] == 25.0


def test_nothing_held_has_no_years():
    nothing = AreaYears((), {}, np.empty((0, 0)))

    assert nothing.of([WHOLE, WHOLE]).shape == (0, 2)
