"""A season of internships by rule: the firms, and the courses that they offer together."""

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import islice
from random import Random

from renkei.demo.stage import REGISTRARS, SAPPORO, Line, Stage
from renkei.directory.actions.organisations import (
    Particulars,
    publish_organisation,
    register_organisation,
)

EDITION = "14"  # of the classification of industries
REGISTERED = -90  # days: the firms were entered before the season


def season_of_courses(stage: Stage, season: Line) -> Iterator[Line]:
    """Lines of a table of postings; the firms are entered on the way."""
    draw = Random(season["seed"])  # noqa: S311 - no secret
    firms = _firms(stage, season, draw)
    for n, size in enumerate(season["sizes"]):
        yield _course(stage, season, draw, n, list(islice(firms, size)))


def _firms(stage: Stage, season: Line, draw: Random) -> Iterator[Line]:
    """One after the other, each of another industry than the one before."""
    words = season["words"]
    named = list(zip(words["ja"], words["kana"], words["en"], strict=True))
    draw.shuffle(named)
    on = stage.day(REGISTERED)
    registrars = {is_city: stage.asker(name, on=on) for is_city, name in REGISTRARS.items()}
    for n, (ja, kana, en) in enumerate(named):
        industry = season["industries"][n % len(season["industries"])]
        suffix, place = industry["suffix"], draw.choice(season["places"])
        by = registrars[place == SAPPORO]
        made = register_organisation(
            Particulars(
                name_ja=f"架空{ja}{suffix['ja']}（デモ）",
                name_en=f"Kakuu {en} {suffix['en']} (demo)",
                name_kana=f"かくう{kana}{suffix['kana']}",
                kind="company",
                place=place,
                industry=industry["section"],
                industry_edition=EDITION,
                size=draw.choice(season["company_sizes"]),
            ),
            by=by,
            on=on,
        )
        publish_organisation(made, by=by, on=on)
        name = f"season_firm_{n}"
        stage.organisations[name] = made
        yield {"id": name, "industry": industry}


def _course(stage: Stage, season: Line, draw: Random, n: int, firms: list[Line]) -> Line:
    days = draw.choice(season["lengths"])
    first = _monday(stage, season, n)
    lead, *partners = firms
    shorts = [one["industry"]["short"] for one in firms]
    told = {"n": len(firms), "days": days}
    entered = _spread(season["entered"], n, len(season["sizes"]))
    names = "、".join(stage.organisations[one["id"]].name_ja for one in firms)
    return {
        "id": f"season_course_{n}",
        "market": "internships",
        "by": season["by"],
        "organisation": lead["id"],
        "partners": [one["id"] for one in partners],
        "title": {
            "ja": season["title"]["ja"]
            % {**told, "industries": "・".join(one["ja"] for one in shorts)},
            "en": season["title"]["en"]
            % {**told, "industries": ", ".join(one["en"] for one in shorts)},
        },
        "entered": entered,
        "opened": entered + 1,
        "capacity": draw.choice(season["capacities"]),
        "minimum": season["minimum"],
        "first_day": (first - stage.today).days,
        "last_day": (first - stage.today).days + days - 1,
        "answers": {
            "theme": season["themes"][n % len(season["themes"])],
            "firms": names,
            "n_firms": len(firms),
            "main_industry": lead["industry"]["code"],
            "industries": sorted({one["industry"]["code"] for one in firms}),
            "shares_with_ishikari": n % 3 == 0,
            "month": "@month",
            "first_day": "@first_day",
            "days": days,
            "dates": f"{days}日間（平日）",
            "meeting_place": season["meeting_places"][n % len(season["meeting_places"])],
        },
    }


def _monday(stage: Stage, season: Line, n: int) -> date:
    """The Monday after the day on which a course would begin: none of them spans a weekend."""
    day = stage.day(_spread(season["begins"], n, len(season["sizes"])))
    return day + timedelta(days=-day.weekday() % 7)


def _spread(between: list[int], n: int, of: int) -> int:
    first, last = between
    return first + (last - first) * n // of
