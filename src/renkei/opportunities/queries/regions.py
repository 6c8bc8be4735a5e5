"""The regions in which postings are looked for: Sapporo, and the bureaus of the prefecture."""

from collections import Counter

from django.db.models import Count, Q, QuerySet
from django.utils.timezone import localdate

from renkei.core.prepared import Prepared
from renkei.core.writing import is_english
from renkei.opportunities.models import Posting
from renkei.places.codes import SAPPORO
from renkei.places.kinds import Kind
from renkei.places.queries import areas

# By whether the reader reads English.
NAMES = {True: "full_name_en", False: "full_name_ja"}
_CALLED = {
    is_read: Prepared(
        lambda on, name=name: (
            areas(on=on)
            .filter(Q(kind=Kind.BUREAU) | Q(code=SAPPORO))
            .values_list("code", name)
            .order_by("code")
        )
    )
    for is_read, name in NAMES.items()
}


def regions() -> dict[str, str]:
    """Names by code: Sapporo first, whose code is the lowest, then the bureaus."""
    return dict(_CALLED[is_english()].rows(on=localdate()))


def counts_by_place(found: QuerySet[Posting]) -> Counter[tuple[str, str]]:
    """How many of these postings there are in each region and municipality."""
    rows = found.order_by().values_list("region", "place").annotate(n=Count("*"))
    return Counter({(region, place): n for region, place, n in rows})


def published_by_region() -> Counter[str]:
    """How many postings everybody can read now, by region."""
    found = Posting.objects.filter(is_public=True).order_by()
    return Counter(dict(found.values_list("region").annotate(n=Count("*"))))
