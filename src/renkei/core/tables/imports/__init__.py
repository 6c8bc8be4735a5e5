"""Tables of others that become records: upload, dry run, confirm, receipt, undo.

A room declares an `Importer`; pages, checks, storage, progress and undo are the same for all.
"""

from renkei.core.states import ChangeKind
from renkei.core.tables.imports.importers import (
    Change,
    Difference,
    Importer,
    Misfit,
    Snapshot,
    declare_importer,
    importer_named,
    importers,
)

__all__ = [
    "Change",
    "ChangeKind",
    "Difference",
    "Importer",
    "Misfit",
    "Snapshot",
    "declare_importer",
    "importer_named",
    "importers",
]
