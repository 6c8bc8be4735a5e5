"""Choices of the programme and the tables of allowed moves, split by noun."""

from renkei.programme.states.activities import (
    ACTIVITY_MOVES,
    ActivityState,
    Form,
    OthersView,
)
from renkei.programme.states.councils import (
    FOLLOW_UP_MOVES,
    MEETING_MOVES,
    MINUTES_MOVES,
    PAPER_MOVES,
    Audience,
    FollowUpState,
    MeetingState,
    MemberRole,
    MinutesState,
    PaperState,
    Reply,
    Ruling,
)
from renkei.programme.states.measurements import (
    APPROVAL_MOVES,
    MANUAL_MOVES,
    ApprovalState,
    ManualState,
)
from renkei.programme.states.opinions import (
    CALL_MOVES,
    CallState,
    Fate,
    Voice,
)
from renkei.programme.states.reports import (
    OUT,
    REPORT_MOVES,
    ReportState,
    Scope,
)
from renkei.programme.states.reviews import (
    DECISION_MOVES,
    ENDING,
    REVIEW_MOVES,
    DecisionState,
    Outcome,
    ReviewState,
)

__all__ = [
    "ACTIVITY_MOVES",
    "APPROVAL_MOVES",
    "CALL_MOVES",
    "DECISION_MOVES",
    "ENDING",
    "FOLLOW_UP_MOVES",
    "MANUAL_MOVES",
    "MEETING_MOVES",
    "MINUTES_MOVES",
    "OUT",
    "PAPER_MOVES",
    "REPORT_MOVES",
    "REVIEW_MOVES",
    "ActivityState",
    "ApprovalState",
    "Audience",
    "CallState",
    "DecisionState",
    "Fate",
    "FollowUpState",
    "Form",
    "ManualState",
    "MeetingState",
    "MemberRole",
    "MinutesState",
    "OthersView",
    "Outcome",
    "PaperState",
    "Reply",
    "ReportState",
    "ReviewState",
    "Ruling",
    "Scope",
    "Voice",
]
