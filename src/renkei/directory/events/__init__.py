"""Kinds of journal entry that the directory writes, split by noun; importing declares them."""

from renkei.directory.events import access, agreements, charges, organisations, people

__all__ = ["access", "agreements", "charges", "organisations", "people"]
