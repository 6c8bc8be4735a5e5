"""Tables of the directory, split by noun; private to this room."""

from renkei.directory.models.access import Look, Opening
from renkei.directory.models.agreements import (
    Agreement,
    Clause,
    Contact,
    Party,
    ResultRequest,
)
from renkei.directory.models.charges import Charge
from renkei.directory.models.consents import Consent, Share
from renkei.directory.models.organisations import (
    Alias,
    Double,
    Establishment,
    Merge,
    Organisation,
    Unit,
)
from renkei.directory.models.people import Invitation, Membership, Person, Term

__all__ = [
    "Agreement",
    "Alias",
    "Charge",
    "Clause",
    "Consent",
    "Contact",
    "Double",
    "Establishment",
    "Invitation",
    "Look",
    "Membership",
    "Merge",
    "Opening",
    "Organisation",
    "Party",
    "Person",
    "ResultRequest",
    "Share",
    "Term",
    "Unit",
]
