"""Break-downs as pages and files show them: who may see which parts of a figure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _

from renkei.charter.terms import Indicator
from renkei.charter.text import Text
from renkei.core.rights import Asker
from renkei.core.suppression import THRESHOLD
from renkei.programme.figures import Cell, broken_down, offered
from renkei.programme.figures.words import fact_name
from renkei.programme.periods import Period
from renkei.programme.queries.measurements import course

BREAKDOWNS = {
    "side": Text("道・市", "side"),
    "unit": Text("部署", "unit"),
    "bureau": Text("振興局", "bureau"),
    "municipality": Text("市町村", "municipality"),
    "sex": Text("性別", "sex"),
    "age_band": Text("年齢", "age"),
    "fiscal_year": Text("年度", "fiscal year"),
    "month": Text("月", "month"),
}


@dataclass(frozen=True, slots=True)
class Parts:
    cells: Sequence[Cell] = ()
    known_on: date | None = None  # the day of which the records are counted
    is_public: bool = False


def parts_of_figure(
    found: Indicator, period: Period, by: str, asker: Asker, *, is_official: bool
) -> Parts:
    """For everybody but officials only of what both governments have approved, as it was known
    then, and without small cells of people."""
    if by not in offered(found):
        return Parts()
    if is_official:
        return Parts(broken_down(found, period, by), timezone.localdate())
    kept = course(asker, found.id, [period]).get(period.key)
    if kept is None:
        return Parts()
    cells = broken_down(found, period, by, known_at=kept.known_at, public=True)
    return Parts(cells, timezone.localdate(kept.known_at), is_public=True)


def breakdown_named(found: Indicator, by: str) -> Text:
    return BREAKDOWNS[by] if by in BREAKDOWNS or not found.count else fact_name(found.count, by)


def note_of(cell: Cell) -> str:
    """Why there is no value."""
    return _("人数が少ないため非公表") if cell.is_withheld else ""


def what_is_withheld() -> str:
    told = _(
        "人についての数は、%(n)sに満たない区分と、それを計算できてしまう区分を公表していません。"
    )
    return told % {"n": THRESHOLD}
