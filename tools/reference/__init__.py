"""How each table of the shipped reference set is made from tidy source tables.

`TABLES` names the function that makes each; a function takes the directory of the source tables.
"""

from collections.abc import Callable
from pathlib import Path

import polars as pl

from tools.reference import flows, foreign, population, projections, rates, vital

TABLES: dict[str, Callable[[Path], pl.DataFrame]] = {
    "births_by_mother_age": vital.births_by_mother_age,
    "census": population.census,
    "census_2020_medical_areas": population.census_2020_medical_areas,
    "census_2020_totals": population.census_2020_totals,
    "census_japan": population.census_japan,
    "death_rates": rates.death_rates,
    "death_rates_japan": rates.death_rates_japan,
    "fertility_schedule": rates.fertility_schedule,
    "foreign_residents": foreign.foreign_residents,
    "foreign_residents_series": foreign.foreign_residents_series,
    "medical_areas": population.medical_areas,
    "migration_by_sex": flows.migration_by_sex,
    "migration_matrix": flows.migration_matrix,
    "municipal_tfr_2008_2012": rates.municipal_tfr,
    "projection_2018": projections.projection_2018,
    "projection_2023": projections.projection_2023,
    "projection_2023_sapporo_ages": projections.projection_2023_sapporo_ages,
    "register_flows": flows.register_flows,
    "register_population": population.register_population,
    "register_population_japan": population.register_population_japan,
    "sapporo_wards_2020": population.sapporo_wards_2020,
    "vital_municipal": vital.vital_municipal,
    "vital_summary": vital.vital_summary,
}
