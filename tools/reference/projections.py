"""The published results of the two official projections."""

from pathlib import Path

import polars as pl

from tools.reference.source import ordered, read

GROUPS = ("total", "age_0_14", "age_15_64", "age_65_plus", "age_75_plus")


def projection_2018(source: Path) -> pl.DataFrame:
    frame = read(source / "projections" / "ipss2018_hokkaido_age5_sex.csv")
    dimensions = ("area", "year", "sex", "age")
    frame = frame.rename({"population": "persons"}).select(*dimensions, "persons")
    return ordered(frame, *dimensions)


def projection_2023(source: Path) -> pl.DataFrame:
    frame = read(source / "projections" / "ipss2023_hokkaido_totals.csv")
    return ordered(frame.select("area", "year", *GROUPS), "area", "year")


def projection_2023_sapporo_ages(source: Path) -> pl.DataFrame:
    frame = read(source / "projections" / "ipss2023_sapporo_age5_total_2020_2050.csv")
    frame = frame.rename({"population": "persons"}).select("area", "year", "age", "persons")
    return ordered(frame, "area", "year", "age")
