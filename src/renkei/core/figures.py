"""A figure on a page: finding, picture, table, and what it rests on.

Every chart of every room is shown through this and the partial `core/_figure.html`, so that no
figure appears without unit, date, source and definition, and none without table and download.
"""

from dataclasses import dataclass, field

from django.utils.safestring import SafeString

from renkei.charter.text import Text
from renkei.core.tables import Table


@dataclass(frozen=True, slots=True)
class Source:
    """What a figure rests on, as it is credited under the figure."""

    institution: Text
    table: Text
    as_of: Text
    read_on: str  # ISO date on which the table was read; empty for what was computed here
    credit: Text | None = None  # the line that the source's terms ask for


@dataclass(frozen=True, slots=True)
class Chart:
    """The same picture drawn for a phone (about 340 px) and for a desk (about 720 px)."""

    narrow: SafeString
    wide: SafeString


@dataclass(frozen=True, slots=True)
class Figure:
    key: str  # the anchor on the page and the name of the download
    finding: str  # the title: what the picture shows, as a sentence
    measure: str  # the subtitle: what is measured, in which unit
    table: Table
    sources: tuple[Source, ...]
    definition: str
    chart: Chart | None = None
    # Breaks, suppressed cells, different definitions: what a careful reader must know.
    notes: tuple[str, ...] = field(default=())
    # The same data laid out for reading; the files always hold the long table.
    reading: Table | None = None

    @property
    def shown(self) -> Table:
        return self.reading or self.table
