"""Circles: bodies to which people belong for a term, such as councils, and who keeps their papers.

The room that knows who belongs where answers (`know_circles`, once at start); a term that is over
gives nothing from the next day on, without anybody having to take it away.
"""

from collections.abc import Callable
from dataclasses import dataclass

from renkei.core.rights.askers import Asker


@dataclass(frozen=True, slots=True)
class Belonging:
    """Keys of circles: those whose papers the person reads, and those whose papers she keeps."""

    joined: frozenset[str] = frozenset()
    kept: frozenset[str] = frozenset()


Source = Callable[[Asker], Belonging]
NOWHERE = Belonging()
_sources: list[Source] = []


def know_circles(source: Source) -> None:
    """Ask this from now on."""
    _sources[:] = [source]


def circles_of(asker: Asker) -> Belonging:
    """Asked once for each asker, and only by rules that reach so far.

    Staff that has shown a password and no more belongs nowhere, as it sits nowhere.
    """
    if not _sources or not asker.is_somebody or asker.lacks_factor:
        return NOWHERE
    # The same person from one of her seats belongs elsewhere than from all of them.
    if asker.seats not in asker.remembered:
        asker.remembered[asker.seats] = _sources[0](asker)
    found: Belonging = asker.remembered[asker.seats]
    return found
