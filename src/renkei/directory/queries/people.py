"""People of a unit: who sits here until when, who is invited, what waits."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import CharField, Exists, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Coalesce, NullIf
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from renkei.core.addresses import addresses_of
from renkei.core.choices import labels
from renkei.core.questions import Found
from renkei.core.rights import STAFF, Asker, Role, RuledQuerySet, Verb, Visible, may
from renkei.core.waiting import Columns, Head, Sort, Waiting, Waits, moment_of, told
from renkei.core.writing import long_date
from renkei.directory.models import Invitation, Membership, Organisation, Person, Term, Unit
from renkei.directory.queries.factors import has_factor, must_show_factor
from renkei.directory.states import InvitationState, OrganisationKind

# So long before its end a seat is spoken of.
WARNING = timedelta(days=60)


@dataclass(frozen=True, slots=True)
class Sitting:
    """One row: a person at a unit."""

    key: str
    name: str
    role: str
    contractor: str
    since: str
    until: str
    note: str  # what somebody should look at; mostly nothing


def units_looked_after(asker: Asker, verb: Verb = Verb.READ) -> list[Unit]:
    """The open units whose people the asker may see, or look after, by organisation."""
    sides = {seat.side for seat in asker.seats if seat.side}
    near = Unit.objects.filter(Q(pk__in=asker.units) | Q(side__in=sides), closed_on=None)
    units = near.select_related("organisation").order_by("organisation__sort_name", "lineage")
    return [unit for unit in units if may(asker, verb, Membership(unit=unit))]


def seats_at(unit: Unit, asker: Asker, *, on: date, over: bool = False) -> Found[Membership]:
    """Who sits, or will sit, at the unit; with `over` who sat there."""
    return _AT.to(asker, unit=unit.key, on=on, over=over)


def _seats_at(
    seen: RuledQuerySet[Membership], unit: str, on: date, *, over: bool
) -> QuerySet[Membership]:
    seats = seen.filter(unit=unit)
    is_over = Q(valid_to__lt=on)
    return (
        with_factors(seats.filter(is_over) if over else seats.exclude(is_over))
        .select_related("person", "term__contractor")
        .order_by("role", "person__name_kana", "person__name", "key")
    )


_AT = Visible(Membership, _seats_at)


def sittings(seats: Iterable[Membership], *, on: date) -> list[Sitting]:
    """Of seats that were asked for `with_factors`."""
    return [_sitting(seat, has_factor=seat.has_factor, on=on) for seat in seats]  # type: ignore[attr-defined]


def with_factors(seats: RuledQuerySet[Membership]) -> RuledQuerySet[Membership]:
    """Each with whether its person has set up a second factor."""
    from allauth.mfa.models import Authenticator

    factors = Authenticator.objects.exclude(type=Authenticator.Type.RECOVERY_CODES)
    found: Any = seats
    return found.annotate(has_factor=Exists(factors.filter(user=OuterRef("person"))))


def _sitting(seat: Membership, *, has_factor: bool, on: date) -> Sitting:
    return Sitting(
        key=seat.key,
        name=seat.person.name or seat.person.email or _("（名前なし）"),
        role=str(Role(seat.role).label),
        contractor=seat.term.contractor.name if seat.term else "",
        since=long_date(seat.valid_from),
        until=long_date(seat.valid_to) if seat.valid_to else "",
        note=_note(seat, has_factor=has_factor, on=on),
    )


def _note(seat: Membership, *, has_factor: bool, on: date) -> str:
    if seat.valid_from > on:
        return _("まだ始まっていません")
    if seat.valid_to and seat.valid_to < on:
        return _("終わりました")
    if seat.valid_to and seat.valid_to - on <= WARNING:
        return _("あと%(n)s日") % {"n": (seat.valid_to - on).days + 1}
    if seat.role in STAFF and not has_factor:
        return _("二段階認証がまだ")
    return ""


@dataclass(frozen=True, slots=True)
class OwnSeat:
    where: str
    role: str
    until: str
    note: str


def sittings_of(seats: Iterable[Membership], *, on: date) -> list[OwnSeat]:
    """A person's own seats, as she reads them."""
    return [
        OwnSeat(
            where=f"{seat.unit.organisation.name} {seat.unit.name}",
            role=str(Role(seat.role).label),
            until=long_date(seat.valid_to) if seat.valid_to else "",
            note=_note(seat, has_factor=True, on=on),
        )
        for seat in seats
    ]


@dataclass(frozen=True, slots=True)
class Invited:
    key: str
    name: str
    role: str
    sent: str
    until: str
    is_over: bool


def invited_to(unit: Unit, asker: Asker) -> list[Invited]:
    """Who has not answered yet, of those whom the asker looks after."""
    ours = Invitation.objects.visible_to(asker, Verb.MANAGE)
    found = ours.filter(unit=unit, state=InvitationState.SENT)
    return [
        Invited(
            key=invitation.key,
            name=invitation.name or invitation.email,
            role=str(Role(invitation.role).label),
            sent=long_date(timezone.localdate(invitation.invited_at)),
            until=long_date(timezone.localdate(invitation.expires_at)),
            is_over=invitation.expires_at <= timezone.now(),
        )
        for invitation in found.order_by("-invited_at")
    ]


def terms_of(unit: Unit, asker: Asker) -> QuerySet[Term]:
    terms = Term.objects.visible_to(asker).filter(unit=unit)
    return terms.select_related("contractor").order_by("-valid_from")


@dataclass(frozen=True, slots=True)
class TermRow:
    key: str
    contractor: str
    first: str
    last: str
    note: str
    is_open: bool


def term_rows(terms: Iterable[Term], *, on: date) -> list[TermRow]:
    return [
        TermRow(
            key=term.key,
            contractor=term.contractor.name,
            first=long_date(term.valid_from),
            last=long_date(term.valid_to),
            note=_term_note(term, on),
            is_open=term.valid_to >= on,
        )
        for term in terms
    ]


def _term_note(term: Term, on: date) -> str:
    if term.valid_to < on:
        return _("終わりました")
    if term.valid_from > on:
        return _("まだ始まっていません")
    if term.valid_to - on <= WARNING:
        return _("あと%(n)s日") % {"n": (term.valid_to - on).days + 1}
    return _("受託中")


def contractors(asker: Asker) -> QuerySet[Organisation]:
    """Whom a government may charge with a desk: any organisation but a government."""
    found = Organisation.objects.visible_to(asker, Verb.FIND).filter(merged_into=None)
    return found.exclude(kind=OrganisationKind.GOVERNMENT).order_by("sort_name")


def terms_to_come(unit: Unit, *, on: date) -> list[Term]:
    """Running or following: those into which somebody can still be invited."""
    terms = Term.objects.filter(unit=unit, valid_to__gte=on)
    return list(terms.select_related("contractor").order_by("valid_from"))


def seats_of(person: Person, *, on: date) -> QuerySet[Membership]:
    """The person's own seats that are not over, in the order in which they end."""
    return (
        Membership.objects.filter(person=person)
        .exclude(valid_to__lt=on)
        .select_related("unit__organisation", "term__contractor")
        .order_by("valid_from", "key")
    )


def invitation_with(digest: str) -> Invitation | None:
    """The invitation that a link opens; None when it opens nothing, whatever the reason."""
    return (
        Invitation.objects.filter(
            digest=digest, state=InvitationState.SENT, expires_at__gt=timezone.now()
        )
        .select_related("unit__organisation")
        .first()
    )


# --- what waits ----------------------------------------------------------------------------------


def waiting_for(asker: Asker) -> list[Waiting]:
    """One's own missing factor; for who looks after seats: those that end, and open invitations."""
    return told(asker, PEOPLE)


def _sorts(asker: Asker) -> list[Sort]:
    return [_ends(asker), _invitations(asker)]


def _factor_waits(asker: Asker) -> list[Waiting]:
    # Who has seats has either shown a factor or needs none.
    person = None if asker.seats else Person.objects.filter(pk=asker.person).first()
    if person is None or not must_show_factor(person) or has_factor(person):
        return []
    return [
        Waiting(
            title=_("二段階認証"),
            step=_("登録する"),
            address=reverse("directory:factor"),
            since=timezone.localdate(person.joined_at),
            person=person.key,
        )
    ]


def _ends(asker: Asker) -> Sort:
    on = asker.on or timezone.localdate()
    title, step, roles = _("%(name)sさんの席（%(role)s）"), _("延ばすか、引き継ぐ"), labels(Role)
    address = addresses_of("directory:seat")

    def tell(one: Head) -> Waiting:
        due = one.due_day or on
        return Waiting(
            title=title % {"name": one.title, "role": roles[one.state]},
            step=step,
            address=address(one.key),
            since=due - WARNING,
            due=due,
            unit=one.unit,
        )

    found = Membership.objects.visible_to(asker, Verb.MANAGE).filter(
        valid_from__lte=on, valid_to__range=(on, on + WARNING)
    )
    columns = {"title": "person__name", "state": "role", "since": "valid_to", "due": "valid_to"}
    return Sort(found, tell, {**columns, "unit": "unit"})


def _invitations(asker: Asker) -> Sort:
    title, step = _("%(name)sさんへの招待"), _("返事を待つか、送り直す")
    address = addresses_of("directory:unit_people")

    def tell(one: Head) -> Waiting:
        return Waiting(
            title=title % {"name": one.title},
            step=step,
            address=address(one.unit),
            since=one.since_day,
            due=one.due_day,
            unit=one.unit,
            is_elsewhere=moment_of(one.due or "") > timezone.now(),
        )

    found = Invitation.objects.visible_to(asker, Verb.MANAGE).filter(state=InvitationState.SENT)
    name = Coalesce(NullIf("name", Value("")), "email", output_field=CharField())
    columns: Columns = {"title": name, "since": "invited_at", "due": "expires_at", "unit": "unit"}
    return Sort(found, tell, columns)


PEOPLE = Waits(_sorts, _factor_waits)


def confirmed_addresses(person: str) -> list[str]:
    """E-mail addresses of which she has shown by a letter that they are hers, in small letters."""
    from allauth.account.models import EmailAddress

    found = EmailAddress.objects.filter(user=person, verified=True)
    return [one.lower() for one in found.values_list("email", flat=True)]
