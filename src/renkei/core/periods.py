"""From a day to a day, both counted; without a last day, for good."""

from datetime import date
from typing import Any

from django.db.models import Q


def not_over(on: date, last: str = "valid_to") -> Q:
    """What has not ended before the day, for a column that holds the last day or nothing.

    Whether it has begun is another question: what is to come is not over either.
    """
    condition: dict[str, Any] = {f"{last}__gte": on}
    return Q(**{last: None}) | Q(**condition)
