from typing import Any

from django.core.management.base import BaseCommand

from renkei.paperwork.actions.delivery import deliver_due


class Command(BaseCommand):
    help = "Send the notices that are due; for a timetable, every few minutes"

    def handle(self, *_args: Any, **_options: Any) -> None:
        left, failed = deliver_due()
        self.stdout.write(f"{left} sent, {failed} not sent")
