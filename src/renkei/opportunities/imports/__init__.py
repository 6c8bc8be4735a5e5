"""Lists of postings that offices hand in: one importer for each market; importing declares them."""

from renkei.charter.market_reader import markets
from renkei.core.tables.imports import add_importer
from renkei.opportunities.imports.postings import PostingList

for _market in markets().values():
    add_importer(PostingList(_market))
