"""Look through all organisations for pairs that may be one, for an officer to decide.

manage.py find_doubles
"""

from typing import Any

from django.core.management.base import BaseCommand

from renkei.directory.actions.doubles import find_doubles


class Command(BaseCommand):
    help = "Find pairs of organisations that may be one; officers decide about them."

    def handle(self, *_arguments: Any, **_options: Any) -> None:
        self.stdout.write(f"{find_doubles()} new pairs wait for an officer")
