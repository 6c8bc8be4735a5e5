"""Kinds of journal entry that the programme writes, split by noun; importing declares them."""

from renkei.programme.events import activities, money, reports

__all__ = ["activities", "money", "reports"]
