"""Once each morning: tell everybody what waits and what is late.

manage.py send_reminders
"""

from argparse import ArgumentParser
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from renkei.web.reminding import remind_everybody


class Command(BaseCommand):
    help = "Send each person one notice of what waits; started again, it sends nothing twice."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--on", type=date.fromisoformat, help="a day instead of today")

    def handle(self, *_arguments: Any, **options: Any) -> None:
        n = remind_everybody(options["on"] or timezone.localdate())
        self.stdout.write(f"{n} people reminded")
