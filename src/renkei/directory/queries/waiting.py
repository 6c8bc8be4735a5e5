"""What waits in the directory, each noun by itself, and all of it together."""

from datetime import date, timedelta

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from renkei.core.rights import Asker, Verb, may
from renkei.core.waiting import Waiting
from renkei.core.writing import fiscal_year
from renkei.directory.models import Organisation
from renkei.directory.queries.agreements import last_year, not_yet_asked, to_renew
from renkei.directory.queries.organisations import open_doubles
from renkei.directory.queries.people import waiting_for as people_waiting

MOST = 50  # of one noun; more is not a list of tasks any more


def waiting_for(asker: Asker) -> list[Waiting]:
    return [*people_waiting(asker), *agreements_waiting(asker), *doubles_waiting(asker)]


def agreements_waiting(asker: Asker) -> list[Waiting]:
    """Those that end soon, and those whose results of the last year nobody has asked for."""
    if not asker.is_staff:
        return []
    on = asker.on or timezone.localdate()
    ending = to_renew(on).visible_to(asker, Verb.DECIDE).select_related("unit")[:MOST]
    unasked = not_yet_asked(on).visible_to(asker, Verb.DECIDE).select_related("unit")[:MOST]
    year = last_year(on)
    return [
        *(
            Waiting(
                title=agreement.title,
                step=_("自動更新でよいか確かめる")
                if agreement.is_renewed_automatically
                else _("更新か終了かを決める"),
                address=reverse("directory:agreement", args=[agreement.key]),
                since=agreement.remind_on or on,
                due=agreement.valid_to,
                unit=agreement.unit_id,
                unit_name=agreement.unit.name,
                is_elsewhere=agreement.unit_id not in asker.units,
            )
            for agreement in ending
        ),
        *(
            Waiting(
                title=agreement.title,
                step=_("%(year)sの実績を照会する") % {"year": fiscal_year(year)},
                address=reverse("directory:ask_results", args=[agreement.key]),
                since=date(year + 1, 4, 1),
                due=date(year + 1, 4, 1) + timedelta(days=90),
                unit=agreement.unit_id,
                unit_name=agreement.unit.name,
                is_elsewhere=agreement.unit_id not in asker.units,
            )
            for agreement in unasked
        ),
    ]


def doubles_waiting(asker: Asker) -> list[Waiting]:
    """All pairs together are one task: they are looked at one after the other."""
    if not may(asker, Verb.MANAGE, Organisation()):
        return []
    oldest = open_doubles().first()
    if oldest is None:
        return []
    n = open_doubles().count()
    return [
        Waiting(
            title=ngettext("重複かもしれない組織 %(n)d組", "重複かもしれない組織 %(n)d組", n)
            % {"n": n},
            step=_("見比べる"),
            address=reverse("directory:doubles"),
            since=timezone.localdate(oldest.found_at),
        )
    ]
