"""What waits with organisations: agreements to renew or to sign, entries that may be one."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta

from django.db.models import Case, CharField, Exists, OuterRef, Q, Value, When
from django.db.models.functions import Cast, Coalesce
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from renkei.core.addresses import address_of_page, addresses_of
from renkei.core.rights import Asker, RuledQuerySet, Verb
from renkei.core.sides import Side
from renkei.core.waiting import Columns, Head, Sort, Waiting, Waits, named, told
from renkei.core.writing import fiscal_year, listed
from renkei.directory.models import Agreement, Organisation
from renkei.directory.queries.agreements import IN_FORCE, last_year, not_yet_asked
from renkei.directory.queries.charges import initiatives_without, sides_to_charge, without_since
from renkei.directory.queries.organisations import open_doubles
from renkei.directory.states import AgreementState

BY_ITSELF = "by_itself"
TIME_TO_ASK = timedelta(days=90)  # after the end of a fiscal year


def waiting_for(asker: Asker) -> list[Waiting]:
    """One query, whatever waits; a programme office's few more for its side."""
    return told(asker, ORGANISATIONS)


def _sorts(asker: Asker) -> list[Sort]:
    on = asker.on or timezone.localdate()
    return [_to_go_on(asker, on), _to_ask(asker, on), _doubles(asker)]


def _to_go_on(asker: Asker, on: date) -> Sort:
    near = When(~Q(state=AgreementState.NEGOTIATING), then=_as_day("remind_on"))
    by_itself = When(is_renewed_automatically=True, then=Value(BY_ITSELF))
    columns: Columns = {
        "title": named("title"),
        "state": "state",
        "note": Case(by_itself, default=Value("")),
        "since": Coalesce(Case(near), _as_day("made_at")),
        "due": "valid_to",
        "unit": "unit",
    }
    return Sort(_agreements(asker, on), _agreement(asker), columns)


def _as_day(column: str) -> Cast:
    return Cast(column, CharField())


def _agreements(asker: Asker, on: date) -> RuledQuerySet[Agreement]:
    """Of my units; and what both governments own, where the file lies with the other."""
    sides = {seat.side for seat in asker.seats}
    is_near = Q(state__in=IN_FORCE, remind_on__lte=on) | Q(state=AgreementState.NEGOTIATING)
    is_joint = Q(side=Side.JOINT) & ~Q(unit__side__in=sides)
    return Agreement.objects.visible_to(asker, Verb.DECIDE).filter(
        is_near, Q(unit__in=asker.units) | is_joint
    )


def _agreement(asker: Asker) -> Callable[[Head], Waiting]:
    units = asker.units
    steps = {"": _("更新するか決める"), BY_ITSELF: _("自動更新を確かめる")}
    negotiate = _("締結まで進める")
    address = addresses_of("directory:agreement")

    def tell(one: Head) -> Waiting:
        is_negotiated = one.state == AgreementState.NEGOTIATING
        return Waiting(
            title=one.title,
            step=negotiate if is_negotiated else steps[one.note],
            address=address(one.key),
            since=one.since_day,
            due=one.due_day,
            unit=one.unit,
            is_elsewhere=one.unit not in units,
        )

    return tell


def _to_ask(asker: Asker, on: date) -> Sort:
    """Of my units, those whose results of the fiscal year that is over nobody has asked for."""
    year = last_year(on)
    over = date(year + 1, 4, 1)
    step = _("%(year)sの実績を照会する") % {"year": fiscal_year(year)}
    address = addresses_of("directory:ask_results")

    def tell(one: Head) -> Waiting:
        return Waiting(
            title=one.title,
            step=step,
            address=address(one.key),
            since=over,
            due=over + TIME_TO_ASK,
            unit=one.unit,
        )

    found = not_yet_asked(on).visible_to(asker, Verb.DECIDE).filter(unit__in=asker.units)
    return Sort(found, tell, {"title": named("title"), "since": "made_at", "unit": "unit"})


def _doubles(asker: Asker) -> Sort:
    mine = Organisation.objects.visible_to(asker, Verb.MANAGE)
    step, address = _("同じ組織か見くらべる"), address_of_page("directory:doubles")

    def tell(one: Head) -> Waiting:
        title = listed([one.title, one.note])
        return Waiting(title=title, step=step, address=address, since=one.since_day)

    columns: Columns = {
        "title": named("first__name"),
        "note": named("second__name"),
        "since": "found_at",
    }
    # Few pairs, many organisations: each is looked up, rather than all of them listed.
    both = [Exists(mine.filter(pk=OuterRef(one))) for one in ("first", "second")]
    return Sort(open_doubles().filter(*both), tell, columns)


def _uncharged(asker: Asker) -> Iterator[Waiting]:
    """Of the side of a programme office, in one line, what nobody there is in charge of."""
    on = asker.on or timezone.localdate()
    for side in sides_to_charge(asker):
        if found := initiatives_without(side, on):
            text = ngettext(
                "担当部局の登録がない取組が%(n)d件", "担当部局の登録がない取組が%(n)d件", len(found)
            )
            yield Waiting(
                title=text % {"n": len(found)},
                step=_("担当部局を決める"),
                address=f"{address_of_page('directory:charges')}?missing={side.value}",
                since=without_since(side, found, on),
            )


ORGANISATIONS = Waits(_sorts, _uncharged)
