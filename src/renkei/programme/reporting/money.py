"""Money planned and spent in the year, from the journal as it was known on a moment."""

from collections import defaultdict
from datetime import datetime
from typing import Any

from renkei.journal.facts import read
from renkei.journal.kinds import kind_called
from renkei.journal.queries import entries_known_on

COLUMN_OF = {"money.planned": "planned_yen", "money.spent": "spent_yen"}
COLUMNS = ("kind", "side", "initiatives", "quantity", "facts")


def money(fiscal_year: int, known_at: datetime) -> list[dict[str, Any]]:
    """One row for each initiative and side; what nobody entered is None. One query."""
    found = entries_known_on(known_at).filter(kind__in=COLUMN_OF).order_by("id")
    rows = defaultdict[tuple[str, str], dict[str, int]](dict)
    for kind, side, initiatives, quantity, facts in found.values_list(*COLUMNS):
        if read(kind_called(kind), facts)["fiscal_year"] == fiscal_year:
            rows[initiatives.strip(), side][COLUMN_OF[kind]] = int(quantity)
    return [
        {"initiative": initiative, "side": side, **dict.fromkeys(COLUMN_OF.values()), **known}
        for (initiative, side), known in sorted(rows.items())
    ]
