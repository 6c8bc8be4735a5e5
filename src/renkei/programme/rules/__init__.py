"""Kinds of record of the programme with their rules, split by noun; importing declares them."""

from renkei.programme.rules import (
    activities,
    councils,
    measurements,
    money,
    opinions,
    reports,
    reviews,
)

__all__ = ["activities", "councils", "measurements", "money", "opinions", "reports", "reviews"]
