"""Who sees and keeps postings.

What is published everybody reads. Whoever has a posting writes it, the desk checks and publishes
it; both governments know each other's as soon as a desk has checked them.
"""

from collections.abc import Iterator

from renkei.charter.text import Text
from renkei.core.addresses import address_of_record
from renkei.core.rights import (
    ANYONE,
    Columns,
    Reach,
    RecordKind,
    Role,
    declare,
    rules,
)
from renkei.opportunities.desks import AT_A_DESK, OF_AN_ORGANISATION
from renkei.opportunities.models import Posting
from renkei.opportunities.states import PostingState


def words(posting: Posting) -> Iterator[str]:
    yield from (posting.title_ja, posting.title_en, posting.organisation.name_ja)
    questions = posting.asked_by.questions("posting")
    for key, value in posting.answers.items():
        if key in questions and questions[key].kind in ("text", "long_text"):
            yield str(value)


def address(posting: Posting) -> str:
    return address_of_record("opportunities:posting", posting.key)


declare(
    RecordKind(
        name="posting",
        label=Text("募集", "Posting"),
        model="opportunities.Posting",
        columns=Columns(
            unit="unit_id", side="shown_to", organisation="organisation_id", public="is_public"
        ),
        rules=(
            *rules(Reach.PUBLIC, "find read", ANYONE),
            *rules(Reach.OWN_UNIT, "find read write decide publish export", *AT_A_DESK),
            *rules(Reach.OWN_UNIT, "find read", Role.AUDITOR),
            *rules(Reach.OWN_SIDE, "find read export", *AT_A_DESK, Role.AUDITOR),
            *rules(Reach.OTHER_SIDE, "find read export", *AT_A_DESK, Role.AUDITOR),
            *rules(Reach.OWN_ORGANISATION, "find read write export", *OF_AN_ORGANISATION),
        ),
        title=lambda posting: posting.title,
        address=address,
        words=words,
        settled=frozenset({PostingState.CLOSED}),
        publishes_files=True,
    )
)
