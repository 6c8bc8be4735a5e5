"""Who may see and write a review, and who decides it.

Both governments work on it together; the public reads it once both have signed.
"""

from renkei.charter.text import Text
from renkei.core.addresses import address_of_record
from renkei.core.rights import ANYONE, Columns, Reach, RecordKind, Role, declare, rules
from renkei.core.writing import fiscal_year
from renkei.programme.models import Review
from renkei.programme.rules.officials import OFFICIALS


def title_of(review: Review) -> str:
    return f"{review.initiative} {fiscal_year(review.fiscal_year)}"


declare(
    RecordKind(
        name="review",
        label=Text("見直し", "Review"),
        model="programme.Review",
        columns=Columns(side="side", public="is_public"),
        rules=(
            *rules(Reach.PUBLIC, "find read", ANYONE),
            *rules(Reach.JOINT, "find read", *OFFICIALS),
            *rules(Reach.JOINT, "write", Role.PROGRAMME_OFFICE, Role.OFFICER),
            *rules(Reach.JOINT, "decide", Role.PROGRAMME_OFFICE),
        ),
        title=title_of,
        address=lambda review: address_of_record("programme:review", review.key),
    )
)
declare(
    RecordKind(
        name="review_decision",
        label=Text("見直しの結論", "Decision on a review"),
        model="programme.Decision",
        columns=Columns(side="side", public="is_public"),
        rules=(
            *rules(Reach.PUBLIC, "find read", ANYONE),
            *rules(Reach.JOINT, "find read", *OFFICIALS),
            *rules(Reach.JOINT, "write decide", Role.PROGRAMME_OFFICE),
        ),
        title=lambda decision: title_of(decision.review),
        address=lambda decision: decision.get_absolute_url(),
    )
)
