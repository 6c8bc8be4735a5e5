"""Fill an empty database with the demonstration's invented people and their story."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone, translation

from renkei.core.errors import Refused
from renkei.demo.actions import load_demo


class Command(BaseCommand):
    help = "Load the demonstration: invented organisations and people, and what they did."

    def handle(self, *_arguments: Any, **_options: Any) -> None:
        with translation.override("ja"):
            try:
                is_new = load_demo(today=timezone.localdate())
            except Refused as problem:
                raise CommandError(str(problem)) from problem
        self.stdout.write("The demonstration is loaded." if is_new else "It was loaded before.")
