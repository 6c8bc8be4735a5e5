"""Letters of rounds: what somebody was given and why, whom an organisation may expect."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from renkei.charter.text import Text
from renkei.core.writing import localized, long_date
from renkei.directory.queries.places import place_names
from renkei.opportunities.links import link_to_take
from renkei.opportunities.models import Placement, Posting, Proposal, Round, Seeker
from renkei.opportunities.notices import lines_of
from renkei.paperwork.actions.notices import Recipient, send

MOST_REASONS = 8


def result_of_round(round_: Round, mine: Sequence[Proposal], placement: Placement | None) -> None:
    """To one seeker: the place, the introductions, or that there is nothing yet; always why."""
    given = [one for one in mine if one.posting is not None]
    if not given:
        _nothing_given(round_, mine[0])
    elif round_.asked_by.assigns and placement is not None:
        _place_given(round_, given[0], placement)
    else:
        _introduced(round_, given)


def _place_given(round_: Round, one: Proposal, placement: Placement) -> None:
    posting = one.posting
    assert posting is not None
    context = {
        **_of(posting, one.seeker.language),
        "round": _title(round_),
        "why": _reasons([one]),
        "until": round_.answer_by,
        "link": link_to_take(placement),
    }
    _send("place_given", one.seeker, round_, context, about=("placement", placement.key))


def _introduced(round_: Round, given: Sequence[Proposal]) -> None:
    postings = [one.posting for one in given if one.posting is not None]
    with override(given[0].seeker.language):
        places = place_names(one.place for one in postings)
        lines = tuple(line for one in postings for line in lines_of(one, places))
    context = {"round": _title(round_), "n": len(postings), "postings": lines}
    _send("introduced_in_round", given[0].seeker, round_, context)


def _nothing_given(round_: Round, one: Proposal) -> None:
    with override(one.seeker.language):
        waits = lines_of_waits(one) or [_("いまは補欠の順番がありません。")]
    context = {"round": _title(round_), "why": _reasons([one]), "waits": tuple(waits)}
    _send("nothing_given", one.seeker, round_, context)


def people_proposed(
    round_: Round, placements: Sequence[Placement], to: Iterable[Recipient]
) -> None:
    """To who speaks for an organisation: for how many people, and whether it is asked for a yes."""
    address = f"{settings.ADDRESS}{reverse('opportunities:placements')}"
    for one in to:
        with override(one.language):
            context: dict[str, Any] = {
                "round": _title(round_),
                "n": len(placements),
                "next": _what_is_next(round_),
                "link": address,
            }
        send(
            "opportunities.people_proposed",
            to=[one],
            context=context,
            about=("round", round_.key),
            unit=round_.unit_id,
        )


def _what_is_next(round_: Round) -> str:
    if not round_.asked_by.assigns:
        return _("応募するかどうかは、ご本人が決めます。様子は次のページで見られます。")
    if round_.of_market.confirms == "seeker":
        return _("ご本人の返事を待っています。返事の様子は次のページで見られます。")
    told = {"day": long_date(round_.answer_by)}
    return _("お受けになるかどうかを、%(day)sまでに次のページでお返事ください。") % told


def asked_again(placement: Placement) -> None:
    """Some days before the last day, to who has not answered."""
    seeker, posting = placement.seeker, placement.posting
    context = {
        **_of(posting, seeker.language),
        "until": placement.answer_by,
        "link": link_to_take(placement),
    }
    send(
        "opportunities.answer_awaited",
        to=[_to(seeker)],
        context=context,
        about=("placement", placement.key),
        unit=placement.unit_id,
    )


def _send(
    name: str,
    seeker: Seeker,
    round_: Round,
    context: dict[str, Any],
    about: tuple[str, str] | None = None,
) -> None:
    send(
        f"opportunities.{name}",
        to=[_to(seeker)],
        context=context,
        about=about or ("seeker", seeker.key),
        unit=round_.unit_id,
    )


def _to(seeker: Seeker) -> Recipient:
    return Recipient(person=seeker.person, email=seeker.email, language=seeker.language)


def _title(round_: Round) -> Text:
    return Text(round_.title_ja, round_.title_en or round_.title_ja)


def _of(posting: Posting, language: str) -> dict[str, Any]:
    firm = posting.organisation
    with override(language):
        place = place_names([posting.place]).get(posting.place, "")
    return {
        "what": Text(posting.title_ja, posting.title_en or posting.title_ja),
        "where": Text(firm.name_ja, firm.name_en or firm.name_ja),
        "place": place,
    }


def _reasons(given: Sequence[Proposal]) -> tuple[str, ...]:
    """In the seeker's language; of a missed posting with its name before it."""
    with override(given[0].seeker.language):
        return tuple(line for one in given for line in reasons_of(one)[:MOST_REASONS])


def reasons_of(one: Proposal) -> list[str]:
    """As the reader's language has them; of a posting that was missed with its title before it."""
    titles = _titles({told["posting"] for told in one.reasons} - {"", one.posting_id})
    return [
        _("「%(title)s」：%(reason)s") % {"title": titles[told["posting"]], "reason": text}
        if told["posting"] in titles
        else text
        for told in one.reasons
        for text in [localized(Text(told["ja"], told["en"]))]
    ]


def lines_of_waits(one: Proposal) -> list[str]:
    """For what somebody waits, and how many come before."""
    titles = _titles({line["posting"] for line in one.waits})
    return [
        _("「%(title)s」の補欠%(place)s番") % {"title": titles[key], "place": line["place"]}
        for line in one.waits
        if (key := line["posting"]) in titles
    ]


def _titles(keys: set[str]) -> dict[str, str]:
    if not keys:
        return {}
    return {one.key: one.title for one in Posting.objects.filter(pk__in=keys)}
