"""Pages of postings, asked for and filled in."""

from datetime import timedelta

from django.test import Client
from django.utils import timezone

from renkei.opportunities.models import Posting

HOME, DESK, NEW = "/opportunities/", "/opportunities/desk/", "/opportunities/new/"
TOKEN = "f" * 32
SECRET = "だれにも見えない題名"


def page_of(posting: Posting) -> str:
    return f"{HOME}{posting.key}/"


def said(response: object) -> str:
    return response.content.decode()  # type: ignore[attr-defined]


def titles(client: Client, asked: str = "", page: str = HOME) -> list[str]:
    return [row.title for row in client.get(f"{page}{asked}").context["page"].rows]


def typed(**more: object) -> dict[str, object]:
    told: dict[str, object] = {
        "organisation": "company of the tests",
        "title_ja": "制御システムの技術者",
        "place": "帯広市",
        "capacity": "2",
        "valid_until": (timezone.localdate() + timedelta(days=30)).isoformat(),
        "token": TOKEN,
        "q_occupation": "engineer",
        "q_employment": "regular",
        "q_duties": "工場の制御システムを作る。",
        "q_remote": "some",
        "q_salary_from": "260,000",
        "q_housing": "yes",
        "save": "1",
    }
    return told | more
