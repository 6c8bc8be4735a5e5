"""Draft the next programme into a folder: the texts of today, and by which decision they changed.

manage.py draft_successor ../somewhere/region_2030 --first 2030 --last 2034 --agreed-on 2030-03-31

The folder's name is the key of the new programme. Initiatives that were ended or merged are left
out. What is written is read as strictly as a programme that was agreed.
"""

from argparse import ArgumentParser
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from renkei.charter.drafting import Decided, Wanted, draft
from renkei.charter.errors import CharterError
from renkei.charter.reader import programme
from renkei.programme.charters import FOLDER, versions
from renkei.programme.models import Decision
from renkei.programme.queries.reviews import decisions_in_force, fates


class Command(BaseCommand):
    help = __doc__ or ""

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path)
        parser.add_argument("--first", type=int, required=True)
        parser.add_argument("--last", type=int, required=True)
        parser.add_argument("--agreed-on", type=date.fromisoformat, required=True)
        parser.add_argument("--language", choices=["ja", "en"], default="ja")

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ARG002 - as the framework calls
        with override(options["language"]):
            to = options["folder"]
            try:
                made = draft(FOLDER, programme(), _wanted(options), to)
            except FileExistsError:
                raise CommandError(
                    _("%(folder)s はすでにあります。別の名前にしてください。") % {"folder": to}
                ) from None
            except CharterError as unfit:
                raise CommandError(str(unfit)) from unfit
            said = {"folder": to, "n": len(made.initiatives)}
            self.stdout.write(_("%(folder)s に、%(n)sの取組の案を書きました。") % said)


def _wanted(options: dict[str, Any]) -> Wanted:
    today = timezone.localdate()
    notes: dict[str, list[str]] = {}
    for one in decisions_in_force(today):
        notes.setdefault(one.review.initiative, []).append(_note(one))
    ended = fates(today)
    for reference, fate in ended.items():
        if fate.into:
            notes.setdefault(fate.into, []).extend(notes.get(reference, []))
    return Wanted(
        key=options["folder"].name,
        first=options["first"],
        last=options["last"],
        agreed_on=options["agreed_on"],
        decided=list(_decided(today)),
        ended={reference: fate.into for reference, fate in ended.items()},
        notes=notes,
    )


def _decided(today: date) -> Iterator[Decided]:
    for one in versions():
        if one.decision and one.effective_on <= today and one.reason:
            said = {
                "number": one.number,
                "day": one.effective_on.isoformat(),
                "initiative": one.initiative,
                "decision": one.decision,
            }
            comment = (
                _("第%(number)s版（%(day)s）。%(initiative)sの見直しの決定 %(decision)s") % said
            )
            for change in one.changes:
                yield Decided(change, f"{comment}\n{one.reason.ja}\n{one.reason.en}")


def _note(one: Decision) -> str:
    said = {
        "initiative": one.review.initiative,
        "year": one.review.fiscal_year,
        "outcome": one.get_outcome_display(),
        "decision": one.key,
    }
    return _("%(initiative)sの%(year)s年度の見直し：%(outcome)s（決定 %(decision)s）") % said
