"""The loader: who is there first, then what they did, in one transaction."""

from datetime import date, timedelta
from typing import Any

from django.contrib.auth.hashers import make_password
from django.db import transaction

from renkei.core.rights import Asker, Role
from renkei.core.sides import Side
from renkei.demo import cast
from renkei.directory.actions.demonstration import (
    invent_first_seat,
    invent_organisation,
    invent_person,
    invent_unit,
    must_be_demonstration,
)
from renkei.directory.actions.seats import Offer, give_seat
from renkei.directory.actions.terms import start_term
from renkei.directory.queries.demonstration import has_invented_people
from renkei.directory.queries.seats import asker_for

# Before anything else happened, these were seated; the others have their seats from them.
FIRST = {"prefecture_office": "prefecture_policy", "city_office": "city_policy"}
YEARS = timedelta(days=3 * 365)


@transaction.atomic
def load_demo(*, today: date) -> bool:
    """Fill an empty house with invented people and their story; False when they are there.

    Errors  Refused when this is no demonstration, or when real people have accounts here
    """
    must_be_demonstration()
    if has_invented_people():
        return False
    stage = Stage(today)
    stage.build()
    return True


class Stage:
    """What has been invented so far, by its short name."""

    def __init__(self, today: date) -> None:
        self.today = today
        self.since = today - YEARS
        # The rows themselves: their tables are private to the directory.
        self.organisations: dict[str, Any] = {}
        self.units: dict[str, Any] = {}
        self.people: dict[str, Any] = {}
        self.terms: dict[str, Any] = {}

    def asker(self, name: str, *, on: date) -> Asker:
        return asker_for(self.people[name], on=on)

    def build(self) -> None:
        self._lay_organisations()
        self._lay_people()
        self._give_first_seats()
        self._start_terms()
        self._give_seats()

    def _lay_organisations(self) -> None:
        for body in cast.organisations():
            made = self.organisations[body.id] = invent_organisation(body.key, body.fields)
            for unit in body.units:
                parent = self.units.get(unit.parent)
                self.units[unit.id] = invent_unit(unit.key, made, parent, unit.fields)

    def _lay_people(self) -> None:
        # Hashed once: a good hash is slow by design, and this password is no secret.
        password = make_password(cast.accounts().password)
        for one in cast.people():
            self.people[one.id] = invent_person(
                one.key,
                name=one.name,
                name_kana=one.kana,
                email=one.email,
                password=password,
                secret=cast.accounts().secret,
            )

    def _give_first_seats(self) -> None:
        for person, unit in FIRST.items():
            invent_first_seat(
                self.people[person], self.units[unit], Role.PROGRAMME_OFFICE, since=self.since
            )

    def _start_terms(self) -> None:
        for term in cast.terms():
            first, last = term.days(self.today)
            self.terms[term.id] = start_term(
                self.units[term.unit],
                self.organisations[term.contractor],
                valid_from=first,
                valid_to=last,
                by=self.asker("city_office", on=first),
                on=first,
            )

    def _give_seats(self) -> None:
        for one in cast.people():
            for seat in one.seats:
                if one.id not in FIRST:
                    self._give(one, seat)

    def _give(self, one: cast.InventedPerson, seat: cast.InventedSeat) -> None:
        term = self.terms.get(seat.term)
        first = term.valid_from if term else self.since
        offer = Offer(
            unit=self.units[seat.unit],
            role=seat.role,
            valid_from=first,
            valid_to=term.valid_to if term else None,
            term=term,
        )
        giver = self._giver(one, seat)
        give_seat(self.people[one.id], offer, by=self.asker(giver, on=first), on=first)

    def _giver(self, one: cast.InventedPerson, seat: cast.InventedSeat) -> str:
        """A government seats its people and opens the door to others, who then seat their own."""
        if seat.role in {Role.REPRESENTATIVE, Role.MUNICIPALITY_OFFICER}:
            return one.id
        return "city_office" if self.units[seat.unit].side == Side.CITY else "prefecture_office"
