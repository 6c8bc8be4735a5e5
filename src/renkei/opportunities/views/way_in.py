"""From a posting that everybody reads to taking part: apply, or register first."""

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from renkei.core.rights import Asker
from renkei.core.writing import localized
from renkei.opportunities.models import Placement, Posting, Seeker
from renkei.opportunities.queries.registering import entrance_to
from renkei.opportunities.queries.seekers import active_of
from renkei.opportunities.rules.placements import address as address_of_placement
from renkei.opportunities.states import LIVE, Step
from renkei.opportunities.views.seekers import step_label


def way_in_to(found: Posting, asker: Asker) -> dict[str, str]:
    """What somebody who would like to take part may do next; nothing from a desk."""
    if not asker.is_somebody:
        return _register(found, asker) if found.is_open else {}
    seeker = active_of(asker, found.market)
    if seeker is None:
        return _register(found, asker) if found.is_open else {}
    made = Placement.objects.filter(seeker=seeker, posting=found, state__in=LIVE).first()
    if made is not None:
        return {
            "placement": address_of_placement(made),
            "says": _("いまの段階は「%(step)s」です。") % {"step": step_label(made)},
        }
    return _apply(found, seeker) if found.is_open else {}


def _apply(found: Posting, seeker: Seeker) -> dict[str, str]:
    if Step.APPLIED not in found.asked_by.steps:
        return {}
    return {
        "introduce": reverse("opportunities:introduce", args=[seeker.key]),
        "others": reverse("opportunities:introductions", args=[seeker.key]),
        "deed": _("話を聞きたい") if seeker.organisation_id else _("応募する"),
        "says": _("あなたの登録で、そのまま申し込めます。%(unit)sから連絡します。")
        % {"unit": seeker.unit.name},
    }


def _register(found: Posting, asker: Asker) -> dict[str, str]:
    there = reverse("opportunities:new_seeker", args=[found.market])
    if asker.is_somebody:
        entrance = entrance_to(found.of_market, asker, timezone.localdate())
        if entrance is None or entrance.is_at_a_desk:
            return {}
    return {
        "unit": found.unit.name,
        "noun": localized(found.asked_by.seeker.noun),
        "address": there if asker.is_somebody else f"{reverse('account_login')}?next={there}",
    }
