"""The table of indicators, as the pages of the agreement show it."""

from collections.abc import Sequence

from renkei.charter.terms import Indicator
from renkei.programme import wording
from renkei.programme.queries.overview import indicator_rows


def watched(indicators: Sequence[Indicator]) -> dict[str, object]:
    """What the table of indicators needs."""
    rows = indicator_rows(indicators)
    confidences = [
        (key, name, wording.CONFIDENCES_EXPLAINED[key]) for key, name in wording.CONFIDENCES.items()
    ]
    return {
        "indicators": rows,
        "are_computed": any(row.current for row in rows),
        "confidences": confidences,
    }
