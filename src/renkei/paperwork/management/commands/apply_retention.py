from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from renkei.paperwork.actions.retention import apply_retention
from renkei.paperwork.queries.retention import due


class Command(BaseCommand):
    help = "Delete or anonymise the records whose time is over, and keep the proof of it"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--plan", action="store_true", help="say what is due, touch nothing")
        parser.add_argument("--kind", default="", help="only this kind of record")

    def handle(self, *_args: Any, **options: Any) -> None:
        today = timezone.localdate()
        if options["plan"]:
            for one in due(today):
                self.stdout.write(
                    f"{one.term.kind}: {one.n_records} to {one.term.then}, "
                    f"{one.term.years} years, before {one.before.isoformat()}"
                )
            return
        done = apply_retention(
            lambda kind, n: self.stdout.write(f"{kind}: {n} …"),
            today=today,
            only=options["kind"],
        )
        for kind, n in done.items():
            self.stdout.write(f"{kind}: {n} done")
