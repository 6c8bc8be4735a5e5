"""Kinds of journal entry that the programme writes, split by noun; importing declares them."""

from renkei.programme.events import activities, reports

__all__ = ["activities", "reports"]
