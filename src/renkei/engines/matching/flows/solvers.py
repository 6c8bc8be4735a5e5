"""The cheapest flow by HiGHS (SciPy), by OR-tools, and by plain shortest paths."""

from collections.abc import Callable
from dataclasses import replace
from typing import Literal, TypeAlias

import numpy as np

from renkei.engines.matching.arrays import Count
from renkei.engines.matching.errors import MarketError, NotInstalled
from renkei.engines.matching.flows.network import Network
from renkei.engines.matching.flows.plain import cheapest_plainly
from renkei.engines.matching.flows.potentials import potentials

Backend: TypeAlias = Literal["highs", "ortools", "plain"]


def cheapest(network: Network, backend: Backend) -> Count | None:
    """A flow of least cost that keeps all bounds; None when no flow keeps them.

    Shapes  -> (arcs,)
    Errors  NotInstalled when SciPy or OR-tools is missing; MarketError for an unknown backend
    """
    if backend not in _BACKENDS:
        raise MarketError("backend", f"is {backend!r}", f"choose one of {sorted(_BACKENDS)}")
    if not len(network.tail):
        return np.zeros(0, np.int64)
    # Scores in whole points or without a bonus have a common measure; small costs are quicker.
    measure = max(int(np.gcd.reduce(network.cost)), 1)
    return _BACKENDS[backend](replace(network, cost=network.cost // measure))


def cheapest_proved(network: Network, backend: Backend) -> tuple[Count, Count] | None:
    """The cheapest flow with its potentials; None when no flow keeps the bounds.

    Costs that outweigh all others (the first introduction of an opening) slow every solver down.
    So first they are cut to a few times what people's entries are worth: mostly the flow found is
    the cheapest all the same, as potentials under the true costs then prove.

    Shapes  -> (arcs,) and (nodes,)
    Errors  as of `cheapest`; MarketError when the solver was wrong
    """
    most = int(np.abs(network.cost).max(initial=0))
    # The median of what costs anything at all is an entry's: there are more of them than of levels.
    some = network.cost[:: 1 + len(network.cost) // _SAMPLE]
    usual = np.median(np.abs(some[some != 0])) if some.any() else most
    limit = _GENTLE * max(int(usual), 1)
    while True:
        cut = replace(network, cost=np.clip(network.cost, -limit, limit))
        flow = cheapest(cut, backend)
        found = None if flow is None else potentials(network, flow)
        if flow is None:
            return None
        if found is not None:
            return flow, found
        if limit >= most:
            raise MarketError(
                f"backend {backend}", "gave a plan that can be bettered", "take another backend"
            )
        limit *= _GENTLE**2


_GENTLE = 4
_SAMPLE = 10_000


def supplies(network: Network) -> Count:
    """What each node gives when every arc already carries its lower bound.

    Source  Ahuja, Magnanti and Orlin, Network Flows (1993), 2.4 (removing lower bounds)
    """
    given = np.zeros(network.n_nodes, np.int64)
    bound = np.nonzero(network.lower)[0]
    np.add.at(given, network.head[bound], network.lower[bound])
    np.subtract.at(given, network.tail[bound], network.lower[bound])
    return given


def _cheapest_by_ortools(network: Network) -> Count | None:
    """Cost scaling.

    Source  Goldberg, An efficient implementation of a scaling minimum-cost flow algorithm,
            Journal of Algorithms 22 (1997)
    """
    try:
        from ortools.graph.python.min_cost_flow import (  # type: ignore[import-untyped]
            SimpleMinCostFlow,
        )
    except ImportError as missing:
        raise _not_installed("ortools") from missing
    solver = SimpleMinCostFlow()
    room = network.upper - network.lower
    solver.add_arcs_with_capacity_and_unit_cost(network.tail, network.head, room, network.cost)
    solver.set_nodes_supplies(np.arange(network.n_nodes, dtype=np.int32), supplies(network))
    status = solver.solve()
    if status == solver.INFEASIBLE:
        return None
    if status != solver.OPTIMAL:
        raise MarketError("backend ortools", f"stopped with {status}", "use smaller numbers")
    arcs = np.arange(len(network.tail), dtype=np.int32)
    return np.asarray(solver.flows(arcs).astype(np.int64) + network.lower)


def _cheapest_by_highs(network: Network) -> Count | None:
    """Dual simplex, whose corners are whole numbers because the network's matrix is unimodular.

    Source  Huangfu and Hall, Parallelizing the dual revised simplex method, Mathematical
            Programming Computation 10 (2018)
    """
    try:
        from scipy.optimize import linprog  # type: ignore[import-untyped]
        from scipy.sparse import csr_array  # type: ignore[import-untyped]
    except ImportError as missing:
        raise _not_installed("scipy") from missing
    arcs = np.arange(len(network.tail))
    signs = np.repeat([1.0, -1.0], len(arcs))
    at = np.concatenate([network.head, network.tail]), np.concatenate([arcs, arcs])
    balance = csr_array((signs, at), shape=(network.n_nodes, len(arcs)))
    bounds = np.stack([network.lower, network.upper], axis=1)
    nothing = np.zeros(network.n_nodes)
    found = linprog(network.cost, A_eq=balance, b_eq=nothing, bounds=bounds, method="highs-ds")
    if found.status == 2:
        return None
    if found.status != 0:
        raise MarketError("backend highs", found.message, "take the backend ortools")
    return np.asarray(np.rint(found.x).astype(np.int64))


def _not_installed(package: str) -> NotInstalled:
    return NotInstalled("backend", f"{package} is not installed", "install the extra `engine`")


_BACKENDS: dict[str, Callable[[Network], Count | None]] = {
    "highs": _cheapest_by_highs,
    "ortools": _cheapest_by_ortools,
    "plain": cheapest_plainly,
}
