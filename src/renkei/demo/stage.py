"""Who is there when the story begins: laid before anything happens, by nobody."""

from datetime import date, timedelta
from typing import Any

from django.contrib.auth.hashers import make_password

from renkei.core.rights import Asker, Role
from renkei.core.sides import Side
from renkei.demo import cast
from renkei.directory.actions.demonstration import (
    invent_first_seat,
    invent_organisation,
    invent_person,
    invent_unit,
)
from renkei.directory.actions.organisations import (
    Particulars,
    publish_organisation,
    register_organisation,
)
from renkei.directory.actions.seats import Offer, give_seat
from renkei.directory.actions.terms import start_term
from renkei.directory.actions.units import UnitNames, make_unit
from renkei.directory.queries.seats import asker_for
from renkei.directory.states import UnitKind

Line = dict[str, Any]  # of the story
# Before anything else happened, these were seated; the others have their seats from them.
FIRST = {"prefecture_office": "prefecture_policy", "city_office": "city_policy"}
# Whose officers register what is no government.
REGISTRARS = {True: "city_officer", False: "prefecture_officer"}
YEARS = timedelta(days=3 * 365)
SAPPORO = "011002"


class Stage:
    """What there is so far, by its short name. Tables are private to their rooms: Any."""

    def __init__(self, today: date) -> None:
        self.today = today
        self.since = today - YEARS
        self.organisations: dict[str, Any] = {}
        self.units: dict[str, Any] = {}
        self.people: dict[str, Any] = {}
        self.terms: dict[str, Any] = {}
        self.kept: dict[str, Any] = {}  # records of the story to which later lines come back

    def day(self, after: int) -> date:
        return self.today + timedelta(days=after)

    def asker(self, name: str, *, on: date) -> Asker:
        return asker_for(self.people[name], on=on)

    def build(self) -> None:
        self._lay_public_bodies()
        self._lay_people()
        self._give_first_seats()
        self._give_seats(is_public_body=True, has_term=False)
        self._register_organisations()
        self._start_terms()
        self._give_seats(is_public_body=True, has_term=True)
        self._give_seats(is_public_body=False, has_term=False)

    # --- laid directly ----------------------------------------------------------------------

    def _lay_public_bodies(self) -> None:
        for body in cast.organisations():
            if not body.is_public_body:
                continue
            made = self.organisations[body.id] = invent_organisation(body.key, body.fields)
            for unit in body.units:
                parent = self.units.get(unit.parent)
                self.units[unit.id] = invent_unit(unit.key, made, parent, unit.fields)

    def _lay_people(self) -> None:
        # Hashed once: a good hash is slow by design, and this password is no secret.
        shared = cast.accounts()
        password = make_password(shared.password)
        for one in cast.people():
            self.people[one.id] = invent_person(
                one.key,
                name=one.name,
                name_kana=one.kana,
                email=one.email,
                password=password,
                secret=shared.secret,
            )

    def _give_first_seats(self) -> None:
        for person, unit in FIRST.items():
            invent_first_seat(
                self.people[person], self.units[unit], Role.PROGRAMME_OFFICE, since=self.since
            )

    # --- by those who were there --------------------------------------------------------------

    def _register_organisations(self) -> None:
        """One after the other over two years, each with its office."""
        others = [body for body in cast.organisations() if not body.is_public_body]
        for n, body in enumerate(others):
            on = self.day(-800 + 700 * n // len(others))
            registrar = REGISTRARS[body.fields.get("place") == SAPPORO]
            by = self.asker(registrar, on=on)
            made = register_organisation(Particulars(**body.fields), by=by, on=on)
            publish_organisation(made, by=by, on=on)
            self.organisations[body.id] = made
            for unit in body.units:
                self.units[unit.id] = make_unit(
                    made,
                    UnitNames(name_ja=unit.fields["name_ja"], name_en=unit.fields["name_en"]),
                    UnitKind(unit.fields["kind"]),
                    by=by,
                    on=on,
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

    def _give_seats(self, *, is_public_body: bool, has_term: bool) -> None:
        for one in cast.people():
            for seat in one.seats:
                is_there = seat.unit in cast.public_units()
                if (is_there, bool(seat.term)) == (is_public_body, has_term):
                    self._give(one, seat)

    def _give(self, one: cast.InventedPerson, seat: cast.InventedSeat) -> None:
        if one.id in FIRST:
            return
        term = self.terms.get(seat.term)
        first = term.valid_from if term else self._first_day(seat)
        offer = Offer(
            unit=self.units[seat.unit],
            role=seat.role,
            valid_from=first,
            valid_to=term.valid_to if term else None,
            term=term,
        )
        giver = self._giver(one, seat)
        give_seat(self.people[one.id], offer, by=self.asker(giver, on=first), on=first)

    def _first_day(self, seat: cast.InventedSeat) -> date:
        return self.since if seat.unit in cast.public_units() else self.day(-90)

    def _giver(self, one: cast.InventedPerson, seat: cast.InventedSeat) -> str:
        """A government seats its people and opens the door to others, who then seat their own."""
        if seat.role in {Role.REPRESENTATIVE, Role.MUNICIPALITY_OFFICER}:
            return one.id
        return "city_office" if self.units[seat.unit].side == Side.CITY else "prefecture_office"
