"""Kinds of journal entry that opportunities write, split by noun; importing declares them.

The kinds are those of every market; the fact `market` says which, so that a market that is added
as a file is counted like the others.
"""

from renkei.opportunities.events import placements, postings, rounds, seekers

__all__ = ["placements", "postings", "rounds", "seekers"]
