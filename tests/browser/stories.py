"""What the stories of the markets do again and again."""

from django.utils import timezone
from playwright.sync_api import Page

from renkei.charter.reader import programme
from renkei.programme.figures import figure
from renkei.programme.periods import Period

# Of a figure: all of it, the prefecture's, the city's.
Counted = tuple[int, int, int]


def figures(*names: str) -> dict[str, Counted]:
    """What the programme counts by now of this fiscal year."""
    today = timezone.localdate()
    year = Period.year(today.year if today.month >= 4 else today.year - 1)
    found = {one: figure(programme().indicator(one), year) for one in names}
    return {
        name: (int(one.total or 0), int(one.prefecture or 0), int(one.city or 0))
        for name, one in found.items()
    }


def raised(before: Counted, by: int, *, side: str) -> Counted:
    """In all and on the side that did it, and nowhere else."""
    total, prefecture, city = before
    return total + by, prefecture + by * (side == "prefecture"), city + by * (side == "city")


def open_page(page: Page, house: str, language: str, path: str) -> None:
    page.goto(f"{house}{'/en' * (language == 'en')}{path}")


def record_next_step(page: Page) -> None:
    page.locator(".do__buttons button").first.click()
    page.wait_for_load_state()
