"""Searches that somebody keeps, asked for and confirmed as by mail."""

import re
from typing import Any

from renkei.opportunities.actions.searches import Reader, confirm_search, save_search
from renkei.opportunities.models import SavedSearch
from renkei.opportunities.queries.postings import PostingsAsked
from renkei.paperwork.models import Notice
from tests.rooms.opportunities.doing import TODAY

EMAIL = "reader@example.org"
NEW, SENT = "/opportunities/searches/new/", "/opportunities/searches/sent/"


def reader(**more: Any) -> Reader:
    return Reader(**({"email": EMAIL, "how_often": "daily", "language": "ja"} | more))


def kept(asked: PostingsAsked | None = None, *, on: Any = TODAY, **more: Any) -> SavedSearch:
    """One that is confirmed."""
    save_search(asked or PostingsAsked(), reader(**more))
    made = SavedSearch.objects.get(confirmed_on=None)
    return confirm_search(made.key, on=on)


def letters(name: str = "new_postings") -> list[Notice]:
    found = Notice.objects.filter(template=f"opportunities.{name}", anonymised_at=None)
    return list(found.order_by("key"))


def told_of(letter: Notice) -> list[str]:
    """The titles of the postings in a letter."""
    return re.findall(r"^・(.+)$", letter.body, re.MULTILINE)


def link_in(letter: Notice, page: str) -> str:
    """The path of the page of that name, as a letter holds it."""
    found = re.search(rf"(?:/en)?/opportunities/searches/{page}/\S+", letter.body)
    assert found, letter.body
    return found[0]
