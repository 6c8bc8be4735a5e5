"""A quarter with something done in it, and people who hand figures in and approve them."""

from collections.abc import Iterable
from datetime import date

from django.test import Client
from django.urls import reverse

from renkei.core.rights import Verb
from renkei.programme.actions.measurements import (
    approve_figures,
    submit_figures,
    take_measurements,
)
from renkei.programme.models import Approval, Measurement
from renkei.programme.periods import Period
from renkei.programme.queries.measurements import approvals_of
from tests.cast import Cast
from tests.rooms.programme.doing import charged_cast, recorded
from tests.signing_in import signed_in

QUARTER = Period.quarter(2026, 2)  # July to September
PERIOD = {"period": QUARTER.key}  # as an address asks for it
ON = date(2026, 11, 25)
FIRMS, JOINTLY = "I-3.1", "I-3.2"  # firms that took part; events held together


def quarter_cast() -> Cast:
    """Two seminars of the city's, one of the prefecture's and one of both."""
    cast = charged_cast("I-3")
    for who, day, firms in (
        ("city_officer", 3, 10),
        ("city_officer", 17, 5),
        ("prefecture_officer", 20, 7),
    ):
        recorded(cast, who, first_day=date(2026, 8, day), firms=firms)
    recorded(cast, first_day=date(2026, 9, 9), firms=20, is_joint=True, is_with_business=True)
    return cast


def taken(cast: Cast, period: Period = QUARTER) -> None:
    take_measurements(period, by=cast.asker("city_office"), on=ON)


def kept(indicator: str, period: Period = QUARTER) -> Measurement:
    return Measurement.objects.filter(indicator=indicator, period=period.key).latest("revision")


def state(indicator: str, side: str) -> str:
    return str(kept(indicator).approvals.get(side=side).state)


def parts(
    cast: Cast, who: str, verb: Verb, keys: Iterable[str] | None = (FIRMS,)
) -> list[Approval]:
    side = "city" if "city" in who else "prefecture"
    return list(approvals_of(cast.asker(who), verb, QUARTER, side=side, keys=keys))


def submitted(cast: Cast, who: str, keys: Iterable[str] | None = (FIRMS,)) -> list[Approval]:
    return submit_figures(parts(cast, who, Verb.WRITE, keys), by=cast.asker(who), on=ON)


def approved(cast: Cast, who: str, keys: Iterable[str] | None = (FIRMS,)) -> list[Approval]:
    return approve_figures(parts(cast, who, Verb.DECIDE, keys), by=cast.asker(who), on=ON)


def locked(cast: Cast, keys: Iterable[str] = (FIRMS,)) -> Measurement:
    taken(cast)
    for side in ("city", "prefecture"):
        submitted(cast, f"{side}_officer", keys)
        approved(cast, f"{side}_office", keys)
    return kept(next(iter(keys)))


def seen_by(cast: Cast, who: str, name: str, *arguments: str, **asked: str) -> str:
    client = signed_in(Client(), cast.people[who]) if who else Client()
    answer = client.get(reverse(name, args=arguments), asked)
    assert answer.status_code == 200
    return answer.content.decode()


def posted(cast: Cast, who: str, name: str, *arguments: str, **told: str) -> int:
    client = signed_in(Client(), cast.people[who])
    return client.post(reverse(name, args=arguments), told).status_code
