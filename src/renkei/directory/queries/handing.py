"""What was handed on to other units, and the consents that carry it: as pages show them."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Model, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from renkei.core.choices import labels
from renkei.core.prepared import Prepared, filled_up
from renkei.core.questions import Found, Question
from renkei.core.rights import Asker, Visible, key_of, kind_of
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


def shares_seen(asker: Asker) -> Found[Share]:
    """All that the person may see, for a list."""
    return _SEEN.to(asker)


def shares_of_record(kind: str, key: str, asker: Asker) -> Found[Share]:
    return _OF_RECORD.to(asker, kind=kind, key=key)


def _with_parts(shares: "QuerySet[Share]") -> "QuerySet[Share]":
    return shares.select_related("unit__organisation", "consent")


_SEEN = Visible(Share, _with_parts)
_OF_RECORD = Visible(
    Share, lambda seen, kind, key: _with_parts(seen.filter(record_kind=kind, record_key=key))
)


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


def consents_of(person: str) -> Found[Consent]:
    return _GIVEN.of(person=person)


def consents_about(record: Model, asker: Asker) -> Found[Consent]:
    """Those that could carry the record to somebody else."""
    return _ABOUT.to(asker, **_about(record), only_running=False)


def running_consents_about(record: Model, asker: Asker) -> Found[Consent]:
    """Those of them that were not withdrawn."""
    return _ABOUT.to(asker, **_about(record), only_running=True)


def _about(record: Model) -> dict[str, Any]:
    subject = owner_of(record).subject or None
    return {"kind": kind_of(record).name, "key": key_of(record), "subject": subject}


def _consents(
    seen: "QuerySet[Consent]", kind: str, key: str, subject: str | None, *, only_running: bool
) -> "QuerySet[Consent]":
    about = Q(record_kind=kind, record_key=key)
    if subject is not None:
        about |= Q(person=subject)
    found = seen.filter(about, withdrawn_at=None) if only_running else seen.filter(about)
    return _complete(found)


_ABOUT = Visible(Consent, _consents)


def _complete(consents: "QuerySet[Consent]") -> "QuerySet[Consent]":
    return consents.select_related("taken_by_unit__organisation")


_GIVEN = Question(lambda person: _complete(Consent.objects.filter(person=person)))


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
    named = defaultdict[str, list[str]](list)
    for key, *names in _RECIPIENTS.rows(keys=filled_up(keys)):
        named[key].append(full_name(*names))
    return named


def _n_shares(keys: Sequence[str]) -> dict[str, int]:
    """How many times each consent carries something that is still handed on."""
    return dict(_N_SHARES.rows(keys=filled_up(keys)))


def _named_recipients(keys: list[str]) -> QuerySet[Any, Any]:
    found = Consent.recipients.through.objects.filter(consent__in=keys)
    return found.order_by("unit__lineage").values_list("consent_id", *full_name_at("unit__"))


def _counted_shares(keys: list[str]) -> QuerySet[Any, Any]:
    running = Share.objects.filter(consent__in=keys, ended_at=None).order_by()
    return running.values("consent").annotate(n=Count("pk")).values_list("consent", "n")


_RECIPIENTS, _N_SHARES = Prepared(_named_recipients), Prepared(_counted_shares)
