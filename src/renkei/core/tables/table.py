"""A table in long format: one row an observation, one column a variable, one cell a value."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from renkei.charter.text import Text

# None is unknown. A code is text, because a number would lose its leading zero.
Cell = str | int | float | date | Text | None


@dataclass(frozen=True, slots=True)
class Column:
    key: str
    label: Text
    unit: Text | None = None

    def header(self, language: str) -> str:
        """The name of the column in a file, with its unit: 人口(人) / Population (persons)."""
        label = self.label.in_language(language)
        if self.unit is None:
            return label
        space = " " if language.startswith("en") else ""
        return f"{label}{space}({self.unit.in_language(language)})"


@dataclass(frozen=True, slots=True)
class Table:
    title: Text
    columns: Sequence[Column]
    rows: Sequence[Sequence[Cell]]

    def __post_init__(self) -> None:
        for language in ("ja", "en"):
            names = self.headers(language)
            if len(set(names)) < len(names):
                raise ValueError(f"two columns of “{self.title.en}” have the same name: {names}")
        for n, row in enumerate(self.rows, start=1):
            if len(row) != len(self.columns):
                raise ValueError(
                    f"row {n} of “{self.title.en}” has {len(row)} cells, not {len(self.columns)}"
                )

    def headers(self, language: str) -> list[str]:
        return [column.header(language) for column in self.columns]
