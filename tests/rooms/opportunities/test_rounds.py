"""What a round gives to whom, and why."""

from datetime import timedelta
from typing import Any

import pytest

from renkei.core.errors import Refused
from renkei.core.rights import Role
from renkei.opportunities.actions.rounds import close_round
from renkei.opportunities.actions.rulings import rule, swap
from renkei.opportunities.models import Proposal, SeekerProfile
from renkei.opportunities.rounds.bounds import Bound
from tests.cast import person, seat
from tests.rooms.opportunities.doing import OBIHIRO, SAPPORO, TODAY, desk_cast
from tests.rooms.opportunities.rounds import (
    AFTER,
    WHO,
    course,
    given,
    helper,
    opened,
    project,
    reasons,
    registered,
    run,
    run_of_projects,
    says,
    season_cast,
    told,
    towns_cast,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("places_loaded")]
OF_SAPPORO = "011002"


def test_each_gets_what_she_wished_first_while_there_is_room():
    cast = season_cast()
    sea, mountain = course(cast, "海"), course(cast, "山")
    registered(cast, "一", sea, mountain)
    registered(cast, "二", mountain, sea)
    made = run(cast, opened(cast))
    assert given(made) == {("一", "海"), ("二", "山")}
    assert made.result["n_first"] == 2
    for one in Proposal.objects.filter(round=made):
        assert one.place_in_list == 1
        assert one.reasons[0]["ja"] == "希望順位1位で決まりました。"


def test_who_has_taken_part_less_often_comes_first_and_the_other_reads_by_how_much():
    cast = season_cast()
    sea, mountain = course(cast, "海"), course(cast, "山")
    registered(cast, "三回", sea, mountain, times_before=3)
    registered(cast, "初めて", sea, mountain, times_before=0)
    made = run(cast, opened(cast))
    assert given(made) == {("初めて", "海"), ("三回", "山")}
    assert "最後に受け入れられた方は" in reasons(made, "三回")[0]
    assert reasons(made, "三回")[1] == "希望順位2位で決まりました。"


def test_between_equals_the_published_lottery_decides_and_says_so():
    cast = season_cast()
    sea = course(cast, "海")
    for name in ("一", "二", "三"):
        registered(cast, name, sea)
    made = run(cast, opened(cast))
    [placed] = [name for name, title in given(made) if title]
    assert made.result["n_unplaced"] == 2
    for name in {"一", "二", "三"} - {placed}:
        assert "公表した抽選の番号" in reasons(made, name)[0]
        assert "いずれにも決まりませんでした" in reasons(made, name)[-1]
    waits = [one.waits[0]["place"] for one in made.proposals.filter(posting=None)]
    assert sorted(waits) == [1, 2]


def test_the_same_round_again_gives_the_same_bytes_and_another_lottery_does_not():
    cast = season_cast()
    sea, mountain = course(cast, "海"), course(cast, "山")
    for number in range(6):
        registered(cast, f"{number}人目", sea, mountain)
    made = run(cast, opened(cast))
    rows = _rows(made)
    again = run(cast, made)
    assert (again.digest, _rows(again)) == (made.digest, rows)
    assert len(made.digest) == 64
    again.lottery = "another"
    again.save()
    assert run(cast, again).digest != made.digest


def _rows(round_):
    return list(
        round_.proposals.order_by("seeker").values_list(
            "seeker", "posting", "score", "place_in_list", "reasons", "waits", "is_pinned"
        )
    )


def test_a_cap_of_sapporo_sends_people_beyond_it_and_tells_them_of_the_cap():
    cast = season_cast()
    city = course(cast, "札幌", place=SAPPORO, capacity=5)
    away = course(cast, "帯広", capacity=5)
    for number in range(3):
        registered(cast, f"{number}", city, away)
    made = run(cast, opened(cast, bounds=(Bound("region", OF_SAPPORO, cap=1),)))
    assert sorted(title for _name, title in given(made)) == ["帯広", "帯広", "札幌"]
    sent = next(name for name, title in given(made) if title == "帯広")
    assert "「札幌市」の上限1人に達していました。" in reasons(made, sent)


def test_what_stays_under_its_minimum_takes_nobody_and_they_get_their_next():
    cast = season_cast()
    small = course(cast, "少ない", capacity=5, minimum=3)
    other = course(cast, "もう一つ", capacity=5)
    registered(cast, "一", small, other)
    registered(cast, "二", small, other)
    made = run(cast, opened(cast))
    assert given(made) == {("一", "もう一つ"), ("二", "もう一つ")}
    assert made.result["small"] == [small.key]
    round_ = made
    round_.may_fall_short = True
    round_.save()
    assert given(run(cast, round_)) == {("一", "少ない"), ("二", "少ない")}


def test_a_pin_comes_first_and_a_pair_that_was_ruled_out_never():
    cast = season_cast()
    sea, mountain = course(cast, "海"), course(cast, "山")
    first = registered(cast, "初めて", sea, mountain, times_before=0)
    often = registered(cast, "三回", sea, mountain, times_before=3)
    round_ = opened(cast)
    by = cast.asker(WHO)
    rule(round_, (often, sea), ruled="pinned", reason="保護者が同じ会社", by=by, on=TODAY)
    made = run(cast, round_)
    assert given(made) == {("三回", "海"), ("初めて", "山")}
    assert "窓口がこの組に決めました。" in reasons(made, "三回")
    rule(made, (first, mountain), ruled="forbidden", reason="通えない", by=by, on=TODAY)
    assert given(run(cast, made)) == {("三回", "海"), ("初めて", "")}


def test_two_people_are_exchanged_for_one_reason():
    cast = season_cast()
    sea, mountain = course(cast, "海"), course(cast, "山")
    one = registered(cast, "一", sea, mountain)
    two = registered(cast, "二", mountain, sea)
    made = run(cast, opened(cast))
    by = cast.asker(WHO)
    swap(made, [(one, mountain), (two, sea)], reason="二人からの申し出", by=by, on=TODAY)
    again = run(cast, made)
    assert given(again) == {("一", "山"), ("二", "海")}
    assert again.result["n_new"] == 2
    assert set(again.rulings.values_list("reason", flat=True)) == {"二人からの申し出"}


def test_more_pins_than_places_are_refused_by_name():
    cast = season_cast()
    sea = course(cast, "海")
    by, round_ = cast.asker(WHO), opened(cast)
    for name in ("一", "二"):
        who = registered(cast, name, sea)
        rule(round_, (who, sea), ruled="pinned", reason="約束した", by=by, on=TODAY)
    with pytest.raises(Refused, match="「海」に決めた人は2人、空きは1人分"):
        run(cast, round_)


def test_a_place_that_was_refused_goes_to_who_waits_and_moves_nobody():
    cast = season_cast()
    sea, mountain = course(cast, "海"), course(cast, "山", answers={"month": "may"})
    registered(cast, "一", sea, times_before=0, months=["apr"])
    registered(cast, "二", sea, times_before=1, months=["apr"])
    registered(cast, "山の人", mountain, months=["may"])
    round_ = told(cast, run(cast, opened(cast)))
    assert given(round_, 1) == {("一", "海"), ("二", ""), ("山の人", "山")}
    assert round_.proposals.get(seeker__name="二").waits == [{"posting": sea.key, "place": 1}]
    says(cast, "一", is_yes=False)
    says(cast, "山の人", is_yes=True)
    again = run(cast, round_)
    # Whoever refused is not asked the same again, and whoever has a place keeps it.
    assert given(again) == {("一", ""), ("二", "海")}


def test_nobody_is_given_two_places_on_the_same_day():
    cast = season_cast()
    day = TODAY + timedelta(days=60)
    morning = course(cast, "朝", market="volunteers", first_day=day)
    registered(cast, "応援", morning, market="volunteers")
    round_ = told(cast, run(cast, opened(cast, "volunteers")))
    says(cast, "応援", is_yes=True)
    says(cast, "応援", is_yes=True, whose="posting")
    close_round(round_, by=cast.asker(WHO), on=AFTER)
    course(cast, "昼", market="volunteers", first_day=day)
    second = opened(cast, "volunteers")
    assert given(run(cast, second)) == {("応援", "")}
    course(cast, "翌日", market="volunteers", first_day=day + timedelta(days=1))
    assert given(run(cast, second)) == {("応援", "翌日")}


def test_nobody_is_given_two_places_in_one_round():
    cast = season_cast()
    day = TODAY + timedelta(days=60)
    first = course(cast, "朝", market="volunteers", first_day=day)
    registered(cast, "応援", first, market="volunteers")
    round_ = told(cast, run(cast, opened(cast, "volunteers")))
    says(cast, "応援", is_yes=True)
    says(cast, "応援", is_yes=True, whose="posting")
    course(cast, "翌日", market="volunteers", first_day=day + timedelta(days=1))
    with pytest.raises(Refused, match="空いたところに合う方が、いまはいません"):
        run(cast, round_)


def test_a_floor_brings_people_where_they_are_needed_and_says_why():
    cast = season_cast()
    city = course(cast, "札幌", market="volunteers", place=SAPPORO, capacity=5)
    away = course(cast, "帯広", market="volunteers", place=OBIHIRO, capacity=5)
    for number in range(3):
        registered(cast, f"{number}", city, away, market="volunteers", travel_km=500)
    bounds = (Bound("municipality", OBIHIRO, floor=2),)
    made = run(cast, opened(cast, "volunteers", bounds=bounds))
    assert sorted(title for _name, title in given(made)) == ["帯広", "帯広", "札幌"]


def test_bounds_that_nobody_can_meet_are_refused_with_what_is_short():
    cast = season_cast()
    away = course(cast, "帯広", market="volunteers", capacity=5)
    registered(cast, "一人", away, market="volunteers")
    round_ = opened(cast, "volunteers", bounds=(Bound("municipality", OBIHIRO, floor=4),))
    with pytest.raises(Refused, match="「帯広市」は4人以上を求めています"):
        run(cast, round_)
    assert round_.proposals.count() == 0


def test_staying_and_freezing_leave_what_somebody_had():
    cast = season_cast()
    sea = course(cast, "海", market="volunteers")
    registered(cast, "一", sea, market="volunteers", times_helped=1)
    made = run(cast, opened(cast, "volunteers"))
    for number in range(5):
        registered(cast, f"同じ{number}", sea, market="volunteers", times_helped=1)
    assert ("一", "海") in given(run(cast, made, way="stay"))
    registered(cast, "二", sea, market="volunteers", times_helped=9)
    assert ("一", "海") in given(run(cast, made, way="freeze"))
    # Anew, whoever has helped more often comes first.
    assert ("二", "海") in given(run(cast, made))


def test_companies_get_several_projects_and_each_project_one_before_a_third():
    cast = towns_cast()
    for number in range(4):
        project(cast, f"{number}")
    for firm in ("company", "other_company"):
        helper(cast, firm)
    made = run_of_projects(cast)
    rows = list(made.proposals.values_list("seeker", "posting"))
    assert len(rows) == 6  # three for each company
    assert len({posting for _who, posting in rows}) == 4
    assert made.result["n_placed"] == 2


def test_who_somebody_is_changes_nothing_in_a_round():
    """Year of birth, sex, nationality and home of all are turned round: every byte is the same."""
    cast = season_cast()
    sea, mountain = course(cast, "海", capacity=2), course(cast, "山")
    for number in range(6):
        registered(cast, f"{number}", sea, mountain, times_before=number % 2)
    made = run(cast, opened(cast))
    rows = _rows(made)
    turned = {"sex": "male", "nationality": "other", "birth_year": 1950, "home": "012076"}
    assert SeekerProfile.objects.exclude(**turned).update(**turned) == 6
    again = run(cast, made)
    assert (again.digest, _rows(again)) == (made.digest, rows)


def test_a_team_goes_where_its_supervisor_and_its_members_fit():
    cast = desk_cast("III-2")
    cast.people["coordinator"] = person("coordinator")
    seat(cast.people["coordinator"], cast.units["city_desk"], Role.COORDINATOR)
    of: dict[str, Any] = {"market": "fieldwork", "who": "coordinator"}
    village = course(cast, "村", answers={"needs": ["supervisor"]}, **of)
    town = course(cast, "町", place=SAPPORO, answers={"members_most": 8}, **of)
    small = course(cast, "小さな町", answers={"members_most": 3}, **of)
    led = {"brings": ["supervisor"], "members": 5}
    registered(cast, "教員のいるチーム", small, village, town, **led, **of)
    registered(cast, "教員のいないチーム", village, town, brings=[], members=5, **of)
    made = run(cast, opened(cast, **of), who="coordinator")
    assert given(made) == {("教員のいるチーム", "村"), ("教員のいないチーム", "町")}


def test_who_is_promised_a_place_counts_for_the_minimum_of_the_next_proposal():
    cast = season_cast()
    walk = course(cast, "山歩き", capacity=3, minimum=2)
    for number in range(3):
        registered(cast, f"{number}", walk)
    round_ = told(cast, run(cast, opened(cast)))
    refused = sorted(name for name, title in given(round_, 1) if title)[0]
    says(cast, refused, is_yes=False)
    registered(cast, "後から", walk)
    assert given(run(cast, round_)) == {(refused, ""), ("後から", "山歩き")}
