"""Matching: who is introduced to whom, and who gets which place, with a proof.

Arrays in, arrays out: no file, no clock, no chance without a seed. A market is people, openings,
conditions, criteria and a tree of groups; a result is a proposal that people confirm. Methods,
guarantees and their limits: `docs/explanation/matching.md`; the names to import stand in
`docs/reference/matching.md`. Each module is read when a name of it is first asked for.

arrays         ranked lists, groups, places, assignments
errors         what is refused, where, and what would mend it
fields         typed columns of people and openings
conditions     predicates between two columns, each with its sentences
criteria       what each side wants of the other, with weights
market         all that a score may read, checked when it is made
bitsets        conditions as rows of bits
ranking        the best openings of every person, exactly
lots           the published lottery
priorities     how an opening ranks those who list it
flexible       targets, and the order in which places under a cap are handed out
stable_market  lists, keys, places, groups and the rule, checked together
acceptance     `stable`: deferred acceptance under nested caps
endings        how every entry of every list ended
explanations   why this, why not that, what would change it
what_if        what each condition keeps from one person
unlisted       openings that nobody listed, and what keeps people away
rehearsal      what each cap does, who competes for what
digests        one number by which a run can be repeated
audit          attributes held where no score can read them
demand         what a plan has to keep, and what it is worth
flows          `optimal` and `introduce`: plans of the best total score, or why there is none
refusals       a plan made anew with few changes
teams          couples, siblings and teams of small rounds, searched exactly
exchange       published instances in their common formats
certificates   plans, prices and cuts checked by code that shares nothing with what finds them
"""

from importlib import import_module
from typing import TYPE_CHECKING

# What an editor and the type checker are told; `_NAMES_OF` says the same to who runs it.
# ruff: noqa: F401
# mypy: implicit-reexport
if TYPE_CHECKING:
    from renkei.engines.matching.acceptance import stable
    from renkei.engines.matching.arrays import (
        NO_CAP,
        Assignment,
        Groups,
        Introductions,
        Lists,
        Places,
    )
    from renkei.engines.matching.audit import Audit, Share, shares_by
    from renkei.engines.matching.certificates.flow import Breach, FlowCheck, check_flow, shortage
    from renkei.engines.matching.certificates.stable import Claim, StableCertificate, check_stable
    from renkei.engines.matching.conditions import (
        ABSOLUTELY,
        NO_MATTER,
        PREDICATES,
        WOULD_CONSIDER,
        Condition,
    )
    from renkei.engines.matching.criteria import Affinity, Criterion
    from renkei.engines.matching.demand import Demand, Prices
    from renkei.engines.matching.digests import ENGINE_VERSION, digest
    from renkei.engines.matching.endings import Outcome, Outcomes, outcomes
    from renkei.engines.matching.errors import (
        Contradiction,
        Impossible,
        MarketError,
        NegativeCapacity,
        NotATree,
        NotInstalled,
        ProtectedAttribute,
        RepeatedRank,
        ShapeMismatch,
        UnknownOpening,
    )
    from renkei.engines.matching.exchange import (
        Instance,
        Preferences,
        Unreadable,
        read_dense_assignment,
        read_preferences,
        read_sparse_assignment,
    )
    from renkei.engines.matching.explanations import (
        ClosedRound,
        contributions,
        letters,
        smallest_change,
        why_each,
        why_not,
        why_these,
        why_this,
    )
    from renkei.engines.matching.fields import (
        UNKNOWN_CHOICE,
        UNKNOWN_NUMBER,
        Choices,
        Numbers,
        Points,
        Sets,
    )
    from renkei.engines.matching.flexible import FlexibleRule, proportional
    from renkei.engines.matching.flows.cuts import Cut
    from renkei.engines.matching.flows.introduce import IntroduceRules, introduce
    from renkei.engines.matching.flows.letters import why_each_in_plan
    from renkei.engines.matching.flows.optimal import OptimalRules, optimal
    from renkei.engines.matching.flows.plan import Plan, best_backend, best_plan, points
    from renkei.engines.matching.flows.reasons import OF_PLANS, why_impossible, why_not_in_plan
    from renkei.engines.matching.lots import lottery
    from renkei.engines.matching.market import Market
    from renkei.engines.matching.priorities import opening_scores, person_scores, priority_keys
    from renkei.engines.matching.ranking import rank
    from renkei.engines.matching.reasons import Reason
    from renkei.engines.matching.refusals import Refusals, Resolved, ResolveRules, resolve
    from renkei.engines.matching.rehearsal import CapEffect, DryRun, caps_for_floor, dry_run
    from renkei.engines.matching.sentences import DEFAULT, Sentence
    from renkei.engines.matching.stable_market import StableMarket
    from renkei.engines.matching.teams import (
        MOST_PEOPLE,
        NotProven,
        Round,
        Teams,
        Together,
        TogetherPlan,
        TooBig,
        place_together,
    )
    from renkei.engines.matching.unlisted import Unwanted, unwanted
    from renkei.engines.matching.what_if import WithoutOne, without_each

_NAMES_OF = {
    "acceptance": "stable",
    "stable_market": "StableMarket",
    "audit": "Audit Share shares_by",
    "certificates.stable": "Claim StableCertificate check_stable",
    "conditions": "ABSOLUTELY NO_MATTER PREDICATES WOULD_CONSIDER Condition",
    "criteria": "Affinity Criterion",
    "digests": "ENGINE_VERSION digest",
    "endings": "Outcome Outcomes outcomes",
    "explanations": "ClosedRound contributions letters smallest_change why_each why_not why_these"
    " why_this",
    "fields": "UNKNOWN_CHOICE UNKNOWN_NUMBER Choices Numbers Points Sets",
    "flexible": "FlexibleRule proportional",
    "lots": "lottery",
    "market": "Market",
    "priorities": "opening_scores person_scores priority_keys",
    "ranking": "rank",
    "reasons": "Reason",
    "rehearsal": "CapEffect DryRun caps_for_floor dry_run",
    "sentences": "DEFAULT Sentence",
    "unlisted": "Unwanted unwanted",
    "what_if": "WithoutOne without_each",
    "arrays": "NO_CAP Assignment Groups Introductions Lists Places",
    "errors": "Contradiction MarketError NegativeCapacity NotATree NotInstalled ProtectedAttribute"
    " RepeatedRank ShapeMismatch UnknownOpening Impossible",
    "certificates.flow": "Breach FlowCheck check_flow shortage",
    "demand": "Demand Prices",
    "exchange": "Instance Preferences Unreadable read_dense_assignment read_preferences"
    " read_sparse_assignment",
    "flows.cuts": "Cut",
    "flows.introduce": "IntroduceRules introduce",
    "flows.optimal": "OptimalRules optimal",
    "flows.plan": "Plan best_backend best_plan points",
    "flows.letters": "why_each_in_plan",
    "flows.reasons": "OF_PLANS why_impossible why_not_in_plan",
    "refusals": "Refusals ResolveRules Resolved resolve",
    "teams": "MOST_PEOPLE NotProven Round Teams Together TogetherPlan TooBig place_together",
}
_MODULE_OF = {name: module for module, names in _NAMES_OF.items() for name in names.split()}


def __dir__() -> list[str]:
    return sorted([*globals(), *_MODULE_OF])


if not TYPE_CHECKING:

    def __getattr__(name: str) -> object:
        if name not in _MODULE_OF:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        return getattr(import_module(f"{__name__}.{_MODULE_OF[name]}"), name)
