"""What desks and officials learn of a market as a whole: postings that nobody wants, fairness."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from renkei.charter.market_reader import markets
from renkei.charter.markets import Market
from renkei.core.calendar import fiscal_year_of
from renkei.core.rights import asker_of
from renkei.core.suppression import THRESHOLD
from renkei.core.writing import UNKNOWN, fiscal_year, is_english, listed, localized, number
from renkei.directory.queries.places import place_names
from renkei.engines.matching import Share
from renkei.opportunities.desks import works_at_a_desk
from renkei.opportunities.fairness import (
    ALTOGETHER,
    Attribute,
    Fairness,
    Group,
    SpreadOfAYear,
    fairness_of,
    spread_of,
    years_of,
)
from renkei.opportunities.queries.regions import regions
from renkei.opportunities.rules.postings import address
from renkei.opportunities.states import Step
from renkei.opportunities.unwanted import (
    NobodysPostings,
    OfARegion,
    Unlisted,
    first_with_postings,
    nobodys_postings,
)
from renkei.opportunities.views.public_postings import market_choices


@dataclass(frozen=True, slots=True)
class PostingRow:
    """A posting on nobody's list, with what keeps people away."""

    address: str
    title: str
    organisation: str
    place: str
    why: str


@dataclass(frozen=True, slots=True)
class RegionPart:
    code: str
    name: str
    found: str
    unlisted: str
    rows: list[PostingRow]


@dataclass(frozen=True, slots=True)
class ShareCell:
    """Empty where too few people stand behind it."""

    stage: str
    share: str = ""
    counted: str = ""  # with the interval around the share


@dataclass(frozen=True, slots=True)
class GroupRow:
    label: str
    of: str
    cells: list[ShareCell]


@dataclass(frozen=True, slots=True)
class Table:
    name: str
    title: str
    rows: list[GroupRow]


# --- postings that nobody wants -------------------------------------------------------------------


def unwanted(request: HttpRequest) -> HttpResponse:
    _must_work_at_a_desk(request)
    market = _market(request) or markets()[first_with_postings()]
    found = nobodys_postings(market, timezone.localdate())
    context = {
        "markets": market_choices(),
        "market": market.key,
        "title": localized(market.title),
        "today": timezone.localdate(),
        "says": _says_unlisted(found),
        "compared": _in_a_row(_compared(found), _("人数だけを示し、だれであるかは示しません。")),
        "regions": _regions(found.regions) if found.n_seekers else [],
        "has_postings": found.n_postings > 0,
        "n_unlisted": found.n_unlisted,
    }
    return render(request, "opportunities/unwanted.html", context)


def _says_unlisted(found: NobodysPostings) -> str:
    """How many of the postings nobody has on a list, and how many of these lie beyond Sapporo."""
    told = {"n": number(found.n_postings), "none": number(found.n_unlisted)}
    if not found.n_postings:
        return _("この種類で、いま公開している募集はありません。")
    if not found.n_seekers:
        return _("%(n)s件の募集がありますが、いま探している方がいません。") % told
    if not found.n_unlisted:
        return _("%(n)s件の募集は、どれもだれかの一覧に入っています。") % told
    first = _("%(n)s件のうち%(none)s件は、だれの一覧にもありません。") % told
    return _in_a_row(first, _second(found))


def _second(found: NobodysPostings) -> str:
    if not found.n_elsewhere:
        return _("すべて札幌市の中です。")
    if found.n_elsewhere == found.n_unlisted:
        return _("すべて札幌市の外です。")
    return _("うち%(n)s件は札幌市の外です。") % {"n": number(found.n_elsewhere)}


def _compared(found: NobodysPostings) -> str:
    told = {"n": number(found.n_compared), "all": number(found.n_seekers), "few": number(THRESHOLD)}
    if found.is_cut:
        return (
            _("道と市の窓口に登録して探している%(all)s人のうち、新しい%(n)s人と比べました。") % told
        )
    if found.n_seekers < THRESHOLD:
        return _("道と市の窓口に登録して探している方すべて（%(few)s人未満）と比べました。") % told
    return _("道と市の窓口に登録して探している%(n)s人すべてと比べました。") % told


def _regions(found: Sequence[OfARegion]) -> list[RegionPart]:
    named = regions()
    places = place_names(one.posting.place for part in found for one in part.unlisted)
    return [
        RegionPart(
            code=part.region,
            name=named.get(part.region, "") or UNKNOWN,
            found=number(part.n_postings),
            unlisted=number(len(part.unlisted)),
            rows=[_posting_row(one, places) for one in part.unlisted],
        )
        for part in found
    ]


def _posting_row(one: Unlisted, places: dict[str, str]) -> PostingRow:
    return PostingRow(
        address=address(one.posting),
        title=one.posting.title,
        organisation=one.posting.organisation.name,
        place=places.get(one.posting.place, "") or UNKNOWN,
        why=localized(one.why),
    )


# --- fairness and spread --------------------------------------------------------------------------


def fairness(request: HttpRequest) -> HttpResponse:
    _must_work_at_a_desk(request)
    market = _market(request) or markets()[first_with_postings()]
    years = years_of(market, timezone.localdate())
    year = _year(request, years)
    found, stages = fairness_of(market, year), _stages(market)
    context = {
        "markets": market_choices(),
        "market": market.key,
        "title": localized(market.title),
        "years": [(one, fiscal_year(one)) for one in years],
        "year": year,
        "says": _says_fairness(found, year),
        "stages": [stages[one] for one in found.stages],
        "tables": _tables(found, stages) if found.n != 0 else [],
        "spread": [_spread_row(one, stages) for one in spread_of(market)],
        "spread_stages": [stages[Step.INTRODUCED], stages[Step.STARTED]],
        "few": number(THRESHOLD),
    }
    return render(request, "opportunities/fairness.html", context)


def _year(request: HttpRequest, known: list[int]) -> int:
    given = request.GET.get("year", "")
    return next((one for one in known if str(one) == given), fiscal_year_of(timezone.localdate()))


def _says_fairness(found: Fairness, year: int) -> str:
    """Whether any difference is more than chance makes, and where."""
    told = {"year": fiscal_year(year), "n": number(found.n), "few": number(THRESHOLD)}
    if found.n == 0:
        return _("%(year)sに登録した方はいません。") % told
    if found.n is None:
        return _("%(year)sに登録した方は%(few)s人に満たないので、割合を示しません。") % told
    if not found.is_comparable:
        return _("%(year)sに登録した方は%(n)s人です。まだ少なく、比べることはできません。") % told
    first = _("%(year)sに登録した%(n)s人を比べました。") % told
    if not found.apart:
        return _in_a_row(first, _("偶然を超える差は見つかりません。"))
    names = listed(localized(one.title) for one in found.apart)
    return _in_a_row(first, _("偶然では説明しにくい差があるもの：%(names)s。") % {"names": names})


def _stages(market: Market) -> dict[str, str]:
    """The stages as the market calls them; who was not introduced has applied."""
    version = market.versions[-1]
    told: dict[str, str] = {stage.step: localized(stage.label) for stage in version.stages}
    return {Step.INTRODUCED.value: localized(version.stages[0].label), **told}


def _tables(found: Fairness, stages: dict[str, str]) -> list[Table]:
    """Everybody first, then group by group."""
    names = [stages[stage] for stage in found.stages]
    whole = Attribute("all", ALTOGETHER, (found.whole,), ())
    return [
        Table(
            one.name,
            localized(one.title),
            [_group_row(group, names) for group in one.groups],
        )
        for one in (whole, *found.attributes)
    ]


def _group_row(group: Group, names: Sequence[str]) -> GroupRow:
    cells = [
        _cell(stage, share, _("%(n)s人（%(low)s～%(high)s%%）"))
        for stage, share in zip(names, group.shares, strict=True)
    ]
    return GroupRow(localized(group.label), number(group.of), cells)


def _spread_row(one: SpreadOfAYear, stages: dict[str, str]) -> GroupRow:
    counted = _("%(of)s件のうち%(n)s件（%(low)s～%(high)s%%）")
    cells = [
        _cell(stages[Step.INTRODUCED], one.introduced, counted),
        _cell(stages[Step.STARTED], one.started, counted),
    ]
    return GroupRow(fiscal_year(one.year), "", cells)


def _cell(stage: str, share: Share, counted: str) -> ShareCell:
    if share.n is None or share.of is None or share.low is None or share.high is None:
        return ShareCell(stage)
    told = {
        "n": number(share.n),
        "of": number(share.of),
        "low": number(share.low * 100),
        "high": number(share.high * 100),
    }
    in_hundred = _("%(share)s%%") % {"share": number(share.n / share.of * 100)}
    return ShareCell(stage, in_hundred, counted % told)


# --- both -----------------------------------------------------------------------------------------


def _must_work_at_a_desk(request: HttpRequest) -> None:
    if not works_at_a_desk(asker_of(request)):
        raise Http404("for desks and officials")


def _in_a_row(*sentences: str) -> str:
    return (" " if is_english() else "").join(sentences)


def _market(request: HttpRequest) -> Market | None:
    return markets().get(request.GET.get("market", ""))
