"""Documents of one initiative, II-3: a record of every sort that its list shows."""

from collections.abc import Callable
from datetime import date
from itertools import count

from django.db.models import Model
from django.utils import timezone

from renkei.paperwork.models import Attachment
from renkei.programme.models import AgendaItem
from tests.rights.samples import MAKERS
from tests.rights.where import Where

numbers = count(1)
TIED, ISSUED = " II-3 ", date(2025, 1, 1)


def documents_of_an_initiative(where: Callable[..., Where]) -> None:
    """Both governments hold the meetings on whose agenda it stands."""
    agreement = MAKERS["agreement"](where(is_public=True, side="joint"))
    _changed(agreement, initiatives=["II-3"])
    activity = MAKERS["activity"](where())
    _changed(activity, initiatives=TIED)
    a_file("activity", activity)
    paper, minutes = (MAKERS[kind](where(side="joint")) for kind in ("paper", "minutes"))
    _changed(paper, item=_on_agenda(paper))
    _on_agenda(minutes)
    about = {"scope": "initiative", "about": "II-3", "fiscal_year": 2030 + next(numbers)}
    _changed(MAKERS["report"](where(is_public=True)), **about)
    sent_about("agreement", agreement, MAKERS["document"](where()), number=next(numbers))


def sent_about(kind: str, record: Model, letter: Model, *, number: int) -> None:
    said = {"number": number, "number_written": f"札経第{number}号", "fiscal_year": 2025}
    signed = {"approved_by": "another", "approved_at": timezone.now(), "issued_on": ISSUED}
    about = {"about_kind": kind, "about_key": record.pk}
    _changed(letter, state="issued", **said, **signed, **about)


def a_file(kind: str, record: Model) -> Attachment:
    n = next(numbers)
    return Attachment.objects.create(
        about_kind=kind,
        about_key=record.pk,
        name=f"mark{n}.txt",
        kind="txt",
        size=1,
        sha256=f"{n:064d}",
        stored=f"{n:032d}",
        added_by="somebody",
    )


def _on_agenda(one: Model) -> AgendaItem:
    meeting = one.meeting  # type: ignore[attr-defined]
    return AgendaItem.objects.create(meeting=meeting, number=1, initiatives=TIED)


def _changed(record: Model, **values: object) -> None:
    type(record)._default_manager.filter(pk=record.pk).update(**values)
