"""Names of units and organisations, which stand above this room and are known here by key."""

from collections.abc import Iterable

from renkei.core.rights import Asker, kind_named


def unit_names(keys: Iterable[str]) -> dict[str, str]:
    return names("unit", keys)


def names(kind: str, keys: Iterable[str]) -> dict[str, str]:
    """How records of a kind are called, in one query; a key that leads nowhere has no name."""
    declared = kind_named(kind)
    wanted = {key for key in keys if key}
    if declared is None or not wanted:
        return {}
    column = declared.columns.key
    found = declared.table._base_manager.filter(**{f"{column}__in": wanted})
    return {str(getattr(record, column)): declared.title(record) for record in found}


def side_of(asker: Asker, unit: str) -> str:
    """The side for which the asker acts at a unit; empty where she has no seat there."""
    seats = sorted(asker.seats, key=lambda seat: seat.unit != unit)
    return next((seat.side for seat in seats if unit in seat.units), "")
