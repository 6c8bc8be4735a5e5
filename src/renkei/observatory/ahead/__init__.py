"""Ahead: the projections of this room, computed by the engine from the tables of official figures.

parameters    what is supposed, each value with its reason (`parameters.toml`)
areas         the 178 municipalities outside Sapporo and its ten wards, and what they belong to
recent        the census of 2015, the register of 2025, and the events between them
vital         births and deaths of each place; `net_rates`, `moves`, `attraction` its moves
base          everyone of Hokkaido on 1 January 2025 and what is supposed of the years to 2060
uncertainty   how far rates may lie from that
fits          the same asked of the censuses up to any year; `japan` the country beside them
backtests     fits beside what was counted afterwards; `intervals` keeps what they projected
runs          stored runs of the base, for pages; `making` makes one of `shards`, computed by one of
              the `executors`: here, in processes, by the job queue or on a cluster
what_if       levers moved on top of the base (`levers`, `scenarios`), answered at once
goals         how many it would take to reach a population
"""
