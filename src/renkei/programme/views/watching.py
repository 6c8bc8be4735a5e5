"""The table of indicators, as the pages of the agreement show it."""

from collections.abc import Sequence

from django.utils import timezone

from renkei.charter.terms import Indicator
from renkei.core.rights import Asker
from renkei.programme import wording
from renkei.programme.periods import quarter_of
from renkei.programme.queries.overview import indicator_rows


def watched(indicators: Sequence[Indicator], asker: Asker) -> dict[str, object]:
    """What the table of indicators needs."""
    confidences = [
        (key, name, wording.CONFIDENCES_EXPLAINED[key]) for key, name in wording.CONFIDENCES.items()
    ]
    return {
        "indicators": indicator_rows(indicators, asker, quarter_of(timezone.localdate())),
        "confidences": confidences,
    }
