"""Rules of the paper, split by noun; importing declares its kinds of record."""

from renkei.paperwork.rules import attachments

__all__ = ["attachments"]
