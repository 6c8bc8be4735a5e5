"""Kinds of record of the directory with their rules, split by noun; importing declares them."""

from renkei.directory.rules import organisations

__all__ = ["organisations"]
