"""The people of a place by sex and age, year by year, as far as any table holds them."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from renkei.charter.text import Text
from renkei.core.writing import localized
from renkei.observatory.arrays import Subject, Values, counted

# Tables of people by sex and age, the name of the series, whether it is a projection.
TABLES = (
    ("census", Text("国勢調査", "Census"), False),
    ("register_population", Text("住民基本台帳", "Register"), False),
    ("projection_2018", Text("2018年推計", "2018 projection"), True),
)


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The people of one year in one table."""

    table: str
    series: Text
    year: int
    is_projection: bool

    @property
    def key(self) -> str:
        return f"{self.table.split('_')[0]}-{self.year}"

    @property
    def name(self) -> str:
        return _("%(year)s年（%(series)s）") % {"year": self.year, "series": localized(self.series)}

    @property
    def spoken_year(self) -> str:
        """As a sentence names it: what has not been counted is named with its projection."""
        return self.name if self.is_projection else _("%(year)s年") % {"year": self.year}

    def of(self, subject: Subject) -> tuple[Values, float]:
        found = counted(self.table).of(subject, self.year)
        assert found, f"{self.key} was offered for {subject.code} without figures"
        return found


def snapshots(subject: Subject) -> list[Snapshot]:
    """Every year for which the people of a subject are known by sex and age, counts first."""
    found = [
        Snapshot(table, series, year, is_projection)
        for table, series, is_projection in TABLES
        for year in counted(table).known.years
        if counted(table).of(subject, year)
    ]
    # A projection begins with the census it starts from; where that is held it is the one to show.
    counted_years = {snapshot.year for snapshot in found if not snapshot.is_projection}
    return [s for s in found if not (s.is_projection and s.year in counted_years)]


def newest_count(offered: Sequence[Snapshot]) -> Snapshot:
    counts = [snapshot for snapshot in offered if not snapshot.is_projection]
    return max(counts, key=lambda snapshot: snapshot.year)
