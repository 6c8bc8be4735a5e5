"""Foreign residents by area, and for the prefecture by origin."""

from pathlib import Path

import polars as pl

from renkei.places.codes import HOKKAIDO
from tools.reference.source import municipalities, of_hokkaido, ordered, read

CENSUS = "census_"


def foreign_residents(source: Path) -> pl.DataFrame:
    frame = of_hokkaido(read(source / "foreign" / "foreign_residents_municipalities_2025_12.csv"))
    frame = frame.select("area", pl.col("foreign_residents").alias("persons"))
    parts = frame.filter(pl.col("area").is_in(municipalities(source)))
    prefecture = parts.select(pl.lit(HOKKAIDO).alias("area"), pl.sum("persons"))
    full = pl.concat([frame, prefecture]).with_columns(year=pl.lit(2025, pl.Int64))
    return ordered(full.select("area", "year", "persons"), "area", "year")


def foreign_residents_series(source: Path) -> pl.DataFrame:
    frame = read(source / "foreign" / "foreign_residents_prefectures_series.csv")
    is_census = pl.col("group").str.starts_with(CENSUS)
    frame = frame.filter(pl.col("area") == HOKKAIDO).select(
        "area",
        "year",
        pl.when(is_census).then(pl.lit("census")).otherwise(pl.lit("residence")).alias("basis"),
        pl.col("group").str.strip_prefix(CENSUS).alias("origin"),
        "persons",
    )
    return ordered(frame, "area", "basis", "year", "origin")
