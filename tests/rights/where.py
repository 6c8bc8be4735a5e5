"""Where a record of the proofs stands."""

from dataclasses import dataclass

from renkei.directory.models import Organisation, Person, Unit


@dataclass(frozen=True, slots=True, kw_only=True)
class Where:
    """Where a record stands; empty where it has no such place."""

    mark: str
    unit: Unit
    receiver: Unit
    organisation: Organisation
    applicant: Organisation | None = None  # who looks for something, where another offers it
    side: str = ""
    place: str = ""
    person: Person | None = None
    subject: Person | None = None  # where it is about another than the person it belongs to
    is_public: bool = False
    is_later: bool = False  # opens only after a moment that is to come

    @property
    def inside(self) -> str:
        """For what only those see who may read the record, and not merely find it."""
        return f"{self.mark}-inside"

    @property
    def person_key(self) -> str:
        return self.person.key if self.person else ""
