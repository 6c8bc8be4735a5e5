"""Tables that the programme takes in, split by noun; importing declares them."""

from renkei.programme.imports import activities, money

__all__ = ["activities", "money"]
