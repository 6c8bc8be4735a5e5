from typing import Any

from django.core.management.base import BaseCommand

from renkei.paperwork.actions.delivery import send_digests


class Command(BaseCommand):
    help = "Send each person the notices of the day in one e-mail; for a timetable, once a day"

    def handle(self, *_args: Any, **_options: Any) -> None:
        self.stdout.write(f"{send_digests()} digests sent")
