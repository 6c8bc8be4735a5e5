"""What a report says otherwise than the one before it, figure by figure."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from renkei.programme.reporting.paper import Told, word
from renkei.programme.reporting.present import value


@dataclass(frozen=True, slots=True)
class Change:
    name: str
    before: str
    now: str


def changes(earlier: Told, told: Told) -> list[Change]:
    """Only what differs, in the order of the report."""
    before, now = dict(_values(earlier)), dict(_values(told))
    names = dict.fromkeys([*now, *before])
    return [
        Change(name, value(before.get(name)), value(now.get(name)))
        for name in names
        if before.get(name) != now.get(name)
    ]


def _values(told: Told) -> Iterator[tuple[str, str | None]]:
    titles = {one["reference"]: word(one["title"]) for one in told["initiatives"]}
    for one in told["done"]["by_initiative"]:
        reference = one["initiative"]
        name = _("%(reference)s %(title)s：活動（件）")
        yield (
            name % {"reference": reference, "title": titles[reference]},
            str(one["n"]["total"]),
        )
    for one in told["figures"]:
        name = _("%(id)s %(name)s（%(unit)s）")
        said = {"id": one["id"], "name": word(one["name"]), "unit": word(one["unit"])}
        yield name % said, one["present"]["total"]
    for one in told["money"]:
        for column, label in (("planned_yen", _("予算額")), ("spent_yen", _("決算額"))):
            amount = one[column]
            name = _("%(reference)s %(label)s（円、%(side)s）")
            side = _("道") if one["side"] == "prefecture" else _("市")
            said = {"reference": one["initiative"], "label": label, "side": side}
            yield name % said, None if amount is None else str(amount)
