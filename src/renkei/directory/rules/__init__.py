"""Kinds of record of the directory with their rules, split by noun; importing declares them."""

from renkei.directory.rules import access, charges, organisations, people

__all__ = ["access", "charges", "organisations", "people"]
