"""Kinds of journal entry that the programme writes, split by noun; importing declares them."""

from renkei.programme.events import (
    activities,
    councils,
    measurements,
    money,
    opinions,
    reports,
    reviews,
)

__all__ = ["activities", "councils", "measurements", "money", "opinions", "reports", "reviews"]
