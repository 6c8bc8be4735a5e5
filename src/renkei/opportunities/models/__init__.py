"""Tables of opportunities, split by noun; private to this room."""

from renkei.opportunities.models.about_seekers import SeekerProfile
from renkei.opportunities.models.placements import Check, Placement
from renkei.opportunities.models.postings import Posting
from renkei.opportunities.models.seekers import Seeker

__all__ = [
    "Check",
    "Placement",
    "Posting",
    "Seeker",
    "SeekerProfile",
]
