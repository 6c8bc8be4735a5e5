"""Records of any kind, found by kind and key: what paper is about."""

from django.db.models import Model

from renkei.core.rights import Asker, Verb, kind_named, kind_of, may


def record_named(kind: str, key: str) -> Model | None:
    """The record of a declared kind; None when there is no such kind, or no such record."""
    declared = kind_named(kind)
    # A database does not take every character as text.
    if declared is None or not key.isprintable():
        return None
    try:
        return declared.table._base_manager.filter(**{declared.columns.key: key}).first()
    except (ValueError, TypeError):
        return None  # a text where the kind counts its keys


def address_of(kind: str, key: str, asker: Asker) -> str:
    """The page of a record for somebody who may find it; empty for everybody else."""
    record = record_named(kind, key) if kind and key else None
    if record is None or not may(asker, Verb.FIND, record):
        return ""
    return kind_of(record).address(record)
