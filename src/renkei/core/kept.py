"""What is made of where somebody stands, kept as long as she stands there.

What a person may see is a part of a statement, and making one of a dozen kinds of records takes
several times as long as asking it. The room that asks has one `Kept` for each asker, day and
question; it keeps as many of them as it likes.
"""

from collections.abc import Callable
from typing import Generic, TypeVar

from renkei.core.rights import Asker, Standing

Made = TypeVar("Made")


class Kept(Generic[Made]):
    """Making it asks the database nothing, and compares with the present moment by `RightNow`."""

    def __init__(self, make: Callable[[Asker], Made]) -> None:
        self.make = make
        self._made: tuple[Standing, Made] | None = None

    def of(self, asker: Asker) -> Made:
        """For askers with the same seats on the same day."""
        kept = self._made
        if kept is None or not kept[0].holds_for(asker):
            # As nobody was asked before: so it is known what the rules asked.
            fresh = asker.anew()
            made = self.make(fresh)
            kept = self._made = Standing.asked_of(fresh), made
        return kept[1]
