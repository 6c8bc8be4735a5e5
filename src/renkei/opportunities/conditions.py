"""What somebody asks of the public search: in words, and as an address."""

from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from renkei.charter.market_reader import markets
from renkei.core.writing import localized
from renkei.directory.queries.places import place_names
from renkei.opportunities.queries.postings import PostingsAsked
from renkei.opportunities.queries.regions import regions


def in_words(asked: PostingsAsked) -> list[str]:
    """Each condition as its reader calls it; “everything” where there is none."""
    market = markets().get(asked.market)
    told = [
        _("ことば「%(words)s」") % {"words": asked.words} if asked.words else "",
        localized(market.title) if market else "",
        regions().get(asked.region, ""),
        place_names([asked.place]).get(asked.place, ""),
        _("札幌市の外だけ") if asked.is_beyond else "",
        _("在宅で働ける") if asked.is_remote else "",
    ]
    return [one for one in told if one] or [_("すべての募集")]


def query_of(asked: PostingsAsked, place: str) -> str:
    """What stands behind the question mark; `place` is the name of the municipality."""
    told = {
        "words": asked.words,
        "market": asked.market,
        "region": asked.region,
        "place": place,
        "beyond": "1" if asked.is_beyond else "",
        "remote": "1" if asked.is_remote else "",
    }
    return urlencode({name: value for name, value in told.items() if value})


def query_with_place(asked: PostingsAsked) -> str:
    return query_of(asked, place_names([asked.place]).get(asked.place, ""))


def address_of_search(asked: PostingsAsked) -> str:
    """The page of the public search that shows just this."""
    query = query_with_place(asked)
    return reverse("opportunities:home") + (f"?{query}" if query else "")
