"""What is shown at the desk: which postings, why, what if; and that age and sex change nothing."""

import ast
from datetime import timedelta
from pathlib import Path

import pytest
import time_machine

from renkei.core.errors import Refused
from renkei.core.keys import new_key
from renkei.opportunities import arrays, introductions
from renkei.opportunities.actions.anonymising import anonymise_seeker
from renkei.opportunities.actions.seekers import (
    Profile,
    change_seeker,
    keep_seeker,
    leave,
    register_seeker,
    wish_for,
)
from renkei.opportunities.introductions import at_the_desk
from renkei.opportunities.models import Posting, Seeker, SeekerProfile
from renkei.opportunities.retention import seekers_due
from renkei.opportunities.states import Nationality, Sex
from tests.rooms.opportunities.doing import (
    ENGINEER,
    JOB,
    OBIHIRO,
    SAPPORO,
    TODAY,
    desk_cast,
    introduced,
    published,
    registered,
    sought,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("places_loaded")]
NOBODY_READS = "renkei.opportunities.models.about_seekers"


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(TODAY, tick=True):
        yield


def titles(seeker: Seeker) -> list[str]:
    return [one.posting.title_ja for one in at_the_desk(seeker).introductions]


def test_best_pay_first_and_what_is_no_wish_not_at_all():
    cast = desk_cast()
    for title, pay in (("低い", 180_000), ("高い", 390_000), ("中", 260_000)):
        published(cast, title_ja=title, answers={**JOB, "salary_from": pay})
    published(cast, title_ja="介護", answers={**JOB, "occupation": "care"})

    assert titles(registered(cast)) == ["高い", "中", "低い"]


def test_three_beyond_sapporo_although_sapporo_pays_more():
    cast = desk_cast()
    for n in range(12):
        answers = {**JOB, "salary_from": 390_000}
        published(cast, title_ja=f"札幌{n}", place=SAPPORO, answers=answers)
    for n in range(4):
        answers = {**JOB, "salary_from": 170_000}
        published(cast, title_ja=f"帯広{n}", place=OBIHIRO, answers=answers)

    found = at_the_desk(registered(cast))

    assert (found.n_fitting, found.n_elsewhere) == (16, 4)
    assert [one.is_elsewhere for one in found.introductions] == [False] * 7 + [True] * 3


def test_however_many_fit_all_are_counted_and_those_beyond_sapporo_are_found():
    cast = desk_cast()
    first = published(cast, place=SAPPORO, answers={**JOB, "salary_from": 390_000})
    copies = [
        Posting(**{**values(first), "key": new_key(), "title_ja": f"札幌{n}"}) for n in range(1100)
    ]
    Posting.objects.bulk_create(copies)
    published(cast, title_ja="帯広", answers={**JOB, "salary_from": 170_000})

    found = at_the_desk(registered(cast))

    assert (found.n_fitting, found.n_elsewhere) == (1102, 1)
    assert [one.posting.title_ja for one in found.introductions][-1] == "帯広"


def values(posting: Posting) -> dict[str, object]:
    return {field.attname: getattr(posting, field.attname) for field in posting._meta.fields}


def test_nobody_is_sent_elsewhere_who_named_sapporo_alone():
    cast = desk_cast()
    published(cast, title_ja="札幌", place=SAPPORO)
    published(cast, title_ja="帯広", place=OBIHIRO)

    seeker = registered(cast, answers={**ENGINEER, "regions": [SAPPORO]})

    assert titles(seeker) == ["札幌"]


def test_what_one_condition_keeps_away_is_told_with_its_place():
    cast = desk_cast()
    for n in range(3):
        published(cast, title_ja=f"帯広{n}", place=OBIHIRO)
    published(cast, title_ja="札幌", place=SAPPORO)

    found = at_the_desk(registered(cast, answers={**ENGINEER, "licences": []}))

    assert found.introductions == ()
    assert [(one.condition, one.n_more, one.n_elsewhere) for one in found.without] == [
        ("licences", 4, 3)
    ]
    assert found.without[0].sentence.en == (
        "Without “Licences”: 4 more openings, 3 of them outside Sapporo."
    )


def test_reasons_are_told_in_both_languages():
    cast = desk_cast()
    published(cast)

    reasons = at_the_desk(registered(cast)).introductions[0].reasons

    assert ("希望する職種です", "an occupation you named") in [(one.ja, one.en) for one in reasons]
    assert any("点" in one.ja and "points" in one.en for one in reasons)


def test_softer_condition_costs_points_and_a_firm_one_the_place():
    cast = desk_cast()
    published(cast, answers={**JOB, "employment": "contract"})
    answers = {**ENGINEER, "employments": ["regular"]}

    soft, hard = (
        registered(cast, answers=answers, strengths={"employment": how})
        for how in ("would_consider", "absolutely")
    )

    assert (len(titles(soft)), len(titles(hard))) == (1, 0)


def test_posting_that_is_introduced_often_enough_waits():
    cast = desk_cast()
    posting = published(cast)
    counsellor = cast.asker("counsellor")
    for _ in range(8):
        one = registered(cast)
        assert titles(one) == [posting.title_ja]
        introductions_by(one, posting, counsellor)

    assert titles(registered(cast)) == []


def introductions_by(seeker, posting, by):
    from renkei.opportunities.actions.placements import introduce

    return introduce(seeker, posting, by=by, on=TODAY)


def test_who_was_introduced_is_not_introduced_again():
    cast = desk_cast()

    placement = introduced(cast)

    assert titles(placement.seeker) == []


def test_posting_that_changes_is_read_anew():
    cast = desk_cast()
    posting = published(cast)
    seeker = registered(cast)
    assert len(titles(seeker)) == 1

    posting.answers = {**JOB, "occupation": "care"}
    posting.save()

    assert titles(seeker) == []


@pytest.mark.parametrize("sex", [*Sex.values, ""])
@pytest.mark.parametrize("nationality", [*Nationality.values, ""])
@pytest.mark.parametrize(("birth_year", "home"), [(1950, OBIHIRO), (2005, "130001")])
def test_age_sex_nationality_and_home_change_nothing_from_form_to_result(
    sex, nationality, birth_year, home
):
    cast = desk_cast()
    for place in (SAPPORO, OBIHIRO):
        for pay in (180_000, 300_000):
            published(cast, place=place, answers={**JOB, "salary_from": pay})
    by = cast.asker("counsellor")
    seeker = registered(cast, profile=Profile())
    before = at_the_desk(seeker)

    profile = Profile(birth_year=birth_year, sex=sex, nationality=nationality, home=home)
    seeker = change_seeker(seeker, sought(profile=profile), by=by, on=TODAY)

    assert SeekerProfile.objects.get(seeker=seeker).birth_year == birth_year
    assert at_the_desk(seeker) == before


@pytest.mark.parametrize("module", [arrays, introductions])
def test_what_scores_does_not_import_what_is_held_apart(module):
    names = set()
    for node in ast.walk(ast.parse(Path(module.__file__).read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom):
            names |= {node.module} | {f"{node.module}.{one.name}" for one in node.names}

    assert not {NOBODY_READS, "renkei.opportunities.models.SeekerProfile"} & names


def test_seeker_leaves_and_is_made_anonymous_and_what_was_counted_stays():
    cast = desk_cast()
    by = cast.asker("counsellor")
    answers = {**ENGINEER, "details": "母の近くで働きたい"}
    seeker = registered(cast, answers=answers)

    anonymise_seeker(leave(seeker, by=by, on=TODAY), by=by, on=TODAY)

    seeker.refresh_from_db()
    assert (seeker.name, seeker.email, "details" in seeker.answers) == ("", "", False)
    assert not SeekerProfile.objects.filter(seeker=seeker).exists()
    assert seeker.answers["occupations"] == ["engineer"]


def test_who_has_something_on_its_way_does_not_leave():
    cast = desk_cast()
    placement = introduced(cast)

    with pytest.raises(Refused, match="進行中"):
        leave(placement.seeker, by=cast.asker("counsellor"), on=TODAY)


def test_incomplete_form_is_kept_and_not_registered():
    cast = desk_cast()
    by = cast.asker("counsellor")
    kept = keep_seeker("jobs", by.seats[0].unit, sought(answers={}), by=by, on=TODAY)

    with pytest.raises(Refused, match="職種"):
        register_seeker(kept, by=by, on=TODAY)
    assert kept.state == "draft"


def test_at_most_eight_wishes_of_what_is_published():
    cast = desk_cast()
    by = cast.asker("counsellor")
    postings = [published(cast, title_ja=f"求人{n}").key for n in range(9)]
    seeker = registered(cast)

    with pytest.raises(Refused, match="8件まで"):
        wish_for(seeker, postings, by=by)
    with pytest.raises(Refused, match="公開されていない"):
        wish_for(seeker, ["none"], by=by)
    assert wish_for(seeker, postings[:8], by=by).wishes == postings[:8]


@pytest.mark.parametrize(
    "wrong", [{"strengths": {"occupation": "maybe"}}, {"weights": {"pay": 11}}]
)
def test_slider_or_strength_that_is_none_is_refused(wrong):
    cast = desk_cast()

    with pytest.raises(Refused):
        registered(cast, **wrong)


def test_time_of_a_registration_that_ended_comes_to_its_end_and_not_of_others():
    cast = desk_cast()
    by = cast.asker("counsellor")
    left, looking = leave(registered(cast), by=by, on=TODAY), registered(cast)

    assert list(seekers_due(TODAY)) == []
    assert list(seekers_due(TODAY + timedelta(days=2))) == [left]
    assert looking.state == "active"
