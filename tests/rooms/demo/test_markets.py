"""The markets of the demonstration: how much there is, a step before each decision."""

from collections import Counter

import pytest
from django.utils import timezone

from renkei.core.waiting import told
from renkei.demo import cast
from renkei.directory.models import Organisation, Person
from renkei.directory.queries.seats import asker_for
from renkei.opportunities.actions.rounds import run_round
from renkei.opportunities.introductions import at_the_desk
from renkei.opportunities.models import Placement, Posting, Round, Seeker
from renkei.opportunities.queries.waiting import OPPORTUNITIES

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo_loaded")]


def test_whoever_is_drawn_says_that_she_is_invented() -> None:
    names = [*Seeker.objects.exclude(name="").values_list("name", flat=True)]
    firms = Organisation.objects.filter(kind="company", merged_into=None)

    assert [name for name in names if "（デモ）" not in name] == []
    assert [one.name_ja for one in firms if "架空" not in one.name_ja] == []


def test_season_has_sixty_firms_and_a_hundred_students() -> None:
    courses = Posting.objects.filter(market="internships", is_public=True)
    firms = {key for one in courses for key in (one.organisation_id, *one.partners)}
    students = Seeker.objects.filter(market="internships", state="active")

    assert len(firms) >= 60
    assert students.count() == 100
    assert all(2 <= 1 + len(one.partners) <= 4 for one in courses)
    assert sum(one.capacity for one in courses) > students.count()
    assert not Placement.objects.filter(market="internships").exists()


def test_wishes_of_students_compete_for_some_courses() -> None:
    students = Seeker.objects.filter(market="internships")
    wished = Counter(key for one in students for key in one.wishes)
    courses = {one.key: one for one in Posting.objects.filter(pk__in=wished)}

    assert all(one.wishes for one in students)
    assert any(n > courses[key].capacity for key, n in wished.items())


def test_courses_begin_on_a_monday_and_lie_ahead() -> None:
    courses = Posting.objects.filter(market="internships")

    assert {one.first_day.weekday() for one in courses} == {0}
    assert all(one.first_day > timezone.localdate() for one in courses)


def test_twelve_projects_and_one_that_three_companies_fit() -> None:
    projects = Posting.objects.filter(market="projects")
    waiting = projects.get(title_ja="閉校した小学校を使う")
    fitting = [
        one.organisation.name_ja
        for one in Seeker.objects.filter(market="projects").select_related("organisation")
        if waiting.key in {found.posting.key for found in at_the_desk(one).introductions}
    ]

    assert projects.count() == 12
    assert not waiting.placements.exists()
    assert len(fitting) >= 3


def test_summer_was_and_the_next_days_wait_for_a_decision() -> None:
    days = Posting.objects.filter(market="volunteers")
    done = Placement.objects.filter(market="volunteers", state="completed")
    applied = Placement.objects.filter(market="volunteers", state="applied")

    assert days.filter(state="closed").count() == 3
    assert done.count() > 20
    by_day = Counter(applied.values_list("posting__title_ja", flat=True))
    capacity = dict(days.values_list("title_ja", "capacity"))
    minimum = dict(days.values_list("title_ja", "minimum"))
    # More than there are places; just enough; too few as yet.
    assert any(n > capacity[title] for title, n in by_day.items())
    assert any(n < minimum[title] for title, n in by_day.items())


@pytest.mark.parametrize(("market", "least"), [("internships", 80), ("fieldwork", 3)])
def test_round_waits_to_be_run_and_gives_places(market: str, least: int) -> None:
    today = timezone.localdate()
    waiting = Round.objects.get(market=market)
    by = asker_for(Person.objects.get(pk=waiting.entered_by), on=today)
    steps = [one.step for one in told(by, OPPORTUNITIES)]

    made = run_round(waiting, way="improve", by=by, on=today, say=lambda *_: None)

    assert waiting.state == "open"
    assert "割り当ての案を作る" in steps
    assert made.proposals.exclude(posting=None).count() >= least


def test_proposal_for_the_supporters_waits_to_be_told() -> None:
    made = Round.objects.get(market="volunteers")
    by = asker_for(Person.objects.get(pk=made.entered_by), on=timezone.localdate())

    assert made.state == "proposed"
    assert made.proposals.exclude(posting=None).exists()
    assert "割り当ての案を確かめて発表する" in [one.step for one in told(by, OPPORTUNITIES)]


def test_every_market_has_something_to_check() -> None:
    unchecked = set(Posting.objects.filter(state="draft").values_list("market", flat=True))

    assert unchecked >= set(cast.MARKETS) - {"experts"}
