"""Kinds of journal entry that the paper writes, split by noun; importing declares them."""

from renkei.paperwork.events import attachments

__all__ = ["attachments"]
