"""Estimates of rates, slow and plain: one figure after another. The engine must agree."""

from collections.abc import Sequence
from itertools import pairwise

Numbers = Sequence[float]


def solved(matrix: list[list[float]], right_side: list[float]) -> list[float]:
    """Gaussian elimination, the largest pivot first."""
    rows = [[*row, value] for row, value in zip(matrix, right_side, strict=True)]
    n = len(rows)
    for column in range(n):
        pivot = max(range(column, n), key=lambda row: abs(rows[row][column]))
        rows[column], rows[pivot] = rows[pivot], rows[column]
        for row in range(n):
            if row != column:
                factor = rows[row][column] / rows[column][column]
                rows[row] = [a - factor * b for a, b in zip(rows[row], rows[column], strict=True)]
    return [rows[k][n] / rows[k][k] for k in range(n)]


def split_closed_groups(counts: Numbers, years: Sequence[int]) -> list[float]:
    """Counts of single years by a rising spline; `years` says how many a group has."""
    means = [n / w for n, w in zip(counts, years, strict=True)]
    slopes = _slopes(means, years)
    split = []
    for group, width in enumerate(years):
        heights = []
        for year in range(width + 1):
            t = year / width
            rising = counts[group] * (3 * t**2 - 2 * t**3)
            left = slopes[group] * (t - 2 * t**2 + t**3)
            heights.append(rising + width * (left + slopes[group + 1] * (t**3 - t**2)))
        split += [upper - lower for lower, upper in pairwise(heights)]
    return split


def split_by_pattern(counts: Numbers, pattern: Numbers, years: Sequence[int]) -> list[float]:
    """Every group has people in the pattern."""
    parts, first = [], 0
    for n in years:
        parts.append(list(pattern[first : first + n]))
        first += n
    sums = [count / sum(part) * n for count, part, n in zip(counts, parts, years, strict=True)]
    ratios = split_closed_groups(sums, years)
    split = []
    for count, part in zip(counts, parts, strict=True):
        weighted = [one * ratios.pop(0) for one in part]
        total = sum(weighted)
        split += [count * one / total if total > 0 else 0.0 for one in weighted]
    return split


def _slopes(means: list[float], widths: Sequence[int]) -> list[float]:
    n = len(means)
    if n == 1:
        return [means[0], means[0]]
    matrix = [[0.0] * (n + 1) for _ in range(n + 1)]
    right_side = [0.0] * (n + 1)
    smaller = [min(means[max(k - 1, 0)], means[min(k, n - 1)]) for k in range(n + 1)]
    for k in range(n + 1):
        if smaller[k] == 0:
            matrix[k][k] = 1.0
        elif k in (0, n):
            matrix[k][k] = matrix[k][1 if k == 0 else n - 1] = 1.0
            right_side[k] = 2 * means[min(k, n - 1)]
        else:
            before, after = widths[k - 1], widths[k]
            matrix[k][k - 1], matrix[k][k + 1] = after, before
            matrix[k][k] = 2 * (before + after)
            right_side[k] = 3 * (after * means[k - 1] + before * means[k])
    free = solved(matrix, right_side)
    return [min(max(m, 0.0), 3 * s) for m, s in zip(free, smaller, strict=True)]


def shrunk(
    events: Numbers, expected: Numbers, parents: Sequence[Sequence[str]]
) -> tuple[list[float], list[float]]:
    """Ratios of areas and spreads of levels, one year; areas are known by their path upwards."""
    paths = [(str(area), *above) for area, above in enumerate(zip(*parents, strict=True))]
    paths = [(*path, "whole") for path in paths]
    ratio_of: dict[tuple[str, ...], float] = {}
    spreads = []
    for level in range(len(paths[0]) - 1, -1, -1):
        counts: dict[tuple[str, ...], tuple[float, float]] = {}
        for path, d, e in zip(paths, events, expected, strict=True):
            own = counts.get(path[level:], (0.0, 0.0))
            counts[path[level:]] = own[0] + d, own[1] + e
        if level == len(paths[0]) - 1:
            d, e = counts["whole",]
            ratio_of["whole",] = d / e if e > 0 else 1.0
            continue
        variance = _variance(counts)
        spreads.insert(0, variance**0.5)
        for unit, (d, e) in counts.items():
            prior = ratio_of[unit[1:]]
            if e == 0 or prior == 0:
                ratio_of[unit] = prior
            elif variance == float("inf"):
                ratio_of[unit] = d / e
            else:
                # The mean of the gamma distribution after d events.
                ratio_of[unit] = prior * (1 + variance * d) / (1 + variance * prior * e)
    return [ratio_of[path] for path in paths], spreads


def _variance(counts: dict[tuple[str, ...], tuple[float, float]]) -> float:
    squares = chance = weight = 0.0
    for wider in {unit[1:] for unit in counts}:
        inside = [counts[unit] for unit in counts if unit[1:] == wider]
        total = sum(e for _, e in inside)
        level = sum(d for d, _ in inside) / total if total > 0 else 0.0
        likely = [(d, e * level) for d, e in inside if e * level > 0]
        if likely:
            squares += sum((d - e) ** 2 / e for d, e in likely)
            chance += len(likely) - 1
            weight += sum(e for _, e in likely)
            weight -= sum(e**2 for _, e in likely) / sum(e for _, e in likely)
    if chance == 0:
        return float("inf")
    return max((squares - chance) / weight, 0.0)


def fitted_to_margins(
    table: list[list[float]], rows: Numbers, columns: Numbers, n_rounds: int
) -> list[list[float]]:
    """Rows, then columns, scaled to their totals, round after round."""
    for _ in range(n_rounds):
        for k, total in enumerate(rows):
            own = sum(table[k])
            table[k] = [cell * total / own if own > 0 else 0.0 for cell in table[k]]
        for k, total in enumerate(columns):
            own = sum(row[k] for row in table)
            for row in table:
                row[k] = row[k] * total / own if own > 0 else 0.0
    return table
