"""Letters about figures: whoever handed one in hears that it came back, and the other government
hears what was handed in and what came back."""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from django.utils import timezone

from renkei.charter.text import Text
from renkei.core.rights import Asker, Role
from renkei.core.sides import OTHER, Side
from renkei.directory.queries.seats import people_in_role
from renkei.directory.queries.standing import people_standing_for
from renkei.paperwork.actions.notices import Recipient, Value, send
from renkei.programme.models import Approval

NAMES = {Side.PREFECTURE: Text("道", "The prefecture"), Side.CITY: Text("市", "The city")}


def figures_submitted(approvals: Iterable[Approval], *, by: Asker) -> None:
    for side, submitted in _by_side(approvals).items():
        more: dict[str, Value] = {"n": len(submitted)}
        _tell_other("programme.figures_submitted", side, submitted, more, by)


def figures_returned(approvals: Iterable[Approval], *, reason: str, by: Asker) -> None:
    returned = list(approvals)
    _tell_submitters(returned, reason, by)
    for side, of_side in _by_side(returned).items():
        more: dict[str, Value] = {"indicators": _listed(of_side), "reason": reason}
        _tell_other("programme.figures_returned_there", side, of_side, more, by)


def _tell_submitters(approvals: Iterable[Approval], reason: str, by: Asker) -> None:
    """One letter for each person, whatever number of figures she handed in."""
    by_person = defaultdict[str, list[Approval]](list)
    for one in approvals:
        by_person[one.submitted_by].append(one)
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
                "indicators": _listed(returned),
                "reason": reason,
            },
            about=("measurement", first.key),
            unit=returned[0].unit,
        )


def _tell_other(
    template: str, side: Side, approvals: Sequence[Approval], more: dict[str, Value], by: Asker
) -> None:
    first = approvals[0].measurement
    people = people_in_role(Role.PROGRAMME_OFFICE, side=OTHER[side], on=timezone.localdate())
    send(
        template,
        to=[Recipient(person=one.key, email=one.email, language=one.language) for one in people],
        context={"side": NAMES[side], "by": by.name, "period": first.of.label, **more},
        about=("measurement", first.key),
    )


def _by_side(approvals: Iterable[Approval]) -> dict[Side, list[Approval]]:
    found = defaultdict[Side, list[Approval]](list)
    for one in approvals:
        found[Side(one.side)].append(one)
    return found


def _listed(approvals: Iterable[Approval]) -> str:
    return ", ".join(one.measurement.indicator for one in approvals)
