"""What a merge will do, said before it is done."""

from dataclasses import dataclass
from typing import Any

from renkei.directory.industries import industry_name
from renkei.directory.models import Membership, Organisation, Party, Term
from renkei.directory.queries.places import place_names
from renkei.directory.wording import ORGANISATION as LABELS


@dataclass(frozen=True, slots=True)
class Beside:
    """One field of both entries, and what the survivor will say."""

    label: Any
    survivor: str
    absorbed: str
    after: str
    is_taken: bool  # from the absorbed entry, because the survivor says nothing


@dataclass(frozen=True, slots=True)
class Belongings:
    """How much hangs on an entry."""

    n_units: int
    n_seats: int
    n_aliases: int
    n_establishments: int
    n_agreements: int
    n_terms: int


@dataclass(frozen=True, slots=True)
class Preview:
    survivor: Organisation
    absorbed: Organisation
    fields: tuple[Beside, ...]
    of_survivor: Belongings
    of_absorbed: Belongings
    n_shared_agreements: int  # to which both are a party


def preview_of(survivor: Organisation, absorbed: Organisation) -> Preview:
    places = place_names([survivor.place, absorbed.place])
    fields = []
    for name, label in LABELS.items():
        if name in ("is_public", "merged_into", "industry_edition"):
            continue
        kept, given = (_shown(one, name, places) for one in (survivor, absorbed))
        # An address goes with its place, never alone.
        is_gap = not (survivor.place if name == "address" else kept)
        is_taken = is_gap and bool(given) and name != "name_ja"
        fields.append(Beside(label, kept, given, given if is_taken else kept, is_taken))
    mine = Party.objects.filter(organisation=survivor).values("agreement")
    return Preview(
        survivor,
        absorbed,
        tuple(fields),
        belongings_of(survivor),
        belongings_of(absorbed),
        Party.objects.filter(organisation=absorbed, agreement__in=mine).count(),
    )


def belongings_of(organisation: Organisation) -> Belongings:
    return Belongings(
        n_units=organisation.units.count(),
        n_seats=Membership.objects.filter(unit__organisation=organisation).count(),
        n_aliases=organisation.aliases.count(),
        n_establishments=organisation.establishments.count(),
        n_agreements=Party.objects.filter(organisation=organisation).count(),
        n_terms=Term.objects.filter(contractor=organisation).count(),
    )


def _shown(organisation: Organisation, name: str, places: dict[str, str]) -> str:
    if name == "industry":
        return industry_name(organisation.industry)
    if name == "place":
        return places.get(organisation.place, organisation.place)
    display = getattr(organisation, f"get_{name}_display", None)
    return str(display() if display else getattr(organisation, name))
