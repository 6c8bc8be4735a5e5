"""At the desk, with somebody sitting there: what fits, why, and what one condition keeps away."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from renkei.core.access import looked_at
from renkei.core.addresses import address_of_record
from renkei.core.errors import NotPermitted
from renkei.core.rights import Asker, Verb, asker_of, may
from renkei.core.writing import localized, number
from renkei.directory.queries.places import place_names
from renkei.directory.views.refusals import told
from renkei.opportunities.actions.mailing import mail_what_fits
from renkei.opportunities.actions.placements import apply_for, introduce
from renkei.opportunities.actions.seekers import MOST_WISHES, wish_for
from renkei.opportunities.introductions import AtTheDesk, Introduction, at_the_desk
from renkei.opportunities.models import Posting, Seeker
from renkei.opportunities.nearest import Nearest
from renkei.opportunities.rules.placements import address as address_of_placement
from renkei.opportunities.rules.postings import address as address_of_posting
from renkei.opportunities.rules.seekers import address, is_about_herself
from renkei.opportunities.states import SeekerState, Step

REASONS_SHOWN = 3


@dataclass(frozen=True, slots=True)
class Card:
    """A posting that fits, as it is shown and read aloud."""

    key: str
    address: str
    title: str
    organisation: str
    place: str
    is_elsewhere: bool
    points: int
    first_reasons: tuple[str, ...]
    more_reasons: tuple[str, ...]
    is_wished: bool


@require_safe
def introductions(request: HttpRequest, key: str) -> HttpResponse:
    asker = asker_of(request)
    seeker = Seeker.objects.select_related("organisation", "unit").seen_by(asker, key=key)
    looked_at(seeker, by=asker)
    if seeker.state != SeekerState.ACTIVE:
        messages.info(request, _("いま探している方だけに、募集をお見せできます。"))
        return redirect(address(seeker))
    found = at_the_desk(seeker)
    context = {
        "seeker": seeker,
        "market": localized(seeker.of_market.title),
        "sentence": sentence_of(found),
        "cards": cards_of(found.introductions, set(seeker.wishes)),
        "without": [(localized(one.sentence), nearest_said(one.nearest)) for one in found.without],
        "most_wishes": MOST_WISHES,
        "n_wishes": len(seeker.wishes),
        "today": timezone.localdate(),
        **_allowed(asker, seeker),
    }
    return render(request, "opportunities/introductions.html", context)


@require_POST
def introduce_one(request: HttpRequest, key: str) -> HttpResponse:
    """The desk introduces; whoever looks herself applies."""
    asker, on = asker_of(request), timezone.localdate()
    seeker, posting = _pair(request, key)
    act = apply_for if is_about_herself(asker, seeker) else introduce
    try:
        made = told(request, lambda: act(seeker, posting, by=asker, on=on))
    except NotPermitted as refusal:
        # A desk without the right to place people reads that here, where it may inform.
        messages.warning(request, str(refusal))
        made = None
    if made is None:
        back = (
            ("fitting", posting.key) if "from_posting" in request.POST else ("introductions", key)
        )
        return redirect(f"opportunities:{back[0]}", back[1])
    if act is apply_for:
        messages.success(request, _("お返事を受け付けました。窓口から連絡します。"))
    elif "from_posting" in request.POST:
        messages.success(request, _("紹介しました。続けて、ほかの相手にも紹介できます。"))
        return redirect("opportunities:fitting", posting.key)
    else:
        messages.success(request, _("紹介しました。結果を聞いたら、ここに記録してください。"))
    return redirect(address_of_placement(made))


@require_POST
def wish(request: HttpRequest, key: str) -> HttpResponse:
    """Mark a posting, or take the mark away."""
    seeker, posting = _pair(request, key)
    known = list(seeker.wishes)
    if posting.key in known:
        known.remove(posting.key)
    else:
        known.append(posting.key)
    # What is published no more cannot be wished for; it goes with the next mark.
    known = list(Posting.objects.filter(pk__in=known, is_public=True).values_list("pk", flat=True))
    kept = sorted(known, key=[*seeker.wishes, posting.key].index)
    told(request, lambda: wish_for(seeker, kept, by=asker_of(request)))
    return redirect(f"{_address_here(key)}#{posting.key}")


@require_POST
def mail(request: HttpRequest, key: str) -> HttpResponse:
    """Send home what is shown here."""
    asker = asker_of(request)
    seeker = Seeker.objects.select_related("organisation", "unit__organisation").seen_by(
        asker, Verb.WRITE, key=key
    )
    if n := told(request, lambda: mail_what_fits(seeker, by=asker)):
        messages.success(request, _("%(n)s件をメールで送りました。") % {"n": n})
    return redirect("opportunities:introductions", key)


def sentence_of(found: AtTheDesk) -> str:
    """Read first, and aloud."""
    n, away = found.n_fitting, found.n_elsewhere
    if n == 0:
        return _("いまの条件すべてに合う募集は、まだありません。")
    if n == 1 and away:
        return _("1件が条件に合います。札幌市の外です。")
    if n == 1:
        return _("1件が条件に合います。札幌市にあります。")
    told = {"n": number(n), "away": number(away)}
    if away == n:
        return _("%(n)s件が条件に合います。どれも札幌市の外です。") % told
    if away == 0:
        return _("%(n)s件が条件に合います。どれも札幌市にあります。") % told
    return _("%(n)s件が条件に合います。うち%(away)s件は札幌市の外です。") % told


def nearest_said(nearest: Nearest | None) -> str:
    """How far somebody would have to move for the next ones."""
    if nearest is None:
        return ""
    told = {
        "label": localized(nearest.label),
        "value": number(nearest.value),
        "unit": localized(nearest.unit) if nearest.unit else "",
        "n": number(nearest.n_more),
        "away": number(nearest.n_elsewhere),
    }
    if nearest.is_most:
        return _("%(label)sが%(value)s%(unit)sまでなら、%(n)s件（うち札幌市の外%(away)s件）") % told
    return _("%(label)sが%(value)s%(unit)sからなら、%(n)s件（うち札幌市の外%(away)s件）") % told


def cards_of(found: tuple[Introduction, ...], wished: set[str]) -> list[Card]:
    names = place_names(one.posting.place for one in found)
    return [_card(one, names.get(one.posting.place, ""), wished) for one in found]


def _card(one: Introduction, place: str, wished: set[str]) -> Card:
    reasons = tuple(localized(reason) for reason in one.reasons)
    return Card(
        key=one.posting.key,
        address=address_of_posting(one.posting),
        title=one.posting.title,
        organisation=one.posting.organisation.name,
        place=place,
        is_elsewhere=one.is_elsewhere,
        points=one.points,
        first_reasons=reasons[:REASONS_SHOWN],
        more_reasons=reasons[REASONS_SHOWN:],
        is_wished=one.posting.key in wished,
    )


def _allowed(asker: Asker, seeker: Seeker) -> dict[str, Any]:
    may_write, is_hers = may(asker, Verb.WRITE, seeker), is_about_herself(asker, seeker)
    may_place = seeker.unit.may_place_jobs or not seeker.of_market.is_placement
    applies = Step.APPLIED in seeker.asked_by.steps
    first = seeker.asked_by.stages[0]
    return {
        "may_wish": may_write,
        "is_hers": is_hers,
        "may_begin": may_write and (applies if is_hers else may_place),
        "only_informs": may_write and not is_hers and not may_place,
        "deed": _own_deed(seeker) if is_hers else localized(first.deed),
    }


def _own_deed(seeker: Seeker) -> str:
    return _("話を聞きたい") if seeker.organisation_id else _("応募する")


def _pair(request: HttpRequest, key: str) -> tuple[Seeker, Posting]:
    seeker = Seeker.objects.select_related("unit").seen_by(asker_of(request), Verb.WRITE, key=key)
    wanted = request.POST.get("posting", "")[:26]
    posting = Posting.objects.filter(pk=wanted, market=seeker.market, is_public=True).first()
    if posting is None:
        raise Http404("not published in this market")
    return seeker, posting


def _address_here(key: str) -> str:
    return address_of_record("opportunities:introductions", key)
