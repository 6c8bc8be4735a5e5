"""Tables of the programme, split by noun; private to this room."""

from renkei.programme.models.activities import Activity
from renkei.programme.models.money import BudgetLine
from renkei.programme.models.reports import Report

__all__ = ["Activity", "BudgetLine", "Report"]
