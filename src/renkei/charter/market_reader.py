"""Read the markets of a programme."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType

from renkei.charter.markets import Market
from renkei.charter.parsing import Spot, read_table
from renkei.charter.reader import MARKETS, SHIPPED, read_programme, read_toml


@cache
def markets() -> Mapping[str, Market]:
    """The markets that are shipped, by key, read and checked once for each process."""
    return MappingProxyType(read_markets(SHIPPED))


def read_markets(folder: Path) -> dict[str, Market]:
    """The markets of the programme in `folder`, in the order of the initiatives that they serve.

    Errors  CharterError with file, key and what would be right.
    """
    order = [one.reference for one in read_programme(folder).initiatives]
    found = {}
    for path in sorted((folder / MARKETS).iterdir()):
        if path.name.startswith("."):
            continue
        spot = Spot(f"{MARKETS}/{path.name}")
        if path.suffix != ".toml":
            raise spot.refuse("is not read here; a market is a file like some_name.toml")
        market = read_table(Market, read_toml(folder, spot), spot)
        if market.key != path.stem:
            raise spot.at("key").refuse(f"“{market.key}” should be “{path.stem}”, as the file says")
        _check_initiatives(market, order, spot)
        found[market.key] = market
    return dict(sorted(found.items(), key=lambda one: order.index(one[1].initiatives[0])))


def _check_initiatives(market: Market, known: list[str], spot: Spot) -> None:
    also = [
        one for version in market.versions for extra in version.also for one in extra.initiatives
    ]
    for reference in (*market.initiatives, *also):
        if reference not in known:
            raise spot.at("initiatives").refuse(f"“{reference}” is no initiative of this programme")
