"""Everything that is to be done once a night.

manage.py nightly
"""

from argparse import ArgumentParser
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from renkei.web.nightly import keep_house


class Command(BaseCommand):
    help = "Do what the house does every night, and say what was done; started again, it goes on."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--on", type=date.fromisoformat, help="a day instead of today")
        parser.add_argument(
            "--dispose",
            action="store_true",
            help="also delete or anonymise the records whose time is over",
        )

    def handle(self, *_arguments: Any, **options: Any) -> None:
        on = options["on"] or timezone.localdate()
        failed = []
        for done in keep_house(on, disposes=options["dispose"]):
            out = self.stderr if done.has_failed else self.stdout
            out.write(f"{done.act}: {done.said}")
            failed += [done.act] if done.has_failed else []
        if failed:
            raise CommandError(f"not done as it should be: {', '.join(failed)}")
