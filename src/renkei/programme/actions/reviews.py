"""Writes of reviews: a finding with its figures, taken back as long as nothing is decided."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from renkei.charter.terms import Initiative
from renkei.core.errors import Refused, WrongState
from renkei.core.moves import locked, move
from renkei.core.rights import Asker, Verb, must
from renkei.core.sides import Side
from renkei.journal import tallies
from renkei.journal.actions import record
from renkei.programme.charters import charter_on, version_on
from renkei.programme.events import reviews as events
from renkei.programme.figures import Figure, figures
from renkei.programme.models import Review
from renkei.programme.periods import Period
from renkei.programme.states import ReviewState


@dataclass(frozen=True, slots=True)
class Finding:
    initiative: str
    fiscal_year: int
    ja: str
    en: str


@transaction.atomic
def write_finding(finding: Finding, *, by: Asker, on: date) -> Review:
    """Say how an initiative went in a year, with its figures as they are known at this moment.

    Errors  NotPermitted; Refused when there is no such initiative, a language is empty or the year
            has not begun; WrongState when the initiative was reviewed in that year before
    """
    now = timezone.now()
    review = Review(
        initiative=finding.initiative,
        fiscal_year=finding.fiscal_year,
        finding_ja=finding.ja.strip(),
        finding_en=finding.en.strip(),
        known_at=now,
        made_by=by.person,
    )
    must(by, Verb.WRITE, review)
    _check(review, on)
    _freeze(review, now, on)
    try:
        with transaction.atomic():
            review.save(force_insert=True)
    except IntegrityError:
        raise WrongState(_("この取組のこの年度の見直しは、すでに始まっています。")) from None
    record(events.ReviewFound(fiscal_year=review.fiscal_year, **about(review)), by=by, on=on)
    return review


@transaction.atomic
def correct_finding(review: Review, *, ja: str, en: str, by: Asker, on: date) -> Review:
    """Write the finding anew, with the figures of now; only while nobody has proposed a decision.

    Errors  NotPermitted; Refused when a language is empty;
            WrongState when a decision is proposed or the review is over
    """
    review = locked(review)
    must(by, Verb.WRITE, review)
    if not review.is_open or has_decision(review):
        raise WrongState(_("結論が提案された後は、所見を書き直せません。"))
    review.finding_ja, review.finding_en = ja.strip(), en.strip()
    _check(review, on)
    _freeze(review, timezone.now(), on)
    review.save()
    record(events.ReviewFound(fiscal_year=review.fiscal_year, **about(review)), by=by, on=on)
    return review


@transaction.atomic
def withdraw_review(review: Review, *, reason: str, by: Asker, on: date) -> Review:
    """Take a finding back, so that another can be written.

    Errors  NotPermitted; Refused without a reason; WrongState when it is decided or a decision
            waits for signatures
    """
    review = locked(review)
    must(by, Verb.WRITE, review)
    if not reason.strip():
        raise Refused(_("取り下げる理由を書いてください。"))
    if has_decision(review):
        raise WrongState(_("提案された結論を先に取り下げてください。"))
    move(review, to=ReviewState.WITHDRAWN, note=reason.strip())
    event = events.ReviewWithdrawn(
        fiscal_year=review.fiscal_year, reason=reason.strip(), **about(review)
    )
    record(event, by=by, on=on)
    return review


def has_decision(review: Review) -> bool:
    return review.decisions.exclude(state="withdrawn").exists()


def about(review: Review) -> dict[str, Any]:
    return {
        "subject_kind": "review",
        "subject_key": review.key,
        "side": Side.JOINT,
        "initiatives": (review.initiative,),
    }


def _check(review: Review, on: date) -> Initiative:
    if not review.finding_ja or not review.finding_en:
        raise Refused(_("所見を日本語と英語で書いてください。"))
    if Period.year(review.fiscal_year).first > on:
        raise Refused(_("まだ始まっていない年度の見直しはできません。"))
    try:
        return charter_on(on).initiative(review.initiative)
    except KeyError:
        raise Refused(
            _("「%(name)s」という取組はありません。") % {"name": review.initiative}
        ) from None


def _freeze(review: Review, known_at: datetime, on: date) -> None:
    """Copy the figures, so that what the finding stood on can be read for good."""
    indicators = charter_on(on).initiative(review.initiative).indicators
    found = figures(indicators, Period.year(review.fiscal_year), known_at=known_at)
    review.figures = list(_told(found.values()))
    review.known_at = known_at
    review.watermark = tallies.watermark(known_at)
    review.charter_version = version_on(on).number


def _told(found: Iterable[Figure]) -> Iterable[dict[str, Any]]:
    for one in found:
        yield {
            "id": one.indicator.id,
            "name": {"ja": one.indicator.name.ja, "en": one.indicator.name.en},
            "unit": {"ja": one.indicator.unit.ja, "en": one.indicator.unit.en},
            "state": one.state,
            "is_small": one.is_small,
            "n_entries": one.n_entries,
            "total": _text(one.total),
            "prefecture": _text(one.prefecture),
            "city": _text(one.city),
            "joint": _text(one.joint),
            "numerator": _text(one.numerator),
            "denominator": _text(one.denominator),
        }


def _text(value: Decimal | None) -> str | None:
    return None if value is None else format(value, "f")
