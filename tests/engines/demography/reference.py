"""Slow and plain: one person group after another, as a textbook says it. The engine must agree."""

from collections.abc import Sequence

Numbers = Sequence[float]


def life_table(rates: Numbers, widths: Numbers, mean_years: Numbers) -> dict[str, list[float]]:
    """The columns of one life table; the last width and mean are not read."""
    survivors, dying, person_years = [1.0], [], []
    for rate, width, mean in zip(rates[:-1], widths[:-1], mean_years[:-1], strict=True):
        lived_by_the_dying = min(mean, 1 / rate) if rate > 0 else mean
        q = min(width * rate / (1 + (width - lived_by_the_dying) * rate), 1.0)
        deaths = survivors[-1] * q
        dying.append(q)
        person_years.append(width * (survivors[-1] - deaths) + lived_by_the_dying * deaths)
        survivors.append(survivors[-1] * (1 - q))
    dying.append(1.0)
    person_years.append(survivors[-1] / rates[-1])
    above = [sum(person_years[age:]) for age in range(len(rates))]
    return {
        "survivors": survivors,
        "dying": dying,
        "person_years": person_years,
        "person_years_above": above,
    }


def survivors_by_age(people: Numbers, ratios: Numbers) -> list[float]:
    """Where the people of each five-year group stand five years later; nobody is born."""
    later = [0.0] * len(people)
    for age, (count, ratio) in enumerate(zip(people, ratios, strict=True)):
        later[min(age + 1, len(people) - 1)] += count * ratio
    return later


def median_age(people: Numbers, starts: Sequence[int]) -> float:
    """Counting people from the youngest until half of them are counted; the last group is open."""
    left = sum(people) / 2
    for age, count in enumerate(people[:-1]):
        if count > 0 and left <= count:
            return starts[age] + (starts[age + 1] - starts[age]) * left / count
        left -= count
    return float("nan")


def kitagawa(
    first: tuple[Numbers, Numbers], second: tuple[Numbers, Numbers]
) -> tuple[float, float]:
    """Structure and rate effects by the formula of 1955, group by group."""
    (people_1, rates_1), (people_2, rates_2) = first, second
    structure = rate = 0.0
    for n_1, r_1, n_2, r_2 in zip(people_1, rates_1, people_2, rates_2, strict=True):
        share_1, share_2 = n_1 / sum(people_1), n_2 / sum(people_2)
        structure += (share_2 - share_1) * (r_1 + r_2) / 2
        rate += (r_2 - r_1) * (share_1 + share_2) / 2
    return structure, rate


def das_gupta(first: Numbers, second: Numbers) -> list[float]:
    """Effects of three factors on their product by Das Gupta's formula."""
    effects = []
    for own, (b, c) in enumerate([(1, 2), (0, 2), (0, 1)]):
        same = (first[b] * first[c] + second[b] * second[c]) / 3
        crossed = (first[b] * second[c] + second[b] * first[c]) / 6
        effects.append((same + crossed) * (second[own] - first[own]))
    return effects
