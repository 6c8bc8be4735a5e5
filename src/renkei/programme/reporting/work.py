"""What was done in the year, counted from the journal as it was known on a moment.

An activity stands on one side or is joint. The figure of a side holds the joint ones, the total
holds them once: total = prefecture + city - joint.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from renkei.core.sides import OTHER, Side
from renkei.core.suppression import suppress
from renkei.journal.facts import read
from renkei.journal.kinds import kind_called
from renkei.journal.queries import entries_known_on, of_period
from renkei.places import queries as places
from renkei.programme.periods import Period

ACTIVITY = "activity.held"
SAPPORO = "011002"
FIGURES = (*(side.value for side in OTHER), Side.JOINT.value, "total")
COLUMNS = ("side", "initiatives", "place", "facts")


@dataclass(frozen=True, slots=True)
class Done:
    """One activity, as far as a report needs it."""

    side: str
    initiatives: tuple[str, ...]
    place: str  # of a municipality, also where a ward was told; empty where none was
    facts: Mapping[str, Any]


@dataclass(slots=True)
class Tally:
    """Numbers of several activities; participants are added where they are known."""

    n: Counter[str] = field(default_factory=Counter)
    participants: Counter[str] = field(default_factory=Counter)
    n_counted: Counter[str] = field(default_factory=Counter)  # of which it is known how many came
    places: set[str] = field(default_factory=set)
    n_placed: int = 0
    n_beyond: int = 0  # with a place outside Sapporo
    cost_yen: int = 0
    forms: Counter[str] = field(default_factory=Counter)

    def add(self, done: Done) -> None:
        came = done.facts.get("participants")
        for figure in _figures_of(done.side):
            self.n[figure] += 1
            self.n_counted[figure] += came is not None
            self.participants[figure] += came or 0
        self.cost_yen += done.facts.get("cost_yen") or 0
        self.forms[str(done.facts.get("form", ""))] += 1
        if done.place:
            self.places.add(done.place)
            self.n_placed += 1
            self.n_beyond += done.place != SAPPORO

    def came(self, figure: str = "total") -> int | None:
        """How many took part; None where nobody wrote it down."""
        return self.participants[figure] if self.n_counted[figure] else None

    def as_told(self) -> dict[str, Any]:
        return {
            "n": {figure: self.n[figure] for figure in FIGURES},
            "participants": {figure: self.came(figure) for figure in FIGURES},
            "n_uncounted": self.n["total"] - self.n_counted["total"],
            "n_municipalities": len(self.places),
            "n_placed": self.n_placed,
            "n_beyond_sapporo": self.n_beyond,
            "forms": dict(sorted(self.forms.items())),
        }


def _figures_of(side: str) -> tuple[str, ...]:
    if side == Side.JOINT:
        return FIGURES
    return (side, "total") if side in OTHER else ("total",)


def activities(period: Period, known_at: datetime, *, place: str = "") -> list[Done]:
    """Those that stood in the journal on the moment; two queries."""
    found = of_period(entries_known_on(known_at).filter(kind=ACTIVITY), period.first, period.last)
    towns, kind = _towns(), kind_called(ACTIVITY)
    every = (
        Done(side, tuple(initiatives.split()), towns.get(where, where), read(kind, facts))
        for side, initiatives, where, facts in found.order_by("id").values_list(*COLUMNS)
    )
    return [one for one in every if not place or one.place == place]


def _towns() -> dict[str, str]:
    """What is told of a ward belongs to its city."""
    by_code = dict(places.areas().filter(kind="ward").values_list("code", "parent_code"))
    return {code: parent for code, parent in by_code.items() if parent}


def tallied(done: Iterable[Done]) -> Tally:
    whole = Tally()
    for one in done:
        whole.add(one)
    return whole


def tallied_by_initiative(done: Iterable[Done]) -> dict[str, Tally]:
    """One activity that serves two initiatives counts in both, and once in the whole."""
    by_reference = defaultdict[str, Tally](Tally)
    for one in done:
        for reference in one.initiatives:
            by_reference[reference].add(one)
    return by_reference


def reached(done: Iterable[Done], wanted: Iterable[str]) -> Iterator[dict[str, Any]]:
    """Each municipality with its activities; few participants in one place are withheld."""
    references = set(wanted)
    by_place = defaultdict[str, list[Done]](list)
    for one in done:
        if one.place and references & set(one.initiatives):
            by_place[one.place].append(one)
    names = places.area_names()
    came = {code: tallied(there).came() for code, there in by_place.items()}
    shown = suppress({**came, "": _sum(came.values())}, [("", tuple(came))])
    for code, there in sorted(by_place.items()):
        served = Counter(initiative for one in there for initiative in one.initiatives)
        yield {
            "code": code,
            "name": {"ja": names[code].ja, "en": names[code].en} if code in names else None,
            "n": len(there),
            "participants": shown[code],
            "initiatives": {one: n for one, n in sorted(served.items()) if one in references},
        }


def _sum(counts: Iterable[int | None]) -> int:
    return sum(count or 0 for count in counts)
