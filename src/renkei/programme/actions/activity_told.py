"""What somebody tells of an activity, put down with all that follows from it, and held against what
is possible."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from renkei.charter.reader import programme
from renkei.core.errors import Refused
from renkei.core.rights import Asker, Role
from renkei.core.sides import OTHER, Side
from renkei.core.writing import listed, long_date
from renkei.directory.queries.charges import initiatives_at, lead_of
from renkei.directory.queries.organisations import organisations_by_keys
from renkei.directory.queries.places import place_names
from renkei.directory.states import OrganisationKind
from renkei.programme.events import activities as events
from renkei.programme.models import Activity
from renkei.programme.states import Form

BUSINESS = {OrganisationKind.COMPANY, OrganisationKind.ECONOMIC}
# What a correction may change; the rest of the record follows from it.
TOLD = (
    *("form", "title_ja", "title_en", "first_day", "place", "venue", "is_online"),
    *("participants", "firms", "municipalities", "hours", "cost_yen", "narrative"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """What was done, in the words of whoever was there. Unknown is None, never nought."""

    initiatives: tuple[str, ...]
    form: str
    first_day: date
    last_day: date | None = None  # None: the same day
    title_ja: str = ""
    title_en: str = ""
    is_joint: bool = False
    place: str = ""
    venue: str = ""
    is_online: bool = False
    participants: int | None = None
    firms: int | None = None
    municipalities: int | None = None
    is_with_business: bool = False
    is_with_universities: bool = False
    is_with_municipalities: bool = False
    partners: tuple[str, ...] = ()
    hours: Decimal | None = None
    cost_yen: int | None = None
    narrative: str = ""


def put_down(activity: Activity, what: Done) -> None:
    """Put down what was told, and what follows from it.

    Errors  Refused when there is no such initiative, or the last day lies before the first
    """
    known = [one.reference for one in programme().initiatives]
    if unknown := [one for one in what.initiatives if one not in known]:
        raise Refused(_("「%(reference)s」という取組はありません。") % {"reference": unknown[0]})
    if not what.initiatives:
        raise Refused(_("どの取組の活動かを選んでください。"))
    if what.last_day and what.last_day < what.first_day:
        raise Refused(_("終わりの日が始まりの日より前です。日付を直してください。"))
    for name in TOLD:
        value = getattr(what, name)
        setattr(activity, name, value.strip() if isinstance(value, str) else value)
    activity.last_day = what.last_day or what.first_day
    chosen = sorted(set(what.initiatives), key=known.index)
    activity.initiatives = f" {' '.join(chosen)} "
    _tell_with_whom(activity, what)
    activity.side = Side.JOINT if what.is_joint else activity.unit.side
    if not what.is_joint:
        ask_other_side_again(activity)


def name_other_side(activity: Activity, on: date) -> None:
    """Of a joint record, not of a draft, which is nobody's business yet."""
    other = ""
    if activity.is_joint:
        side = OTHER[Side(activity.unit.side)]
        other = lead_of(activity.references[0], side, on)
    activity.other_unit_id = other or None  # type: ignore[assignment]


def _tell_with_whom(activity: Activity, what: Done) -> None:
    partners = organisations_by_keys(what.partners)
    kinds = {one.kind for one in partners.values()}
    activity.partners = list(dict.fromkeys(key for key in what.partners if key in partners))
    activity.is_with_business = what.is_with_business or bool(kinds & BUSINESS)
    activity.is_with_universities = (
        what.is_with_universities or OrganisationKind.UNIVERSITY in kinds
    )
    activity.is_with_municipalities = (
        what.is_with_municipalities or OrganisationKind.MUNICIPALITY in kinds
    )


def held(activity: Activity) -> events.ActivityHeld:
    return events.ActivityHeld(
        form=Form(activity.form),
        participants=activity.participants,
        firms=activity.firms,
        municipalities=activity.municipalities,
        is_online=activity.is_online,
        is_with_business=activity.is_with_business,
        is_with_universities=activity.is_with_universities,
        is_with_municipalities=activity.is_with_municipalities,
        hours=activity.hours,
        cost_yen=activity.cost_yen,
        quantity=activity.participants,
        unit="人" if activity.participants is not None else "",
        place=activity.place,
        **about(activity),
    )


def about(activity: Activity) -> dict[str, Any]:
    return {
        "subject_kind": "activity",
        "subject_key": activity.key,
        "side": activity.side,
        "organisation": activity.unit_id,
        "organisation_name": activity.unit.name_ja,
        "initiatives": activity.references,
        "organisations": tuple(activity.partners),
    }


# --- what is looked at --------------------------------------------------------------------------


def refuse_incomplete(activity: Activity, by: Asker, on: date) -> None:
    if activity.unit.side not in OTHER:
        raise Refused(_("活動を記録できるのは、道か市の部署だけです。"))
    if activity.first_day > on:
        raise Refused(
            _("%(day)sはまだ来ていません。終わった活動だけを記録できます。下書きとしては残せます。")
            % {"day": long_date(activity.first_day)}
        )
    if activity.place and not place_names([activity.place]):
        raise Refused(_("「%(code)s」という市区町村はありません。") % {"code": activity.place})
    if activity.hours is not None and activity.hours <= 0:
        raise Refused(_("時間は0より大きい数で書いてください。分からなければ空欄にしてください。"))
    _refuse_uncharged(activity, by, on)


def _refuse_uncharged(activity: Activity, by: Asker, on: date) -> None:
    """The programme office enters for its side; everybody else what the unit is in charge of."""
    if any(
        seat.role == Role.PROGRAMME_OFFICE and seat.side == activity.unit.side for seat in by.seats
    ):
        return
    charged = initiatives_at(activity.unit_id, on, activity.first_day)
    if not set(charged) & set(activity.references):
        raise Refused(
            _(
                "「%(unit)s」は%(references)sの担当として登録されていません。担当の取組を選ぶか、"
                "総括担当に担当の登録を頼んでください。"
            )
            % {"unit": activity.unit.name, "references": listed(activity.references)}
        )


def ask_other_side_again(activity: Activity) -> None:
    """What it had seen has changed."""
    activity.others_view, activity.others_note = "", ""
    activity.others_by, activity.others_at = "", None
