"""Mode `stable`: people apply in the order of their lists, openings keep the best, caps hold."""

from renkei.engines.matching.arrays import Assignment
from renkei.engines.matching.compiling import is_fast
from renkei.engines.matching.stable_market import StableMarket


def stable(market: StableMarket, *, fast: bool | None = None) -> Assignment:
    """Applicant-proposing deferred acceptance with nested caps by the flexible rule.

    1. somebody without a place applies to the best opening of their list that has not refused them
    2. the opening, and every group around it, keep those whom the flexible rule lets them keep
    3. whoever is refused applies to the next; who has none left stays without a place
    4. when nobody applies any more, what is kept becomes the result

    The result does not depend on who applies first. No person and opening have a justified
    objection within the caps, nobody gains by a false list, and no other result without a
    justified objection of anybody is better for a person where there are no caps.

    Shapes  -> Assignment (people,)
    Errors  NotInstalled for `fast=True` without Numba
    Source  Gale and Shapley (1962); Kamada and Kojima (2015) for the flexible rule; (2018) and
            Kojima, Tamura and Yokoo (2018) for groups inside groups
    """
    if not is_fast(fast):
        from renkei.engines.matching.acceptance_plain import apply_in_turn

        return apply_in_turn(market)
    from renkei.engines.matching.acceptance_fast import apply_compiled

    return apply_compiled(market)
