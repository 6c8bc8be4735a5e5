"""Demography: what happens to the people of an area, computed from counts and rates.

Arrays in, arrays out. Axes always stand in the order time, area, sex, age; sexes are female, male;
the last age group is open. Every array carries its labels, and arrays whose labels differ are
refused. Methods, formulas and limits: `docs/explanation/demography.md`.

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
"""
