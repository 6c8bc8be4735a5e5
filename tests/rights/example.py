"""A kind of record in which everything occurs that rights can say: opening, sharing, a subject."""

from renkei.charter.text import Text
from renkei.core.personal import PersonalData
from renkei.core.rights import SIGNED_IN, Columns, Reach, RecordKind, Role, rules
from renkei.directory.models import Agreement
from tests.cast import Cast

# Agreements stand in for the files of people; nothing here says how real agreements are kept.
FILE = RecordKind(
    name="agreement",
    label=Text("相談票", "Case"),
    model="directory.Agreement",
    columns=Columns(unit="unit_id", side="side", person="title_en"),
    rules=(
        *rules(Reach.OWN_UNIT, "read write share", Role.COUNSELLOR, Role.DESK_MANAGER),
        *rules(Reach.OWN_UNIT, "read", Role.PROGRAMME_OFFICE),
        *rules(Reach.OWN_SIDE, "find open", Role.OFFICER),
        *rules(Reach.OTHER_SIDE, "find open", Role.OFFICER, Role.COUNSELLOR),
        *rules(Reach.SELF, "read", SIGNED_IN),
        *rules(Reach.OPENED, "read", SIGNED_IN),
        *rules(Reach.SHARED, "read", Role.COUNSELLOR, Role.OFFICER, Role.MUNICIPALITY_OFFICER),
    ),
    title=lambda file: file.title,
    address=lambda file: f"/agreements/{file.key}/",
    is_watched=True,
    holds=frozenset({PersonalData.CONTACT, PersonalData.WORK}),
)


def file_of(cast: Cast, subject: str = "citizen", unit: str = "city_desk") -> Agreement:
    """Of a person with an account; of nobody that is known where `subject` is empty."""
    kept = cast.units[unit]
    return Agreement.objects.create(
        title_ja="山田さんの相談票",
        title_en=cast.people[subject].key if subject else "",
        side=kept.side,
        unit=kept,
    )
