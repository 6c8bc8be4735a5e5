"""Names by keys, for pages that show records of other rooms."""

from collections.abc import Iterable

from renkei.core.prepared import Prepared, filled_up
from renkei.core.writing import as_read
from renkei.directory.models import Unit


def unit_names(keys: Iterable[str]) -> dict[str, str]:
    """What each unit is called, its organisation before it: 架空県 地域課."""
    named = _NAMED.rows(keys=filled_up({*keys}))
    return {key: full_name(*names) for key, *names in named}


def full_name_at(unit: str = "") -> tuple[str, ...]:
    """The columns of a unit's name with its organisation's, for a table that leads to the unit."""
    return tuple(
        f"{unit}{name}"
        for name in ("organisation__name_ja", "organisation__name_en", "name_ja", "name_en")
    )


def full_name(organisation_ja: str, organisation_en: str, ja: str, en: str) -> str:
    return f"{as_read(organisation_ja, organisation_en)} {as_read(ja, en)}"


_NAMED = Prepared(
    lambda keys: Unit.objects.filter(pk__in=keys).order_by().values_list("key", *full_name_at())
)
