"""Who may see and enter money of an initiative: everybody reads it, each side enters its own."""

from collections.abc import Mapping

from django.utils import timezone

from renkei.charter.reader import programme
from renkei.charter.text import Text
from renkei.core.addresses import address_of_page
from renkei.core.rights import ANYONE, Asker, Columns, Reach, RecordKind, Role, declare, rules
from renkei.core.sides import OTHER
from renkei.directory.queries.charges import initiatives_at

declare(
    RecordKind(
        name="budget_line",
        label=Text("予算と決算", "Budget and spending"),
        model="programme.BudgetLine",
        columns=Columns(unit="unit_id", side="side"),
        rules=(
            *rules(Reach.ANY, "find read export", ANYONE),
            *rules(Reach.OWN_UNIT, "write", Role.OFFICER),
            *rules(Reach.OWN_SIDE, "write", Role.PROGRAMME_OFFICE),
        ),
        title=lambda line: f"{line.initiative} {line.get_side_display()} {line.fiscal_year}",
        address=lambda line: f"{address_of_page('programme:money')}#{line.initiative}",
    )
)


def enters_money_of(asker: Asker) -> Mapping[str, frozenset[str]]:
    """By side, the initiatives whose money the person enters: those of her unit; for a programme
    office all of its side."""
    every = frozenset(one.reference for one in programme().initiatives)
    found: dict[str, frozenset[str]] = {}
    for seat in asker.seats:
        if seat.side not in OTHER:
            continue
        if seat.role == Role.PROGRAMME_OFFICE:
            found[seat.side] = every
        elif seat.role == Role.OFFICER:
            own = frozenset(initiatives_at(seat.unit, asker.on or timezone.localdate()))
            found[seat.side] = found.get(seat.side, frozenset()) | own
    return found
