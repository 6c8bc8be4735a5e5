"""Kinds of record of the programme with their rules, split by noun; importing declares them."""

from renkei.programme.rules import reports

__all__ = ["reports"]
