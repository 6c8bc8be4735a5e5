"""Kinds of journal entry that the directory writes, split by noun; importing declares them."""

from renkei.directory.events import access, agreements, organisations, people

__all__ = ["access", "agreements", "organisations", "people"]
