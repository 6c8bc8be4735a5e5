from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from renkei.paperwork.actions.attachments import sweep_orphans
from renkei.paperwork.actions.subject_access import delete_expired_disclosures
from renkei.paperwork.queries.attachments import lost


class Command(BaseCommand):
    help = "Delete stored contents to which no record leads, and name records whose content is lost"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--plan", action="store_true", help="say it only, delete nothing")

    def handle(self, *_args: Any, **options: Any) -> None:
        if not options["plan"]:
            self.stdout.write(f"{delete_expired_disclosures()} disclosures that waited long enough")
        n = sweep_orphans(lambda path: self.stdout.write(str(path)), is_plan=options["plan"])
        self.stdout.write(f"{n} contents without a record")
        for attachment in lost():
            self.stderr.write(f"content lost: attachment {attachment.key}")
