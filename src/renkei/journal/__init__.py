"""Journal: the one append-only record of what happened; every figure is counted from it.

For all initiatives. Actions of every room end in one `record(...)`. It offers kinds of entry with
typed facts, entries that nothing can change, reversal, seals, and reading "as known on" a day.
"""
