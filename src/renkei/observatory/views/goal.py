"""How many would it take: the people a year who must stay or come."""

import unicodedata
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from renkei.charter.text import Text
from renkei.core.figures import Figure
from renkei.core.tables import download
from renkei.core.writing import localized, number
from renkei.observatory.ahead import goals_figures as figures
from renkei.observatory.ahead import goals_words as words
from renkei.observatory.ahead.goals import COME, STAY, GoalAnswer, GoalAsked, begins, goal_answer
from renkei.observatory.ahead.levers import groups, levers
from renkei.observatory.ahead.runs import NotProjected, newest_run
from renkei.observatory.asked import REPEATED, Asked, options
from renkei.observatory.queries import subject
from renkei.observatory.views.what_if import offered_places, place_options
from renkei.places import queries as places
from renkei.places.codes import HOKKAIDO
from renkei.places.kinds import Kind
from renkei.places.queries import Area, Place, UnknownPlace

YEARS = tuple(str(year) for year in range(2030, 2061, 5))
YEAR = "2045"
SURE = ("50", "80", "90")
MOST_TIMES = 3  # a target is somebody, and at most three times those of today
# Which place the form was about: a number of people that was meant for another one is no target.
WAS = "was"


@dataclass(frozen=True, slots=True)
class Target:
    """What is to be reached, as it was stated: so many people, or per cent of those of today."""

    value: float
    is_percent: bool
    now: float

    @property
    def people(self) -> int:
        return round(self.now * self.value / 100 if self.is_percent else self.value)

    @property
    def most(self) -> float:
        return MOST_TIMES * (100 if self.is_percent else self.now)

    @property
    def written(self) -> str:
        return f"{self.value:g}%" if self.is_percent else number(self.value)


@dataclass(frozen=True, slots=True)
class Found:
    """Everything that the page shows and its files hold for one request."""

    asked: Asked
    place: Place
    name: Text
    goal: GoalAsked
    answer: GoalAnswer
    target: Target
    hints: tuple[str, ...] = ()

    @property
    def query(self) -> str:
        """The one way to ask for this: an address that was mended asks for something else."""
        goal = self.goal
        pairs = [("area", goal.area), ("year", goal.year), ("target", self.target.written)]
        pairs += [
            ("sure", goal.sure),
            ("lever", goal.lever),
            *([("who", goal.who)] if goal.who else []),
        ]
        return urlencode(pairs)

    @property
    def finding(self) -> str:
        percent = f"{self.target.value:g}" if self.target.is_percent else ""
        return words.finding(self.answer, localized(self.name), percent)

    @property
    def figure(self) -> Figure:
        return figures.figure(self.answer, self.finding, localized(self.name))


def goal(request: HttpRequest) -> HttpResponse:
    found = _found(request)
    areas = _areas() if len(found.answer.parts) > 1 and found.answer.amount else []
    context = {
        "name": localized(found.name),
        "place": found.place,
        "goal": found.goal,
        "answer": found.answer,
        "figure": found.figure,
        "meaning": words.meaning(found.answer),
        "parts_reading": figures.parts_reading(found.answer, areas) if areas else None,
        "parts_chart": figures.parts_chart(found.answer, areas) if _has_map(found, areas) else None,
        "stated": found.target.written,
        "now": number(found.answer.now),
        "problems": [*found.asked.problems, *found.hints],
        "area_options": place_options(offered_places(), found.place.code, may_be_none=False),
        "year_options": options([(year, year) for year in YEARS], str(found.goal.year)),
        "sure_options": options([(sure, f"{sure}%") for sure in SURE], str(found.goal.sure)),
        "lever_options": options(
            [(STAY, _("15～29歳がとどまる")), (COME, _("道外からのUIターンが増える"))],
            found.goal.lever,
        ),
        "who_options": options([(k, g.name) for k, g in groups().items()], found.goal.who),
        "query": found.query,
        "files": reverse("observatory:goal").removesuffix("/"),
        "what_if_query": _what_if(found),
    }
    return render(request, "observatory/goal.html", context)


def goal_file(request: HttpRequest, kind: str) -> HttpResponse:
    found = _of_file(request)
    shown = found.figure
    definition = f"{found.finding}。{shown.definition}"
    return download(shown.table, shown.sources, "renkei-goal", kind, definition)


def goal_parts_file(request: HttpRequest, kind: str) -> HttpResponse:
    found = _of_file(request)
    table = figures.parts_table(found.answer, _areas())
    return download(table, found.figure.sources, "renkei-goal-parts", kind, found.finding)


def _found(request: HttpRequest) -> Found:
    asked = Asked(request)
    place = _place(asked)
    name = subject(place).name
    year = asked.choice("year", YEARS, YEAR)
    now, central = _ends(place.code, int(year))
    target = _target(asked, place.code, now, central)
    lever = asked.choice("lever", (STAY, COME), STAY)
    who = asked.choice("who", list(groups()), next(iter(groups()))) if lever == COME else ""
    wanted = GoalAsked(
        place.code, int(year), target.people, int(asked.choice("sure", SURE, "80")), lever, who
    )
    return Found(asked, place, name, wanted, goal_answer(wanted), target, _hints(target))


def _of_file(request: HttpRequest) -> Found:
    """A file cannot say what was mended; the page does."""
    found = _found(request)
    if found.asked.problems:
        raise Http404(" ".join(found.asked.problems))
    return found


def _place(asked: Asked) -> Place:
    """The place in the address; Hokkaido where there is none of this name."""
    code = asked.request.GET.get("area") or HOKKAIDO
    try:
        if code not in newest_run().places:
            raise UnknownPlace(code)
        return places.place(code)
    except UnknownPlace:
        asked.problems.append(
            _("「%(code)s」という地域はありません。一覧から選び直してください。")
            % {"code": code[:REPEATED]}
        )
    try:
        return places.place(HOKKAIDO)
    except UnknownPlace as error:
        raise Http404("the places are not loaded") from error


def _ends(code: str, year: int) -> tuple[float, float]:
    """The people of the place today, and those of the year on average."""
    try:
        fan = newest_run().people(code, "everyone")
    except NotProjected as error:
        raise Http404(str(error)) from error
    return float(fan.central[0]), float(fan.at(0.5)[fan.years.index(year)])


def _target(asked: Asked, area: str, now: float, central: float) -> Target:
    """The target as it was stated; where none was, that half as many are lost (or gained)."""
    halved = Target(float(round(100 * (now + central) / 2 / now)), True, now)
    text = asked.request.GET.get("target", "").strip()
    plain = unicodedata.normalize("NFKC", text).replace(",", "").rstrip("人 ")
    is_percent = plain.endswith("%")
    if not text or (not is_percent and asked.request.GET.get(WAS, area) != area):
        return halved
    try:
        value = float(plain.rstrip("% "))
    except ValueError:
        value = float("nan")
    if value != value:
        asked.problems.append(
            _(
                "目標の「%(asked)s」は数として読めません。人数か、「90%%」のように今の何%%かを入れてください。代わりに%(taken)sで計算しました。"
            )
            % {"asked": text[:REPEATED], "taken": halved.written}
        )
        return halved
    return _within(asked, Target(value, is_percent, now))


def _within(asked: Asked, target: Target) -> Target:
    taken = replace(target, value=min(max(target.value, 1.0), float(round(target.most))))
    if taken.value != target.value:
        asked.problems.append(
            _("目標は1人から今の%(times)s倍までです。%(asked)sの代わりに%(taken)sで計算しました。")
            % {
                "times": MOST_TIMES,
                "asked": f"{target.value:.10g}{'%' if target.is_percent else ''}",
                "taken": taken.written,
            }
        )
    return taken


def _hints(target: Target) -> tuple[str, ...]:
    """A number of people that looks as if a percentage had been meant."""
    if target.is_percent or not target.people <= MOST_TIMES * 100 < target.now / 10:
        return ()
    said = _(
        "目標を%(people)s人として計算しました。今の%(people)s%%のことなら「%(people)s%%」と入れてください。"
    )
    return (said % {"people": target.people},)


def _areas() -> list[Area]:
    return [*places.municipalities(), *places.areas().filter(kind=Kind.WARD)]


def _has_map(found: Found, areas: list[Area]) -> bool:
    """The wards of Sapporo alone would be an inset without a map."""
    return bool(areas) and found.place.kind != Kind.DESIGNATED_CITY


def _what_if(found: Found) -> str:
    """The same change on the page "what if", from the first year on, as far as it has a lever."""
    pairs: list[tuple[str, object]] = [("area", found.place.code), ("horizon", found.goal.year)]
    answer = found.answer
    if answer.amount and found.goal.lever == COME:
        most = levers()["arrivals"].most_for(answer.now)
        pairs += [("arrivals", min(answer.amount, round(most))), ("who", found.goal.who)]
    elif answer.amount and answer.most:
        share = min(100, round(100 * answer.amount / answer.most))
        pairs += [("leaving", -share), ("leaving_by", begins())]
    return urlencode(pairs)
