"""What a report says is what was known on its moment, byte for byte, however much comes later."""

import json
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
import time_machine

from renkei.core.sides import Side
from renkei.journal.actions import record, reverse
from renkei.journal.models import Entry
from renkei.places.actions import load_reference
from renkei.programme.actions.council_decisions import finish_follow_up, publish_decision
from renkei.programme.actions.manual_values import (
    Entered,
    confirm_manual_value,
    enter_manual_value,
)
from renkei.programme.events.money import MoneyPlanned, MoneySpent
from renkei.programme.models import ManualValue, Report
from renkei.programme.periods import Period
from renkei.programme.reporting.contents import digest_of
from tests.cast import Cast, standing_cast
from tests.rooms.programme.councils import TODAY, council
from tests.rooms.programme.reporting import MAY, ON, held, made, now
from tests.rooms.programme.test_council_decisions_actions import decided, followed

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return standing_cast()


def told(report: Report) -> dict[str, Any]:
    return json.loads(report.payload)


def of_initiative(report: Report, reference: str) -> dict[str, Any]:
    (found,) = [
        one for one in told(report)["done"]["by_initiative"] if one["initiative"] == reference
    ]
    return found


def budget(cast: Cast, kind: Any, yen: int, *, year: int = 2025) -> Entry:
    event = kind(
        subject_kind="budget_line",
        subject_key="line",
        initiatives=("II-3",),
        quantity=Decimal(yen),
        unit="yen",
        fiscal_year=year,
    )
    return record(event, by=cast.asker("city_officer"), on=MAY)


def test_joint_activity_counts_on_both_sides_and_once_in_the_total(cast: Cast) -> None:
    held(cast, side=Side.JOINT, participants=40)
    held(cast, "city_officer", participants=10)
    held(cast, "prefecture_officer", participants=5)

    done = of_initiative(made(cast), "II-3")

    assert done["n"] == {"prefecture": 2, "city": 2, "joint": 1, "total": 3}
    assert done["participants"] == {"prefecture": 45, "city": 50, "joint": 40, "total": 55}


def test_activity_of_two_initiatives_counts_in_both_and_once_in_the_whole(cast: Cast) -> None:
    held(cast, initiatives=("II-3", "I-3"))

    report = made(cast)

    assert [of_initiative(report, one)["n"]["total"] for one in ("II-3", "I-3", "I-1")] == [1, 1, 0]
    assert told(report)["done"]["whole"]["n"]["total"] == 1


def test_unknown_number_of_participants_is_not_nought(cast: Cast) -> None:
    held(cast)

    done = of_initiative(made(cast), "II-3")

    assert (done["participants"]["total"], done["n_uncounted"]) == (None, 1)


def test_only_the_year_and_what_it_is_about_is_told(cast: Cast) -> None:
    held(cast, on=date(2025, 3, 31))
    held(cast, on=date(2025, 4, 1))
    held(cast, on=date(2026, 3, 31))
    held(cast, on=date(2026, 4, 1))
    held(cast, initiatives=("I-1",))

    report = made(cast, scope="theme", about="II")

    assert told(report)["done"]["whole"]["n"]["total"] == 2
    assert [one["reference"] for one in told(report)["themes"]] == ["II"]


def test_report_made_again_as_known_then_is_the_same_byte_for_byte(cast: Cast) -> None:
    first = held(cast, participants=40)
    planned = budget(cast, MoneyPlanned, 1_000_000)
    moment = now()
    report = made(cast, known_at=moment)

    reverse(first, by=cast.asker("city_office"), on=ON, reason="二重に記録したため")
    reverse(planned, by=cast.asker("city_office"), on=ON, reason="額の誤り")
    held(cast, participants=3)
    budget(cast, MoneySpent, 900_000)
    again = made(cast, known_at=moment, reason="確かめるため")

    assert again.payload == report.payload
    assert again.digest == report.digest == digest_of(report.payload)
    assert made(cast, reason="訂正のため").payload != report.payload


def test_money_is_told_for_each_side_and_unknown_stays_empty(cast: Cast) -> None:
    budget(cast, MoneyPlanned, 1_000_000)
    budget(cast, MoneySpent, 5, year=2024)

    assert told(made(cast))["money"] == [
        {"initiative": "II-3", "side": "city", "planned_yen": 1_000_000, "spent_yen": None}
    ]


def test_spread_tells_municipalities_and_withholds_few_people(cast: Cast) -> None:
    load_reference()
    held(cast, place="012076", participants=30)
    held(cast, place="012041", participants=4)
    held(cast, place="012084", participants=25)
    held(cast, place="011011", participants=50)  # a ward of Sapporo
    held(cast)

    report = told(made(cast))

    assert [(one["code"], one["n"], one["participants"]) for one in report["reached"]] == [
        ("011002", 1, 50),
        ("012041", 1, None),
        ("012076", 1, 30),
        ("012084", 1, None),
    ]
    assert report["n_municipalities"] == 179
    whole = report["done"]["whole"]
    assert (whole["n_placed"], whole["n_beyond_sapporo"]) == (4, 3)


def test_report_of_a_municipality_tells_what_was_done_there(cast: Cast) -> None:
    load_reference()
    held(cast, place="012076")
    held(cast, place="012041")

    report = told(made(cast, scope="municipality", about="012076"))

    assert report["subject"] == {"ja": "帯広市", "en": "Obihiro"}
    assert report["done"]["whole"]["n"]["total"] == 1
    assert report["money"] == []


def test_what_became_known_after_the_year_is_told(cast: Cast) -> None:
    with time_machine.travel(datetime(2025, 6, 1, tzinfo=UTC), tick=False):
        in_time = held(cast)
    held(cast)
    reverse(in_time, by=cast.asker("city_office"), on=ON, reason="中止だったため")

    assert told(made(cast))["corrections"] == {"n_late": 1, "n_taken_back": 1}


def entered(cast: Cast, total: str, indicator: str = "II-3.1") -> ManualValue:
    return enter_manual_value(
        indicator,
        Period.year(2025),
        Entered(total=Decimal(total), source="協定大学一覧（2026年4月）"),
        unit=(cast.units["city_section"].key, "city"),
        by=cast.asker("city_officer"),
        on=ON,
    )


def present(report: Report, indicator: str) -> dict[str, Any]:
    (found,) = [one["present"] for one in told(report)["figures"] if one["id"] == indicator]
    return found


def test_value_entered_by_hand_stands_there_once_it_is_confirmed(cast: Cast) -> None:
    value = entered(cast, "16")
    before = present(made(cast), "II-3.1")
    confirm_manual_value(value, by=cast.asker("city_office"), on=ON)
    report = made(cast, reason="報告のあった値を加えた")

    assert (before["state"], before["total"]) == ("none", None)
    after = present(report, "II-3.1")
    assert (after["state"], after["total"]) == ("manual", "16")
    assert after["from"]["ja"] == "協定大学一覧（2026年4月）"


def test_report_tells_published_decisions_of_the_year_and_what_came_of_them() -> None:
    of = council()
    decision, other = decided(of), decided(of)
    publish_decision(decision, by=of.office, on=TODAY)
    follow_up = followed(of, decision)
    moment = now()
    finish_follow_up(follow_up, result="決めた", by=of.asker("prefecture_officer"), on=TODAY)

    def decisions(**more: object) -> list[dict[str, Any]]:
        return told(made(of.cast, fiscal_year=2026, **more))["decisions"]

    [first] = decisions(known_at=moment)
    [then] = decisions(reason="対応が済んだため")

    assert other.key != decision.key
    assert (first["text"]["ja"], first["initiatives"], first["n_to_do"], first["n_done"]) == (
        "合同説明会を開く",
        ["II-3", "II-4"],
        1,
        0,
    )
    assert then["n_done"] == 1
    assert decisions(scope="initiative", about="I-1") == []
