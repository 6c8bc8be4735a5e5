"""One posting, and whom the desk could introduce to it: several, one after the other."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from renkei.core.rights import Asker, asker_of
from renkei.core.writing import localized, number
from renkei.directory.queries.places import place_names
from renkei.opportunities.desks import runs_market
from renkei.opportunities.fitting import Fitting, WhoFits, who_fits
from renkei.opportunities.models import Placement, Posting, Seeker
from renkei.opportunities.queries.placements import of_posting
from renkei.opportunities.rules.placements import address as address_of_placement
from renkei.opportunities.rules.postings import address
from renkei.opportunities.rules.seekers import address as address_of_seeker
from renkei.opportunities.views.introductions import REASONS_SHOWN
from renkei.opportunities.views.placements import name_for
from renkei.opportunities.views.seekers import step_label


@dataclass(frozen=True, slots=True)
class Card:
    key: str
    address: str
    name: str
    about: str  # where a firm is, and how much is on its way
    says: str  # of itself
    points: int
    may_begin: bool
    first_reasons: tuple[str, ...]
    more_reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Line:
    address: str
    name: str
    step: str
    is_live: bool


@require_safe
def fitting(request: HttpRequest, key: str) -> HttpResponse:
    asker = asker_of(request)
    posting: Posting = Posting.objects.select_related("organisation").seen_by(asker, key=key)
    if not introduces(asker, posting):
        raise Http404("for a desk that introduces in this market")
    if not posting.is_open:
        messages.info(request, _("いま公開中の募集にだけ紹介できます。"))
        return redirect(address(posting))
    found = who_fits(posting, asker)
    cards, stages = _cards(found.shown, posting), posting.asked_by.stages
    context = {
        "posting": posting,
        "market": localized(posting.of_market.title),
        "noun": localized(posting.asked_by.seeker.noun),
        "sentence": _sentence(found),
        "cards": cards,
        "lines": [_line(one, asker) for one in of_posting(posting, asker)],
        "deed": localized(stages[0].deed),
        "only_informs": bool(cards) and not any(one.may_begin for one in cards),
    }
    return render(request, "opportunities/fitting.html", context)


def introduces(asker: Asker, posting: Posting) -> bool:
    """Whether this is a market in which the asker's desk introduces one to one."""
    return posting.asked_by.mode == "introduce" and runs_market(asker, posting.of_market)


def _sentence(found: WhoFits) -> str:
    told = {"n": number(found.n_fitting), "of": number(found.n_looking)}
    if not found.n_looking:
        return _("この窓口には、まだ紹介していない登録がありません。")
    if not found.n_fitting:
        return _("登録のある%(of)s件のうち、条件が合うものはまだありません。") % told
    return _("登録のある%(of)s件のうち、%(n)s件に条件が合います。") % told


def _cards(found: tuple[Fitting, ...], posting: Posting) -> list[Card]:
    firms = [one.seeker.organisation for one in found if one.seeker.organisation]
    names = place_names(one.place for one in firms if one.place)
    is_placement = posting.of_market.is_placement
    return [_card(one, names, is_placement=is_placement) for one in found]


def _card(one: Fitting, names: dict[str, str], *, is_placement: bool) -> Card:
    seeker, reasons = one.seeker, tuple(localized(reason) for reason in one.reasons)
    firm = seeker.organisation
    told = [
        names.get(firm.place, "") if firm else "",
        _("進行中の紹介%(n)s件") % {"n": number(seeker.n_live)} if seeker.n_live else "",
    ]
    return Card(
        key=seeker.key,
        address=address_of_seeker(seeker),
        name=seeker.shown_name,
        about="　".join(filter(None, told)),
        says=_of_itself(seeker),
        points=one.points,
        may_begin=not is_placement or seeker.unit.may_place_jobs,
        first_reasons=reasons[:REASONS_SHOWN],
        more_reasons=reasons[REASONS_SHOWN:],
    )


def _of_itself(seeker: Seeker) -> str:
    """What a firm or a team says of itself; what people tell the desk is theirs alone."""
    told = (
        seeker.answers.get(question.key)
        for question in seeker.asked_by.sheet("seeker").questions
        if question.kind == "long_text" and not question.is_personal
    )
    return next((str(text) for text in told if text), "")


def _line(one: Placement, asker: Asker) -> Line:
    return Line(address_of_placement(one), name_for(asker, one), step_label(one), one.is_live)
