"""What facts of these kinds stand for."""

from renkei.charter.market_reader import markets
from renkei.charter.text import Text
from renkei.directory.industries import sections


def market_called(key: str) -> Text | None:
    found = markets().get(key)
    return found.title if found else None


def industry_called(section: str) -> Text | None:
    return sections().get(section)
