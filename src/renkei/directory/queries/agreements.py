"""Agreements of both governments in one list: by party, state, and what runs out."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Prefetch, Q, TextField
from django.db.models.functions import Cast
from django.db.models.lookups import Contains

from renkei.core.calendar import fiscal_year_of
from renkei.core.questions import Found
from renkei.core.rights import Asker, RuledQuerySet, Verb, Visible, may
from renkei.core.sides import OTHER, Side
from renkei.directory.models import Agreement, Contact, Organisation, Party, ResultRequest, Unit
from renkei.directory.queries.organisations import keys_of, organisations_by_keys
from renkei.directory.states import AgreementState

# In force, whether work has begun or not.
IN_FORCE = (AgreementState.SIGNED, AgreementState.ACTIVE)
# The organisation that signed, and what it belongs to today.
PARTY, NOW = "organisation", "organisation__merged_into"
# Those that another or nothing has followed are read by asking for their state.
CURRENT = (AgreementState.NEGOTIATING, *IN_FORCE)


@dataclass(frozen=True, slots=True, kw_only=True)
class AgreementsAsked:
    """What the list is asked for; empty where it does not matter."""

    text: str = ""
    side: str = ""
    state: str = ""
    party: str = ""  # key of an organisation
    within_days: int | None = None  # ends within


@dataclass(frozen=True, slots=True)
class PartyShown:
    """A party as it is called today, with whom to ask there."""

    organisation: Organisation
    contacts: tuple[Contact, ...]


def agreement_list(
    asker: Asker, asked: AgreementsAsked, *, on: date, verb: Verb = Verb.FIND
) -> RuledQuerySet[Agreement]:
    found = _narrowed(Agreement.objects.visible_to(asker, verb), asked, on, _last(asked, on))
    if asked.party:
        found = found.filter(_of_party(asked.party))
    if text := asked.text.strip():
        named = Q(title_ja__icontains=text) | Q(title_en__icontains=text)
        of = Party.objects.filter(organisation__name_ja__icontains=text).values("agreement")
        found = found.filter(named | Q(pk__in=of))
    return found


def agreements_seen(
    asker: Asker, asked: AgreementsAsked, *, on: date
) -> RuledQuerySet[Agreement] | Found[Agreement]:
    """The same, for a page."""
    if asked.party or asked.text.strip():
        return agreement_list(asker, asked, on=on)
    return _SEEN.to(asker, Verb.FIND, asked=asked, on=on, last=_last(asked, on))


def _last(asked: AgreementsAsked, on: date) -> date | None:
    return None if asked.within_days is None else on + timedelta(days=asked.within_days)


def _narrowed(
    found: RuledQuerySet[Agreement], asked: AgreementsAsked, on: date, last: date | None
) -> RuledQuerySet[Agreement]:
    found = found.select_related("unit")
    found = found.filter(state__in=[asked.state] if asked.state else CURRENT)
    if asked.side:
        # What both signed together is each side's as well.
        found = found.filter(side__in=[asked.side, Side.JOINT])
    if last is not None:
        found = found.filter(state__in=IN_FORCE, valid_to__gte=on, valid_to__lte=last)
    return found.prefetch_related(_parties())


_SEEN = Visible(Agreement, _narrowed)


def agreements_of(
    organisation: Organisation, asker: Asker, verb: Verb = Verb.FIND
) -> RuledQuerySet[Agreement]:
    """Those it is a party to, also under an entry that was merged into it."""
    keys = keys_of(organisation)
    of = Party.objects.filter(organisation__in=keys).values("agreement")
    return Agreement.objects.visible_to(asker, verb).filter(pk__in=of).prefetch_related(_parties())


def agreements_for(initiative: str) -> RuledQuerySet[Agreement]:
    """Those that serve an initiative, in whatever state."""
    # Not every database looks into a list; both read it as text.
    told = Cast("initiatives", TextField())
    return Agreement.objects.filter(Contains(told, f'"{initiative}"'))


def _of_party(key: str) -> Q:
    organisation = Organisation.objects.filter(pk=key).first()
    keys = keys_of(organisation) if organisation else ()
    return Q(pk__in=Party.objects.filter(organisation__in=keys).values("agreement"))


def _parties() -> "Prefetch[str]":
    """As a list names them: a party has some fifty columns with what it was merged into."""
    named = [f"{one}__{name}" for one in (PARTY, NOW) for name in ("name_ja", "name_en", "side")]
    found = Party.objects.select_related(NOW).only("agreement", PARTY, NOW, *named)
    return Prefetch("parties", found)


def parties_of(agreement: Agreement) -> list[PartyShown]:
    """The parties, governments first; two entries that were merged are one party."""
    rows = list(agreement.parties.select_related("organisation").prefetch_related("contacts"))
    ends = organisations_by_keys(row.organisation_id for row in rows)
    shown: dict[str, list[Contact]] = {}
    for row in rows:
        shown.setdefault(ends[row.organisation_id].key, []).extend(row.contacts.all())
    by_key = {one.key: one for one in ends.values()}
    parties = [PartyShown(by_key[key], tuple(contacts)) for key, contacts in shown.items()]
    return sorted(parties, key=lambda party: (not party.organisation.side, party.organisation.side))


def keys_of_parties(agreement: Agreement) -> tuple[str, ...]:
    """Of the parties beside the governments, with every key under which they were entered."""
    keys: dict[str, None] = {}
    for party in parties_of(agreement):
        if not party.organisation.side:
            keys |= dict.fromkeys(keys_of(party.organisation))
    return tuple(keys)


def units_to_keep(asker: Asker, agreement: Agreement | None = None) -> list[Unit]:
    """For which the person may keep the file of an agreement; the present one as well."""
    own = Unit.objects.filter(pk__in=asker.units, side__in=OTHER, closed_on=None)
    found = [
        unit
        for unit in own.select_related("organisation")
        if may(asker, Verb.WRITE, Agreement(unit=unit, side=unit.side))
    ]
    if agreement is not None and agreement.unit not in found:
        found.insert(0, agreement.unit)
    return found


def last_year(on: date) -> int:
    """The fiscal year that is over: of it one can ask what came of it."""
    return fiscal_year_of(on) - 1


def not_yet_asked(on: date) -> RuledQuerySet[Agreement]:
    """In force through the fiscal year that is over, and not asked yet what came of it."""
    year = last_year(on)
    asked = ResultRequest.objects.filter(fiscal_year=year).values("agreement")
    return Agreement.objects.filter(
        state=AgreementState.ACTIVE, in_force_since__lte=date(year + 1, 3, 31)
    ).exclude(pk__in=asked)


def to_remind(on: date) -> RuledQuerySet[Agreement]:
    """Near their end, and their unit has not been told yet."""
    return to_renew(on).filter(reminded_at=None, valid_to__gte=on)


def to_renew(on: date) -> RuledQuerySet[Agreement]:
    """In force, and near enough to their end that somebody has to think of it."""
    return Agreement.objects.filter(state__in=IN_FORCE, remind_on__lte=on).order_by("valid_to")


def renewed_by_themselves(on: date) -> RuledQuerySet[Agreement]:
    """Whose last day has passed, and that go on unless a party objects."""
    return Agreement.objects.filter(
        state__in=IN_FORCE, valid_to__lt=on, is_renewed_automatically=True
    ).order_by("valid_to", "key")
