"""Births, deaths, marriages: the vital statistics and the figures published beside them."""

from pathlib import Path

import polars as pl

from renkei.places.codes import HOKKAIDO, JAPAN
from tools.reference.rates import fertility_schedule
from tools.reference.source import of_hokkaido, ordered, read

EVENTS = ("births", "deaths", "marriages", "divorces")
MIGRANTS_JAPANESE = ("in_migrants_japanese", "out_migrants_japanese")
MIGRANTS = ("in_migrants", "out_migrants")
RATES = ("tfr", "mean_age_first_marriage_husband", "mean_age_first_marriage_wife")
STOCKS = ("population", "register_population", "register_foreign", "foreign_residents")
COUNTS = (*EVENTS, *MIGRANTS_JAPANESE, *MIGRANTS, *STOCKS)
PREFECTURES = 47


def vital_municipal(source: Path) -> pl.DataFrame:
    frame = of_hokkaido(read(source / "vital" / "municipal_vital_2016_2024_japan.csv"))
    counts = (*EVENTS, *MIGRANTS_JAPANESE)
    frame = frame.select("area", "year", pl.col(counts).cast(pl.Int64))
    return ordered(frame, "area", "year")


def vital_summary(source: Path) -> pl.DataFrame:
    frame = read(source / "vital" / "prefecture_vital_summary.csv").rename(
        {
            "resident_register_population": "register_population",
            "resident_register_foreign": "register_foreign",
        }
    )
    frame = frame.with_columns(pl.col(COUNTS).cast(pl.Int64))
    hokkaido = frame.filter(pl.col("area") == HOKKAIDO)
    columns = ("area", "year", *COUNTS, *RATES)
    both = pl.concat([hokkaido.select(columns), _japan(frame, source).select(columns)])
    return ordered(both, "area", "year")


def _japan(frame: pl.DataFrame, source: Path) -> pl.DataFrame:
    """Sums over the prefectures where all have a figure; the rate of births from the schedule."""
    complete = [
        pl.when(pl.col(name).count() == PREFECTURES).then(pl.sum(name)).alias(name)
        for name in COUNTS
    ]
    sums = frame.group_by("year").agg(complete).with_columns(area=pl.lit(JAPAN))
    # Rounded to thousands in each prefecture outside census years: their sum would be nobody's.
    in_census = pl.when(pl.col("year") % 5 == 0).then("population")
    tfr = fertility_schedule(source).group_by("year").agg(tfr=pl.sum("rate").round(4))
    marriage = [pl.lit(None, pl.Float64).alias(name) for name in RATES[1:]]
    return sums.with_columns(in_census, *marriage).join(tfr, on="year", how="left")


def births_by_mother_age(source: Path) -> pl.DataFrame:
    """With a row for mothers of unknown age in each year whose total is published."""
    frame = read(source / "vital" / "births_by_mother_age_prefectures.csv")
    frame = frame.filter(pl.col("area") == HOKKAIDO).select(
        "area", "year", pl.col("mother_age").replace({"<15": "0-14"}).alias("age"), "births"
    )
    totals = vital_summary(source).filter(pl.col("area") == HOKKAIDO).select("year", total="births")
    rest = (
        frame.group_by("area", "year").agg(pl.sum("births")).join(totals, on="year")
        .filter(pl.col("total").is_not_null())
        .with_columns(age=pl.lit("unknown"), births=pl.col("total") - pl.col("births"))
    )  # fmt: skip
    return ordered(pl.concat([frame, rest.select(frame.columns)]), "area", "year", "age")
