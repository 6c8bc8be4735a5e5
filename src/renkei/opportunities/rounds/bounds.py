"""Caps and floors of a round as the engine's tree of groups: municipalities lie in their region."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from renkei.charter.markets import Grouping, MarketGroup, MarketVersion
from renkei.charter.text import Text
from renkei.engines import matching as engine
from renkei.opportunities.models import Posting
from renkei.opportunities.queries.places import texts_of_places

NOT_NESTED: tuple[Grouping, ...] = ("organisation",)


@dataclass(frozen=True, slots=True)
class Bound:
    """At most and at least so many people in a group; `code` is empty for each of its kind."""

    by: Grouping
    code: str = ""
    cap: int | None = None
    floor: int | None = None

    def as_json(self) -> dict[str, Any]:
        return {"by": self.by, "code": self.code, "cap": self.cap, "floor": self.floor}


@dataclass(frozen=True, slots=True, eq=False)
class Tree:
    """The groups of some postings, with the name and the bound of each."""

    groups: engine.Groups
    names: tuple[Text, ...]
    bounds: tuple[Bound, ...]

    @property
    def sentences(self) -> tuple[engine.Sentence, ...]:
        return tuple(engine.Sentence(one.ja, one.en) for one in self.names)


def usual_bounds(version: MarketVersion) -> list[Bound]:
    """Those of the market's file."""
    return [_usual(one) for one in version.groups]


def _usual(one: MarketGroup) -> Bound:
    return Bound(one.by, cap=one.cap, floor=one.floor)


def bounds_of(kept: Iterable[dict[str, Any]]) -> list[Bound]:
    return [Bound(one["by"], one["code"], one["cap"], one["floor"]) for one in kept]


def are_nested(bounds: Iterable[Bound]) -> bool:
    """Whether they make a tree: what an organisation offers may lie in several regions."""
    kinds = {one.by for one in bounds}
    return not kinds.intersection(NOT_NESTED) or len(kinds) == 1


def tree_of(
    bounds: Sequence[Bound], postings: Sequence[Posting], inside: Counter[str] | None = None
) -> Tree:
    """The tree over some postings; `inside` are people whom postings have already, by key.

    Shapes  groups over the postings, in their order
    """
    by_kind = {kind: _by_code(bounds, kind) for kind in ("region", "municipality", "organisation")}
    numbers: dict[tuple[str, str], int] = {}
    chosen: list[Bound] = []
    parents: list[int] = []
    of_posting: list[int] = []
    for posting in postings:
        here = -1
        for kind, code in _codes(posting):
            bound = by_kind[kind].get(code) or by_kind[kind].get("")
            if bound is None:
                continue
            if (kind, code) not in numbers:
                numbers[kind, code] = len(chosen)
                chosen.append(Bound(bound.by, code, bound.cap, bound.floor))
                parents.append(here)
            here = numbers[kind, code]
        of_posting.append(here)
    held = _held(of_posting, parents, postings, inside or Counter())
    caps = [engine.NO_CAP if one.cap is None else one.cap for one in chosen]
    cap = np.array([max(0, most - n) for most, n in zip(caps, held, strict=True)], np.int64)
    least = [max(0, (one.floor or 0) - n) for one, n in zip(chosen, held, strict=True)]
    groups = engine.Groups(
        parent=np.array(parents, np.int32),
        of_opening=np.array(of_posting, np.int32),
        cap=cap,
        floor=np.array(least, np.int64),
        target=cap.copy(),
    )
    return Tree(groups, _names(chosen, postings), tuple(chosen))


def _by_code(bounds: Sequence[Bound], kind: str) -> dict[str, Bound]:
    return {one.code: one for one in bounds if one.by == kind}


def _codes(posting: Posting) -> tuple[tuple[str, str], ...]:
    """Its groups, from the widest to the narrowest."""
    return (
        ("region", posting.region),
        ("municipality", posting.place),
        ("organisation", posting.organisation_id),
    )


def _held(
    of_posting: Sequence[int],
    parents: Sequence[int],
    postings: Sequence[Posting],
    inside: Counter[str],
) -> list[int]:
    """How many people each group has already."""
    held = [0] * len(parents)
    for posting, group in zip(postings, of_posting, strict=True):
        here = group
        while here >= 0:
            held[here] += inside[posting.key]
            here = parents[here]
    return held


def _names(chosen: Sequence[Bound], postings: Sequence[Posting]) -> tuple[Text, ...]:
    places = texts_of_places(one.code for one in chosen if one.by != "organisation")
    firms = {one.organisation_id: one.organisation for one in postings}
    names = []
    for one in chosen:
        firm = firms.get(one.code)
        if one.by == "organisation" and firm is not None:
            names.append(Text(firm.name_ja, firm.name_en or firm.name_ja))
        else:
            names.append(places.get(one.code, Text(one.code, one.code)))
    return tuple(names)
