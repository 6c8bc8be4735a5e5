"""A rehearsal: what would happen if the round closed now, told to nobody but the desk."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np

from renkei.engines import matching as engine
from renkei.opportunities.rounds.bounds import Tree
from renkei.opportunities.rounds.bringing import Brought, bring_together
from renkei.opportunities.rounds.taking_part import TakingPart

Say = Callable[[int, int], None]


def rehearse(part: TakingPart, say: Say = lambda _done, _total: None) -> dict[str, Any]:
    """What the desk reads before wishes close.

    1. the round as it would be
    2. for each cap, the round without it: how many more people it would have inside, how many
       would have something else, how many something instead of nothing
    3. postings that would stay under their minimum; for each posting how many list it, and first

    Units   people
    Errors  as `bring_together`
    """
    capped = [row for row, one in enumerate(part.tree.bounds) if one.cap is not None]
    now = bring_together(part)
    caps = []
    for done, group in enumerate(capped, start=1):
        say(done, len(capped) + 1)
        caps.append(_effect(part, now, group))
    say(len(capped) + 1, len(capped) + 1)
    return {
        "n_seekers": len(part.seekers),
        "n_postings": len(part.postings),
        "n_placed": n_placed(now),
        "caps": caps,
        "floors": _floors(part, now),
        "postings": _postings(part, now),
    }


def n_placed(brought: Brought) -> int:
    return len({one.seeker for one in brought.given if one.posting is not None})


def _effect(part: TakingPart, now: Brought, group: int) -> dict[str, Any]:
    without = bring_together(_without_cap(part, group))
    had, has = _who_has(now), _who_has(without)
    bound, name = part.tree.bounds[group], part.tree.names[group]
    return {
        "ja": name.ja,
        "en": name.en,
        "cap": bound.cap,
        "inside": _inside(part.tree, now, group),
        "inside_without": _inside(part.tree, without, group),
        "moved": sum(has[person] != mine for person, mine in had.items()),
        "unplaced": sum(bool(has[person]) and not mine for person, mine in had.items()),
    }


def _without_cap(part: TakingPart, group: int) -> TakingPart:
    groups = part.tree.groups
    cap = groups.cap.copy()
    cap[group] = engine.NO_CAP
    return part.with_tree(replace(part.tree, groups=replace(groups, cap=cap, target=cap.copy())))


def _floors(part: TakingPart, now: Brought) -> list[dict[str, Any]]:
    return [
        {"ja": name.ja, "en": name.en, "floor": one.floor, "inside": _inside(part.tree, now, row)}
        for row, (one, name) in enumerate(zip(part.tree.bounds, part.tree.names, strict=True))
        if one.floor
    ]


def _postings(part: TakingPart, now: Brought) -> list[dict[str, Any]]:
    """Those for whom most compete first."""
    lists, n = part.lists, len(part.postings)
    listed = np.bincount(lists.openings, minlength=n)
    first = np.bincount(lists.openings[lists.starts[:-1][lists.lengths > 0]], minlength=n)
    given = [one.posting for one in now.given if one.posting is not None]
    has = np.bincount(np.array(given, np.int64), minlength=n)
    rows = [
        {
            "posting": one.key,
            "places": int(part.places.capacity[row]),
            "minimum": int(part.columns.minimum[row]),
            "listed": int(listed[row]),
            "first": int(first[row]),
            "has": int(has[row]),
            "is_small": row in now.small,
        }
        for row, one in enumerate(part.postings)
    ]
    return sorted(rows, key=lambda row: (-row["first"], -row["listed"], row["posting"]))


def _who_has(brought: Brought) -> dict[int, tuple[int, ...]]:
    has: dict[int, tuple[int, ...]] = {}
    for one in brought.given:
        mine = () if one.posting is None else (one.posting,)
        has[one.seeker] = (*has.get(one.seeker, ()), *mine)
    return has


def _inside(tree: Tree, brought: Brought, group: int) -> int:
    """How many people a group has, those of the groups inside it included."""
    n = 0
    for one in brought.given:
        here = -1 if one.posting is None else int(tree.groups.of_opening[one.posting])
        while here >= 0:
            n += here == group
            here = int(tree.groups.parent[here])
    return n
