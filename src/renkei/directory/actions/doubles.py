"""Finding pairs of entries that may be one organisation, and saying that they are not."""

from collections.abc import Iterable
from datetime import date

from django.db import transaction

from renkei.core.moves import locked
from renkei.core.rights import Asker, Verb, must
from renkei.directory.events.organisations import DoubleDismissed
from renkei.directory.models import Double, Organisation
from renkei.directory.queries.organisations import Likely, likely_doubles, names_borne_twice
from renkei.journal.actions import record


def find_doubles() -> int:
    """Keep every pair of the same name that is not kept yet; answers how many there were.

    It stores nothing about the organisations themselves, so nobody's leave is asked.
    """
    before = Double.objects.count()
    for organisation in names_borne_twice().iterator():
        keep_doubles(
            organisation,
            likely_doubles(organisation.name_ja, organisation.place, but=[organisation.key]),
        )
    return Double.objects.count() - before


@transaction.atomic
def keep_doubles(organisation: Organisation, likely: Iterable[Likely]) -> None:
    """Let pairs wait for an officer; those about which one has decided stay decided."""
    for one in likely:
        first, second = sorted((organisation, one.organisation), key=lambda each: each.key)
        Double.objects.get_or_create(
            first=first, second=second, defaults={"likeness": one.likeness}
        )


@transaction.atomic
def dismiss_double(double: Double, *, by: Asker, on: date) -> None:
    """Say that two entries are two organisations, so that nobody has to look again.

    Errors  NotPermitted when `by` does not manage both
    """
    double = locked(double)
    for organisation in (double.first, double.second):
        must(by, Verb.MANAGE, organisation)
    if double.dismissed_by:
        return
    double.dismissed_by = by.person
    double.save(update_fields=["dismissed_by"])
    record(
        DoubleDismissed(
            subject_kind="organisation",
            subject_key=double.first_id,
            organisations=(double.first_id, double.second_id),
            other=double.second.name_ja,
        ),
        by=by,
        on=on,
    )
