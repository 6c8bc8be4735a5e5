"""Who is reached where a person, or an organisation, is asked for something."""

from collections.abc import Collection
from datetime import date

from django.db.models import Q

from renkei.core.periods import not_over
from renkei.core.rights import Role
from renkei.directory.models import Membership, Organisation, Person
from renkei.directory.states import OrganisationKind

SPEAKING = (Role.REPRESENTATIVE, Role.MUNICIPALITY_OFFICER)


def people_standing_for(
    *, people: Collection[str], organisations: Collection[str], on: date
) -> list[Person]:
    """These people, and whoever answers for these organisations; each once."""
    seats = Membership.objects.filter(
        not_over(on), unit__organisation__in=organisations, role__in=SPEAKING, valid_from__lte=on
    )
    wanted = Q(pk__in=people) | Q(pk__in=seats.values("person"))
    return list(Person.objects.filter(wanted, is_active=True).order_by("key"))


def person_with_address(email: str) -> Person | None:
    """Whoever signs in with this address."""
    return Person.objects.filter(email__iexact=email.strip(), is_active=True).first()


def municipalities() -> list[str]:
    """The keys of all towns that have an entry, in the order of their codes."""
    found = Organisation.objects.filter(kind=OrganisationKind.MUNICIPALITY, merged_into=None)
    return list(found.order_by("place", "key").values_list("key", flat=True))
