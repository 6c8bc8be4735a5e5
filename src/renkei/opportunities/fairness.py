"""How far those got who registered in a year, by sex, age, nationality, home and desk; and how
many introductions led beyond Sapporo.

This is the one module that brings together what came of registrations and what is held apart of
people (`models.about_seekers`). It counts; nothing that chooses postings reads it.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from renkei.charter.markets import Market
from renkei.charter.text import Text
from renkei.core.calendar import fiscal_year_days, fiscal_year_of
from renkei.core.suppression import THRESHOLD, suppress
from renkei.engines import matching as engine
from renkei.journal.queries import of_period, standing_entries
from renkei.opportunities.models import Placement, Seeker
from renkei.opportunities.queries.places import is_elsewhere
from renkei.opportunities.states import Nationality, Sex, Step

NOT_SAID = ""
EVERYBODY, NOT_KNOWN = Text("登録した方すべて", "Everybody"), Text("わからない", "Not known")
STAGES = (Step.INTRODUCED, Step.OFFERED, Step.ACCEPTED, Step.STARTED)
# The last age of each band, by the age that somebody reaches in the calendar year.
BANDS = ((24, "under_25"), (34, "25_34"), (44, "35_44"), (54, "45_54"), (200, "over_54"))
# Saitama, Chiba, Tokyo, Kanagawa: the first two figures of a code are the prefecture's.
HOKKAIDO, CAPITAL = "01", ("11", "12", "13", "14")
LAST_PREFECTURE = 47
GROUPS: Mapping[str, Mapping[str, Text]] = {
    "sex": {
        Sex.FEMALE: Text("女性", "Women"),
        Sex.MALE: Text("男性", "Men"),
        NOT_SAID: NOT_KNOWN,
    },
    "age": {
        "under_25": Text("25歳未満", "Under 25"),
        "25_34": Text("25～34歳", "25 to 34"),
        "35_44": Text("35～44歳", "35 to 44"),
        "45_54": Text("45～54歳", "45 to 54"),
        "over_54": Text("55歳以上", "55 and over"),
        NOT_SAID: NOT_KNOWN,
    },
    "nationality": {
        Nationality.JAPANESE: Text("日本", "Japanese"),
        Nationality.OTHER: Text("日本以外", "Other"),
        NOT_SAID: NOT_KNOWN,
    },
    "home": {
        "hokkaido": Text("北海道", "Hokkaido"),
        "capital": Text("東京圏", "Tokyo area"),
        "japan": Text("そのほかの国内", "Elsewhere in Japan"),
        NOT_SAID: Text("海外・わからない", "Abroad or not known"),
    },
}
ALTOGETHER = Text("全体", "Altogether")
TITLES = {
    "sex": Text("性別", "Sex"),
    "age": Text("年齢", "Age"),
    "nationality": Text("国籍", "Nationality"),
    "home": Text("住んでいるところ", "Home"),
    "unit": Text("窓口", "Desk"),
}
Reached = Mapping[str, NDArray[np.bool_]]
Shares = tuple[engine.Share, ...]
WITHHELD = engine.Share(None, None, None, None)


class Person(NamedTuple):
    """What is counted of one registration."""

    key: str
    sex: str
    age: str
    nationality: str
    home: str
    unit: str


@dataclass(frozen=True, slots=True)
class Group:
    """Units   of: people, None where they are too few; shares: one for each stage"""

    label: Text
    of: int | None
    shares: Shares


@dataclass(frozen=True, slots=True)
class Attribute:
    """`apart`: the stages at which the intervals of two groups do not touch."""

    name: str
    title: Text
    groups: tuple[Group, ...]
    apart: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Fairness:
    n: int | None  # of those who registered; None where they are too few to be told
    stages: tuple[str, ...]
    whole: Group
    attributes: tuple[Attribute, ...]

    @property
    def is_comparable(self) -> bool:
        """Whether of any attribute two groups are large enough to stand beside each other."""
        return any(
            sum(group.shares[n].low is not None for group in one.groups) > 1
            for one in self.attributes
            for n in range(len(self.stages))
        )

    @property
    def apart(self) -> tuple[Attribute, ...]:
        return tuple(one for one in self.attributes if one.apart)


@dataclass(frozen=True, slots=True)
class SpreadOfAYear:
    """Shares beyond Sapporo."""

    year: int
    introduced: engine.Share
    started: engine.Share


def fairness_of(market: Market, year: int) -> Fairness:
    """1. who registered in the fiscal year, and how far each has come since
    2. the share of each group at each stage, with its interval
    3. without what would speak of few people, alone or by subtraction
    """
    people, units = _registered(market, year)
    stages = stages_of(market)
    if not people:
        return Fairness(0, stages, Group(EVERYBODY, 0, ()), ())
    reached = _reached(market, year, [one.key for one in people], stages)
    named = {**GROUPS, "unit": units}
    codes = {name: _coded([getattr(one, name) for one in people], named[name]) for name in TITLES}
    sizes, shares = _withheld(codes, reached, len(people))
    return Fairness(
        n=sizes["all"][0],
        stages=stages,
        whole=Group(EVERYBODY, sizes["all"][0], _across(shares, "all", 0)),
        attributes=tuple(
            _attribute(name, list(codes[name][0]), sizes[name], shares) for name in TITLES
        ),
    )


def stages_of(market: Market) -> tuple[str, ...]:
    """Those of the four that the market has; who was not introduced has applied."""
    steps = market.versions[-1].steps
    return tuple(one for one in STAGES if one == Step.INTRODUCED or one in steps)


def years_of(market: Market, on: date) -> list[int]:
    """Fiscal years since the first registration, the latest first; this one in any case."""
    found = Seeker.objects.filter(market=market.key).order_by("made_at")
    first = found.values_list("made_at", flat=True).first()
    now = fiscal_year_of(on)
    return list(range(now, min(now, fiscal_year_of(first.date()) if first else now) - 1, -1))


def spread_of(market: Market) -> list[SpreadOfAYear]:
    """How much led beyond Sapporo, by the fiscal year of the introduction and of the start; the
    latest year first."""
    found = Placement.objects.filter(market=market.key).order_by()
    rows = list(found.values_list("introduced_on", "started_on", "posting__region"))
    introduced = _beyond((first, region) for first, _started, region in rows)
    started = _beyond((begun, region) for _first, begun, region in rows if begun)
    years = sorted({*introduced, *started}, reverse=True)
    return [
        SpreadOfAYear(year, introduced.get(year, WITHHELD), started.get(year, WITHHELD))
        for year in years
    ]


# --- who, and how far -----------------------------------------------------------------------------


def _registered(market: Market, year: int) -> tuple[list[Person], dict[str, Text]]:
    """Everybody of the market who registered in the year, by the journal; names of their desks."""
    joined = of_period(standing_entries(), *fiscal_year_days(year)).filter(kind="seeker.joined")
    found = Seeker.objects.filter(market=market.key, pk__in=joined.values("subject_key"))
    rows = found.order_by("key").values(
        "key",
        "unit",
        "unit__name_ja",
        "unit__name_en",
        "unit__organisation__name_ja",
        "unit__organisation__name_en",
        "profile__birth_year",
        "profile__sex",
        "profile__nationality",
        "profile__home",
    )
    known = list(rows)
    return [_person(one, year) for one in known], {one["unit"]: _desk(one) for one in known}


def _person(row: Mapping[str, Any], year: int) -> Person:
    return Person(
        key=row["key"],
        sex=row["profile__sex"] or NOT_SAID,
        age=_band(row["profile__birth_year"], year),
        nationality=row["profile__nationality"] or NOT_SAID,
        home=_home(row["profile__home"] or ""),
        unit=row["unit"],
    )


def _desk(row: Mapping[str, Any]) -> Text:
    body, unit = "unit__organisation__name", "unit__name"
    in_english = [row[f"{one}_en"] or row[f"{one}_ja"] for one in (body, unit)]
    return Text(f"{row[f'{body}_ja']} {row[f'{unit}_ja']}", " ".join(in_english))


def _band(birth_year: int | None, year: int) -> str:
    if birth_year is None:
        return NOT_SAID
    return next(band for last, band in BANDS if year - birth_year <= last)


def _home(code: str) -> str:
    prefecture = code[:2]
    if prefecture == HOKKAIDO:
        return "hokkaido"
    if prefecture in CAPITAL:
        return "capital"
    is_japan = prefecture.isdigit() and 0 < int(prefecture) <= LAST_PREFECTURE
    return "japan" if is_japan else NOT_SAID


def _reached(market: Market, year: int, keys: Sequence[str], stages: Sequence[str]) -> Reached:
    """For each stage, who came so far in any placement; a step left out counts as taken."""
    offers = standing_entries().filter(kind="placement.offered", on__gte=fiscal_year_days(year)[0])
    offered = set(offers.order_by().values_list("subject_key", flat=True))
    found = Placement.objects.filter(
        market=market.key, introduced_on__gte=fiscal_year_days(year)[0]
    ).order_by()
    who: dict[str, set[str]] = {stage: set() for stage in STAGES}
    for key, seeker, accepted, started in found.values_list(
        "key", "seeker", "accepted_on", "started_on"
    ):
        who[Step.INTRODUCED].add(seeker)
        if key in offered or accepted or started:
            who[Step.OFFERED].add(seeker)
        if accepted or started:
            who[Step.ACCEPTED].add(seeker)
        if started:
            who[Step.STARTED].add(seeker)
    return {stage: np.array([key in who[stage] for key in keys], np.bool_) for stage in stages}


# --- shares ---------------------------------------------------------------------------------------

Coded = tuple[tuple[Text, ...], NDArray[np.int32]]  # labels of the groups that there are, and whose


def _coded(values: Sequence[str], labels: Mapping[str, Text]) -> Coded:
    there = [value for value in labels if value in set(values)]
    number = {value: n for n, value in enumerate(there)}
    return tuple(labels[one] for one in there), np.array([number[v] for v in values], np.int32)


def _withheld(
    codes: Mapping[str, Coded], reached: Reached, n: int
) -> tuple[dict[str, list[int | None]], dict[str, dict[str, Shares]]]:
    """Sizes of the groups of each attribute, and by stage their shares, as they may be told.

    Every attribute divides the same people, so the groups of one would give away what another
    withholds: all are held against the whole together.
    """
    whole = np.zeros(n, np.int32)
    audit = engine.Audit({"all": whole, **{name: groups for name, (_, groups) in codes.items()}})
    sizes = _complemented({name: _sizes(groups) for name, groups in audit.attributes.items()})
    by_stage: dict[str, dict[str, Shares]] = {}
    for stage, mask in reached.items():
        shares = {
            name: engine.shares_by(audit, name, mask, fewest=THRESHOLD) for name in audit.attributes
        }
        told = _complemented({name: _ns(those, sizes[name]) for name, those in shares.items()})
        by_stage[stage] = {name: _told(those, told[name]) for name, those in shares.items()}
    return sizes, by_stage


def _ns(shares: Shares, sizes: Sequence[int | None]) -> list[int | None]:
    return [one.n if of is not None else None for one, of in zip(shares, sizes, strict=True)]


def _told(shares: Shares, ns: Sequence[int | None]) -> Shares:
    return tuple(one if n is not None else WITHHELD for one, n in zip(shares, ns, strict=True))


def _sizes(groups: NDArray[np.int32]) -> list[int | None]:
    return [int(one) for one in np.bincount(groups)]


def _complemented(cells: Mapping[str, Sequence[int | None]]) -> dict[str, list[int | None]]:
    """The same with None where a count is small, or would follow from the others."""
    flat = {(name, n): count for name, row in cells.items() for n, count in enumerate(row)}
    sums = [
        (("all", 0), [(name, n) for n in range(len(row))])
        for name, row in cells.items()
        if name != "all"
    ]
    told = suppress(flat, sums)
    return {name: [told[name, n] for n in range(len(row))] for name, row in cells.items()}


def _across(shares: Mapping[str, Mapping[str, Shares]], name: str, group: int) -> Shares:
    return tuple(of_stage[name][group] for of_stage in shares.values())


def _attribute(
    name: str,
    labels: Sequence[Text],
    sizes: Sequence[int | None],
    shares: Mapping[str, Mapping[str, Shares]],
) -> Attribute:
    groups = tuple(
        Group(label, sizes[n], _across(shares, name, n)) for n, label in enumerate(labels)
    )
    said = [n for n, label in enumerate(labels) if label != NOT_KNOWN]
    apart = tuple(
        stage for stage, found in shares.items() if _are_apart([found[name][n] for n in said])
    )
    return Attribute(name, TITLES[name], groups, apart)


def _are_apart(shares: Sequence[engine.Share]) -> bool:
    lows = [one.low for one in shares if one.low is not None]
    highs = [one.high for one in shares if one.high is not None]
    return bool(lows) and max(lows) > min(highs)


def _beyond(days: Iterable[tuple[date, str]]) -> dict[int, engine.Share]:
    told = [(fiscal_year_of(day), is_elsewhere(region)) for day, region in days]
    years = sorted({year for year, _is in told})
    codes = np.array([years.index(year) for year, _is in told], np.int32)
    audit = engine.Audit({"year": codes})
    is_beyond = np.array([is_ for _, is_ in told], np.bool_)
    shares = engine.shares_by(audit, "year", is_beyond, fewest=THRESHOLD)
    return dict(zip(years, shares, strict=False))
