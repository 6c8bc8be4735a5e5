"""Rates by age: deaths and births."""

from pathlib import Path

import polars as pl

from renkei.places.codes import HOKKAIDO, JAPAN
from tools.reference.source import of_hokkaido, ordered, read

FIRST_YEAR = 1975
LAST_PERIOD = "2020-2025"


def death_rates(source: Path) -> pl.DataFrame:
    frame = read(source / "mortality_fertility" / "jmd_prefecture_mx_smoothed_1975_2020.parquet")
    frame = frame.filter(pl.col("area") == HOKKAIDO)
    # Six figures are more than the estimate deserves, and a third of the bytes.
    frame = frame.with_columns(rate=pl.col("mx").round_sig_figs(6))
    return ordered(frame.select("area", "year", "sex", "age", "rate"), "area", "year", "sex", "age")


def death_rates_japan(source: Path) -> pl.DataFrame:
    frame = read(source / "world" / "wpp2024_japan_rates_totals.csv")
    wanted = pl.col("period").is_between(pl.lit(f"{FIRST_YEAR}-"), pl.lit(LAST_PERIOD))
    frame = frame.filter((pl.col("variable") == "mx") & wanted)
    frame = frame.select(
        pl.lit(JAPAN).alias("area"),
        "period",
        "sex",
        pl.col("age").replace(_age_groups(frame["age"].unique().to_list())),
        pl.col("value").alias("rate"),
    )
    return ordered(frame, "area", "period", "sex", "age")


def _age_groups(lowest: list[str]) -> dict[str, str]:
    """Named by their lowest age in the source: 0, 1, 5, 10 ... 95, 100+."""
    bounds = sorted(int(age) for age in lowest if age.isdigit())
    above = [*bounds[1:], 100]
    named = zip(bounds, above, strict=True)
    return {str(low): f"{low}-{high - 1}" if high - low > 1 else str(low) for low, high in named}


def fertility_schedule(source: Path) -> pl.DataFrame:
    frame = read(source / "mortality_fertility" / "hfd_japan_asfr_single_age_1947_2020.csv")
    frame = frame.filter(pl.col("year") >= FIRST_YEAR).select(
        pl.lit(JAPAN).alias("area"),
        "year",
        pl.col("age").str.strip_chars("-+").cast(pl.Int64),
        pl.col("asfr").alias("rate"),
    )
    return ordered(frame, "area", "year", "age")


def municipal_tfr(source: Path) -> pl.DataFrame:
    frame = of_hokkaido(read(source / "vital" / "municipal_tfr_2008_2012.csv"))
    return frame.select("area", "tfr").sort("area")
