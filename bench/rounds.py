"""Rounds as they grow: who takes part, what they are given and why, and all of it kept.

Writes `docs/reference/benchmarks/rounds.md`.

Students and courses of several firms with a cap of the region of Sapporo (`stable`), supporters and
activities with minima (`optimal`), and job seekers with ten introductions each (`introduce`). The
peer gives out the same courses by deferred acceptance written down in plain Python: without caps,
conditions or a word of why.
"""

import datetime
import os
import random
from functools import partial
from typing import Any

from bench import ROOT, best, house, machine, show

PAGE = ROOT / "docs" / "reference" / "benchmarks" / "rounds.md"
SIZES = (100, 500, 2_000)
LIMIT_S = 1.0
PER_POSTING = 10
REGIONS = (("011002", "011002"), ("012076", "016306"), ("012041", "014508"), ("012025", "013307"))
CAP = {"by": "region", "code": "011002", "cap": 0, "floor": None}
Measured = tuple[str, int, int, float, float, float, float]


def main() -> None:
    with house():
        rows, peers = measured()
    tables = [rounds_table(rows), peer_table(peers)]
    for table in tables:
        show(*table)
    PAGE.write_text("\n".join(page(tables)), encoding="utf-8")


def measured() -> tuple[list[Measured], list[tuple[int, float, float]]]:
    from tests.rooms.opportunities.doing import desk_cast

    cast = desk_cast("II-1", "II-5", "III-4")
    rows: list[Measured] = []
    peers: list[tuple[int, float, float]] = []
    for size in SIZES:
        for market in ("internships", "volunteers", "jobs"):
            round_ = made(cast, market, size)
            rows.append(measure(round_, market))
            if market == "internships":
                peers.append((size, rows[-1][4], best(partial(plainly, size), rounds=3)))
            clear()
    return rows, peers


def measure(round_: Any, market: str) -> Measured:
    """Seconds of reading, of the round with all its reasons, of keeping, and of all three."""
    from django.db import transaction

    from renkei.core.rights import Asker
    from renkei.opportunities.actions import rounds as actions
    from renkei.opportunities.rounds.bringing import bring_together
    from renkei.opportunities.rounds.taking_part import taking_part

    part = taking_part(round_)
    brought = bring_together(part)

    def bring() -> None:
        for kept in ("lists", "lists_with_room"):
            part.__dict__.pop(kept, None)
        bring_together(part)

    def keep() -> None:
        with transaction.atomic():
            actions._keep(
                round_, brought, earlier=(), by=Asker(), on=round_.closes_on, way="improve"
            )
            transaction.set_rollback(True)

    reading = best(lambda: taking_part(round_), rounds=3)
    bringing = best(bring, rounds=3)
    keeping = best(keep, rounds=3)
    return (
        market,
        len(part.seekers),
        len(part.postings),
        reading,
        bringing,
        keeping,
        reading + bringing + keeping,
    )


# --- what takes part ------------------------------------------------------------------------------


def made(cast: Any, market: str, size: int) -> Any:
    from django.utils import timezone

    from renkei.core.keys import new_key
    from renkei.opportunities.models import Posting, Round, Seeker

    rng = random.Random(size)  # noqa: S311 - for invented rows
    today = timezone.localdate()
    unit, firm = cast.units["city_desk"], cast.organisations["company"]
    common = {"market": market, "version": "2026-04", "side": "city", "entered_by": "bench"}
    postings = []
    for number in range(max(4, size // PER_POSTING)):
        place, region = rng.choice(REGIONS)
        posting = Posting(
            **common,
            key=new_key(),
            state="open",
            unit=unit,
            shown_to="city",
            organisation=firm,
            initiatives=" II-5 ",
            title_ja=f"{market} {number}",
            place=place,
            region=region,
            capacity=PER_POSTING,
            minimum=0 if market == "jobs" else 2,
            answers=answers(rng, market, "posting"),
            valid_until=today + datetime.timedelta(days=60),
            is_public=True,
        )
        postings.append(posting)
    Posting.objects.bulk_create(postings, batch_size=500)
    keys = [one.key for one in postings]
    Seeker.objects.bulk_create(
        [
            Seeker(
                **common,
                key=new_key(),
                state="active",
                unit=unit,
                name=f"{number}",
                answers=answers(rng, market, "seeker"),
                wishes=rng.sample(keys, k=min(len(keys), rng.randrange(0, 6))),
            )
            for number in range(size)
        ],
        batch_size=500,
    )
    return Round.objects.create(
        **common,
        unit=unit,
        title_ja="bench",
        closes_on=today,
        answer_by=today + datetime.timedelta(days=14),
        bounds=[CAP | {"cap": size // 4}],
        lottery="bench",
    )


def answers(rng: random.Random, market: str, whose: str) -> dict[str, Any]:
    """Of every question one answer by chance, of several about two thirds."""
    from renkei.charter.market_reader import markets

    version = markets()[market].versions[-1]
    told: dict[str, Any] = {}
    for key, question in version.questions(whose).items():  # type: ignore[arg-type]
        codes = [one.code for one in question.choices]
        if question.kind == "several_of":
            told[key] = rng.sample(codes, k=max(1, 2 * len(codes) // 3))
        elif question.kind == "one_of":
            told[key] = rng.choice(codes)
        elif question.kind in ("whole_number", "yen"):
            told[key] = rng.randrange(question.lowest or 0, (question.highest or 300_000) + 1)
        elif question.kind == "area":
            told[key] = rng.choice(REGIONS)[0]
    if "needs" in told:
        told["needs"] = []
    return told


def clear() -> None:
    from renkei.opportunities.models import Posting, Round, Seeker

    for table in (Round, Seeker, Posting):
        table.objects.all().delete()


# --- the peer -------------------------------------------------------------------------------------


def plainly(size: int) -> dict[int, int]:
    """Deferred acceptance in lists and dictionaries, people proposing, ties by number."""
    rng = random.Random(size)  # noqa: S311 - for invented rows
    n = max(4, size // PER_POSTING)
    lists = [rng.sample(range(n), k=min(n, 8)) for _ in range(size)]
    points = [[rng.randrange(100) for _ in range(n)] for _ in range(size)]
    has: dict[int, list[int]] = {posting: [] for posting in range(n)}
    asked = [0] * size
    free = list(range(size))
    while free:
        person = free.pop()
        if asked[person] >= len(lists[person]):
            continue
        posting = lists[person][asked[person]]
        asked[person] += 1
        has[posting].append(person)
        if len(has[posting]) > PER_POSTING:
            last = min(has[posting], key=lambda one: (points[one][posting], -one))
            has[posting].remove(last)
            free.append(last)
    return {person: posting for posting, people in has.items() for person in people}


# --- how it is shown ------------------------------------------------------------------------------


def rounds_table(rows: list[Measured]) -> tuple[str, list[str], list[list[str]]]:
    head = ["market", "people", "postings", "read, s", "bring together and say why, s"]
    head += ["keep, s", "all, s"]
    shown = [
        [market, f"{people:,}", f"{postings:,}", *(f"{one:.3f}" for one in times)]
        for market, people, postings, *times in rows
    ]
    return f"Rounds (limit {LIMIT_S:g} s for 2,000 people with reasons)", head, shown


def peer_table(peers: list[tuple[int, float, float]]) -> tuple[str, list[str], list[list[str]]]:
    head = [
        "people",
        "with conditions, caps and reasons, s",
        "plain deferred acceptance, s",
        "ratio",
    ]
    rows = [
        [f"{size:,}", f"{ours:.3f}", f"{peer:.3f}", f"x {ours / peer:.1f}"]
        for size, ours, peer in peers
    ]
    return "Internships beside deferred acceptance alone", head, rows


def page(tables: list[tuple[str, list[str], list[list[str]]]]) -> list[str]:
    today = datetime.datetime.now(datetime.UTC).date().isoformat()
    lines = [
        "# Rounds",
        "",
        f"{machine()}, SQLite; {today}, load {os.getloadavg()[0]:.1f}. Made by",
        "`python3 dev.py bench rounds`. The quickest of three rounds.",
    ]
    for title, head, rows in tables:
        lines += ["", f"## {title}", "", f"| {' | '.join(head)} |"]
        lines += ["|" + "--:|" * len(head), *(f"| {' | '.join(row)} |" for row in rows)]
    lines += [
        "",
        "“Read” is from the tables to the engine’s arrays; “bring together” is the lists of",
        "everybody, the assignment under caps and minima, and the reasons of each person in both",
        "languages; “keep” writes a row for everybody in one transaction. Ten people for each",
        "posting; Sapporo takes a quarter of all at most.",
        "",
    ]
    return lines


if __name__ == "__main__":
    main()
