"""Who looked, what was opened and handed on, and why one may: as pages show it."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db.models import Model
from django.utils import timezone
from django.utils.translation import gettext as _

from renkei.core.choices import labels
from renkei.core.questions import Found, Question
from renkei.core.rights import (
    ANYONE,
    Asker,
    Reach,
    Role,
    Rule,
    Seat,
    Verb,
    Visible,
    is_empty,
    key_of,
    kind_of,
    kinds,
    reasons,
    rules_for,
)
from renkei.core.writing import listed, localized, long_date, moment, number
from renkei.directory.models import Look, Membership, Opening, Person
from renkei.directory.models.access import OpeningQuerySet
from renkei.directory.queries.names import unit_names
from renkei.directory.queries.records import Named, named, owner_of, records_of

MOST_COUNTED = 1000


def names_of(people: Iterable[str]) -> dict[str, str]:
    found = Person.objects.filter(pk__in=set(people)).values_list("key", "name")
    return dict(found)


def because(rule: Rule, seat: Seat | None) -> str:
    """Why in words: 担当職員（札幌市 企画課）：自分の部署の記録."""
    reach = rule.reach_told
    if seat is not None:
        who = _seat_said(seat)
        return _("%(who)s：%(reach)s") % {"who": who, "reach": reach}
    who = _("だれでも") if rule.who == ANYONE else _("利用者本人として")
    return _("%(who)s：%(reach)s") % {"who": who, "reach": reach}


def _seat_said(seat: Seat) -> str:
    return _("%(role)s（%(where)s）") % {
        "role": Role(seat.role).label,
        "where": f"{seat.organisation_name} {seat.unit_name}",
    }


# --- who has looked --------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class ShownLook:
    who: str
    where: str
    when: str
    why: str
    reason: str
    record: Named | None


def looks_at(kind: str, key: str, asker: Asker) -> Found[Look]:
    """With what was opened for them."""
    return _AT.to(asker, kind=kind, key=key)


def looks_about(person: str) -> Found[Look]:
    """The same of a person."""
    return _ABOUT.of(person=person)


_AT = Visible(
    Look,
    lambda seen, kind, key: seen.filter(record_kind=kind, record_key=key).select_related("opening"),
)
_ABOUT = Question(
    lambda person: Look.objects.filter(subject=person).select_related("opening"),
)


def look_like_one_at(record: Model) -> Look:
    """What a look at the record would be, so that the rules for looks can be asked."""
    owner = owner_of(record)
    return Look(
        record_kind=kind_of(record).name,
        record_key=key_of(record),
        owner_unit=owner.unit,
        owner_side=owner.side,
        subject=owner.subject,
    )


def looks_shown(looks: Sequence[Look], asker: Asker, *, with_record: bool) -> list[ShownLook]:
    people = names_of(look.person for look in looks)
    units = unit_names(look.unit for look in looks)
    pairs = [(look.record_kind, look.record_key) for look in looks] if with_record else []
    records = named(pairs, asker)
    why = _why(labels(Role), labels(Reach))
    return [
        ShownLook(
            who=people.get(look.person) or _("いまは利用者でない人"),
            where=units.get(look.unit, look.unit_name),
            when=moment(look.at),
            why=why(look),
            reason=look.opening.reason if look.opening else "",
            record=records.get((look.record_kind, look.record_key)),
        )
        for look in looks
    ]


def _why(roles: Mapping[str, str], reaches: Mapping[str, str]) -> Callable[[Look], str]:
    def why(look: Look) -> str:
        reach = reaches[look.reach]
        told = {"who": roles.get(look.role), "reach": reach}
        return _("%(who)s：%(reach)s") % told if look.role else reach

    return why


# --- what is open ----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class ShownOpening:
    key: str
    who: str
    where: str
    opened: str
    until: str
    reason: str
    is_open: bool
    ended: str
    record: Named | None


def openings_at(asker: Asker) -> Found[Opening]:
    """What others opened of the units for which the person answers."""
    return _OF_OTHERS.to(asker, person=asker.person)


_OF_OTHERS = Visible(
    Opening, lambda seen, person: seen.exclude(person=person).select_related("person")
)


def openings_of(asker: Asker) -> OpeningQuerySet:
    return Opening.objects.filter(person=asker.person).select_related("person")


def openings_shown(openings: Sequence[Opening], asker: Asker) -> list[ShownOpening]:
    units = unit_names(opening.unit for opening in openings)
    records = named([(one.record_kind, one.record_key) for one in openings], asker)
    now = timezone.now()
    return [
        ShownOpening(
            key=one.key,
            who=one.person.name or _("いまは利用者でない人"),
            where=units.get(one.unit, ""),
            opened=moment(one.opened_at),
            until=moment(one.until),
            reason=one.reason,
            is_open=one.closed_at is None and one.until > now,
            ended=_ended(one, now),
            record=records.get((one.record_kind, one.record_key)),
        )
        for one in openings
    ]


def _ended(opening: Opening, now: datetime) -> str:
    if opening.closed_at:
        return _("%(when)sに途中で終了") % {"when": moment(opening.closed_at)}
    return _("期限どおり終了") if opening.until <= now else ""


# --- what may I see, and why --------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class ShownSeat:
    role: str
    unit: str
    period: str


def seats_shown(asker: Asker) -> list[ShownSeat]:
    keys = [seat.membership for seat in asker.seats]
    periods = {
        key: (begin, end)
        for key, begin, end in Membership.objects.filter(pk__in=keys).values_list(
            "key", "valid_from", "valid_to"
        )
    }
    return [
        ShownSeat(
            str(Role(seat.role).label),
            f"{seat.organisation_name} {seat.unit_name}",
            _period(*periods.get(seat.membership, (None, None))),
        )
        for seat in asker.seats
    ]


def _period(begin: date | None, end: date | None) -> str:
    if begin is None:
        return ""
    if end is None:
        return _("%(begin)sから") % {"begin": long_date(begin)}
    return _("%(begin)sから%(end)sまで") % {"begin": long_date(begin), "end": long_date(end)}


@dataclass(frozen=True, slots=True)
class Line:
    """From one seat, by one reach: what may be done."""

    reach: str
    seat: str
    verbs: str


@dataclass(frozen=True, slots=True)
class KindOfMine:
    label: str
    n_records: str  # how many may be read now
    lines: list[Line] = field(default_factory=list)


def my_kinds(asker: Asker) -> list[KindOfMine]:
    """For each kind of record what the person may do, from where, and with how many."""
    found = []
    for kind in kinds():
        held = rules_for(asker, kind)
        lines = _lines(pair for pair in held if not is_empty(*pair, asker, kind))
        if lines:
            n = records_of(kind).visible_to(asker).order_by()[: MOST_COUNTED + 1].count()
            shown = number(MOST_COUNTED) + "+" if n > MOST_COUNTED else number(n)
            found.append(KindOfMine(localized(kind.label), shown, lines))
    return sorted(found, key=lambda one: one.label)


def _lines(pairs: Iterable[tuple[Rule, Seat | None]]) -> list[Line]:
    verbs: dict[tuple[str, str], set[Verb]] = {}
    for rule, seat in pairs:
        where = _seat_in_words(rule, seat)
        verbs.setdefault((rule.reach_told, where), set()).update(rule.verbs)
    return [
        Line(reach, where, listed(str(verb.label) for verb in Verb if verb in held))
        for (reach, where), held in verbs.items()
    ]


def _seat_in_words(rule: Rule, seat: Seat | None) -> str:
    if seat is None:
        return _("だれでも") if rule.who == ANYONE else _("利用者本人として")
    return _seat_said(seat)


@dataclass(frozen=True, slots=True)
class Allowed:
    verb: str
    reasons: list[str]


def why(asker: Asker, record: Model) -> list[Allowed]:
    """Every verb that the person has on the record, with each reason for it."""
    found = []
    for verb in Verb:
        words = [because(reason.rule, reason.seat) for reason in reasons(asker, verb, record)]
        if words:
            found.append(Allowed(str(verb.label), list(dict.fromkeys(words))))
    return found
