"""Where somebody stands: what rules asked of her beyond her seats while they answered.

Whoever keeps an answer keeps this beside it, and asks again once it does not hold any more.
"""

from collections.abc import Hashable
from dataclasses import dataclass
from typing import Self

from renkei.core.rights.askers import Asker
from renkei.core.rights.circles import Belonging, circles_of


@dataclass(frozen=True, slots=True)
class Standing:
    """None of what no rule asked for: it may change, and the answer stays."""

    handed: Hashable | None
    circles: Belonging | None

    @classmethod
    def asked_of(cls, asker: Asker) -> Self:
        handed = asker.handed.everything() if asker.handed.is_asked else None
        return cls(handed, asker.remembered.get(asker.seats))

    def holds_for(self, asker: Asker) -> bool:
        """Of an asker with the same seats on the same day."""
        return (self.handed is None or self.handed == asker.handed.everything()) and (
            self.circles is None or self.circles == circles_of(asker)
        )
