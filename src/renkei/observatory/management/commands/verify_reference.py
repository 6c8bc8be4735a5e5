"""`manage.py verify_reference`: every table against its checksum, every identity in every cell."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from renkei.observatory.accounts import Check, checks
from renkei.observatory.catalogue import CatalogueError, editions, entries
from renkei.observatory.tables import table


class Command(BaseCommand):
    help = "Check the official figures: files against checksums, and every accounting identity."

    def handle(self, *_args: Any, **_options: Any) -> None:
        try:
            self._verify_files()
            broken = sum(self._report(check) for check in checks())
        except CatalogueError as error:
            raise CommandError(str(error)) from error
        if broken:
            raise CommandError(f"{broken} cells break an identity without a known reason.")
        self.stdout.write(self.style.SUCCESS("Every identity holds."))

    def _verify_files(self) -> None:
        for key in entries():
            loaded = ", ".join(entry.edition for entry in editions(key))
            self.stdout.write(f"{key}: {table(key).height:,} rows, checksum right ({loaded})")

    def _report(self, check: Check) -> int:
        self.stdout.write(f"{check.name}: {check.cells:,} cells")
        for found in check.breaks:
            line = f"  {found.cell}: {found.found:,} where {found.expected:,} is expected"
            self.stdout.write(line + (f"; {found.reason}" if found.reason else "; UNEXPLAINED"))
        return len(check.unexplained)
