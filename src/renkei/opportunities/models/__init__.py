"""Tables of opportunities, split by noun; private to this room."""

from renkei.opportunities.models.about_seekers import SeekerProfile
from renkei.opportunities.models.placements import Check, Placement
from renkei.opportunities.models.postings import Posting
from renkei.opportunities.models.rounds import Proposal, Round, Ruling
from renkei.opportunities.models.searches import Announcement, HowOften, Night, SavedSearch
from renkei.opportunities.models.seekers import Seeker

__all__ = [
    "Announcement",
    "Check",
    "HowOften",
    "Night",
    "Placement",
    "Posting",
    "Proposal",
    "Round",
    "Ruling",
    "SavedSearch",
    "Seeker",
    "SeekerProfile",
]
