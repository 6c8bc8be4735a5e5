"""The desk and the public search as a market grows.

Writes `docs/reference/benchmarks/opportunities.md`.

One person against all open postings of the jobs market: the first time after something has changed,
when the postings are read, and every time after that. The peer is the same question asked of the
database row by row: read all postings, compare the answers in Python, sort.
"""

import datetime
import os
import random
from collections.abc import Callable
from typing import Any

from bench import ROOT, best, house, machine, show

PAGE = ROOT / "docs" / "reference" / "benchmarks" / "opportunities.md"
DESK_SIZES = (100, 1_000, 10_000)
SEARCH_SIZES = (1_000, 10_000, 100_000)
LIMIT_MS = 50
OCCUPATIONS = ("engineer", "care", "medical", "office", "sales", "service", "making", "farming")
REGIONS = (("011002", "011002"), ("012076", "016306"), ("012041", "014508"), ("012025", "013307"))
Desk = tuple[int, float, float, float]
Search = tuple[int, float, float, float]


def main() -> None:
    with house():
        desks, searches = measured()
    tables = [desk_table(desks), search_table(searches)]
    for table in tables:
        show(*table)
    PAGE.write_text("\n".join(page(tables)), encoding="utf-8")


def measured() -> tuple[list[Desk], list[Search]]:
    from tests.rooms.opportunities.doing import desk_cast, registered

    cast = desk_cast()
    seeker = registered(cast, answers={"occupations": ["engineer", "making"], "licences": ["car"]})
    desks, searches = [], []
    n_made = 0
    for size in sorted({*DESK_SIZES, *SEARCH_SIZES}):
        make(cast, size - n_made)
        n_made = size
        if size in DESK_SIZES:
            desks.append(desk(size, seeker))
        if size in SEARCH_SIZES:
            searches.append(search(size))
    return desks, searches


def make(cast: Any, n: int) -> None:
    """Published postings, spread over occupations, regions and pay; the index of words too."""
    from django.utils import timezone

    from renkei.core.search.entries import rebuild
    from renkei.opportunities.models import Posting

    rng = random.Random(n)  # noqa: S311 - for invented rows
    until = timezone.localdate() + datetime.timedelta(days=60)
    desk, firm = cast.units["city_desk"], cast.organisations["company"]
    rows = []
    for number in range(n):
        place, region = rng.choice(REGIONS)
        occupation = rng.choice(OCCUPATIONS)
        rows.append(
            Posting(
                market="jobs",
                version="2026-04",
                state="open",
                unit=desk,
                side="city",
                shown_to="city",
                organisation=firm,
                initiatives=" II-1 ",
                title_ja=f"{occupation} の募集 {number}",
                place=place,
                region=region,
                answers={
                    "occupation": occupation,
                    "employment": rng.choice(("regular", "contract")),
                    "duties": f"仕事の内容 {rng.randrange(1000)}",
                    "licences": rng.choice(([], ["car"], ["nurse"])),
                    "remote": rng.choice(("none", "some", "full")),
                    "salary_from": rng.randrange(180, 400) * 1000,
                    "days_off": rng.randrange(90, 130),
                    "housing": rng.random() < 0.3,
                },
                valid_until=until,
                is_public=True,
                entered_by="bench",
            )
        )
    Posting.objects.bulk_create(rows, batch_size=500)
    for _ in rebuild():
        pass


def desk(size: int, seeker: Any) -> Desk:
    from renkei.opportunities import arrays, introductions

    def first() -> None:
        arrays._kept.cache_clear()
        introductions.at_the_desk(seeker)

    def again() -> None:
        introductions.at_the_desk(seeker)

    first()
    return size, ms(again), ms(first), ms(lambda: row_by_row(seeker))


def row_by_row(seeker: Any) -> list[Any]:
    """The peer: without arrays and without the sentences."""
    from renkei.opportunities.models import Posting

    wanted = set(seeker.answers["occupations"])
    held = set(seeker.answers["licences"])
    found = [
        posting
        for posting in Posting.objects.filter(market="jobs", state="open")
        if posting.answers["occupation"] in wanted and held >= set(posting.answers["licences"])
    ]
    return sorted(found, key=lambda one: -one.answers["salary_from"])[:10]


def search(size: int) -> Search:
    from django.test import Client

    client = Client(headers={"host": "127.0.0.1"})

    def page(query: str) -> Callable[[], object]:
        return lambda: client.get(f"/opportunities/{query}")

    for query in ("", "?beyond=1", "?words=engineer"):
        assert client.get(f"/opportunities/{query}").status_code == 200
    return size, ms(page("")), ms(page("?beyond=1")), ms(page("?words=engineer+99"))


def ms(task: Callable[[], object]) -> float:
    return best(task, rounds=5) * 1000


# --- how it is shown ------------------------------------------------------------------------


def desk_table(desks: list[Desk]) -> tuple[str, list[str], list[list[str]]]:
    head = ["open postings", "again, ms", "after a change, ms", "row by row, ms", "times as long"]
    rows = [
        [f"{size:,}", f"{again:.1f}", f"{first:.1f}", f"{peer:.1f}", f"x {peer / again:.1f}"]
        for size, again, first, peer in desks
    ]
    title = f"At the desk: ten introductions with reasons and what-if (limit {LIMIT_MS} ms)"
    return title, head, rows


def search_table(searches: list[Search]) -> tuple[str, list[str], list[list[str]]]:
    head = ["published postings", "all, ms", "beyond Sapporo, ms", "words, ms"]
    rows = [[f"{size:,}", *(f"{one:.1f}" for one in times)] for size, *times in searches]
    return "The public search, a whole page", head, rows


def page(tables: list[tuple[str, list[str], list[list[str]]]]) -> list[str]:
    today = datetime.datetime.now(datetime.UTC).date().isoformat()
    lines = [
        "# The desk and the public search",
        "",
        f"{machine()}, SQLite; {today}, load {os.getloadavg()[0]:.1f}. Made by",
        "`python3 dev.py bench opportunities`. The quickest of five rounds.",
    ]
    for title, head, rows in tables:
        lines += ["", f"## {title}", "", f"| {' | '.join(head)} |"]
        lines += ["|" + "--:|" * len(head), *(f"| {' | '.join(row)} |" for row in rows)]
    lines += [
        "",
        "The postings of a market are read once and kept until one of them comes, goes or changes.",
        "“Row by row” reads them all each time and compares two of the six conditions, without",
        "scores of both sides, reasons or what-if. After a change everything is read anew, which",
        "with more than 1,000 open postings in one market takes longer than the limit, once.",
        "",
    ]
    return lines


if __name__ == "__main__":
    main()
