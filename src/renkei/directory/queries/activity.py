"""What the journal tells of an organisation, under every key that it has gathered.

An entry is told to whoever may read the record that it is about, and to whom the journal itself
shows it: so both governments see that a firm was met, and nobody reads here of a file that is
closed to her.
"""

from collections import defaultdict
from typing import Any

from django.db.models import QuerySet

from renkei.core.rights import Asker, kind_named
from renkei.directory.models import Agreement, Organisation
from renkei.directory.queries.agreements import keys_of_parties
from renkei.directory.queries.organisations import keys_of
from renkei.directory.queries.records import records_of
from renkei.journal.queries import Entries, timeline_of_organisations
from renkei.journal.queries import entries as all_entries

MOST = 20
LOOKED_AT = 200  # of the latest entries, for some are not for this reader


def timeline_of(organisation: Organisation, asker: Asker) -> list[Any]:
    """One timeline across merges, the latest first."""
    return told(timeline_of_organisations(keys_of(organisation)), asker)


def activity_of(agreement: Agreement, asker: Asker) -> list[Any]:
    """What happened with the parties beside the governments since the agreement was signed."""
    if agreement.in_force_since is None:
        return []
    found = timeline_of_organisations(keys_of_parties(agreement))
    return told(found.filter(on__gte=agreement.in_force_since), asker)


def told(entries: Entries, asker: Asker) -> list[Any]:
    shown = list(entries[:LOOKED_AT])
    ids = [entry.pk for entry in shown]
    visible = all_entries().visible_to(asker).filter(pk__in=ids)
    own = set(visible.order_by().values_list("pk", flat=True))
    readable = _readable(shown, asker)
    return [
        entry
        for entry in shown
        if entry.pk in own or (entry.subject_kind, entry.subject_key) in readable
    ][:MOST]


def _readable(entries: list[Any], asker: Asker) -> set[tuple[str, str]]:
    """Kind and key of the records among them that the person may read; one query for each kind."""
    by_kind = defaultdict[str, set[str]](set)
    for entry in entries:
        by_kind[entry.subject_kind].add(entry.subject_key)
    return {
        (name, str(key))
        for name, keys in by_kind.items()
        if (kind := kind_named(name))
        for key in _keys(records_of(kind).visible_to(asker).filter(pk__in=keys))
    }


def _keys(found: QuerySet[Any, Any]) -> list[str]:
    return list(found.order_by().values_list("pk", flat=True))
