"""Invite the first programme officer of a side; from her all other seats are given."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.urls import reverse
from django.utils import timezone, translation

from renkei.core.errors import Refused
from renkei.core.sides import Side
from renkei.directory.actions.beginning import Beginning, invite_first_officer


class Command(BaseCommand):
    help = "Invite the first programme officer of a side and print the link that she opens."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("side", choices=[Side.PREFECTURE.value, Side.CITY.value])
        parser.add_argument("organisation", help="the government, for example 北海道")
        parser.add_argument("unit", help="the division that holds the programme office")
        parser.add_argument("email", help="the officer's address")

    def handle(self, *_arguments: Any, **options: Any) -> None:
        beginning = Beginning(
            side=Side(options["side"]),
            organisation=options["organisation"],
            unit=options["unit"],
            email=options["email"].strip().lower(),
        )
        with translation.override("ja"):
            try:
                _invitation, secret = invite_first_officer(beginning, on=timezone.localdate())
            except Refused as problem:
                raise CommandError(str(problem)) from problem
            link = settings.ADDRESS + reverse("directory:invitation", args=[secret])
        self.stdout.write(f"Within 14 days {beginning.email} may open, once:\n{link}")
