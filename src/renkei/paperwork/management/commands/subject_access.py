from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from renkei.paperwork.actions.subject_access import tell_of_answer
from renkei.paperwork.disclosing import no_progress, write_everything
from renkei.paperwork.letters import LANGUAGES


class Command(BaseCommand):
    help = "Write everything that is held about a person into a file, for an answer by the office"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("person", help="the key of the person")
        parser.add_argument("--output", required=True, type=Path, help="the ZIP to write")
        parser.add_argument("--language", choices=LANGUAGES, default=LANGUAGES[0])

    def handle(self, *_args: Any, **options: Any) -> None:
        output: Path = options["output"]
        try:
            with output.open("xb") as file:
                output.chmod(0o600)
                n = write_everything(file, options["person"], options["language"], no_progress)
        except FileExistsError:
            raise CommandError(f"{output} is there already; name a new file") from None
        if not n:
            output.unlink()
            raise CommandError("nothing is held under this key; look at the key again")
        tell_of_answer(options["person"], n)
        self.stdout.write(f"{n} rows in {output}")
