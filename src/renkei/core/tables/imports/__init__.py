"""Tables of others that become records: upload, dry run, confirm, receipt, undo.

A room declares an `Importer`; pages, checks, storage, progress and undo are the same for all.
"""

from renkei.core.states import ChangeKind
from renkei.core.tables.imports.actions import (
    confirm_import,
    continue_import,
    drop_import,
    forget,
    undo_import,
)
from renkei.core.tables.imports.checking import Checked, check_table
from renkei.core.tables.imports.importers import (
    Change,
    Difference,
    Importer,
    Misfit,
    Snapshot,
    add_importer,
    declare_importer,
    importer_named,
    importers,
)

__all__ = [
    "Change",
    "ChangeKind",
    "Checked",
    "Difference",
    "Importer",
    "Misfit",
    "Snapshot",
    "add_importer",
    "check_table",
    "confirm_import",
    "continue_import",
    "declare_importer",
    "drop_import",
    "forget",
    "importer_named",
    "importers",
    "undo_import",
]
