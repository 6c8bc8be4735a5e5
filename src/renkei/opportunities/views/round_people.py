"""One person in a round: what she gets and why, what she listed, what the desk decides of her."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from renkei.core.access import looked_at
from renkei.core.rights import Asker, Verb, asker_of, may
from renkei.core.writing import localized
from renkei.directory.views.refusals import said
from renkei.opportunities.actions.rulings import rule, swap
from renkei.opportunities.forms.rounds import RulingForm
from renkei.opportunities.models import Posting, Proposal, Round, Seeker
from renkei.opportunities.queries.rounds import all_proposals, newest_proposals, postings_in
from renkei.opportunities.round_notices import lines_of_waits, reasons_of
from renkei.opportunities.rules.rounds import address
from renkei.opportunities.rules.seekers import address as address_of_seeker
from renkei.opportunities.states import RoundState, Ruled
from renkei.opportunities.views.rounds import standing_of

MOST_OTHERS = 300


@dataclass(frozen=True, slots=True)
class Part:
    """What a round gives somebody."""

    posting: str
    organisation: str
    standing: str
    reasons: list[str]
    waits: list[str]


def person(request: HttpRequest, key: str, seeker: str) -> HttpResponse:
    asker = asker_of(request)
    found = Round.objects.seen_by(asker, Verb.DECIDE, key=key)
    who = Seeker.objects.select_related("organisation", "unit").seen_by(asker, key=seeker)
    if (who.market, who.unit_id) != (found.market, found.unit_id):
        raise Http404("takes no part")
    looked_at(who, by=asker)
    may_rule = found.state in (RoundState.OPEN, RoundState.PROPOSED)
    form = _form(request, found, who) if may_rule else None
    is_sent = request.method == "POST" and form is not None and form.is_valid()
    if form and is_sent and said(form, lambda: _ruled(found, who, form, asker)):
        messages.success(request, _("決めました。案を作り直すと反映されます。"))
        return redirect(address(found))
    mine = list(all_proposals(found).filter(seeker=who).order_by("-wave", "key"))
    context = {
        "round": found,
        "market": localized(found.of_market.title),
        "seeker": who,
        "parts": [_part(one) for one in mine],
        "wishes": _wishes(who),
        "form": form,
        "seeker_address": address_of_seeker(who) if may(asker, Verb.READ, who) else "",
    }
    status = 422 if form is not None and form.errors else 200
    return render(request, "opportunities/round_person.html", context, status=status)


def _form(request: HttpRequest, found: Round, who: Seeker) -> RulingForm:
    others = newest_proposals(found).exclude(seeker=who).exclude(posting=None)
    return RulingForm(
        request.POST or None,
        postings=[
            (one.key, f"{one.title}（{one.organisation.name}）") for one in postings_in(found)
        ],
        others=[
            (one.seeker_id, f"{one.seeker.shown_name} — {one.posting.title}")
            for one in others[:MOST_OTHERS]
            if one.posting and found.state == RoundState.PROPOSED
        ]
        if found.asked_by.assigns
        else [],
    )


def _ruled(found: Round, who: Seeker, form: RulingForm, asker: Asker) -> bool:
    (deed, key), reason = form.decided(), form.cleaned_data["reason"]
    on = timezone.localdate()
    if deed == RulingForm.SWAP:
        swap(found, _exchanged(found, who, key), reason=reason, by=asker, on=on)
        return True
    posting = Posting.objects.get(pk=key)
    ruled = Ruled.PINNED if deed == RulingForm.PIN else Ruled.FORBIDDEN
    rule(found, (who, posting), ruled=ruled, reason=reason, by=asker, on=on)
    return True


def _exchanged(found: Round, who: Seeker, other: str) -> list[tuple[Seeker, Posting]]:
    """Each gets what the other has; whoever has nothing leaves the other with nothing pinned."""
    has = {
        one.seeker_id: one.posting
        for one in newest_proposals(found).filter(seeker__in=[who.key, other])
    }
    people = {who.key: who, other: Seeker.objects.get(pk=other)}
    exchanged = [(people[who.key], has.get(other)), (people[other], has.get(who.key))]
    return [(person, posting) for person, posting in exchanged if posting is not None]


def _part(one: Proposal) -> Part:
    return Part(
        posting=one.posting.title if one.posting else "",
        organisation=one.posting.organisation.name if one.posting else "",
        standing=standing_of(one),
        reasons=reasons_of(one),
        waits=lines_of_waits(one),
    )


def _wishes(who: Seeker) -> list[str]:
    """What she marked, in her order."""
    titles = {one.key: one.title for one in Posting.objects.filter(pk__in=who.wishes)}
    return [titles[key] for key in who.wishes if key in titles]
