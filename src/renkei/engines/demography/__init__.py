"""Demography: what happens to the people of an area, computed from counts and rates.

Arrays in, arrays out. Axes always stand in the order time, area, sex, age; sexes are female, male;
the last age group is open. Every array carries its labels, and arrays whose labels differ are
refused. Methods, formulas and limits: `docs/explanation/demography.md`.

The names that an analyst needs can be imported from here (`docs/reference/demography.md`); each
module is read when a name of it is first asked for.

axes           age grids, the order of the sexes, the refusal of differing axes
arrays         population, rates, survival ratios, fertility, flows, net migration
unknown_ages   people whose age is not stated, spread over the ages as a step of its own
life_table     from death rates to years of life
survival       from a life table to the share of a cohort that lives through a step
migration      net migration from two censuses and from flows; effectiveness, churn
fertility      births from rates, total fertility rate, child-woman ratio, mean age at birth
change         natural and social change and what they leave unexplained
decomposition  why two rates, shares or numbers of births differ
ratios         children, working age, aged; dependency, ageing, women aged 20-39, median age

single_years      people and rates of single years of age from those of groups
yearly_rates      net migration rates of one year from those of five
shrinkage         levels of births and deaths of small places, drawn to those of wider areas
mortality_trend   death rates as their decline goes on
migration_trend   net migration rates of several periods weighed into one
model_schedules   the ages at which people move, by Rogers and Castro
gross_moves       departures and arrivals by age from totals and balances; out-rates and in-shares
margins           tables fitted to their margins
projection        people carried forward, in draws, under scenarios, with outcomes
scoring           how wrong a projection was; shares no code with what projects
"""

from importlib import import_module
from typing import TYPE_CHECKING

# What an editor and the type checker are told; `_NAMES_OF` says the same to who runs it.
# ruff: noqa: F401
# mypy: implicit-reexport
if TYPE_CHECKING:
    from renkei.engines.demography.arrays import (
        FertilityArray,
        NetMigrationArray,
        PopulationArray,
        RateArray,
        SurvivalArray,
    )
    from renkei.engines.demography.axes import FEMALE, MALE, AgeGrid, AxisMismatch
    from renkei.engines.demography.fertility import child_woman_ratio
    from renkei.engines.demography.migration import net_migration_from_censuses, net_migration_rates
    from renkei.engines.demography.projection.accounts import AgeSpan, DrawnProjection, Projection
    from renkei.engines.demography.projection.cells import cells
    from renkei.engines.demography.projection.changes import (
        AddArrivals,
        AddPersons,
        ScaleDepartures,
        ScaleFertility,
        ScaleMortality,
        ScaleSupply,
        ShiftShares,
    )
    from renkei.engines.demography.projection.draws import Draws, Spread, Uncertainty
    from renkei.engines.demography.projection.effect import Baseline, effect_of, report
    from renkei.engines.demography.projection.forms import (
        CohortArray,
        NetNumbers,
        NetRates,
        OriginDestination,
        Pool,
        Pools,
    )
    from renkei.engines.demography.projection.goal_seek import Goal, seek
    from renkei.engines.demography.projection.impulse import Target
    from renkei.engines.demography.projection.operator import Options, project, project_draws
    from renkei.engines.demography.projection.outcomes import (
        Additionality,
        Beta,
        Evidence,
        Fixed,
        Outcome,
        Retention,
    )
    from renkei.engines.demography.projection.quantiles import quantiles
    from renkei.engines.demography.projection.scenario import (
        Scenario,
        compare,
        even_profile,
        ramp,
        under,
    )
    from renkei.engines.demography.projection.terms import Assumptions, ChildWomanRatio
    from renkei.engines.demography.projection.timing import Conventions
    from renkei.engines.demography.scoring import (
        age_profile_distance,
        interval_coverage,
        summary_of,
    )
    from renkei.engines.demography.single_years import split_counts
    from renkei.engines.demography.survival import period_survival
    from renkei.engines.demography.unknown_ages import distribute_unknown

_NAMES_OF = {
    "arrays": "FertilityArray NetMigrationArray PopulationArray RateArray SurvivalArray",
    "axes": "FEMALE MALE AgeGrid AxisMismatch",
    "fertility": "child_woman_ratio",
    "migration": "net_migration_from_censuses net_migration_rates",
    "projection.accounts": "AgeSpan DrawnProjection Projection",
    "projection.cells": "cells",
    "projection.changes": "AddArrivals AddPersons ScaleDepartures ScaleFertility"
    " ScaleMortality ScaleSupply ShiftShares",
    "projection.draws": "Draws Spread Uncertainty",
    "projection.effect": "Baseline effect_of report",
    "projection.forms": "CohortArray NetNumbers NetRates OriginDestination Pool Pools",
    "projection.goal_seek": "Goal seek",
    "projection.impulse": "Target",
    "projection.operator": "Options project project_draws",
    "projection.outcomes": "Additionality Beta Evidence Fixed Outcome Retention",
    "projection.quantiles": "quantiles",
    "projection.scenario": "Scenario compare even_profile ramp under",
    "projection.terms": "Assumptions ChildWomanRatio",
    "projection.timing": "Conventions",
    "scoring": "age_profile_distance interval_coverage summary_of",
    "single_years": "split_counts",
    "survival": "period_survival",
    "unknown_ages": "distribute_unknown",
}
_MODULE_OF = {name: module for module, names in _NAMES_OF.items() for name in names.split()}


def __dir__() -> list[str]:
    return sorted([*globals(), *_MODULE_OF])


if not TYPE_CHECKING:

    def __getattr__(name: str) -> object:
        if name not in _MODULE_OF:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        return getattr(import_module(f"{__name__}.{_MODULE_OF[name]}"), name)
