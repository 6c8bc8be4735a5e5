"""Writes of what somebody looks for: keep a form, register, change, mark wishes, leave."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from renkei.charter.market_reader import markets
from renkei.charter.markets import MOST_WEIGHT, MarketVersion
from renkei.core.errors import Refused, WrongState
from renkei.core.moves import locked, move
from renkei.core.rights import Asker, Verb, must
from renkei.journal.actions import record
from renkei.opportunities.events import seekers as events
from renkei.opportunities.models import Posting, Proposal, Ruling, Seeker, SeekerProfile
from renkei.opportunities.states import LIVE, SeekerState
from renkei.paperwork.sheets.reading import Given, Values, answers_to_what_is_asked, problems

STRENGTHS = ("absolutely", "would_consider", "no_matter")
MOST_WISHES = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """What is held to count and to check for fairness, apart from everything that is scored."""

    birth_year: int | None = None
    sex: str = ""
    nationality: str = ""
    home: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sought:
    """What somebody looks for; only what the market asks."""

    answers: Values = field(default_factory=dict)
    strengths: Mapping[str, str] = field(default_factory=dict)  # by condition
    weights: Mapping[str, int] = field(default_factory=dict)  # by criterion
    name: str = ""
    email: str = ""
    language: str = "ja"
    person: str = ""  # account
    organisation: str = ""
    may_tell: bool = False
    profile: Profile = field(default_factory=Profile)


def keep_seeker(
    market: str, unit: str, what: Sought, *, by: Asker, on: date, token: str = ""
) -> Seeker:
    """Keep a form that somebody may leave and continue. A token seen before answers what it made.

    Errors  NotPermitted; Refused when somebody is registered already, or a slider is none
    """
    mine = Seeker.objects.filter(token=token, entered_by=by.person)
    if token and (made := mine.first()):
        return made
    try:
        with transaction.atomic():
            return _keep(_new(market, unit, on), what, by, token)
    except IntegrityError:
        if token and (made := mine.first()):
            return made
        raise Refused(_("この市場には、すでに登録があります。その登録を直してください。")) from None


def _new(market: str, unit: str, on: date) -> Seeker:
    version = markets()[market].version_on(on) if market in markets() else None
    if version is None:
        raise Refused(_("この市場は、いま受け付けていません。"))
    return Seeker(market=market, version=version.version, unit_id=unit)


def _keep(seeker: Seeker, what: Sought, by: Asker, token: str) -> Seeker:
    seeker.side, seeker.token, seeker.entered_by = seeker.unit.side, token, by.person
    _put_down(seeker, what)
    if seeker.person:
        seeker.who = seeker.person
    must(by, Verb.WRITE, seeker)
    seeker.save()
    _keep_profile(seeker, what.profile)
    return seeker


@transaction.atomic
def change_seeker(
    seeker: Seeker, what: Sought, *, by: Asker, on: date, revision: int | None = None
) -> Seeker:
    """Errors  NotPermitted; WrongState when it was changed meanwhile, or somebody has left;
    Refused when something that is needed is missing from a registration"""
    seeker = locked(seeker)
    must(by, Verb.WRITE, seeker)
    if seeker.state == SeekerState.LEFT:
        raise WrongState(_("終わった登録です。もう一度始めると、直せます。"))
    if revision is not None and revision != seeker.revision:
        raise WrongState(_("ほかの人が先に直しました。いまの内容を確かめてください。"))
    _put_down(seeker, what)
    if seeker.state != SeekerState.DRAFT:
        refuse_incomplete(seeker)
    seeker.revision += 1
    seeker.save()
    _keep_profile(seeker, what.profile)
    if seeker.state != SeekerState.DRAFT:
        changed = events.SeekerChanged(**told(seeker), revision=seeker.revision)
        record(changed, by=by, on=on)
    return seeker


@transaction.atomic
def register_seeker(seeker: Seeker, *, by: Asker, on: date) -> Seeker:
    """From now on somebody looks, and is introduced.

    Errors  NotPermitted; WrongState; Refused with the first question that lacks an answer
    """
    seeker = locked(seeker)
    must(by, Verb.WRITE, seeker)
    refuse_incomplete(seeker)
    move(seeker, to=SeekerState.ACTIVE, registered_on=on)
    joined = events.SeekerJoined(
        **told(seeker),
        **counted(seeker, on),
        industry=seeker.organisation.industry[:1] if seeker.organisation else "",
    )
    record(joined, by=by, on=on)
    return seeker


@transaction.atomic
def leave(seeker: Seeker, *, by: Asker, on: date) -> Seeker:
    """Errors  NotPermitted; WrongState; Refused while something is on its way"""
    seeker = locked(seeker)
    must(by, Verb.WRITE, seeker)
    was_registered = seeker.state != SeekerState.DRAFT
    if seeker.placements.filter(state__in=LIVE).exists():
        raise Refused(_("進行中の紹介があります。先にそれを終えてください。"))
    move(seeker, to=SeekerState.LEFT)
    if was_registered:
        record(events.SeekerLeft(**told(seeker)), by=by, on=on)
    return seeker


@transaction.atomic
def wish_for(seeker: Seeker, wishes: Sequence[str], *, by: Asker) -> Seeker:
    """Keep the postings that somebody marked, the best first.

    Errors  NotPermitted; Refused for more than 8, or for what is not published in the market
    """
    seeker = locked(seeker)
    must(by, Verb.WRITE, seeker)
    keys = list(dict.fromkeys(wishes))
    if len(keys) > MOST_WISHES:
        raise Refused(_("選べるのは%(n)s件までです。") % {"n": MOST_WISHES})
    known = Posting.objects.filter(pk__in=keys, market=seeker.market, is_public=True).count()
    if known != len(keys):
        raise Refused(_("いま公開されていない募集が含まれています。一覧から選び直してください。"))
    seeker.wishes = keys
    seeker.save(update_fields=["wishes", "changed_at"])
    return seeker


def forget_seeker(seeker: Seeker) -> None:
    """The emptying itself; whoever calls it has asked whether it may be."""
    questions = seeker.asked_by.questions("seeker")
    seeker.answers = {
        key: value
        for key, value in seeker.answers.items()
        if key in questions and not questions[key].is_personal
    }
    if seeker.entered_by == seeker.person:
        seeker.entered_by = ""
    seeker.name = seeker.email = seeker.person = ""
    seeker.anonymised_at = timezone.now()
    seeker.save()
    seeker.placements.update(person="", end_note="")
    SeekerProfile.objects.filter(seeker=seeker).delete()
    # What rounds told of her wishes; how many they placed stands in the journal.
    Proposal.objects.filter(seeker=seeker).delete()
    Ruling.objects.filter(seeker=seeker).delete()


# --- what every entry says ----------------------------------------------------------------------


def told(seeker: Seeker) -> dict[str, Any]:
    return {
        "subject_kind": "seeker",
        "subject_key": seeker.key,
        "market": seeker.market,
        "side": seeker.side,
        "organisation": seeker.unit_id,
        "initiatives": seeker.of_market.initiatives,
        "person": seeker.who,
        "place": seeker.organisation.place if seeker.organisation else "",
        "organisations": (seeker.organisation_id,) if seeker.organisation_id else (),
    }


def counted(seeker: Seeker, on: date) -> dict[str, Any]:
    """Sex, age and home as far as they are known; they go into no score."""
    profile = SeekerProfile.objects.filter(seeker=seeker).first()
    if profile is None:
        return {}
    return {
        "sex": profile.sex,
        # Of the birthday only the year is asked, so the age is that at the end of the year.
        "age": on.year - profile.birth_year if profile.birth_year else None,
        "origin": profile.home,
    }


def refuse_incomplete(seeker: Seeker) -> None:
    sheet = seeker.asked_by.sheet("seeker")
    for problem in problems(sheet, Given(dict(seeker.answers))):
        raise Refused(
            _("「%(question)s」:%(problem)s")
            % {"question": problem.question.label.ja, "problem": problem.message}
        )


def _put_down(seeker: Seeker, what: Sought) -> None:
    version = seeker.asked_by
    seeker.answers = answers_to_what_is_asked(version.sheet("seeker"), what.answers)
    seeker.strengths = _strengths(version, what.strengths)
    seeker.weights = _weights(version, what.weights)
    seeker.name, seeker.email = what.name.strip(), what.email.strip()
    seeker.language = what.language
    seeker.person = what.person
    seeker.organisation_id = what.organisation or None  # type: ignore[assignment]
    seeker.may_tell = what.may_tell


def _strengths(version: MarketVersion, given: Mapping[str, str]) -> dict[str, str]:
    """What differs from how a condition is usually meant."""
    usual = {one.name: one.usually for one in version.asked_conditions}
    for name, how in given.items():
        if name not in usual or how not in STRENGTHS:
            raise Refused(_("条件の強さは、一覧の中から選んでください。"))
    return {name: how for name, how in given.items() if how != usual[name]}


def _weights(version: MarketVersion, given: Mapping[str, int]) -> dict[str, int]:
    usual = {one.name: one.weight for one in version.sliders}
    for name, weight in given.items():
        if name not in usual or not 0 <= weight <= MOST_WEIGHT:
            raise Refused(_("重みは0から%(most)sまでです。") % {"most": MOST_WEIGHT})
    return {name: weight for name, weight in given.items() if weight != usual[name]}


def _keep_profile(seeker: Seeker, profile: Profile) -> None:
    SeekerProfile.objects.update_or_create(
        seeker=seeker,
        defaults={
            "birth_year": profile.birth_year,
            "sex": profile.sex,
            "nationality": profile.nationality,
            "home": profile.home,
        },
    )
