"""Kinds of record of opportunities with their rules, split by noun; importing declares them."""

from renkei.opportunities.rules import placements, postings, rounds, seekers

__all__ = ["placements", "postings", "rounds", "seekers"]
