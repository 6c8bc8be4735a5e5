"""Kinds of record: each room declares its own once, with its columns and its rules.

Everything that must know all records (search, access log, attachments, subject access, the matrix
of rights) goes through this register and knows no room.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, fields
from typing import Any

from django.apps import apps
from django.db.models import Model
from django.utils.translation import gettext as _

from renkei.charter.text import Text
from renkei.core.personal import PersonalData
from renkei.core.rights.reaches import Reach
from renkei.core.rights.roles import Role
from renkei.core.rights.verbs import Verb

ANYONE = "anyone"
SIGNED_IN = "signed_in"
# Whoever sits anywhere today. Staff that has shown only a password sits nowhere.
SEATED = "seated"


@dataclass(frozen=True, slots=True)
class Rule:
    """Who may do what, and with which records. Rules only ever add; none takes away."""

    who: Role | str  # a role, SEATED, SIGNED_IN or ANYONE
    reach: Reach
    verbs: frozenset[Verb]
    # Only from the moment in the record's column `opens_at` on; never where that is empty.
    is_timed: bool = False

    @property
    def reach_told(self) -> str:
        label = str(Reach(self.reach).label)
        return _("%(reach)s（解禁の後）") % {"reach": label} if self.is_timed else label


def rules(reach: Reach, verbs: str, *who: Role | str, is_timed: bool = False) -> tuple[Rule, ...]:
    """One line of a table of rules: `rules(Reach.OWN_UNIT, "read write", Role.OFFICER)`.

    Whoever may read a record may find it.

    Errors  ValueError when a word is no verb, or what reaches everything should wait
    """
    if is_timed and reach == Reach.ANY:
        raise ValueError("a rule that compares nothing cannot wait for a moment")
    meant = frozenset(Verb(word) for word in verbs.split())
    if Verb.READ in meant:
        meant |= {Verb.FIND}
    return tuple(Rule(one, reach, meant, is_timed) for one in who)


@dataclass(frozen=True, slots=True)
class Columns:
    """Which column of a record a reach compares; empty where the record has none.

    A column is written as a lookup ("party__organisation_id") and may lead to several rows.
    """

    unit: str = ""
    receiver: str = ""  # the unit to which it goes, where another one keeps it
    side: str = ""
    organisation: str = ""
    applicant: str = ""  # the organisation that looks for something, where another offers it
    place: str = ""
    assigned: str = ""
    person: str = ""
    public: str = ""
    circle: str = ""  # a body to which people belong for a term
    opens_at: str = ""  # the moment from which timed rules hold: the end of an embargo
    key: str = "key"

    def used(self) -> tuple[str, ...]:
        named = (getattr(self, one.name) for one in fields(self))
        return tuple(column for column in named if column)


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordKind:
    name: str
    label: Text
    model: str  # "directory.Agreement"
    columns: Columns
    rules: tuple[Rule, ...]
    title: Callable[[Any], str]
    address: Callable[[Any], str]
    # What a search may find it by; None where the kind is not searched.
    words: Callable[[Any], Iterable[str]] | None = None
    # Whether each look from outside the owning unit is written down.
    is_watched: bool = False
    # The states in which its files neither come nor go: what was decided was decided with them.
    settled: frozenset[str] = frozenset()
    # Whether its files are published with it; elsewhere they stay with those who have a seat there.
    publishes_files: bool = False
    # What it tells of a person: a consent must cover all of it before the record is handed on.
    holds: frozenset[PersonalData] = frozenset()

    @property
    def table(self) -> type[Model]:
        return apps.get_model(self.model)


_KINDS: dict[str, RecordKind] = {}
_NAMES: dict[str, str] = {}


def declare(kind: RecordKind) -> RecordKind:
    """Errors  ValueError when the name, or the table, is declared twice."""
    if kind.name in _KINDS or kind.model.lower() in _NAMES:
        raise ValueError(f"the kind of record “{kind.name}” ({kind.model}) is declared twice")
    _KINDS[kind.name] = kind
    _NAMES[kind.model.lower()] = kind.name
    return kind


def kinds() -> Iterator[RecordKind]:
    yield from tuple(_KINDS.values())


def kind_named(name: str) -> RecordKind | None:
    return _KINDS.get(name)


def kind_of(record: Model | type[Model]) -> RecordKind:
    """Errors  LookupError when the table is not declared: then nobody may do anything."""
    try:
        return _KINDS[_NAMES[record._meta.label_lower]]
    except KeyError:
        raise LookupError(f"{record._meta.label} is not declared in its room's rules") from None


def key_of(record: Model) -> str:
    """By what the record is named in the journal, in shares, looks and attachments."""
    return str(getattr(record, kind_of(record).columns.key))
