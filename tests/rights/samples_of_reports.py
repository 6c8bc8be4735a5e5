"""Records of reports for the proofs."""

from itertools import count

from django.db.models import Model
from django.utils import timezone

from renkei.journal.facts import as_json
from renkei.programme.models import Report
from renkei.programme.reporting.work import Tally
from tests.rights.where import Where

numbers = count(1)


def report_payload(inside: str) -> str:
    """Of a report that has next to nothing to say."""
    whole = Tally().as_told()
    return as_json(
        {
            "scope": "municipality",
            "subject": {"ja": inside, "en": inside},
            "fiscal_year": 2025,
            "first_day": "2025-04-01",
            "last_day": "2026-03-31",
            "known_at": "2026-05-01T09:00:00+09:00",
            "charter": {"title": {"ja": inside, "en": inside}, "version": 1},
            "initiatives": [],
            "themes": [],
            "done": {"whole": whole, "by_initiative": []},
            "figures": [],
            "reached": [],
            "money": [],
            "decisions": [],
            "reviews": [],
            "shocks": [],
            "corrections": {"n_late": 0, "n_taken_back": 0},
        }
    )


def a_report(where: Where) -> Model:
    at = timezone.now()
    agreed = {"prefecture_by": "p", "prefecture_at": at, "city_by": "c", "city_at": at}
    out = {"state": "published", "is_public": True, "published_at": at, **agreed}
    return Report.objects.create(
        scope="municipality",
        about=f"m{next(numbers)}",
        title_ja=where.mark,
        title_en=where.mark,
        fiscal_year=2025,
        known_at=at,
        charter_version="1",
        payload=report_payload(where.inside),
        digest="0" * 64,
        made_by="p",
        **(out if where.is_public else {}),
    )
