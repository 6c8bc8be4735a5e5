"""Naming members of councils and ending their terms; a term with a last day ends by itself."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from renkei.core.errors import Refused, WrongState
from renkei.core.moves import locked
from renkei.core.periods import not_over
from renkei.core.rights import Asker, Verb, must
from renkei.core.writing import long_date
from renkei.journal.actions import record
from renkei.programme.bodies import side_of_body
from renkei.programme.events import councils as events
from renkei.programme.models import CouncilMember
from renkei.programme.states import MemberRole


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """A member to be: a person, an organisation or a unit, or a post alone."""

    role: str
    post_ja: str
    post_en: str = ""
    name: str = ""
    person: str = ""
    organisation: str = ""
    unit: Any = None  # of the directory
    is_public: bool = False
    valid_from: date
    valid_to: date | None = None


@transaction.atomic
def name_member(body: str, named: Named, *, by: Asker, on: date) -> CouncilMember:
    """Let somebody belong to a council from a day on.

    Errors  NotPermitted; Refused without a post, when the last day lies before the first, or when
            the same is a member then, or another one chairs
    """
    member = CouncilMember(
        body=body,
        side=side_of_body(body),
        role=MemberRole(named.role),
        post_ja=named.post_ja.strip(),
        post_en=named.post_en.strip(),
        name=named.name.strip(),
        person=named.person,
        organisation=named.organisation,
        unit=named.unit,
        is_public=named.is_public,
        valid_from=named.valid_from,
        valid_to=named.valid_to,
    )
    must(by, Verb.WRITE, member)
    _refuse_faults(member)
    try:
        with transaction.atomic():
            member.save(force_insert=True)
    except IntegrityError:
        raise Refused(_("ほかの人が先に登録しました。名簿を確かめてください。")) from None
    record(events.CouncilJoined(role=MemberRole(member.role), **about(member)), by=by, on=on)
    return member


@transaction.atomic
def end_membership(member: CouncilMember, *, last_day: date, by: Asker, on: date) -> CouncilMember:
    """Let a term end with a day.

    Errors  NotPermitted; WrongState when it has ended; Refused for a day before its first one
    """
    member = locked(member)
    must(by, Verb.WRITE, member)
    if member.valid_to and member.valid_to < on:
        raise WrongState(
            _("この任期は%(day)sで終わっています。") % {"day": long_date(member.valid_to)}
        )
    if last_day < member.valid_from:
        raise Refused(
            _("任期の始まり（%(day)s）より前の日です。日付を直してください。")
            % {"day": long_date(member.valid_from)}
        )
    member.valid_to = last_day
    member.save(update_fields=["valid_to"])
    record(events.CouncilLeft(role=MemberRole(member.role), **about(member)), by=by, on=on)
    return member


def about(member: CouncilMember) -> dict[str, Any]:
    return {
        "subject_kind": "council_member",
        "subject_key": member.key,
        "side": member.side,
        "organisations": (member.organisation,) if member.organisation else (),
        "body": member.body,
    }


def _refuse_faults(member: CouncilMember) -> None:
    if not member.post_ja:
        raise Refused(_("役職または団体の名前を書いてください。"))
    if member.valid_to and member.valid_to < member.valid_from:
        raise Refused(_("任期の終わりが、始まりより前です。日付を直してください。"))
    if (known := _already(member)) is not None:
        raise Refused(
            _("「%(post)s」は、その期間すでにこの会議に属しています。") % {"post": known.post}
        )
    if member.role == MemberRole.CHAIR and (chair := _chair(member)) is not None:
        raise Refused(
            _("その期間の議長は「%(post)s」です。先に任期を終えてください。") % {"post": chair.post}
        )


def _already(member: CouncilMember) -> CouncilMember | None:
    same = Q(pk__in=[])
    if member.person:
        same |= Q(person=member.person)
    if member.organisation:
        same |= Q(organisation=member.organisation)
    if member.unit_id:
        same |= Q(unit=member.unit_id)
    return _at_the_same_time(member).filter(same).first()


def _chair(member: CouncilMember) -> CouncilMember | None:
    return _at_the_same_time(member).filter(role=MemberRole.CHAIR).first()


def _at_the_same_time(member: CouncilMember):  # type: ignore[no-untyped-def]
    last = member.valid_to or member.valid_from + timedelta(days=36_500)
    found = CouncilMember.objects.filter(body=member.body, valid_from__lte=last)
    return found.filter(not_over(member.valid_from))
