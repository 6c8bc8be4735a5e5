"""Rules with one thing wrong: each must be noticed by the table that was written by hand."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, replace
from typing import Any

from renkei.core.rights import Asker, Reach, RecordKind, Rule, Verb
from renkei.core.rights.reaches import COMPARISONS, Comparison
from renkei.core.sides import Side
from tests.rights.expectation import Line, unlike
from tests.rights.patched import declared_as
from tests.rights.world import World


@dataclass(frozen=True, slots=True)
class Mutant:
    kind: str  # empty: all kinds
    what: str
    at_work: Callable[[], AbstractContextManager[Any]]

    def is_killed(self, lines: list[Line], world: World, askers: dict[str, Asker]) -> bool:
        with self.at_work():
            return next(unlike(lines, world, only=self.kind, askers=askers), None) is not None


def without_one_rule(kind: RecordKind) -> Iterator[Mutant]:
    for rule in kind.rules:
        yield _of(kind, f"without {_said(rule)}", [one for one in kind.rules if one is not rule])


def mutants_of(kind: RecordKind) -> Iterator[Mutant]:
    """Each rule left out, each verb of it left out, and its reach widened to everything."""
    yield from without_one_rule(kind)
    for rule in kind.rules:
        # Whoever may read may find, whether a line says so or not.
        implied = {Verb.FIND} if Verb.READ in rule.verbs else set()
        for verb in sorted(rule.verbs - implied):
            if len(rule.verbs) > 1:
                narrower = replace(rule, verbs=_less(rule.verbs, verb))
                yield _of(kind, f"without {verb} in {_said(rule)}", _with(kind, rule, narrower))
        if rule.is_timed:
            sooner = replace(rule, is_timed=False)
            yield _of(kind, f"{_said(rule)} before its moment", _with(kind, rule, sooner))
        if rule.reach != Reach.ANY:
            wider = replace(rule, reach=Reach.ANY)
            yield _of(kind, f"{_said(rule)} reaches everything", _with(kind, rule, wider))
    for column in kind.columns.used():
        yield from _without_column(kind, column)


def mutants_of_reaches() -> Iterator[Mutant]:
    """Each way of comparing, weakened or emptied, for all kinds at once."""
    for reach, comparison in COMPARISONS.items():
        empty = Comparison(comparison.column, lambda *_: frozenset())
        yield Mutant("", f"{reach.value} reaches nothing", lambda r=reach, c=empty: _compared(r, c))
    for reach, what, values in WEAKER:
        weaker = Comparison(COMPARISONS[reach].column, values)
        yield Mutant("", what, lambda r=reach, c=weaker: _compared(r, c))


GOVERNMENTS = frozenset({Side.PREFECTURE, Side.CITY})
WEAKER: tuple[tuple[Reach, str, Callable[..., Any]], ...] = (
    (Reach.OWN_UNIT, "own_unit without the units below", lambda _a, seat, _k: {seat.unit}),
    (Reach.RECEIVED, "received without the units below", lambda _a, seat, _k: {seat.unit}),
    (Reach.OWN_SIDE, "own_side without joint records", lambda _a, seat, _k: {seat.side}),
    (
        Reach.OWN_SIDE,
        "own_side with the other side",
        lambda _a, seat, _k: set(Side) if seat.side else set(),
    ),
    (
        Reach.OTHER_SIDE,
        "other_side with the own side",
        lambda _a, seat, _k: GOVERNMENTS if seat.side else set(),
    ),
    (Reach.OWN_PLACE, "own_place at every place", lambda *_: {"012041", "012025", "012076"}),
    (Reach.ASSIGNED, "assigned to somebody else", lambda asker, *_: {asker.person[::-1]}),
    (
        Reach.OPENED,
        "opened to the unit, not the person",
        lambda asker, _s, kind: asker.handed.shared(kind, None),
    ),
    (
        Reach.SHARED,
        "shared with any seat of the person's",
        lambda asker, _s, kind: asker.handed.opened(kind, None),
    ),
)


@contextmanager
def _compared(reach: Reach, comparison: Comparison) -> Iterator[None]:
    before = COMPARISONS[reach]
    COMPARISONS[reach] = comparison
    try:
        yield
    finally:
        COMPARISONS[reach] = before


def _without_column(kind: RecordKind, column: str) -> Iterator[Mutant]:
    for name in (
        "unit",
        "receiver",
        "side",
        "organisation",
        "applicant",
        "place",
        "assigned",
        "person",
        "circle",
    ):
        if getattr(kind.columns, name) == column:
            blind = replace(kind, columns=replace(kind.columns, **{name: ""}))
            yield Mutant(kind.name, f"{name} is not compared", lambda k=blind: declared_as(k))


def _less(verbs: frozenset[Verb], verb: Verb) -> frozenset[Verb]:
    return verbs - ({Verb.READ, Verb.FIND} if verb == Verb.READ else {verb})


def _with(kind: RecordKind, rule: Rule, changed: Rule) -> list[Rule]:
    return [changed if one is rule else one for one in kind.rules]


def _of(kind: RecordKind, what: str, rules: list[Rule]) -> Mutant:
    changed = replace(kind, rules=tuple(rules))
    return Mutant(kind.name, what, lambda: declared_as(changed))


def _said(rule: Rule) -> str:
    return f"“{rule.who} {Reach(rule.reach).value}: {' '.join(sorted(rule.verbs))}”"
