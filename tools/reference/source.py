"""Reading the source tables: codes stay text, areas get six digits, rows get one order."""

from pathlib import Path

import polars as pl

from renkei.places.codes import HOKKAIDO, six_digits

SEXES = ("female", "male", "unknown")

# The six villages of the Northern Territories (北方領土) are in the official tables, with zeros.
NORTHERN_TERRITORIES = tuple(six_digits(f"0{number}") for number in range(1695, 1701))

CODES = ("area_code", "origin_code", "destination_code", "pref_code", "medical_area_code")


class SourceError(Exception):
    """A source table does not say what it is relied upon to say."""


def read(path: Path) -> pl.DataFrame:
    """A CSV or Parquet table with its area codes in six digits, in a column `area`."""
    if path.suffix == ".parquet":
        frame = pl.read_parquet(path)
    else:
        content = path.read_bytes()
        header = pl.read_csv(content, n_rows=0).columns
        as_text = {name: pl.String for name in header if name in CODES}
        frame = pl.read_csv(content, schema_overrides=as_text, infer_schema_length=None)
    texts = [name for name, kind in frame.schema.items() if kind == pl.Categorical]
    frame = frame.with_columns(pl.col(texts).cast(pl.String))
    return with_areas(frame, "area_code", "area") if "area_code" in frame.columns else frame


def with_areas(frame: pl.DataFrame, old: str, new: str) -> pl.DataFrame:
    codes = {five: six_digits(five) for five in frame[old].unique()}
    return frame.with_columns(pl.col(old).replace_strict(codes).alias(new)).drop(old)


def of_hokkaido(frame: pl.DataFrame) -> pl.DataFrame:
    return frame.filter(pl.col("area").str.starts_with(HOKKAIDO[:2]))


def without_northern_territories(frame: pl.DataFrame, *counts: str) -> pl.DataFrame:
    """The rows without the six villages, after making sure that they hold nothing but zeros."""
    villages = frame.filter(pl.col("area").is_in(NORTHERN_TERRITORIES))
    if any(villages[name].cast(pl.Float64).abs().sum() != 0 for name in counts):
        raise SourceError("a village of the Northern Territories holds a figure other than 0")
    return frame.filter(~pl.col("area").is_in(NORTHERN_TERRITORIES))


def municipalities(source: Path) -> list[str]:
    """The 179, from the list of areas."""
    areas = read(source / "areas" / "hokkaido_areas.csv")
    return areas.filter(~pl.col("kind").is_in(["prefecture", "ward"]))["area"].to_list()


def wards(source: Path) -> list[str]:
    areas = read(source / "areas" / "hokkaido_areas.csv")
    return areas.filter(pl.col("kind") == "ward")["area"].to_list()


def ordered(frame: pl.DataFrame, *dimensions: str) -> pl.DataFrame:
    """One order for all tables: by the dimensions as named, sexes and ages in their own order."""
    ranks = {"sex": _rank_of_sex, "age": _rank_of_age}
    keys = [ranks[name]() if name in ranks else pl.col(name) for name in dimensions]
    return frame.sort(*keys, maintain_order=True)


def _rank_of_sex() -> pl.Expr:
    return pl.col("sex").replace_strict({sex: rank for rank, sex in enumerate(SEXES)})


def _rank_of_age() -> pl.Expr:
    # "unknown" has no digits and comes last.
    return pl.col("age").cast(pl.String).str.extract(r"^(\d+)").cast(pl.Int64).fill_null(999)


def with_unknown_ages(known: pl.DataFrame, totals: pl.DataFrame) -> pl.DataFrame:
    """Rows of age "unknown" that make the ages of (area, sex) sum to the published total.

    known   area, sex, age, persons
    totals  area, sex, total
    """
    rest = (
        totals.join(known.group_by("area", "sex").agg(pl.sum("persons")), on=["area", "sex"])
        .with_columns(pl.lit("unknown").alias("age"), persons=pl.col("total") - pl.col("persons"))
        .select("area", "sex", "age", "persons")
    )
    if (rest["persons"] < 0).any():
        raise SourceError("the ages of an area sum to more than its published total")
    return pl.concat([known.select(rest.columns), rest])
