"""Hold kept figures against the journal, and name the entries behind each difference."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from renkei.programme.periods import Period
from renkei.programme.queries.measurements import measured_periods
from renkei.programme.queries.reconciling import Difference, reconciled


class Command(BaseCommand):
    help = (
        "Compare every kept figure with what the journal says now. A figure that the journal "
        "cannot explain ends the command with 1."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("periods", nargs="*", help="such as 2026Q2; all where none is given")

    def handle(self, *_: Any, **options: Any) -> None:
        n_unexplained = 0
        for period in _periods(options["periods"]):
            for found in reconciled(period):
                self.stdout.write(_line(found))
                n_unexplained += found.cause == "unexplained"
        if n_unexplained:
            raise CommandError(f"{n_unexplained} figures are not what the journal says")


def _periods(keys: list[str]) -> list[Period]:
    try:
        return [Period.called(key) for key in keys] or measured_periods()
    except ValueError as error:
        raise CommandError(str(error)) from error


def _line(found: Difference) -> str:
    kept = found.kept
    told = f"{kept.indicator} {kept.period} ({kept.revision}): kept {kept.values.get('total')}"
    causes = {
        "late": f"since then entries {_listed(found.added)} came in and "
        f"{_listed(found.taken_back)} were taken back",
        "defined_anew": "it is counted in another way now",
        "unexplained": "the journal does not explain this",
    }
    return f"{told}, now {found.now}; {causes[found.cause]}"


def _listed(numbers: tuple[int, ...]) -> str:
    return ", ".join(map(str, numbers)) or "none"
