"""Letters about figures: whoever handed one in hears that it came back."""

from collections.abc import Iterable

from django.utils import timezone

from renkei.core.rights import Asker
from renkei.directory.queries.standing import people_standing_for
from renkei.paperwork.actions.notices import Recipient, send
from renkei.programme.models import Approval


def figures_returned(approvals: Iterable[Approval], *, reason: str, by: Asker) -> None:
    """One letter for each person, whatever number of figures she handed in."""
    by_person: dict[str, list[Approval]] = {}
    for one in approvals:
        by_person.setdefault(one.submitted_by, []).append(one)
    people = people_standing_for(people=list(by_person), organisations=(), on=timezone.localdate())
    for person in people:
        returned = by_person[person.key]
        first = returned[0].measurement
        send(
            "programme.figures_returned",
            to=[Recipient(person=person.key, email=person.email, language=person.language)],
            context={
                "by": by.name,
                "period": first.of.label,
                "indicators": ", ".join(one.measurement.indicator for one in returned),
                "reason": reason,
            },
            about=("measurement", first.key),
            unit=returned[0].unit,
        )
