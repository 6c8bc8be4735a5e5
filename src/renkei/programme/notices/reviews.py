"""Letters about decisions: one waits for a signature, came back, or is in force."""

from collections.abc import Iterable
from typing import Any

from django.utils import timezone

from renkei.charter.reader import programme
from renkei.charter.text import Text
from renkei.core.rights import Role
from renkei.core.sides import OTHER
from renkei.directory.queries.seats import people_in_role
from renkei.directory.queries.standing import people_standing_for
from renkei.paperwork.actions.notices import Recipient, Value, send
from renkei.programme.models import Decision


def tell_to_sign(decision: Decision) -> None:
    """To both programme offices, but not to whoever wrote the proposal."""
    people = [one for one in _offices() if one.key != decision.proposed_by]
    _send("programme.decision_to_sign", decision, people, {})


def tell_returned(decision: Decision) -> None:
    proposer = people_standing_for(
        people=[decision.proposed_by], organisations=(), on=timezone.localdate()
    )
    _send("programme.decision_returned", decision, proposer, {"reason": decision.note})


def tell_in_force(decision: Decision) -> None:
    more: dict[str, Value] = {"day": decision.effective_on}
    _send("programme.decision_in_force", decision, _offices(), more)


def _offices() -> list[Any]:
    today = timezone.localdate()
    return [
        one for side in OTHER for one in people_in_role(Role.PROGRAMME_OFFICE, side=side, on=today)
    ]


def _send(template: str, decision: Decision, people: Iterable[Any], more: dict[str, Value]) -> None:
    title = programme().initiative(decision.review.initiative).title
    send(
        template,
        to=[Recipient(person=one.key, email=one.email, language=one.language) for one in people],
        context={
            "initiative": Text(
                f"{decision.review.initiative} {title.ja}",
                f"{decision.review.initiative} {title.en}",
            ),
            "year": decision.review.fiscal_year,
            **more,
        },
        about=("review_decision", decision.key),
    )
