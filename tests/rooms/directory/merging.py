"""Merging and undoing in the tests, and all that must be afterwards as it was before."""

from collections import Counter
from datetime import date
from typing import Any

from django.apps import apps

from renkei.core.rights import Asker
from renkei.core.search import search
from renkei.directory.actions.merging import MOVED, merge_organisations, undo_merge
from renkei.directory.models import Membership, Merge, Organisation, Party, Unit
from renkei.directory.queries.organisations import Asked, keys_of, organisation_list
from renkei.journal.models import Concern, Mention

TODAY = date(2026, 11, 25)
NUMBER = "7000020010006"  # a valid one; in the tests of an invented firm


def merge(survivor: Organisation, absorbed: Organisation, by: Asker) -> Merge:
    return merge_organisations(survivor, absorbed, by=by, on=TODAY, reason="同じ会社")


def undo(done: Merge, by: Asker) -> None:
    undo_merge(done, by=by, on=TODAY, reason="別の会社だった")


def rows() -> dict[str, list[dict[str, Any]]]:
    """Every row that a merge can touch, as the database holds it."""
    tables = [*MOVED, "directory.Organisation", "directory.Membership", "directory.Agreement"]
    return {
        table: list(apps.get_model(table)._base_manager.order_by("pk").values()) for table in tables
    }


def counts(by: Asker) -> dict[str, Any]:
    """Whatever somebody could count: lists, parties, units, seats, entries, what is found."""
    listed = organisation_list(by, Asked())
    return {
        "list": sorted(listed.values_list("key", flat=True)),
        "parties": Counter(Party.objects.values_list("organisation", flat=True)),
        "units": Counter(Unit.objects.values_list("organisation", flat=True)),
        "seats": Counter(Membership.objects.values_list("unit__organisation", flat=True)),
        "found": {
            name: sorted(one.key for one in search(by, name, kinds=["organisation"]))
            for name in ("架空", "test")
        },
        "entries": {
            one.key: Mention.objects.filter(of=Concern.ORGANISATION, key__in=keys_of(one))
            .exclude(entry__kind__in=["organisation.merged", "organisation.merge_undone"])
            .count()
            for one in listed
        },
    }
