"""Kinds of record of the programme with their rules, split by noun; importing declares them."""

from renkei.programme.rules import activities, money, reports

__all__ = ["activities", "money", "reports"]
