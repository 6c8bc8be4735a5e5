"""Who may see and enter money of an initiative: everybody reads it, each side enters its own."""

from django.urls import reverse

from renkei.charter.text import Text
from renkei.core.rights import ANYONE, Columns, Reach, RecordKind, Role, declare, rules

declare(
    RecordKind(
        name="budget_line",
        label=Text("予算と決算", "Budget and spending"),
        model="programme.BudgetLine",
        columns=Columns(unit="unit_id", side="side"),
        rules=(
            *rules(Reach.ANY, "find read export", ANYONE),
            *rules(Reach.OWN_UNIT, "write", Role.OFFICER, Role.PROGRAMME_OFFICE),
            *rules(Reach.OWN_SIDE, "write", Role.PROGRAMME_OFFICE),
        ),
        title=lambda line: f"{line.initiative} {line.get_side_display()} {line.fiscal_year}",
        address=lambda line: f"{reverse('programme:money')}#{line.initiative}",
    )
)
