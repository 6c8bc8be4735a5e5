"""Who looked, what was opened and handed on, and why one may: as pages show it."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db.models import Count, Model, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from renkei.core.choices import labels
from renkei.core.rights import (
    ANYONE,
    Asker,
    Reach,
    Role,
    Rule,
    Seat,
    Verb,
    is_empty,
    key_of,
    kind_of,
    kinds,
    reasons,
    rules_for,
)
from renkei.core.writing import listed, localized, long_date, moment, number
from renkei.directory.models import Consent, Look, Membership, Opening, Person, Share
from renkei.directory.models.access import OpeningQuerySet
from renkei.directory.queries.handed import valid_share
from renkei.directory.queries.names import full_name, full_name_at, unit_names
from renkei.directory.queries.records import Named, named, owner_of, records_of
from renkei.directory.states import ConsentWay, LegalGround

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


def looks_at(kind: str, key: str, asker: Asker) -> "QuerySet[Look]":
    return Look.objects.visible_to(asker).filter(record_kind=kind, record_key=key)


def looks_about(person: str) -> "QuerySet[Look]":
    return Look.objects.filter(subject=person)


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


def openings_at(asker: Asker) -> "QuerySet[Opening]":
    """What others opened of the units for which the person answers."""
    return Opening.objects.visible_to(asker).exclude(person=asker.person).select_related("person")


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


# --- what was handed on ------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class ShownShare:
    key: str
    giver: str
    receiver: str
    ground: str
    detail: str
    shared: str
    until: str
    ended: str
    record: Named | None

    @property
    def runs(self) -> bool:
        return not self.ended


def shares_of(asker: Asker) -> "QuerySet[Share]":
    return _with_parts(Share.objects.visible_to(asker))


def shares_of_record(kind: str, key: str, asker: Asker) -> "QuerySet[Share]":
    return shares_of(asker).filter(record_kind=kind, record_key=key)


def _with_parts(shares: "QuerySet[Share]") -> "QuerySet[Share]":
    return shares.select_related("unit__organisation", "consent")


def shares_shown(
    shares: Sequence[Share], asker: Asker, *, of: Named | None = None
) -> list[ShownShare]:
    """Of all records, or of one that the page is about."""
    givers = unit_names(share.owner_unit for share in shares)
    pairs = [(share.record_kind, share.record_key) for share in shares]
    records = dict.fromkeys(pairs, of) if of else named(pairs, asker)
    today, grounds = timezone.localdate(), labels(LegalGround)
    return [
        ShownShare(
            key=share.key,
            giver=givers.get(share.owner_unit, ""),
            receiver=f"{share.unit.organisation.name} {share.unit.name}",
            ground=grounds[share.ground],
            detail=share.consent.purpose if share.consent else share.ground_detail,
            shared=moment(share.shared_at),
            until=long_date(share.until) if share.until else _("定めなし"),
            ended=_share_ended(share, today),
            record=records.get((share.record_kind, share.record_key)),
        )
        for share in shares
    ]


def _share_ended(share: Share, today: date) -> str:
    if share.ended_at:
        return _("%(when)sに終了") % {"when": moment(share.ended_at)}
    return _("期限どおり終了") if share.until and share.until < today else ""


@dataclass(frozen=True, slots=True)
class ShownConsent:
    key: str
    purpose: str
    categories: str
    recipients: str
    how: str
    given: str
    until: str
    taken_by: str
    n_shares: int
    withdrawn: str

    @property
    def runs(self) -> bool:
        return not self.withdrawn


def consents_of(person: str) -> "QuerySet[Consent]":
    return _complete(Consent.objects.filter(person=person))


def consents_about(record: Model, asker: Asker) -> "QuerySet[Consent]":
    """Those that could carry the record to somebody else."""
    owner = owner_of(record)
    about = Q(record_kind=kind_of(record).name, record_key=key_of(record))
    if owner.subject:
        about |= Q(person=owner.subject)
    return _complete(Consent.objects.visible_to(asker).filter(about))


def _complete(consents: "QuerySet[Consent]") -> "QuerySet[Consent]":
    return consents.select_related("taken_by_unit__organisation")


def consents_shown(consents: Sequence[Consent]) -> list[ShownConsent]:
    keys = [consent.key for consent in consents]
    recipients, shares = _recipients(keys), _n_shares(keys)
    ways = labels(ConsentWay)
    return [
        ShownConsent(
            key=consent.key,
            purpose=consent.purpose,
            categories=listed(str(label) for label in consent.category_labels),
            recipients=listed(recipients[consent.key]),
            how=ways[consent.how],
            given=long_date(consent.given_on),
            until=long_date(consent.until) if consent.until else _("定めなし"),
            taken_by=f"{consent.taken_by_unit.organisation.name} {consent.taken_by_unit.name}",
            n_shares=shares.get(consent.key, 0),
            withdrawn=moment(consent.withdrawn_at) if consent.withdrawn_at else "",
        )
        for consent in consents
    ]


def _recipients(keys: Sequence[str]) -> Mapping[str, list[str]]:
    """Of each consent the units that may be given something, by name."""
    found = Consent.recipients.through.objects.filter(consent__in=keys)
    named = defaultdict[str, list[str]](list)
    rows = found.order_by("unit__lineage").values_list("consent_id", *full_name_at("unit__"))
    for key, *names in rows:
        named[key].append(full_name(*names))
    return named


def _n_shares(keys: Sequence[str]) -> dict[str, int]:
    """How many times each consent carries something that is still handed on."""
    running = Share.objects.filter(consent__in=keys, ended_at=None).order_by()
    return dict(running.values("consent").annotate(n=Count("pk")).values_list("consent", "n"))


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


def received_now(asker: Asker) -> "QuerySet[Share]":
    """What units of the person's own hold at present."""
    units = {seat.unit for seat in asker.seats}
    today = timezone.localdate()
    return shares_of(asker).filter(valid_share(today), unit__in=units)
