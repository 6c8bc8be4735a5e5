"""Who is in the demonstration: everybody invented, marked, and seated where there is a seat."""

from datetime import date

from renkei.core.rights import Role
from renkei.demo import cast
from renkei.demo.keys import demo_key

REAL_KINDS = {"government", "municipality"}


def test_whoever_is_invented_says_so() -> None:
    unmarked = [one.name for one in cast.people() if "デモ" not in one.name]
    unmarked += [
        body.fields["name_ja"]
        for body in cast.organisations()
        if body.fields["kind"] not in REAL_KINDS
        and not ("架空" in body.fields["name_ja"] and "デモ" in body.fields["name_ja"])
    ]

    assert unmarked == []


def test_two_governments_nine_towns_universities_and_thirty_companies() -> None:
    kinds = [body.fields["kind"] for body in cast.organisations()]
    towns = {body.fields["place"] for body in cast.organisations() if "industry" in body.fields}

    assert [kinds.count(kind) for kind in ("government", "municipality", "university", "npo")] == [
        2,
        9,
        2,
        1,
    ]
    assert kinds.count("company") >= 30
    assert len(towns) >= 15


def test_words_of_the_season_name_sixty_firms_once() -> None:
    season = cast.markets()["internships"]["season"]
    words = season["words"]

    assert [len(set(words[name])) for name in ("ja", "kana", "en")] == [60] * 3
    assert sum(season["sizes"]) == 60
    assert {2, 3, 4} == set(season["sizes"])


def test_every_role_has_a_seat() -> None:
    assert {seat.role for one in cast.people() for seat in one.seats} == set(Role)


def test_seats_of_the_first_hour_stand_first() -> None:
    assert [one.id for one in cast.offered()][:7] == [
        "prefecture_officer",
        "city_officer",
        "counsellor",
        "company",
        "student",
        "citizen",
        "municipality",
    ]


def test_contract_runs_from_april_to_march() -> None:
    last, this = cast.terms()

    assert last.days(date(2026, 3, 31)) == (date(2024, 4, 1), date(2025, 3, 31))
    assert this.days(date(2026, 4, 1)) == (date(2026, 4, 1), date(2027, 3, 31))


def test_keys_are_the_same_in_every_demonstration() -> None:
    key = demo_key("person", "citizen")

    assert key == demo_key("person", "citizen")
    assert key != demo_key("unit", "citizen")
    assert len(key) == 26
