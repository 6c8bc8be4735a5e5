"""What is refused, where, and what would mend it."""

from typing import Protocol


class MarketError(ValueError):
    """A market that cannot be read as one, or a question that it has no answer to.

    `where` names the place (an argument and a position), `problem` what stands there, `remedy`
    what the caller can do about it.
    """

    def __init__(self, where: str, problem: str, remedy: str) -> None:
        self.where, self.problem, self.remedy = where, problem, remedy
        super().__init__(f"{where}: {problem}; {remedy}")

    def __reduce__(self) -> tuple[object, ...]:
        """Errors cross from a process to another; ValueError would give them one argument."""
        return type(self), (self.where, self.problem, self.remedy)


class UnknownOpening(MarketError):
    """A list, an assignment or a group names an opening that the market does not have."""


class RepeatedRank(MarketError):
    """A person lists the same opening twice, or an opening ranks two people alike."""


class NegativeCapacity(MarketError):
    """A capacity, minimum, cap, floor or target below zero."""


class NotATree(MarketError):
    """Groups whose parents are unknown or lead round in a circle."""


class Contradiction(MarketError):
    """Two numbers that no result can keep: a floor above its cap, a minimum above its capacity."""


class ShapeMismatch(MarketError):
    """Two arrays that should be as long as each other, or as wide, and are not."""


class ProtectedAttribute(MarketError):
    """A condition or criterion on age, sex or nationality; there is none in this engine."""


class NotInstalled(MarketError):
    """The extra `engine` holds what was asked for, and it is not here."""


class Shortage(Protocol):
    """What a cut says, whatever found it: who asks, and through whom it could come."""

    @property
    def needs(self) -> int: ...
    @property
    def has(self) -> int: ...
    @property
    def groups(self) -> tuple[int, ...]: ...
    @property
    def openings(self) -> tuple[int, ...]: ...
    @property
    def people(self) -> tuple[int, ...]: ...


class Impossible(MarketError):
    """No plan keeps all bounds, and this is the cut that shows it.

    `cut` says which groups, openings and people ask for `cut.needs` introductions where only
    `cut.has` can be; its prices prove it (`certificates.flow.shortage`).
    """

    def __init__(self, where: str, problem: str, remedy: str, cut: Shortage) -> None:
        super().__init__(where, problem, remedy)
        self.cut = cut

    def __reduce__(self) -> tuple[object, ...]:
        return type(self), (self.where, self.problem, self.remedy, self.cut)
