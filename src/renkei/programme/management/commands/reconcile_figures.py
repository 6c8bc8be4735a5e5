"""Hold kept figures against the records, and name the entries behind each difference."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import override

from renkei.core.writing import listed
from renkei.programme.periods import Period
from renkei.programme.queries.measurements import measured_periods
from renkei.programme.queries.reconciled_shown import became, changes, explanation, faults_told
from renkei.programme.queries.reconciling import Difference, reconciled


class Command(BaseCommand):
    help = (
        "Compare every kept figure with what the records say now, and say what explains each "
        "difference. A figure that nothing explains ends the command with 1."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("periods", nargs="*", help="such as 2026Q2; all where none is given")
        parser.add_argument("--language", choices=["ja", "en"], default="ja")

    def handle(self, *_arguments: Any, **options: Any) -> None:
        with override(options["language"]):
            found = [
                one
                for period in _periods(options["periods"])
                for one in reconciled(period).differences
            ]
            for one in found:
                self.stdout.write(_line(one))
            if n := sum(one.cause == "unexplained" for one in found):
                raise CommandError(faults_told(n))


def _periods(keys: list[str]) -> list[Period]:
    try:
        return [Period.called(key) for key in keys] or measured_periods()
    except ValueError as error:
        raise CommandError(str(error)) from error


def _line(found: Difference) -> str:
    """I-3.1 2026Q2 (1) 合計 42 → 35、…：why. 12 取消し、14 訂正."""
    told = listed(f"{one.label} {one.before} → {one.now}" for one in changes(found))
    names = became()
    numbers = listed(f"{number} {names[what]}" for number, what in found.records.by_number.items())
    where = f"{found.indicator} {found.period} ({found.revision})"
    return " ".join(part for part in (where, told, explanation(found), numbers) if part)
