"""Tables of the programme, split by noun; private to this room."""

from renkei.programme.models.reports import Report

__all__ = ["Report"]
