"""The accounting identities that official figures keep, checked in every cell that is held.

A cell that breaks an identity in the official figures themselves is listed in `KNOWN` with its
reason; any other break is an error of ours, or a new figure that must be looked at.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

import polars as pl

from renkei.observatory.catalogue import editions
from renkei.observatory.tables import table
from renkei.places.codes import HOKKAIDO, JAPAN, SAPPORO
from renkei.places.kinds import MUNICIPAL_KINDS, Kind
from renkei.places.reader import AreaRow, read_areas

# Tables that hold the prefecture beside all municipalities, and the city beside all wards.
OF_MUNICIPALITIES = (
    "register_population", "register_flows", "census", "census_2020_totals",
    "projection_2018", "projection_2023", "foreign_residents",
)  # fmt: skip
OF_WARDS = (
    "register_population", "register_flows", "projection_2018", "projection_2023",
    "foreign_residents", "sapporo_wards_2020",
)  # fmt: skip

EARLIER_EDITION = (
    "the municipal figures are those first published; the prefecture's appear to be those of a "
    "later correction of the vital statistics"
)
AS_PUBLISHED = "the published sexes do not add up to the published total"
KNOWN = {
    ("municipalities make the prefecture: births", "2016"): EARLIER_EDITION,
    ("municipalities make the prefecture: births", "2017"): EARLIER_EDITION,
    ("municipalities make the prefecture: deaths", "2016"): EARLIER_EDITION,
    ("municipalities make the prefecture: deaths", "2017"): EARLIER_EDITION,
    ("municipalities make the prefecture: marriages", "2016"): EARLIER_EDITION,
    ("municipalities make the prefecture: marriages", "2017"): EARLIER_EDITION,
    ("municipalities make the prefecture: divorces", "2016"): EARLIER_EDITION,
    ("municipalities make the prefecture: divorces", "2017"): EARLIER_EDITION,
    ("sexes make the total: out, japanese", "1980"): AS_PUBLISHED,
    ("sexes make the total: out, japanese", "1983"): AS_PUBLISHED,
}


@dataclass(frozen=True, slots=True)
class Break:
    cell: str
    found: float
    expected: float
    reason: str  # empty when nobody has explained it


@dataclass(frozen=True, slots=True)
class Check:
    name: str
    cells: int
    breaks: tuple[Break, ...]

    @property
    def unexplained(self) -> tuple[Break, ...]:
        return tuple(found for found in self.breaks if not found.reason)


def checks() -> Iterator[Check]:
    yield from register_checks()
    yield from area_checks()
    yield from census_checks()
    yield from projection_checks()
    yield from vital_checks()
    yield from migration_checks()


# --- the register ---------------------------------------------------------------------------


def register_checks() -> Iterator[Check]:
    flows = table("register_flows")
    for total, plus, minus in (
        ("entries", ("births", "in_domestic", "in_abroad", "other_entries"), ()),
        ("removals", ("deaths", "out_domestic", "out_abroad", "other_removals"), ()),
        ("change", ("entries",), ("removals",)),
        ("change", ("natural_change", "social_change"), ()),
        ("natural_change", ("births",), ("deaths",)),
        ("population", ("female", "male"), ()),
    ):
        terms = " - ".join([" + ".join(plus), *minus])
        right = sum((-pl.col(name) for name in minus), sum(pl.col(name) for name in plus))
        yield _equal(
            f"register_flows: {total} = {terms}",
            flows.select("area", "year", value=pl.col(total)),
            flows.select("area", "year", value=right),
        )
    yield _equal(
        "register_flows: population = population a year before + change",
        flows.select("area", "year", value="population"),
        flows.select(
            "area",
            pl.col("year") + 1,
            value=pl.col("population"),
        )
        .join(flows.select("area", "year", "change"), on=["area", "year"])
        .select("area", "year", value=pl.col("value") + pl.col("change")),
    )
    yield _equal(
        "register_population: sexes and ages make the population of register_flows",
        _sums("register_population", "area", "year"),
        flows.select("area", pl.col("year") + 1, value="population"),
    )
    yield _equal(
        "register_population: ages of each sex make that sex in register_flows",
        _sums("register_population", "area", "year", "sex"),
        flows.select("area", pl.col("year") + 1, "female", "male").unpivot(
            index=["area", "year"], variable_name="sex"
        ),
    )


# --- parts and wholes -----------------------------------------------------------------------


def area_checks() -> Iterator[Check]:
    for key in OF_MUNICIPALITIES:
        yield _parts(key, "municipalities make their bureaus, bureaus the prefecture", _bureaus())
    for key in OF_WARDS:
        yield _parts(key, "wards make the city", _wards())
    yield _equal(
        "census_2020_totals: wards make the city",
        _sums("census_2020_totals", "area").filter(pl.col("area") == SAPPORO),
        _sums("census_2020_totals", "area")
        .filter(pl.col("area").is_in(_wards()["area"]))
        .select(pl.lit(SAPPORO).alias("area"), pl.sum("value")),
    )


def _parts(key: str, rule: str, parents: pl.DataFrame) -> Check:
    """Every measure of every row of a whole against the sum over its parts, two levels up.

    Rows for which a part is not held (ages of the 2020 census) have no sum and are passed over.
    """
    long = _long(key)
    others = [name for name in long.columns if name not in {"area", "value"}]
    sums = long.drop_nulls("value").join(parents, on="area")
    by_parent = sums.group_by("parent", "whole", *others).agg(pl.sum("value"), parts=pl.len())
    by_whole = by_parent.group_by("whole", *others).agg(pl.sum("value"), pl.sum("parts"))
    complete = by_whole.filter(pl.col("parts") == parents.height).rename({"whole": "area"})
    return _equal(f"{key}: {rule}", long, complete.drop("parts"))


def _long(key: str) -> pl.DataFrame:
    """A row for each measure: the dimensions, `measure`, `value`."""
    dimensions = editions(key)[0].dimensions
    return table(key).unpivot(index=dimensions, variable_name="measure")


@cache
def _areas() -> tuple[AreaRow, ...]:
    return tuple(area for area in read_areas() if area.valid_to is None)


def _bureaus() -> pl.DataFrame:
    rows = [(a.code, a.parent_code, HOKKAIDO) for a in _areas() if a.kind in MUNICIPAL_KINDS]
    return _parents(rows)


def _wards() -> pl.DataFrame:
    return _parents(
        [(a.code, a.parent_code, a.parent_code) for a in _areas() if a.kind == Kind.WARD]
    )


def _parents(rows: list[tuple[str, str, str]]) -> pl.DataFrame:
    return pl.DataFrame(rows, schema=["area", "parent", "whole"], orient="row")


# --- the census -----------------------------------------------------------------------------


def census_checks() -> Iterator[Check]:
    yield _equal(
        "census: sexes and ages make the population of vital_summary",
        _sums("census", "area", "year"),
        _summary(HOKKAIDO, "population"),
    )
    yield _equal(
        "census_japan: sexes and ages make the population of vital_summary",
        _sums("census_japan", "area", "year"),
        _summary(JAPAN, "population"),
    )
    bounds = {"0-14": 0, "15-64": 15, "65-74": 65, "75+": 75}
    yield _equal(
        "census 2020: five-year ages make the groups of census_2020_totals",
        _sums_of_ages("census", bounds, "area", "year", "sex"),
        table("census_2020_totals").rename({"persons": "value"}),
    )
    yield _equal(
        "census_2020_medical_areas: medical areas make the prefecture",
        table("census").filter(pl.col("area") == HOKKAIDO).rename({"persons": "value"}),
        _sums("census_2020_medical_areas", "year", "sex", "age").with_columns(
            area=pl.lit(HOKKAIDO)
        ),
    )
    members = table("medical_areas").select("area", "medical_area")
    yield _equal(
        "census_2020_medical_areas: members make the medical area",
        _sums("census_2020_medical_areas", "medical_area"),
        _sums("census_2020_totals", "area")
        .join(members, on="area")
        .group_by("medical_area")
        .agg(pl.sum("value")),
    )


# --- projections ----------------------------------------------------------------------------


def projection_checks() -> Iterator[Check]:
    yield _equal(
        "projection_2018: its base is the census of 2015",
        _sums("projection_2018", "area", "year").filter(pl.col("year") == 2015),
        _sums("census", "area", "year"),
    )
    totals = table("projection_2023").select("area", "year", value="total")
    yield _equal(
        "projection_2023: its base is the census of 2020",
        totals,
        _sums("census_2020_totals", "area", "year"),
    )
    groups = sum(pl.col(name) for name in ("age_0_14", "age_15_64", "age_65_plus"))
    yield _equal(
        "projection_2023: three age groups make the total",
        totals,
        table("projection_2023").select("area", "year", value=groups).drop_nulls("value"),
    )
    for name, lowest in (("total", 0), ("age_65_plus", 65), ("age_75_plus", 75)):
        ages = table("projection_2023_sapporo_ages").filter(_lowest_age() >= lowest)
        yield _equal(
            f"projection_2023_sapporo_ages: ages make {name}",
            ages.group_by("area", "year").agg(value=pl.sum("persons")),
            table("projection_2023").select("area", "year", value=name),
        )


# --- vital statistics -----------------------------------------------------------------------


def vital_checks() -> Iterator[Check]:
    municipal = table("vital_municipal")
    for name in ("births", "deaths", "marriages", "divorces"):
        yield _equal(
            f"municipalities make the prefecture: {name}",
            municipal.drop_nulls(name).group_by("year").agg(value=pl.sum(name)),
            _summary(HOKKAIDO, name).drop("area"),
        )
    net = pl.col("in_migrants_japanese") - pl.col("out_migrants_japanese")
    yield _equal(
        "municipalities make the prefecture: net migration, japanese",
        municipal.group_by("year").agg(value=net.sum()),
        table("vital_summary").filter(pl.col("area") == HOKKAIDO).select("year", value=net),
    )
    yield _equal(
        "births_by_mother_age: ages make all births",
        table("births_by_mother_age").group_by("area", "year").agg(value=pl.sum("births")),
        _summary(HOKKAIDO, "births"),
    )
    yield _equal(
        "fertility_schedule: ages make total fertility",
        table("fertility_schedule").group_by("area", "year").agg(value=pl.sum("rate").round(4)),
        _summary(JAPAN, "tfr"),
    )
    yield _equal(
        "foreign_residents_series: total = foreign residents of vital_summary",
        table("foreign_residents_series")
        .filter((pl.col("basis") == "residence") & (pl.col("origin") == "total"))
        .select("area", "year", value="persons"),
        _summary(HOKKAIDO, "foreign_residents"),
    )
    yield _equal(
        "vital_summary: registered population = population of register_flows",
        _summary(HOKKAIDO, "register_population"),
        table("register_flows").select("area", "year", value="population"),
    )


# --- moves between prefectures --------------------------------------------------------------


def migration_checks() -> Iterator[Check]:
    matrix = table("migration_matrix")
    for end, name in (("destination", "in_migrants"), ("origin", "out_migrants")):
        margin = matrix.group_by("year", area=end).agg(value=pl.sum("persons"))
        yield _equal(f"migration_matrix: margins are {name}", margin, _summary(HOKKAIDO, name))
        yield _equal(
            f"migration_matrix: all moves are {name} of the country",
            matrix.group_by("year").agg(value=pl.sum("persons")),
            _summary(JAPAN, name).drop("area"),
        )
    by_sex = table("migration_by_sex")
    for nationality, suffix in (("japanese", "_japanese"), ("all", "")):
        for direction in ("in", "out"):
            chosen = by_sex.filter(
                (pl.col("nationality") == nationality) & (pl.col("direction") == direction)
            )
            yield _equal(
                f"sexes make the total: {direction}, {nationality}",
                chosen.group_by("year").agg(value=pl.sum("persons")),
                _summary(HOKKAIDO, f"{direction}_migrants{suffix}").drop("area"),
            )


# --- comparing ------------------------------------------------------------------------------


def _equal(name: str, found: pl.DataFrame, expected: pl.DataFrame) -> Check:
    """Compare `value` in every cell that both hold; the other columns name the cell."""
    cells = [column for column in found.columns if column != "value"]
    both = found.join(expected, on=cells, suffix="_expected").drop_nulls(
        ["value", "value_expected"]
    )
    breaks = both.filter(pl.col("value") != pl.col("value_expected")).sort(cells)
    return Check(name, both.height, tuple(_break(name, cells, row) for row in breaks.to_dicts()))


def _break(name: str, cells: list[str], row: dict[str, object]) -> Break:
    cell = " ".join(str(row[column]) for column in cells)
    found, expected = row["value"], row["value_expected"]
    assert isinstance(found, int | float)
    assert isinstance(expected, int | float)
    return Break(cell, found, expected, KNOWN.get((name, cell), ""))


def _summary(area: str, column: str) -> pl.DataFrame:
    rows = table("vital_summary").filter(pl.col("area") == area)
    return rows.select("area", "year", value=column).drop_nulls("value")


def _sums(key: str, *dimensions: str) -> pl.DataFrame:
    return table(key).group_by(dimensions).agg(value=pl.sum("persons"))


def _sums_of_ages(key: str, bounds: dict[str, int], *dimensions: str) -> pl.DataFrame:
    """Sums over ages in the groups whose lowest ages are `bounds`; "unknown" stays itself."""
    lowest = _lowest_age()
    group = pl.lit("unknown")
    for name, bound in bounds.items():
        group = pl.when(lowest >= bound).then(pl.lit(name)).otherwise(group)
    grouped = table(key).with_columns(age=group)
    return grouped.group_by(*dimensions, "age").agg(value=pl.sum("persons"))


def _lowest_age() -> pl.Expr:
    return pl.col("age").str.extract(r"^(\d+)").cast(pl.Int64)
