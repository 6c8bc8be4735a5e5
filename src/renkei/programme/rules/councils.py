"""Who sees and keeps what councils do.

The secretaries of a body are the programme office of its side, of both sides where it is joint,
and whoever is its secretary for a term. Its members read as long as their term lasts. Officials of
the side read as in every section; the other government only where the body is joint. What waits
for a moment (a meeting that is not called, a paper under embargo, minutes that nobody has checked)
is with the secretaries alone.
"""

from collections.abc import Iterator

from renkei.charter.text import Text
from renkei.core.addresses import address_of_record
from renkei.core.rights import (
    ANYONE,
    SEATED,
    SIGNED_IN,
    Asker,
    Columns,
    Reach,
    RecordKind,
    Role,
    Rule,
    Verb,
    declare,
    may,
    reasons,
    rules,
)
from renkei.programme.bodies import side_of_body
from renkei.programme.models import (
    Attendance,
    CouncilDecision,
    CouncilMember,
    FollowUp,
    Meeting,
    Paper,
)
from renkei.programme.states import PaperState

OFFICIALS = (Role.OFFICER, Role.BUREAU_OFFICER, Role.AUDITOR)
AT_A_UNIT = (Role.OFFICER, Role.BUREAU_OFFICER, Role.PROGRAMME_OFFICE)
FOR_AN_ORGANISATION = (Role.REPRESENTATIVE, Role.MUNICIPALITY_OFFICER)


def keepers(verbs: str, *, read: str = "find read") -> tuple[Rule, ...]:
    """What the secretaries of a body may do, whatever the moment.

    A secretary belongs to the body as its members do: where they read at any moment, there is
    nothing to add (`read` is empty).
    """
    return (
        *rules(Reach.OWN_SIDE, f"find read {verbs}", Role.PROGRAMME_OFFICE),
        *rules(Reach.KEPT_CIRCLE, f"{read} {verbs}", SEATED),
    )


def of_a_meeting(meeting: Meeting) -> str:
    return address_of_record("programme:meeting", meeting.key)


declare(
    RecordKind(
        name="council_member",
        label=Text("会議の委員", "Member of a council"),
        model="programme.CouncilMember",
        columns=Columns(side="side", circle="body", person="person", public="is_public"),
        rules=(
            *keepers("write", read=""),
            *rules(Reach.OWN_SIDE, "find read", *OFFICIALS),
            *rules(Reach.CIRCLE, "find read", SIGNED_IN),
            *rules(Reach.SELF, "find read", SIGNED_IN),
            *rules(Reach.PUBLIC, "find read", ANYONE),
        ),
        title=lambda member: member.post,
        address=lambda member: address_of_record("programme:council", member.body),
    )
)
declare(
    RecordKind(
        name="meeting",
        label=Text("会議", "Meeting"),
        model="programme.Meeting",
        columns=Columns(side="side", circle="body", public="is_public", opens_at="shown_from"),
        rules=(
            *keepers("write decide publish"),
            *rules(Reach.OWN_SIDE, "find read", *OFFICIALS, is_timed=True),
            *rules(Reach.CIRCLE, "find read", SIGNED_IN, is_timed=True),
            *rules(Reach.PUBLIC, "find read", ANYONE, is_timed=True),
        ),
        title=lambda meeting: meeting.title,
        address=of_a_meeting,
        words=lambda meeting: [meeting.title_ja, meeting.title_en],
    )
)
declare(
    RecordKind(
        name="paper",
        label=Text("会議資料", "Paper of a meeting"),
        model="programme.Paper",
        columns=Columns(
            unit="unit_id",
            side="side",
            circle="circle",
            public="is_public",
            opens_at="shown_from",
        ),
        settled=frozenset({PaperState.GIVEN, PaperState.WITHDRAWN}),
        publishes_files=True,
        rules=(
            *keepers("write decide"),
            *rules(Reach.OWN_UNIT, "find read write", *AT_A_UNIT),
            *rules(Reach.OWN_SIDE, "find read", *OFFICIALS, is_timed=True),
            *rules(Reach.CIRCLE, "find read", SIGNED_IN, is_timed=True),
            *rules(Reach.PUBLIC, "find read", ANYONE, is_timed=True),
        ),
        title=lambda paper: paper.title,
        address=lambda paper: address_of_record("programme:paper", paper.key),
        words=lambda paper: [paper.title_ja, paper.title_en],
    )
)
declare(
    RecordKind(
        name="attendance",
        label=Text("会議の出欠", "Attendance of a meeting"),
        model="programme.Attendance",
        columns=Columns(
            unit="member__unit_id",
            side="meeting__side",
            organisation="member__organisation",
            circle="meeting__body",
            person="member__person",
        ),
        rules=(
            *keepers("write decide", read=""),
            *rules(Reach.CIRCLE, "find read", SIGNED_IN),
            *rules(Reach.SELF, "find read write", SIGNED_IN),
            *rules(Reach.OWN_ORGANISATION, "find read write", *FOR_AN_ORGANISATION),
            *rules(Reach.OWN_UNIT, "find read write", *AT_A_UNIT),
        ),
        title=lambda attendance: attendance.meeting.title,
        address=lambda attendance: address_of_record("programme:reply", attendance.key),
    )
)
declare(
    RecordKind(
        name="minutes",
        label=Text("議事録", "Minutes"),
        model="programme.Minutes",
        columns=Columns(
            side="meeting__side", circle="meeting__body", public="is_public", opens_at="shown_from"
        ),
        rules=(
            *keepers("write decide publish"),
            *rules(Reach.OWN_SIDE, "find read", *OFFICIALS, is_timed=True),
            *rules(Reach.CIRCLE, "find read", SIGNED_IN, is_timed=True),
            *rules(Reach.PUBLIC, "find read", ANYONE),
        ),
        title=lambda minutes: minutes.meeting.title,
        address=lambda minutes: of_a_meeting(minutes.meeting),
    )
)


def words_of_decision(decision: CouncilDecision) -> Iterator[str]:
    yield from (decision.text_ja, decision.text_en, *decision.references)


declare(
    RecordKind(
        name="council_decision",
        label=Text("会議の決定", "Decision of a council"),
        model="programme.CouncilDecision",
        columns=Columns(side="side", circle="meeting__body", public="is_public"),
        rules=(
            *keepers("write publish export", read=""),
            *rules(Reach.OWN_SIDE, "find read export", *OFFICIALS),
            *rules(Reach.CIRCLE, "find read", SIGNED_IN),
            *rules(Reach.PUBLIC, "find read export", ANYONE),
        ),
        title=lambda decision: decision.text[:60],
        address=lambda decision: address_of_record("programme:council_decision", decision.key),
        words=words_of_decision,
    )
)
declare(
    RecordKind(
        name="follow_up",
        label=Text("決定への対応", "Follow-up of a decision"),
        model="programme.FollowUp",
        columns=Columns(
            unit="unit_id",
            side="side",
            circle="decision__meeting__body",
            public="decision__is_public",
        ),
        rules=(
            *keepers("write decide", read=""),
            *rules(Reach.OWN_UNIT, "find read write", *AT_A_UNIT),
            *rules(Reach.OWN_SIDE, "find read", *OFFICIALS),
            *rules(Reach.CIRCLE, "find read", SIGNED_IN),
            *rules(Reach.PUBLIC, "find read", ANYONE),
        ),
        title=lambda follow_up: follow_up.text,
        address=lambda follow_up: address_of_record("programme:follow_up", follow_up.key),
    )
)


def may_keep(asker: Asker, body: str) -> bool:
    """Whether the person is one of the secretaries of a body."""
    return may(asker, Verb.WRITE, Meeting(body=body, side=side_of_body(body)))


def may_name_members(asker: Asker, body: str) -> bool:
    return may(asker, Verb.WRITE, CouncilMember(body=body, side=side_of_body(body)))


def reads_as_insider(asker: Asker, meeting: Meeting) -> bool:
    """Whether the person reads it by a seat or a term, and not only because it is published."""
    return any(one.rule.reach != Reach.PUBLIC for one in reasons(asker, Verb.READ, meeting))


def is_asked_herself(asker: Asker, attendance: Attendance) -> bool:
    """Whether the answer is hers to give, not only to be entered for somebody."""
    own = (Reach.SELF, Reach.OWN_ORGANISATION, Reach.OWN_UNIT)
    return any(one.rule.reach in own for one in reasons(asker, Verb.WRITE, attendance))


def may_give(asker: Asker, paper: Paper) -> bool:
    return paper.state == PaperState.AWAITED and may(asker, Verb.WRITE, paper)


def may_close(asker: Asker, follow_up: FollowUp) -> bool:
    return may(asker, Verb.WRITE, follow_up)
