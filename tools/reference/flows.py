"""Who was born, died, came and left: the yearly account of the register, and moves."""

from pathlib import Path

import polars as pl

from renkei.places.codes import HOKKAIDO
from tools.reference.source import ordered, read, with_areas, without_northern_territories

ENTRIES = ("births", "in_domestic", "in_abroad", "other_entries", "entries")
REMOVALS = ("deaths", "out_domestic", "out_abroad", "other_removals", "removals")
CHANGES = ("change", "natural_change", "social_change")
STOCKS = ("population", "female", "male", "households")


def register_flows(source: Path) -> pl.DataFrame:
    frame = read(source / "residents" / "resident_register_flows_2015_2019_2024_hokkaido.csv")
    frame = frame.rename({"total": "population"})
    counts = (*ENTRIES, *REMOVALS, *CHANGES, *STOCKS)
    frame = without_northern_territories(frame, *counts)
    return ordered(frame.select("area", "year", "register_date", *counts), "area", "year")


def migration_matrix(source: Path) -> pl.DataFrame:
    frame = read(source / "migration" / "od_prefectures_2025.csv")
    frame = with_areas(
        with_areas(frame, "origin_code", "origin"), "destination_code", "destination"
    )
    frame = frame.select("year", "origin", "destination", pl.col("migrants").alias("persons"))
    return ordered(frame, "year", "origin", "destination")


def migration_by_sex(source: Path) -> pl.DataFrame:
    frame = read(source / "migration" / "prefecture_in_out_by_sex_1975_2025.csv")
    frame = frame.filter(pl.col("area") == HOKKAIDO).rename({"migrants": "persons"})
    dimensions = ("area", "year", "nationality", "direction", "sex")
    return ordered(frame.select(*dimensions, "persons"), *dimensions)
