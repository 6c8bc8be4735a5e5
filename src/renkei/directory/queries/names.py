"""Names by keys, for pages that show records of other rooms."""

from collections.abc import Iterable

from renkei.directory.models import Unit


def unit_names(keys: Iterable[str]) -> dict[str, str]:
    """What each unit is called, its organisation before it: 架空県 地域課."""
    units = Unit.objects.filter(pk__in={*keys}).select_related("organisation").order_by()
    return {unit.key: f"{unit.organisation.name} {unit.name}" for unit in units}
