"""Projection by cohorts and components: one operator, four forms of migration, many draws.

Without Numba everything here works and gives the same figures; with it (extra `engine`)
`project_draws` takes compiled kernels.

timing     when inside a step people move, by textbook names
forms      net numbers, net rates, pools, origin-destination; the one form behind them
terms      what a projection supposes, checked, and as arrays of the operator
accounts   what a projection returns: stocks, births, deaths, arrivals, departures
columns    the same as columns of equal length, for data frames
draws      random rates that depend on (run, seed, shard) alone
operator   `project` with the account of every cell, `project_draws` with groups in every draw;
           `project_shard` with those of one shard
single     `carry_once`: one projection without draws, for whoever waits for it
quantiles  the bounds of many series of draws
reference  the operator in plain NumPy; `fast`, `layout`, `kernels`, `exchange`, `rows`: compiled
repeated   what does not change along time, computed once
refusals   errors that name the cell

scenario   what if: assumptions `under` a `Scenario` made of `changes`, or `apply` it to terms;
           `ramp`, `compare`; `cells` says where
goal_seek  how much would it take: `seek`, `share_out`
controls   `control` to given totals, `project_under` the factors found before; `stepping`
status     `project_by_status`: Japanese and foreign nationals, who change between them
outcomes   measured outcomes and what is known of them: additionality, retention
impulse    `impulse_responses`: what one person added is worth later
effect     `effect_of` outcomes, `report`; `attribution` where initiatives change rates
"""
