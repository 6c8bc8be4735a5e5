"""Count the figures of the front page from the shipped tables and keep them beside the code."""

from typing import Any

from django.core.management.base import BaseCommand

from renkei.observatory.front_figures import FILE, keep


class Command(BaseCommand):
    help = __doc__ or ""

    def handle(self, *_args: Any, **_options: Any) -> None:
        # Here, because a command that is only listed should bring no libraries.
        from renkei.observatory.front_counted import counted

        keep(counted())
        self.stdout.write(str(FILE))
