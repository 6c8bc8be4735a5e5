"""Bring the search index to what all records say now."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import override

from renkei.core.search.entries import rebuild
from renkei.core.writing import localized


class Command(BaseCommand):
    help = __doc__ or ""

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--anew", action="store_true", help="empty the index first")

    def handle(self, *_: Any, **options: Any) -> None:
        counts: dict[str, int] = {}
        with override("en"):
            for kind, n in rebuild(anew=options["anew"]):
                name = localized(kind.label)
                counts[name] = n
                if n:
                    self.stdout.write(f"{name}: {n:,}")
        self.stdout.write(f"{sum(counts.values()):,} records of {len(counts)} kinds are searched.")
