"""Who left and who came between two censuses, by sex and the age reached.

The engine compares the census with the survivors of the one before. Survival is that of the
prefecture, lent to its municipalities: death rates by age of municipalities are not held here.
"""

from functools import lru_cache

import numpy as np

from renkei.engines.demography.arrays import NetMigrationArray
from renkei.engines.demography.migration import net_migration_from_censuses
from renkei.engines.demography.survival import period_survival
from renkei.observatory import tables
from renkei.observatory.arrays import AGES, Subject, Values, death_rates
from renkei.observatory.unknown import everyone
from renkei.places.codes import HOKKAIDO

STEP = 5  # years between two censuses


def net_migration(subject: Subject) -> dict[tuple[int, int], Values]:
    """(sex, age) by period for a subject, periods in which all its members were counted."""
    found = _net_migration(tables.version())
    for codes in ((subject.code,), subject.members):
        if all(code in found.areas for code in codes):
            columns = [found.areas.index(code) for code in codes]
            # Whole persons, so that sums in sentences equal those of the cells in files.
            persons = np.rint(found.persons[:, columns].sum(axis=1))
            # The youngest, born in the period, are unknown everywhere: births by municipality are
            # not held for these years.
            known = ~np.isnan(persons[:, :, 1:]).any(axis=(1, 2))
            return {p: persons[i] for i, p in enumerate(found.periods) if known[i]}
    return {}


@lru_cache(maxsize=2)
def _net_migration(_version: str) -> NetMigrationArray:
    people = everyone("census")
    rates = death_rates(HOKKAIDO)
    ends = {year + STEP for year in people.years} & set(people.years) & set(rates.years)
    periods = [(end - STEP, end) for end in sorted(ends)]
    # A census of which the death rates are not held yet waits for them.
    people = people.of(years=[periods[0][0], *sorted(ends)])
    survival = period_survival(rates, periods=periods, ages=AGES)
    return net_migration_from_censuses(people, survival.lent_to(people.areas))
