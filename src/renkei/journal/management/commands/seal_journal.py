"""Seal the entries of the journal that no seal covers yet; meant to run every few minutes.

Prints the last digest. Noted down outside of this machine (in a letter, in minutes, with the other
government) it later proves that nothing before it was written anew.
"""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _
from django.utils.translation import override

from renkei.journal.sealing import seal_entries


class Command(BaseCommand):
    help = __doc__ or ""

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--language", choices=["ja", "en"], default="ja")

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ARG002 - as the framework calls
        with override(options["language"]):
            seals = list(seal_entries())
            if not seals:
                self.stdout.write(_("封印を待つ記録はありません。"))
                return
            self.stdout.write(
                _("%(n)d件の記録を封印しました。封印 %(number)d：%(digest)s")
                % {
                    "n": sum(seal.count for seal in seals),
                    "number": seals[-1].number,
                    "digest": seals[-1].digest,
                }
            )
