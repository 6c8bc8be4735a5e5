"""Writes of searches that are kept. Nobody signs in: whoever holds a letter holds the key.

Nothing here is entered in the journal: it would name a record that is gone with its address.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from renkei.core.errors import Refused, WrongState
from renkei.core.limits import DAY, within_limit
from renkei.opportunities import notices
from renkei.opportunities.models import Night, SavedSearch
from renkei.opportunities.queries.postings import PostingsAsked
from renkei.opportunities.queries.searches import confirmed, same_for_the_address
from renkei.paperwork.actions.notices import forget_notices_about

KIND = "saved_search"
# Letters that anybody may have us send: to one address, from one connection, in all.
MOST_TO_ONE = 5
MOST_FROM_ONE = 30
MOST_A_DAY = 500
MOST_KEPT = 10  # by one address


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """Whom to write to, how often, and in which language; `client` is where the form came from."""

    email: str
    how_often: str
    language: str
    client: str = ""


def save_search(asked: PostingsAsked, reader: Reader) -> None:
    """Keep it, and ask by a letter whether it was the holder of the address who wanted it.

    What is answered tells nobody whether the address is known here. An address that was asked
    several times today is not asked again, and nothing says so.

    Errors  Refused when too many came from one connection, or in all, today
    """
    email = reader.email.strip().lower()
    # Outside the transaction: what is refused later counts all the same.
    if not (
        within_limit(f"{KIND} from {reader.client}", MOST_FROM_ONE, DAY)
        and within_limit(KIND, MOST_A_DAY, DAY)
    ):
        raise Refused(_("本日の受付数に達しました。明日もう一度お願いします。"))
    if not within_limit(f"{KIND} to {email}", MOST_TO_ONE, DAY):
        return
    with transaction.atomic():
        search = SavedSearch.objects.create(
            email=email,
            how_often=reader.how_often,
            language=reader.language,
            **{name: getattr(asked, name) for name in SavedSearch.CONDITIONS},
        )
        notices.confirm_search(search)


@transaction.atomic
def confirm_search(key: str, *, on: date) -> SavedSearch:
    """From now on it is told of what is new. The same one asked for twice goes on as one.

    Errors  WrongState when it is gone; Refused when the address keeps so many already
    """
    search = _locked(key)
    if search is None:
        raise WrongState(_("この検索は、もうありません。"))
    if search.confirmed_on:
        return search
    if twin := same_for_the_address(search).first():
        return _go_on_as(twin, search, on)
    if confirmed().filter(email=search.email).count() >= MOST_KEPT:
        raise Refused(
            _("一つのアドレスで保存できる検索は%(n)s件までです。先にどれかを終えてください。")
            % {"n": MOST_KEPT}
        )
    search.confirmed_on = search.used_on = on
    # What is published from now on is announced tonight; before the night's work, this night.
    has_been_told = Night.objects.filter(on=on).exists()
    search.told_until = on if has_been_told else on - timedelta(days=1)
    try:
        with transaction.atomic():
            search.save()
    except IntegrityError:  # the same one was confirmed at this moment
        return _go_on_as(same_for_the_address(search).get(), search, on)
    return search


def _go_on_as(twin: SavedSearch, search: SavedSearch, on: date) -> SavedSearch:
    twin.how_often, twin.language, twin.used_on = search.how_often, search.language, on
    twin.save(update_fields=["how_often", "language", "used_on"])
    end_search(search.key)
    return twin


@transaction.atomic
def keep_search(key: str, *, how_often: str, on: date) -> SavedSearch:
    """Say that it is wanted still, and how often.

    Errors  WrongState when it is gone, or was never confirmed
    """
    search = _locked(key)
    if search is None or not search.confirmed_on:
        raise WrongState(_("この検索は、もうありません。"))
    search.how_often, search.used_on = how_often, on
    search.save(update_fields=["how_often", "used_on"])
    return search


@transaction.atomic
def end_search(key: str) -> None:
    """It goes at once, and with it its address, also from what was written to it."""
    SavedSearch.objects.filter(pk=key).delete()
    forget_notices_about(KIND, [key])


@transaction.atomic
def end_for_want_of_use(search: SavedSearch) -> None:
    """With a last letter, which is emptied of the address once it has left."""
    end_search(search.key)
    notices.search_is_over(search)


def _locked(key: str) -> SavedSearch | None:
    return SavedSearch.objects.select_for_update().filter(pk=key).first()
