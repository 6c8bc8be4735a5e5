"""Rights: what may you do, where, on which record. Three questions, one answer.

A room declares each kind of record with its columns and a table of rules (`declare`); `may`
answers for one record and `Model.objects.visible_to(asker)` for a set. Both read the same table,
and nothing else decides.
"""

from renkei.core.rights.answers import (
    Reason,
    RuledManager,
    RuledQuerySet,
    Visible,
    applicable,
    is_empty,
    may,
    must,
    reasons,
    rules_for,
    seen_among,
    verbs_of,
)
from renkei.core.rights.askers import NOBODY, Asker, Seat, asker_of
from renkei.core.rights.circles import Belonging, know_circles
from renkei.core.rights.kinds import (
    ANYONE,
    SEATED,
    SIGNED_IN,
    Columns,
    RecordKind,
    Rule,
    declare,
    key_of,
    kind_named,
    kind_of,
    kinds,
    rules,
)
from renkei.core.rights.reaches import Reach
from renkei.core.rights.roles import STAFF, Role
from renkei.core.rights.standing import Standing
from renkei.core.rights.verbs import Verb

__all__ = [
    "ANYONE",
    "NOBODY",
    "SEATED",
    "SIGNED_IN",
    "STAFF",
    "Asker",
    "Belonging",
    "Columns",
    "Reach",
    "Reason",
    "RecordKind",
    "Role",
    "Rule",
    "RuledManager",
    "RuledQuerySet",
    "Seat",
    "Standing",
    "Verb",
    "Visible",
    "applicable",
    "asker_of",
    "declare",
    "is_empty",
    "key_of",
    "kind_named",
    "kind_of",
    "kinds",
    "know_circles",
    "may",
    "must",
    "reasons",
    "rules",
    "rules_for",
    "seen_among",
    "verbs_of",
]
