"""Who lives where: the resident register and the census."""

from pathlib import Path

import polars as pl

from renkei.places.codes import HOKKAIDO, JAPAN, SAPPORO
from tools.reference.source import (
    SourceError,
    of_hokkaido,
    ordered,
    read,
    wards,
    with_unknown_ages,
    without_northern_territories,
)

DIMENSIONS = ("area", "year", "sex", "age")
N_PREFECTURES = 47


def register_population(source: Path) -> pl.DataFrame:
    cells = read(source / "residents" / "resident_register_2025_age5_sex_hokkaido.csv")
    cells = without_northern_territories(cells.rename({"population": "persons"}), "persons")
    totals = read(source / "residents" / "resident_register_2025_totals_japan.csv")
    totals = of_hokkaido(totals).filter(pl.col("area").is_in(cells["area"].unique()))
    by_sex = totals.unpivot(["female", "male"], index="area", variable_name="sex").rename(
        {"value": "total"}
    )
    full = pl.concat([with_unknown_ages(cells, by_sex), _without_sex(totals)])
    return _population(full.with_columns(year=pl.lit(2025, pl.Int64)))


def _without_sex(totals: pl.DataFrame) -> pl.DataFrame:
    """Persons whose sex the register does not hold; none in Hokkaido on 1 January 2025."""
    rest = totals.select(
        "area",
        pl.lit("unknown").alias("sex"),
        pl.lit("unknown").alias("age"),
        persons=pl.col("total") - pl.col("female") - pl.col("male"),
    )
    return rest.filter(pl.col("persons") != 0)


def census(source: Path) -> pl.DataFrame:
    until_2015 = read(source / "census" / "census_1980_2015_age5_sex_hokkaido.csv")
    parts = [
        until_2015.rename({"population": "persons"}),
        _hokkaido_2020(source),
        _sapporo_2020(source),
    ]
    return _population(pl.concat([part.select(*DIMENSIONS, "persons") for part in parts]))


def census_japan(source: Path) -> pl.DataFrame:
    frame = read(source / "census" / "census_1980_2015_age5_sex_japan.parquet")
    return _japan(frame)


def register_population_japan(source: Path) -> pl.DataFrame:
    frame = read(source / "residents" / "resident_register_2025_age5_sex_japan.parquet")
    return _japan(frame.with_columns(year=pl.lit(2025, pl.Int64)))


def _japan(frame: pl.DataFrame) -> pl.DataFrame:
    """The sum of the prefectures, whose five-digit codes end in 000."""
    prefectures = frame.filter(pl.col("area").str.slice(2, 3) == "000")
    if prefectures["area"].n_unique() != N_PREFECTURES:
        raise SourceError(f"{prefectures['area'].n_unique()} prefectures instead of 47")
    sums = prefectures.with_columns(pl.col("year").cast(pl.Int64), area=pl.lit(JAPAN))
    return _population(sums.group_by(*DIMENSIONS).agg(persons=pl.sum("population")))


def _hokkaido_2020(source: Path) -> pl.DataFrame:
    wide = read(source / "census" / "census_2020_age5_sex_prefectures_wide.csv")
    wide = wide.filter(pl.col("pref_code") == HOKKAIDO[:2])
    # Beside the ages stands a group of them, 65 and over.
    not_ages = {"pop_65plus", "pop_total_census"}
    ages = [name for name in wide.columns if name.startswith("pop_") and name not in not_ages]
    long = wide.unpivot(ages, index="sex", value_name="persons")
    return long.select(
        pl.lit(HOKKAIDO).alias("area"),
        pl.lit(2020, pl.Int64).alias("year"),
        "sex",
        pl.col("variable").str.replace("pop_age_", "").str.replace("pop_", "")
        .str.replace("plus", "+").str.replace("_", "-").alias("age"),
        "persons",
    )  # fmt: skip


def _sapporo_2020(source: Path) -> pl.DataFrame:
    known = read(source / "census" / "census_2020_age5_sex_sapporo.csv")
    known = known.rename({"population": "persons"}).drop("year")
    totals = _ssdse(source, {"A110101": "male", "A110102": "female"}).filter(
        pl.col("area") == SAPPORO
    )
    return with_unknown_ages(
        known, totals.rename({"group": "sex", "persons": "total"})
    ).with_columns(year=pl.lit(2020, pl.Int64))


def census_2020_totals(source: Path) -> pl.DataFrame:
    """Three age groups (the third in two parts) and unknown ages by sex; wards only as a whole."""
    items = {"01": "male", "02": "female"}
    codes = {"A1101": "total", "A1301": "0-14", "A1302": "15-64", "A1303": "65+", "A1419": "75+"}
    names = {
        f"{item}{s}": f"{sex} {age}" for item, age in codes.items() for s, sex in items.items()
    }
    long = _ssdse(source, names).with_columns(
        pl.col("group").str.split_exact(" ", 1).struct.rename_fields(["sex", "group"])
        .struct.unnest()
    )  # fmt: skip
    wide = long.pivot("group", index=["area", "sex"], values="persons").with_columns(
        (pl.col("65+") - pl.col("75+")).alias("65-74"),
        unknown=pl.col("total") - pl.col("0-14") - pl.col("15-64") - pl.col("65+"),
    )
    groups = ["0-14", "15-64", "65-74", "75+", "unknown"]
    ages = wide.unpivot(groups, index=["area", "sex"], variable_name="age", value_name="persons")
    prefecture = (
        ages.group_by("sex", "age").agg(pl.sum("persons")).with_columns(area=pl.lit(HOKKAIDO))
    )
    parts = [ages, prefecture, _wards_2020(source)]
    full = pl.concat([part.select("area", "sex", "age", "persons") for part in parts])
    return _population(full.with_columns(year=pl.lit(2020, pl.Int64)))


def _wards_2020(source: Path) -> pl.DataFrame:
    """The totals of the wards, from the base year of the official projection."""
    base = read(source / "projections" / "ipss2023_hokkaido_totals.csv")
    base = base.filter((pl.col("year") == 2020) & pl.col("area").is_in(wards(source)))
    return base.select(
        "area",
        pl.lit("unknown").alias("sex"),
        pl.lit("unknown").alias("age"),
        pl.col("total").alias("persons"),
    )


def _ssdse(source: Path, items: dict[str, str]) -> pl.DataFrame:
    """area, group, persons of the named items of the 2020 census in SSDSE-A."""
    frame = read(source / "indicators" / "ssdse_a_municipalities.parquet")
    chosen = of_hokkaido(frame).filter(
        (pl.col("year") == 2020) & pl.col("item_code").is_in(list(items))
    )
    return chosen.select(
        "area",
        pl.col("item_code").replace_strict(items).alias("group"),
        pl.col("value").cast(pl.Int64).alias("persons"),
    )


def census_2020_medical_areas(source: Path) -> pl.DataFrame:
    frame = read(source / "census" / "census_2020_age5_sex_medical_areas.csv")
    frame = frame.filter(pl.col("pref_code") == HOKKAIDO[:2])
    frame = frame.drop("medical_area").rename(
        {"medical_area_code": "medical_area", "population": "persons"}
    )
    return ordered(
        frame.select("medical_area", "year", "sex", "age", "persons"),
        "medical_area", "year", "sex", "age",
    )  # fmt: skip


# Romanised by this project; the official names are Japanese only.
MEDICAL_AREAS = {
    "南渡島": "Minami-Oshima",
    "南檜山": "Minami-Hiyama",
    "北渡島檜山": "Kita-Oshima-Hiyama",
    "札幌": "Sapporo",
    "後志": "Shiribeshi",
    "南空知": "Minami-Sorachi",
    "中空知": "Naka-Sorachi",
    "北空知": "Kita-Sorachi",
    "西胆振": "Nishi-Iburi",
    "東胆振": "Higashi-Iburi",
    "日高": "Hidaka",
    "上川中部": "Kamikawa-Chubu",
    "上川北部": "Kamikawa-Hokubu",
    "富良野": "Furano",
    "留萌": "Rumoi",
    "宗谷": "Soya",
    "北網": "Hokumo",
    "遠紋": "Enmon",
    "十勝": "Tokachi",
    "釧路": "Kushiro",
    "根室": "Nemuro",
}


def medical_areas(source: Path) -> pl.DataFrame:
    frame = read(source / "areas" / "medical_area_membership.csv")
    return frame.filter(pl.col("pref_code") == HOKKAIDO[:2]).select(
        "area",
        pl.col("medical_area_code").alias("medical_area"),
        pl.col("medical_area").alias("name_ja"),
        pl.col("medical_area").replace_strict(MEDICAL_AREAS).alias("name_en"),
    ).sort("medical_area", "area")  # fmt: skip


def sapporo_wards_2020(source: Path) -> pl.DataFrame:
    frame = read(source / "residents" / "sapporo_wards_2020_10_age5_total.csv")
    frame = frame.rename({"population": "persons"}).with_columns(year=pl.lit(2020, pl.Int64))
    return ordered(frame.select("area", "year", "age", "persons"), "area", "year", "age")


def _population(frame: pl.DataFrame) -> pl.DataFrame:
    return ordered(frame.select(*DIMENSIONS, "persons"), *DIMENSIONS)
