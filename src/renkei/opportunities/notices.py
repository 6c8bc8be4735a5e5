"""Letters of the markets."""

from collections.abc import Sequence
from dataclasses import replace

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

from renkei.charter.text import Text
from renkei.core.writing import listed, localized
from renkei.directory.queries.places import place_names
from renkei.opportunities.conditions import address_of_search, in_words
from renkei.opportunities.introductions import Introduction
from renkei.opportunities.links import (
    link_to_answer,
    link_to_confirm,
    link_to_end,
    link_to_search,
)
from renkei.opportunities.models import Placement, Posting, SavedSearch, Seeker
from renkei.opportunities.queries.postings import PostingsAsked
from renkei.opportunities.queries.searches import conditions_of
from renkei.opportunities.rules.postings import address
from renkei.paperwork.actions.notices import Recipient, send
from renkei.paperwork.letters import Value
from renkei.paperwork.retaining import schedule

MOST_IN_A_LETTER = 20
MOST_REASONS = 3  # of one posting in a letter


def how_it_goes(placement: Placement) -> None:
    """To whoever was placed: whether she is still there. Answered by one button."""
    posting, seeker = placement.posting, placement.seeker
    firm = posting.organisation
    send(
        "opportunities.how_it_goes",
        to=[Recipient(person=seeker.person, email=seeker.email, language=seeker.language)],
        context={
            "what": Text(posting.title_ja, posting.title_en or posting.title_ja),
            "where": Text(firm.name_ja, firm.name_en or firm.name_ja),
            "months": placement.ask_months or 0,
            "link": link_to_answer(placement),
        },
        about=("placement", placement.key),
        unit=placement.unit_id,
    )


def what_fits(seeker: Seeker, found: Sequence[Introduction]) -> None:
    """To whoever looks: what she was shown at the desk, each with why."""
    unit = seeker.unit
    with override(seeker.language):
        places = place_names(one.posting.place for one in found)
        lines: list[str] = []
        for one in found:
            *told, last = lines_of(one.posting, places)
            lines += [*told, *(f"  {localized(why)}" for why in one.reasons[:MOST_REASONS]), last]
        context: dict[str, Value] = {
            "n": len(found),
            "market": localized(seeker.of_market.title),
            "postings": tuple(lines),
            "desk": f"{unit.organisation.name} {unit.name}",
        }
    send(
        "opportunities.what_fits",
        to=[Recipient(person=seeker.person, email=seeker.email, language=seeker.language)],
        context=context,
        about=("seeker", seeker.key),
        unit=seeker.unit_id,
    )


# --- searches that are kept ---------------------------------------------------------------------


def confirm_search(search: SavedSearch) -> None:
    """To whoever is said to want it: a link that says so.

    The words are left out: whoever typed them may not be the one who reads this, and nobody is to
    have letters of ours say what he likes.
    """
    with override(search.language):
        told = conditions_of(search)
        what = in_words(replace(told, words=""))
        if told.words:
            what = [*([] if what == in_words(PostingsAsked()) else what), _("ことばでの検索")]
        context: dict[str, Value] = {"link": link_to_confirm(search), "what": listed(what)}
        _write(search, "confirm_search", context)


def new_postings(search: SavedSearch, news: Sequence[Posting]) -> None:
    """What is new for a search, the newest first; of very many the first, and where the rest is."""
    with override(search.language):
        shown = news[:MOST_IN_A_LETTER]
        places = place_names(one.place for one in shown)
        lines = [line for one in shown for line in lines_of(one, places)]
        rest = len(news) - len(shown)
        lines = [*lines, _("ほかに%(n)s件あります。") % {"n": rest}] if rest else lines[:-1]
        context: dict[str, Value] = {
            "n": len(news),
            "what": _said(search),
            "news": tuple(lines),
            "all": _search_address(search),
            "own": link_to_search(search),
            "stop": link_to_end(search),
        }
        _write(search, "new_postings", context, stop=link_to_end(search))


def search_is_over(search: SavedSearch) -> None:
    """To whoever has not said for long that she wants it: it has ended, and how to begin anew."""
    with override(search.language):
        context: dict[str, Value] = {
            "what": _said(search),
            "months": 12 * schedule()["saved_search"].years,
            "all": _search_address(search),
        }
        _write(search, "search_is_over", context)


def lines_of(posting: Posting, places: dict[str, str]) -> list[str]:
    # A town's own posting is mostly where the town is.
    about = dict.fromkeys([posting.organisation.name, places.get(posting.place, "")])
    return [f"・{posting.title}", listed(about), f"{settings.ADDRESS}{address(posting)}", ""]


def _said(search: SavedSearch) -> str:
    return listed(in_words(conditions_of(search)))


def _search_address(search: SavedSearch) -> str:
    return settings.ADDRESS + address_of_search(conditions_of(search))


def _write(search: SavedSearch, name: str, context: dict[str, Value], *, stop: str = "") -> None:
    send(
        f"opportunities.{name}",
        to=[Recipient(email=search.email, language=search.language, stop=stop)],
        context=context,
        about=("saved_search", search.key),
    )
