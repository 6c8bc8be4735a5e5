"""Tables: out as machine-readable downloads, in with every problem named.

- `Table`, `Column`: a table in long format, labels in both languages;
- `as_csv`, `as_xlsx`, `download`: the same table as a file;
- `readability`: the rules that every download keeps, as a function;
- `intake`: files of others, read without guessing.
"""

from renkei.core.tables.out import as_csv, as_xlsx, download
from renkei.core.tables.table import Cell, Column, Table

__all__ = ["Cell", "Column", "Table", "as_csv", "as_xlsx", "download"]
