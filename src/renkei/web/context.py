"""What every page's layout needs to know."""

from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import get_language, override, pgettext
from django.utils.translation import gettext as _

from renkei.core.addresses import address_of_page, here
from renkei.core.rights import NOBODY, Asker, Role, Seat, asker_of
from renkei.opportunities.rules.offering import (
    enters_for_a_desk,
    own_organisations,
    works_with_postings,
)


@dataclass(frozen=True, slots=True)
class Item:
    """A page of a navigation; `here` is the value of aria-current, empty elsewhere."""

    name: str
    address: str
    here: str


@dataclass(frozen=True, slots=True)
class Reader:
    """Who is signed in, as the head of a page shows it."""

    name: str
    seats: tuple[tuple[str, str], ...]  # role, and where
    workspace: list[Item]
    own: list[Item]
    works_with_postings: bool = False


def page(request: HttpRequest) -> dict[str, object]:
    """Navigation, who reads, and the same page in the other languages."""
    return {
        "demonstration": settings.DEMO,
        "navigation": _navigation(request.path),
        "section": _section(request.path),
        "reader": _reader(request),
        "same_page_in": [
            (code, name, _same_page(request, code)) for code, name in settings.LANGUAGES
        ],
        # The name under which django-htmx looks for it.
        "csp_nonce": getattr(request, "csp_nonce", None),
    }


def _navigation(path: str) -> list[Item]:
    pages = {
        "home": _("トップ"),
        "observatory:home": _("人口の動き"),
        "programme:home": _("共同プログラム"),
        "opportunities:home": _("募集をさがす"),
        "observatory:sources": _("数値について"),
    }
    return _items(pages, path)


def _section(path: str) -> list[Item]:
    """The pages beside this one, where a part of the house is larger than one page."""
    if not path.startswith(address_of_page("programme:home")):
        return []
    pages = {
        "programme:home": pgettext("section", "概要"),
        "programme:figures": pgettext("section", "指標"),
        "programme:activities": pgettext("section", "活動"),
        "programme:spread": pgettext("section", "広がり"),
        "programme:money": pgettext("section", "お金"),
        "programme:reviews": pgettext("section", "見直し"),
        "programme:councils": pgettext("section", "会議"),
        "programme:opinion_calls": pgettext("section", "意見"),
        "programme:reports": pgettext("section", "報告"),
    }
    return _items(pages, path)


def _items(named: dict[str, str], path: str) -> list[Item]:
    where = here()
    pages = {address_of_page(name, where): label for name, label in named.items()}
    # The nearest of the pages above: the page about the figures lies below the observatory's, and
    # every page below the front page.
    home = address_of_page("home", where)
    nearest = max((page for page in pages if path.startswith(page)), key=len, default=home)
    above = nearest if nearest != home else None
    return [Item(label, page, _mark(page, path, above)) for page, label in pages.items()]


def _mark(page: str, path: str, above: str | None) -> str:
    if page == path:
        return "page"
    return "true" if page == above else ""


def _same_page(request: HttpRequest, code: str) -> str:
    """The address in that language; its front page where no page stands at the address.

    Every page of the house stands below the front page of its language.
    """
    address = request.get_full_path()
    if code == get_language():
        return address
    here = address_of_page("home")
    with override(code):
        there = address_of_page("home")
    return there + address.removeprefix(here) if request.resolver_match else there


# --- who reads ------------------------------------------------------------------------------


def _reader(request: HttpRequest) -> Reader | None:
    """Nobody costs no query: without a session there is nobody to look for."""
    asker = asker_of(request)
    if asker == NOBODY:
        return None
    return Reader(
        name=asker.name,
        seats=tuple(_seat(seat) for seat in asker.seats),
        workspace=_items(_workspace(asker), request.path),
        own=_items(_own(asker), request.path),
        works_with_postings=works_with_postings(asker),
    )


def _seat(seat: Seat) -> tuple[str, str]:
    return str(Role(seat.role).label), f"{seat.organisation_name} {seat.unit_name}"


def _workspace(asker: Asker) -> dict[str, str]:
    """The pages on which a person works; each page decides for itself what it shows to whom."""
    pages = {"tasks": pgettext("navigation", "わたしの仕事")}
    if asker.seats:
        pages |= {
            "directory:organisations": pgettext("navigation", "組織"),
            "directory:agreements": pgettext("navigation", "協定"),
        }
    if own_organisations(asker):
        pages["opportunities:ours"] = pgettext("navigation", "うちの募集と出会い")
    if enters_for_a_desk(asker) or (works_with_postings(asker) and not own_organisations(asker)):
        pages["opportunities:desk"] = pgettext("navigation", "募集の管理")
    if works_with_postings(asker) or not asker.seats:
        pages["opportunities:seekers"] = pgettext("navigation", "登録と紹介")
    if asker.is_staff:
        pages |= {
            "paperwork:answers_list": pgettext("navigation", "回答"),
            "paperwork:documents": pgettext("navigation", "文書"),
            "journal:home": pgettext("navigation", "活動の記録"),
        }
    if asker.seats:
        pages["directory:people"] = pgettext("navigation", "利用者")
    pages["search:home"] = pgettext("navigation", "検索")
    return pages


def _own(asker: Asker) -> dict[str, str]:
    """What a person finds behind her name."""
    pages = {
        "directory:me": pgettext("navigation", "自分の登録"),
        "directory:my_rights": pgettext("navigation", "わたしが見られるもの"),
        "paperwork:about_me": pgettext("navigation", "わたしについての記録"),
        "directory:my_consents": pgettext("navigation", "わたしの同意"),
        "paperwork:reminders": pgettext("navigation", "リマインダー"),
        "jobs:home": pgettext("navigation", "時間のかかる処理"),
    }
    if asker.is_staff:
        pages |= {
            "notices:delivery": pgettext("navigation", "送ったお知らせ"),
            "paperwork:retention": pgettext("navigation", "保存と廃棄"),
        }
    return pages
