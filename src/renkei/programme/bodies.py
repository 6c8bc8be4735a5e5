"""The bodies in which the programme is agreed and discussed, as the charter names them."""

from renkei.charter.reader import programme
from renkei.charter.terms import Body
from renkei.core.sides import Side


def bodies() -> dict[str, Body]:
    """Those in which the governments meet, by key, in the order of the charter."""
    return {body.key: body for body in programme().bodies if body.side in Side.values}


def side_of_body(key: str) -> str:
    """Empty for a body that the charter does not name: then nobody keeps it."""
    found = bodies().get(key)
    return found.side if found else ""
