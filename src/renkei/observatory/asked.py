"""What a reader asked for in the address of a page; what cannot be is named, not ignored."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.http import HttpRequest
from django.utils.translation import gettext as _

from renkei.charter.text import Text
from renkei.core.writing import localized
from renkei.observatory.measures import Measure, measures
from renkei.observatory.queries import held_years, subjects_of
from renkei.observatory.ranking import ORDERS
from renkei.places import queries as places
from renkei.places.queries import Area

# Measures that the map offers: those that are held for municipalities.
MAPPED = (
    "projected_change",
    "natural_change_rate",
    "social_change_rate",
    "aged_share",
    "dependency",
    "women_20_39_share",
    "child_share",
    "population_since_1980",
    "population_register",
    "population_projected",
    "projected_aged_share",
    "net_migration_japanese",
    "births_vital",
    "foreign_residents",
)


REPEATED = 40  # letters of what was asked that are repeated to the reader


@dataclass(frozen=True, slots=True)
class Option:
    value: str
    name: str
    is_chosen: bool


@dataclass(slots=True)
class Asked:
    """The choices of one request and what was wrong with them."""

    request: HttpRequest
    problems: list[str] = field(default_factory=list)

    def choice(self, name: str, offered: Sequence[str], default: str) -> str:
        """One of `offered`; anything else is named as a problem and the default is taken."""
        asked = self.request.GET.get(name, "")
        if asked in offered:
            return asked
        if asked:
            self.problems.append(
                _("「%(asked)s」という選択肢はありません。代わりに標準の表示をしています。")
                % {"asked": asked[:REPEATED]}
            )
        return default

    def measure(self, offered: Sequence[str] = MAPPED) -> Measure:
        return measures()[self.choice("measure", offered, offered[0])]

    def year(self, measure: Measure, areas: Sequence[Area]) -> int:
        """The year that is asked for, or the newest; a form names whose years it offered.

        Who chooses another measure did not choose its year: one that it lacks is no mistake.
        """
        years = [str(year) for year in held_years(measure, subjects_of(areas))]
        offered_of = self.request.GET.get("years_of", measure.key)
        if offered_of != measure.key and self.request.GET.get("year") not in years:
            return int(years[-1])
        return int(self.choice("year", years, years[-1]))

    def order(self) -> str:
        offered = [*ORDERS, *(f"-{order}" for order in ORDERS)]
        return self.choice("sort", offered, "-value")

    def within(self) -> str:
        offered = [place.code for place in places.wholes()]
        return self.choice("within", offered, "")


def options(names: Sequence[tuple[str, Text | str]], chosen: str) -> list[Option]:
    return [
        Option(value, name if isinstance(name, str) else localized(name), value == chosen)
        for value, name in names
    ]
