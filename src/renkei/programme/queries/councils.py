"""Councils as pages show them: bodies, who belongs to them, meetings, decisions and follow-ups."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from renkei.charter.terms import Body
from renkei.core.choices import labels
from renkei.core.periods import not_over
from renkei.core.questions import Found
from renkei.core.rights import Asker, RuledQuerySet, Verb, Visible
from renkei.core.sides import Side
from renkei.core.writing import clock, is_english, localized, long_date, number
from renkei.programme.bodies import bodies
from renkei.programme.models import (
    Attendance,
    CouncilDecision,
    CouncilMember,
    FollowUp,
    Meeting,
)
from renkei.programme.states import FollowUpState, MeetingState, MemberRole, Reply, Ruling

LATELY = 5
EN_DASH = "\N{EN DASH}"
TO_COME = (MeetingState.PLANNED, MeetingState.CALLED)


@dataclass(frozen=True, slots=True)
class MeetingRow:
    key: str
    title: str
    body: str  # its name
    when: str
    place: str
    state: str
    state_name: str
    is_over: bool


@dataclass(frozen=True, slots=True)
class FollowUps:
    """How far what was decided is done."""

    n_done: int
    n_late: int
    n_open: int  # those that are late among them
    n_dropped: int

    @property
    def n(self) -> int:
        return self.n_done + self.n_open + self.n_dropped

    @property
    def told(self) -> str:
        """7件完了、2件期限超過、1件対応中; empty where nothing has to be done."""
        parts = [
            (self.n_done, ngettext("%(n)s件完了", "%(n)s件完了", self.n_done)),
            (self.n_late, ngettext("%(n)s件期限超過", "%(n)s件期限超過", self.n_late)),
            (
                self.n_open - self.n_late,
                ngettext("%(n)s件対応中", "%(n)s件対応中", self.n_open - self.n_late),
            ),
            (self.n_dropped, ngettext("%(n)s件取りやめ", "%(n)s件取りやめ", self.n_dropped)),
        ]
        return _("、").join(text % {"n": number(n)} for n, text in parts if n)


NOTHING_TO_DO = FollowUps(0, 0, 0, 0)


@dataclass(frozen=True, slots=True)
class BodyRow:
    key: str
    name: str
    role: str
    side: str
    source: str
    rhythm: str
    next_meeting: MeetingRow | None
    n_decisions: int
    follow_ups: FollowUps


@dataclass(frozen=True, slots=True)
class DecisionRow:
    key: str
    text: str
    ruling: str
    body: str
    decided_on: str
    references: tuple[str, ...]
    carried_by: str
    follow_ups: FollowUps


@dataclass(frozen=True, slots=True)
class MemberRow:
    key: str
    post: str
    name: str
    role: str
    since: str
    until: str
    is_coming: bool


@dataclass(frozen=True, slots=True)
class DecisionsAsked:
    """What a list of decisions is asked for; empty is everything."""

    body: str = ""
    initiative: str = ""
    ruling: str = ""
    stand: str = ""  # open, late, done: how far it is


# --- bodies ---------------------------------------------------------------------------------------


def body_rows(asker: Asker, on: date) -> list[BodyRow]:
    """All bodies in the order of the charter, in three queries."""
    following = {one.body: one for one in reversed(list(_to_come(asker)))}
    n_decisions = _n_decisions(asker)
    to_do = follow_ups_by_body(asker, on)
    names = body_names()
    return [
        BodyRow(
            key=body.key,
            name=localized(body.name),
            role=localized(body.role),
            side=str(Side(body.side).label),
            source=localized(body.source),
            rhythm=rhythm(body),
            next_meeting=(
                meeting_row(following[body.key], names) if body.key in following else None
            ),
            n_decisions=n_decisions.get(body.key, 0),
            follow_ups=to_do.get(body.key, NOTHING_TO_DO),
        )
        for body in bodies().values()
    ]


def body_names() -> dict[str, str]:
    return {key: localized(body.name) for key, body in bodies().items()}


def rhythm(body: Body) -> str:
    if body.meetings_a_year is None:
        return _("開く回数は、どの資料にも書かれていません。")
    text = ngettext("年に%(n)s回ほど開きます。", "年に%(n)s回ほど開きます。", body.meetings_a_year)
    return text % {"n": body.meetings_a_year}


def _n_decisions(asker: Asker) -> dict[str, int]:
    found = CouncilDecision.objects.visible_to(asker).order_by()
    return dict(found.values_list("meeting__body").annotate(Count("pk")))


def follow_ups_by_body(asker: Asker, on: date) -> dict[str, FollowUps]:
    found = FollowUp.objects.visible_to(asker).order_by().values("decision__meeting__body")
    rows: Any = found.annotate(**_counts(on, ""))
    return {row.pop("decision__meeting__body"): FollowUps(**row) for row in rows}


# --- members --------------------------------------------------------------------------------------


def members_of(body: str, asker: Asker) -> RuledQuerySet[CouncilMember]:
    return CouncilMember.objects.visible_to(asker).filter(body=body)


def member_rows(body: str, asker: Asker, on: date) -> list[MemberRow]:
    """Who belongs to it now or will, the chair first."""
    found = members_of(body, asker).filter(not_over(on))
    ranks = list(MemberRole.values)
    roles = labels(MemberRole)
    return [
        MemberRow(
            key=one.key,
            post=one.post,
            name=one.name,
            role=roles[one.role],
            since=long_date(one.valid_from),
            until=long_date(one.valid_to) if one.valid_to else "",
            is_coming=one.valid_from > on,
        )
        for one in sorted(found, key=lambda one: (ranks.index(one.role), one.made_at))
    ]


def n_members(body: str, on: date) -> int:
    """How many belong to it, whether or not the reader may see who."""
    found = CouncilMember.objects.filter(body=body, valid_from__lte=on).filter(not_over(on))
    return found.exclude(role=MemberRole.SECRETARY).count()


# --- meetings -------------------------------------------------------------------------------------


def meetings(asker: Asker, *, body: str = "", when: str = "") -> RuledQuerySet[Meeting]:
    """`when` is "next", "past" or empty for all; what is to come stands with the nearest first."""
    found = Meeting.objects.visible_to(asker)
    if body:
        found = found.filter(body=body)
    if when == "next":
        return found.filter(state__in=TO_COME, ends_at__gte=timezone.now()).order_by(
            "starts_at", "key"
        )
    if when == "past":
        return found.filter(Q(ends_at__lt=timezone.now()) | Q(state=MeetingState.HELD))
    return found


def next_meetings(asker: Asker, *, body: str = "") -> list[MeetingRow]:
    """The nearest first; at most five."""
    names = body_names()
    return [meeting_row(one, names) for one in meetings(asker, body=body, when="next")[:LATELY]]


def past_meetings(asker: Asker, *, body: str = "") -> list[MeetingRow]:
    names = body_names()
    return [meeting_row(one, names) for one in meetings(asker, body=body, when="past")[:LATELY]]


def meeting_row(meeting: Meeting, names: dict[str, str]) -> MeetingRow:
    return MeetingRow(
        key=meeting.key,
        title=meeting.title,
        body=names.get(meeting.body, meeting.body),
        when=span(meeting.starts_at, meeting.ends_at),
        place=place_told(meeting),
        state=meeting.state,
        state_name=str(MeetingState(meeting.state).label),
        is_over=meeting.state in (MeetingState.HELD, MeetingState.CANCELLED),
    )


def span(starts_at: datetime, ends_at: datetime) -> str:
    """2026年11月23日（月） 13:00～15:00 / 23 November 2026 (Mon) 13:00-15:00."""
    return f"{long_date(timezone.localdate(starts_at))} {fromto(clock(starts_at), clock(ends_at))}"


def fromto(first: str, last: str) -> str:
    return f"{first}{EN_DASH if is_english() else '～'}{last}"


def place_told(meeting: Meeting) -> str:
    online = [_("オンライン")] if meeting.is_online else []
    return _("、").join([*filter(None, [meeting.place]), *online])


def attendances_of(meeting: Meeting, asker: Asker) -> list[Attendance]:
    """Those whom the reader may see, with what each was asked as."""
    found = Attendance.objects.visible_to(asker).filter(meeting=meeting)
    return list(found.select_related("member", "meeting"))


def replies_told(attendances: Sequence[Attendance]) -> str:
    """出席3、代理出席1、欠席1、未回答2."""
    n = {reply: sum(one.reply == reply for one in attendances) for reply in (*Reply.values, "")}
    told = [*Reply.choices, ("", _("未回答"))]
    return _("、").join(f"{label} {number(n[value])}" for value, label in told if n[value])


def _to_come(asker: Asker) -> RuledQuerySet[Meeting]:
    return meetings(asker, when="next")


# --- decisions ------------------------------------------------------------------------------------


def decisions(
    asker: Asker, asked: DecisionsAsked, *, on: date, verb: Verb = Verb.READ
) -> RuledQuerySet[CouncilDecision]:
    """The latest first, each with how far it is done."""
    return _narrowed(CouncilDecision.objects.visible_to(asker, verb), asked, on)


def decisions_seen(asker: Asker, asked: DecisionsAsked, *, on: date) -> Found[CouncilDecision]:
    """The same, for a page."""
    return _SEEN.to(asker, asked=asked, on=on)


def _narrowed(found: Any, asked: DecisionsAsked, on: date) -> RuledQuerySet[CouncilDecision]:
    if asked.body:
        found = found.filter(meeting__body=asked.body)
    if asked.initiative:
        found = found.filter(initiatives__contains=f" {asked.initiative} ")
    if asked.ruling:
        found = found.filter(kind=asked.ruling)
    found = found.select_related("meeting").annotate(**_counts(on, "follow_ups__"))
    conditions: dict[str, Q] = {
        "open": Q(n_open__gt=0),
        "late": Q(n_late__gt=0),
        "done": Q(n_open=0, n_done__gt=0),
    }
    if asked.stand in conditions:
        found = found.filter(conditions[asked.stand])
    narrowed: RuledQuerySet[CouncilDecision] = found
    return narrowed


_SEEN = Visible(CouncilDecision, _narrowed)


def decisions_about(initiative: str, asker: Asker, *, on: date | None = None) -> list[DecisionRow]:
    """What councils decided about an initiative, as far as the asker may read it; the latest
    first; one query."""
    day = on or asker.on or timezone.localdate()
    return decision_rows(decisions_seen(asker, DecisionsAsked(initiative=initiative), on=day))


def decision_rows(found: Iterable[CouncilDecision]) -> list[DecisionRow]:
    """Of decisions asked for with `decisions`."""
    names, rulings, sides = body_names(), labels(Ruling), labels(Side)
    return [
        DecisionRow(
            key=one.key,
            text=one.text,
            ruling=rulings[one.kind],
            body=names.get(one.meeting.body, one.meeting.body),
            decided_on=long_date(one.decided_on),
            references=one.references,
            carried_by=sides[one.carried_by],
            follow_ups=follow_ups_told(one),
        )
        for one in found
    ]


def follow_ups_told(decision: Any) -> FollowUps:
    """Of a decision that was asked for with its counts."""
    return FollowUps(decision.n_done, decision.n_late, decision.n_open, decision.n_dropped)


def _counts(on: date, way: str) -> dict[str, Count]:
    def of(**condition: Any) -> Count:
        where = Q(**{f"{way}{name}": value for name, value in condition.items()})
        return Count(f"{way}pk", filter=where)

    return {
        "n_done": of(state=FollowUpState.DONE),
        "n_late": of(state=FollowUpState.OPEN, due_on__lt=on),
        "n_open": of(state=FollowUpState.OPEN),
        "n_dropped": of(state=FollowUpState.DROPPED),
    }
