"""Whether every sheet still asks what people have answered."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from renkei.paperwork.queries.sheets import changed_since_used, sheets


class Command(BaseCommand):
    help = "Names versions of sheets that changed after they were answered, and unreleased ones."

    def handle(self, *_args: Any, **_options: Any) -> None:
        for name, sheet in sheets().items():
            for version in sheet.versions:
                if not version.released:
                    self.stdout.write(
                        f"{name} {version.version}: not released; to release it, add\n"
                        f'    released = "{version.digest}"'
                    )
        changed = changed_since_used()
        for used in changed:
            self.stderr.write(
                f"{used.sheet} {used.version}: the file asks something else than what was "
                f"answered since {used.first_used_at:%Y-%m-%d}. The answers stay readable from the "
                "copy that was kept; put the version back and write a new one beside it."
            )
        if changed:
            raise CommandError(f"{len(changed)} version(s) changed after they were answered")
        self.stdout.write("Every version that was answered is as it was.")
