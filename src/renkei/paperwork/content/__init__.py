"""What a file really is, and whether the house takes it in. The uploader's word counts for nothing.

checked(file, "報告書.pdf", limits)  -> Checked(kind, name, size, sha256), or Unwelcome
"""

from renkei.paperwork.content.check import Checked, Limits, checked
from renkei.paperwork.content.kinds import KINDS, FileKind, kind_of_file
from renkei.paperwork.content.names import cleaned_name
from renkei.paperwork.content.unwelcome import Unwelcome

__all__ = [
    "KINDS",
    "Checked",
    "FileKind",
    "Limits",
    "Unwelcome",
    "checked",
    "cleaned_name",
    "kind_of_file",
]
