"""Once a day: renew what renews itself, and tell units of agreements that run out.

manage.py keep_agreements
"""

from argparse import ArgumentParser
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from renkei.directory.actions.renewals import remind_of_end, renew_by_itself
from renkei.directory.queries.agreements import renewed_by_themselves, to_remind


class Command(BaseCommand):
    help = "Renew agreements that renew themselves; remind units of those that run out."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--on", type=date.fromisoformat, help="a day instead of today")

    def handle(self, *_arguments: Any, **options: Any) -> None:
        on = options["on"] or timezone.localdate()
        n_renewed = n_reminded = 0
        # A command that did not run for years catches up, year by year.
        while waiting := list(renewed_by_themselves(on)):
            n_renewed += sum(renew_by_itself(one, on=on) is not None for one in waiting)
        for agreement in to_remind(on):
            n_reminded += remind_of_end(agreement, on=on)
        self.stdout.write(f"{n_renewed} renewed, {n_reminded} units reminded")
