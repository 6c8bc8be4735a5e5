"""A world whose assumptions are changed, and what a change has touched."""

import numpy as np

from renkei.engines.demography.projection.accounts import AgeSpan
from renkei.engines.demography.projection.cells import cells
from renkei.engines.demography.projection.changes import Change
from renkei.engines.demography.projection.forms import Pools
from renkei.engines.demography.projection.scenario import Scenario, apply
from renkei.engines.demography.projection.terms import Assumptions, Terms
from tests.engines.demography.projection.worlds import World

WORLD = World()
INSIDE, OUTSIDE = WORLD.inside(), WORLD.outside()
KNOWN = WORLD.assumptions(Pools((INSIDE, OUTSIDE)))
TERMS = KNOWN.terms()
YOUNG_HERE = cells(KNOWN, areas=["000002", "000000"], people=AgeSpan(15, 30))


def under(*changes: Change, terms: Terms = TERMS, known: Assumptions = KNOWN) -> Terms:
    return apply(terms, Scenario("what if", changes), known)


def arrays(terms: Terms) -> dict[str, np.ndarray | None]:
    moves = {name: getattr(terms.moves, name) for name in terms.moves.__slots__}
    return {"dying": terms.dying, "fertility": terms.fertility} | moves
