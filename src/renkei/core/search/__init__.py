"""Search over everything that a person may see, made for Japanese.

- `search(asker, text)`: what a page or an action asks;
- `index_record(record)`: for rooms whose words come from rows around the record;
- `forget(kind, key)`: nothing of a record stays in the index, for anonymising;
- `manage.py index_records`: the whole index anew.
"""

from renkei.core.search.entries import forget, index_record
from renkei.core.search.found import Found, Hit, hits, read, search

__all__ = ["Found", "Hit", "forget", "hits", "index_record", "read", "search"]
