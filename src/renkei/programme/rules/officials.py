"""Who works at the programme for one of the two governments.

Desks are run by contractors, whose counsellors and managers sit on a side as well: of what is not
published they see what they did themselves, and no more.
"""

from renkei.core.rights import Asker, Role
from renkei.core.sides import OTHER

OFFICIALS = (Role.OFFICER, Role.BUREAU_OFFICER, Role.PROGRAMME_OFFICE, Role.AUDITOR)


def is_official(asker: Asker) -> bool:
    """Whether the person sees figures before they are approved, and those of few people."""
    return any(seat.side in OTHER and seat.role in OFFICIALS for seat in asker.seats)
