"""What was handed on to other units, and the consents that carry it: as pages show them."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Model, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from renkei.core.choices import labels
from renkei.core.rights import Asker, key_of, kind_of
from renkei.core.writing import listed, long_date, moment
from renkei.directory.models import Consent, Share
from renkei.directory.queries.handed import valid_share
from renkei.directory.queries.names import full_name, full_name_at, unit_names
from renkei.directory.queries.records import Named, named, owner_of
from renkei.directory.states import ConsentWay, LegalGround


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


def received_now(asker: Asker) -> "QuerySet[Share]":
    """What units of the person's own hold at present."""
    units = {seat.unit for seat in asker.seats}
    today = timezone.localdate()
    return shares_of(asker).filter(valid_share(today), unit__in=units)


# --- consents --------------------------------------------------------------------------------


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
