"""Verify the journal: compute every digest again and name the first entry or seal that differs.

Ends with an error when anything does not hold. With --anchor, a digest that was noted down
elsewhere, also a chain that was written anew as a whole is found.
"""

from argparse import ArgumentParser
from itertools import islice
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from django.utils.translation import override

from renkei.journal.verification import Walk, verify

SHOWN = 100  # a table that was emptied would otherwise fill the screen


class Command(BaseCommand):
    help = __doc__ or ""

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--anchor", default="", help="digest of a seal, noted down elsewhere")
        parser.add_argument("--language", choices=["ja", "en"], default="ja")

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ARG002 - as the framework calls
        with override(options["language"]):
            walk = Walk(anchor=options["anchor"])
            faults = verify(walk)
            n_shown = 0
            for fault in islice(faults, SHOWN):
                n_shown += 1
                self.stderr.write(fault)
            if n_shown:
                n_more = sum(1 for _more in faults)
                raise CommandError(
                    _("活動の記録に、封印と合わないところが%(n)dか所あります。")
                    % {"n": n_shown + n_more}
                )
            self.stdout.write(
                _("封印%(seals)d個、記録%(entries)d件、すべて合っています。最後の封印：%(digest)s")
                % {"seals": walk.number, "entries": walk.n_entries, "digest": walk.digest}
            )
