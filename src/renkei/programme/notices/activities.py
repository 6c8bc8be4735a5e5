"""Letters about what both governments hold together: each hears what the other wrote down."""

from django.utils import timezone

from renkei.charter.text import Text
from renkei.core.rights import Asker
from renkei.directory.queries.seats import keepers_of
from renkei.paperwork.actions.notices import Recipient, send
from renkei.programme.models import Activity


def joint_activity(activity: Activity, *, by: Asker) -> None:
    """To the other government's unit in charge: a joint activity was recorded."""
    _send("programme.joint_activity", activity, str(activity.other_unit_id), by)


def activity_objected(activity: Activity, *, by: Asker) -> None:
    """To the unit that recorded it: the other government says that something is wrong."""
    _send("programme.activity_objected", activity, activity.unit_id, by, note=activity.others_note)


def _send(template: str, activity: Activity, unit: str, by: Asker, **more: str) -> None:
    keepers = keepers_of(unit, on=timezone.localdate())
    send(
        template,
        to=[Recipient(person=one.key, email=one.email, language=one.language) for one in keepers],
        context={
            "by": by.name,
            "activity": Text(
                activity.title_ja or str(activity.get_form_display()), _english(activity)
            ),
            "initiatives": " ".join(activity.references),
            "day": activity.first_day,
            **more,
        },
        about=("activity", activity.key),
        unit=activity.unit_id,
    )


def _english(activity: Activity) -> str:
    return activity.title_en or activity.title_ja or activity.form
