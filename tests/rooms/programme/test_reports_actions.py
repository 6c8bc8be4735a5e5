"""A report is made as a snapshot, agreed to by each government, then out for good."""

import json

import pytest

from renkei.core.errors import NotPermitted, Refused, WrongState
from renkei.core.sides import Side
from renkei.journal.models import Entry
from renkei.programme.actions.reports import agree_to_report, make_report, withdraw_report
from renkei.programme.models import Report
from tests.cast import Cast, standing_cast
from tests.concurrency import at_once, refusals, shared_database
from tests.rooms.programme.reporting import ON, made, published, wanted

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return standing_cast()


def agreed(report: Report, cast: Cast, who: str, side: str) -> Report:
    return agree_to_report(report, side=side, by=cast.asker(who), on=ON)


def kinds_told(report: Report) -> list[str]:
    told = Entry.objects.filter(subject_kind="report", subject_key=report.key)
    return list(told.order_by("id").values_list("kind", flat=True))


def test_made_report_is_a_draft_and_in_the_journal(cast: Cast) -> None:
    report = made(cast, scope="initiative", about="II-3")

    entry = Entry.objects.get(kind="report.made")
    assert (report.state, report.revision, report.is_public) == ("draft", 1, False)
    assert report.title_en == (
        "II-3 Agreements with universities outside Hokkaido: report on fiscal 2025"
    )
    assert (entry.side, entry.initiatives) == ("joint", " II-3 ")
    assert json.loads(entry.facts)["digest"] == report.digest


@pytest.mark.parametrize("who", ["city_officer", "auditor", "outsider", "municipality_officer"])
def test_only_programme_offices_make_reports(cast: Cast, who: str) -> None:
    with pytest.raises(NotPermitted):
        made(cast, who)

    assert Report.objects.count() == 0


def test_report_about_nothing_is_refused(cast: Cast) -> None:
    with pytest.raises(Refused, match="「IX」"):
        made(cast, scope="theme", about="IX")
    with pytest.raises(Refused, match="「999999」"):
        made(cast, scope="municipality", about="999999")


def test_report_of_a_year_that_has_not_begun_is_refused(cast: Cast) -> None:
    with pytest.raises(Refused, match="まだ始まっていません"):
        made(cast, fiscal_year=2035)


def test_another_report_of_the_year_needs_a_reason(cast: Cast) -> None:
    made(cast)

    with pytest.raises(Refused, match="理由"):
        made(cast)
    again = made(cast, reason="9月の活動を訂正したため")

    assert (again.revision, again.reason) == (2, "9月の活動を訂正したため")


def test_first_side_checks_and_second_side_publishes(cast: Cast) -> None:
    report = made(cast)

    checked = agreed(report, cast, "city_office", Side.CITY)
    assert (checked.state, checked.is_public) == ("checked", False)
    out = agreed(report, cast, "prefecture_office", Side.PREFECTURE)

    assert (out.state, out.is_public) == ("published", True)
    assert kinds_told(report) == [
        "report.made",
        "report.agreed",
        "report.agreed",
        "report.published",
    ]


def test_agreeing_for_one_side_leaves_the_other_as_it_was(cast: Cast) -> None:
    report = agreed(made(cast), cast, "city_office", Side.CITY)

    kept = Report.objects.get(pk=report.pk)
    assert (kept.city_by, kept.prefecture_by) == (cast.city_office.key, "")


def test_nobody_agrees_for_the_other_government(cast: Cast) -> None:
    report = made(cast)

    with pytest.raises(NotPermitted):
        agreed(report, cast, "city_office", Side.PREFECTURE)

    assert Report.objects.get(pk=report.pk).state == "draft"


def test_side_agrees_once(cast: Cast) -> None:
    report = agreed(made(cast), cast, "city_office", Side.CITY)

    with pytest.raises(WrongState, match="すでに確認"):
        agreed(report, cast, "city_office", Side.CITY)


def test_officer_who_reads_a_draft_cannot_let_it_out(cast: Cast) -> None:
    with pytest.raises(NotPermitted):
        agreed(made(cast), cast, "city_officer", Side.CITY)


def test_newer_revision_takes_the_place_of_the_published_one(cast: Cast) -> None:
    first = published(cast)

    second = published(cast, reason="決算額が確定したため")

    first.refresh_from_db()
    assert (first.state, first.is_public) == ("superseded", True)
    assert (second.state, second.revision) == ("published", 2)


def test_older_revision_is_not_let_out_after_a_newer_one(cast: Cast) -> None:
    older = made(cast)
    published(cast, reason="訂正")

    with pytest.raises(WrongState, match="新しい版"):
        agreed(older, cast, "city_office", Side.CITY)


def test_draft_is_withdrawn_with_a_reason(cast: Cast) -> None:
    report = made(cast)

    with pytest.raises(Refused, match="理由"):
        withdraw_report(report, reason=" ", by=cast.asker("city_office"), on=ON)
    withdraw_report(report, reason="年度を間違えたため", by=cast.asker("city_office"), on=ON)

    assert Report.objects.get(pk=report.pk).state == "withdrawn"
    assert kinds_told(report) == ["report.made", "report.withdrawn"]


def test_published_report_is_not_withdrawn(cast: Cast) -> None:
    report = published(cast)

    with pytest.raises(WrongState):
        withdraw_report(report, reason="消したい", by=cast.asker("city_office"), on=ON)


def test_withdrawn_report_is_not_agreed_to(cast: Cast) -> None:
    report = made(cast)
    withdraw_report(report, reason="誤り", by=cast.asker("city_office"), on=ON)

    with pytest.raises(WrongState):
        agreed(report, cast, "city_office", Side.CITY)


def test_work_says_how_far_it_is(cast: Cast) -> None:
    said: list[tuple[int, int]] = []

    make_report(
        wanted(), by=cast.asker("city_office"), on=ON, say=lambda *steps: said.append(steps)
    )

    n = len(said)
    assert said == [(step, n) for step in range(1, n + 1)]


@pytest.mark.django_db(transaction=True)
def test_both_governments_agree_at_the_same_moment() -> None:
    with shared_database():
        cast = standing_cast()
        report = made(cast)
        city, prefecture = cast.asker("city_office"), cast.asker("prefecture_office")

        outcomes = at_once(
            lambda: agree_to_report(report, side=Side.CITY, by=city, on=ON),
            lambda: agree_to_report(report, side=Side.PREFECTURE, by=prefecture, on=ON),
        )

        assert refusals(outcomes) == 0
        assert Report.objects.get(pk=report.pk).state == "published"
