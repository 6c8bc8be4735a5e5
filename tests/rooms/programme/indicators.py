"""Indicators over the kinds of entry that only the tests write."""

from typing import Any

from renkei.charter.counts import Count, Counted
from renkei.charter.terms import Indicator
from renkei.charter.text import Text
from tests.rooms.journal import happenings  # noqa: F401 - declares the kinds

WORDS = Text("試し。", "A trial.")


def counted(measure: str = "entries", **more: Any) -> Counted:
    return Counted(**{"kinds": ("trial.held",), "what": WORDS, **more}, measure=measure)


def indicator(measure: str = "entries", *, key: str = "I-2.1", **more: Any) -> Indicator:
    """An indicator of “trial.held”, by default of the initiative that these entries serve."""
    stated = {"kinds": ("trial.held",), "what": WORDS, "date": WORDS, "credit": WORDS, **more}
    return Indicator(
        id=key,
        name=WORDS,
        level="output",
        unit=Text("件", "cases"),
        direction="up",
        basis="cumulative",
        source="journal",
        provenance=WORDS,
        confidence="assumed",
        count=Count(room="programme", measure=measure, **stated),  # type: ignore[arg-type]
    )
