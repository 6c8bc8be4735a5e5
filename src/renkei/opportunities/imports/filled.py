"""Postings written out as the list from which they would be entered again."""

from collections.abc import Iterable, Iterator, Mapping

from renkei.charter.markets import MarketVersion
from renkei.core.tables.cells import Value
from renkei.directory.queries.organisations import organisations_by_keys
from renkei.directory.queries.places import place_names
from renkei.opportunities.facts import Entry
from renkei.opportunities.imports.columns import BETWEEN, cell_of, columns_of
from renkei.opportunities.models import Posting
from renkei.opportunities.states import PostingState
from renkei.paperwork.sheets.reading import PREFIX

Cells = dict[str, Value]


def rows_of(found: Iterable[Posting], version: MarketVersion, market: str) -> list[list[Value]]:
    """In the order of the columns. Of what has ended the days are left blank, as in a copy: it is
    last year's, and its words are what is wanted again."""
    postings = list(found)
    places = place_names(one.place for one in postings)
    partners = organisations_by_keys({key for one in postings for key in one.partners})
    keys = [one.column.key for one in columns_of(version, market)]
    rows = [_cells(one, version, places, partners) for one in postings]
    return [[row.get(key) for key in keys] for row in rows]


def _cells(
    one: Posting,
    version: MarketVersion,
    places: Mapping[str, str],
    partners: Mapping[str, Entry],
) -> Cells:
    named = [partners[key] for key in one.partners if key in partners]
    told: Cells = {
        "organisation": _called(one.organisation),
        "title_ja": one.title_ja,
        "title_en": one.title_en,
        "place": places.get(one.place, one.place),
        "capacity": one.capacity,
        "minimum": one.minimum or None,
        "partners": BETWEEN.join(_called(organisation) for organisation in named),
    }
    return told | dict(_days(one)) | dict(_answered(one, version))


def _called(organisation: Entry) -> str:
    """By what nobody else is called, where there is that."""
    return organisation.corporate_number or organisation.name_ja


def _days(one: Posting) -> Iterator[tuple[str, Value]]:
    if one.state != PostingState.CLOSED:
        for name in ("first_day", "last_day", "valid_until"):
            day = getattr(one, name)
            yield name, day.isoformat() if day else None


def _answered(one: Posting, version: MarketVersion) -> Iterator[tuple[str, Value]]:
    for key, question in version.questions("posting").items():
        yield PREFIX + key, cell_of(question, one.answers.get(key))
