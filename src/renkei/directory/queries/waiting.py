"""What waits with organisations: agreements to renew or to sign, entries that may be one."""

from collections.abc import Iterator
from datetime import date, timedelta

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from renkei.core.rights import Asker, RuledQuerySet, Verb
from renkei.core.sides import Side
from renkei.core.waiting import Waiting
from renkei.core.writing import fiscal_year, listed
from renkei.directory.models import Agreement, Double, Organisation
from renkei.directory.queries.agreements import IN_FORCE, last_year, not_yet_asked
from renkei.directory.queries.charges import initiatives_without, sides_to_charge, without_since
from renkei.directory.queries.organisations import open_doubles
from renkei.directory.states import AgreementState

# Of each sort the oldest; whoever has more works through the list.
MOST = 50
TIME_TO_ASK = timedelta(days=90)  # after the end of a fiscal year


def waiting_for(asker: Asker) -> list[Waiting]:
    """At most three queries, whatever waits; a programme office's few more for its side."""
    on = asker.on or timezone.localdate()
    return [
        *(_agreement(one, asker) for one in _agreements(asker, on)[:MOST]),
        *(_results(one, on) for one in _unasked(asker, on)[:MOST]),
        *(_double(one) for one in _doubles(asker)[:MOST]),
        *_uncharged(asker, on),
    ]


def _agreements(asker: Asker, on: date) -> RuledQuerySet[Agreement]:
    """Of my units; and what both governments own, where the file lies with the other."""
    sides = {seat.side for seat in asker.seats}
    is_near = Q(state__in=IN_FORCE, remind_on__lte=on) | Q(state=AgreementState.NEGOTIATING)
    is_joint = Q(side=Side.JOINT) & ~Q(unit__side__in=sides)
    return (
        Agreement.objects.visible_to(asker, Verb.DECIDE)
        .filter(is_near, Q(unit__in=asker.units) | is_joint)
        .select_related("unit__organisation")
        .order_by("made_at")
    )


def _agreement(one: Agreement, asker: Asker) -> Waiting:
    is_negotiated = one.state == AgreementState.NEGOTIATING
    since = one.remind_on if not is_negotiated else None
    return Waiting(
        title=one.title,
        step=_("締結まで進める") if is_negotiated else _step_at_the_end(one),
        address=reverse("directory:agreement", args=[one.key]),
        since=since or timezone.localdate(one.made_at),
        due=one.valid_to,
        unit=one.unit_id,
        unit_name=f"{one.unit.organisation.name} {one.unit.name}",
        is_elsewhere=one.unit_id not in asker.units,
    )


def _step_at_the_end(one: Agreement) -> str:
    return _("自動更新を確かめる") if one.is_renewed_automatically else _("更新するか決める")


def _unasked(asker: Asker, on: date) -> RuledQuerySet[Agreement]:
    """Of my units, those whose results of the fiscal year that is over nobody has asked for."""
    found = not_yet_asked(on).visible_to(asker, Verb.DECIDE).filter(unit__in=asker.units)
    return found.select_related("unit__organisation").order_by("made_at")


def _results(one: Agreement, on: date) -> Waiting:
    year = last_year(on)
    over = date(year + 1, 4, 1)
    return Waiting(
        title=one.title,
        step=_("%(year)sの実績を照会する") % {"year": fiscal_year(year)},
        address=reverse("directory:ask_results", args=[one.key]),
        since=over,
        due=over + TIME_TO_ASK,
        unit=one.unit_id,
        unit_name=f"{one.unit.organisation.name} {one.unit.name}",
    )


def _doubles(asker: Asker) -> QuerySet[Double, Double]:
    mine = Organisation.objects.visible_to(asker, Verb.MANAGE)
    return open_doubles().filter(first__in=mine, second__in=mine).order_by("found_at")


def _double(one: Double) -> Waiting:
    return Waiting(
        title=listed([one.first.name, one.second.name]),
        step=_("同じ組織か見くらべる"),
        address=reverse("directory:doubles"),
        since=timezone.localdate(one.found_at),
    )


def _uncharged(asker: Asker, on: date) -> Iterator[Waiting]:
    """Of the side of a programme office, in one line, what nobody there is in charge of."""
    for side in sides_to_charge(asker):
        if found := initiatives_without(side, on):
            text = ngettext(
                "担当部局の登録がない取組が%(n)d件", "担当部局の登録がない取組が%(n)d件", len(found)
            )
            yield Waiting(
                title=text % {"n": len(found)},
                step=_("担当部局を決める"),
                address=f"{reverse('directory:charges')}?missing={side.value}",
                since=without_since(side, found, on),
            )
