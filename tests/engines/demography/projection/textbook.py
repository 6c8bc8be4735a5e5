"""One area, one person group after another, as a textbook says it: plain Python, no arrays.

Net migration only; the other forms are held to it through the identities between forms.
"""

from math import log

Numbers = list[float]


def movers(timing: str, living: float) -> float:
    """Share of movers who see the end of the step."""
    if timing == "continuous":
        return (living - 1) / log(living)
    return {"halves": (1 + living) / 2, "end": 1.0, "start": living}[timing]


def one_step(
    people: list[Numbers],
    *,
    survival: list[Numbers],
    newborn: Numbers,
    fertility: Numbers,
    net_numbers: list[Numbers],
    years: int,
    timing: str,
) -> list[Numbers]:
    """Women and men of each age group one step later; mothers are the mean of start and end."""
    later = [[0.0] * len(people[0]) for _ in people]
    last = len(people[0]) - 1
    for sex in (0, 1):
        for age in range(last + 1):
            later[sex][min(age + 1, last)] += people[sex][age] * survival[sex][age]
        for age in range(1, last + 1):
            living = survival[sex][age - 1]
            if age == last:
                living = (survival[sex][last - 1] + survival[sex][last]) / 2
            later[sex][age] += net_numbers[sex][age] * movers(timing, living)
    births = 0.0
    for age in range(1, last):
        births += years * fertility[age] * (people[0][age] + later[0][age]) / 2
    for sex, share in ((0, 1 / 2.05), (1, 1.05 / 2.05)):
        later[sex][0] = births * share * newborn[sex]
        later[sex][0] += net_numbers[sex][0] * movers(timing, newborn[sex])
    return later
