"""Tables of the programme, split by noun; private to this room."""

from renkei.programme.models.activities import Activity
from renkei.programme.models.councils import (
    AgendaItem,
    Attendance,
    CouncilDecision,
    CouncilMember,
    FollowUp,
    Meeting,
    Minutes,
    Paper,
)
from renkei.programme.models.measurements import Approval, ManualValue, Measurement
from renkei.programme.models.money import BudgetLine
from renkei.programme.models.opinions import Opinion, OpinionAnswer, OpinionCall
from renkei.programme.models.reconciling import Reconciliation
from renkei.programme.models.reports import Report
from renkei.programme.models.reviews import Amendment, Decision, Review

__all__ = [
    "Activity",
    "AgendaItem",
    "Amendment",
    "Approval",
    "Attendance",
    "BudgetLine",
    "CouncilDecision",
    "CouncilMember",
    "Decision",
    "FollowUp",
    "ManualValue",
    "Measurement",
    "Meeting",
    "Minutes",
    "Opinion",
    "OpinionAnswer",
    "OpinionCall",
    "Paper",
    "Reconciliation",
    "Report",
    "Review",
]
