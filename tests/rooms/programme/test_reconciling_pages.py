"""Reconciling as a job somebody starts, and the page that tells what was found."""

from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from renkei.core.jobs.running import run_job
from renkei.core.models import Job
from renkei.journal.actions import reverse as take_back
from renkei.journal.models import Entry
from renkei.programme.actions.reconciling import reconcile_figures
from renkei.programme.models import Measurement, Reconciliation
from renkei.programme.views.reconciling import AT_ONCE
from tests.cast import Cast
from tests.rooms.programme.doing import recorded
from tests.rooms.programme.measuring import (
    FIRMS,
    JOINTLY,
    ON,
    QUARTER,
    kept,
    locked,
    posted,
    quarter_cast,
    seen_by,
)
from tests.signing_in import signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("places_loaded")]
PAGE, RECORDS = "programme:reconciliation", "programme:reconciled_records"
MOST_QUERIES = 8


@pytest.fixture
def cast() -> Cast:
    cast = quarter_cast()
    locked(cast)
    return cast


def made(cast: Cast) -> Reconciliation:
    return reconcile_figures(QUARTER, by=cast.asker("city_office"))


def late(cast: Cast, who: str = "city_officer", day: int = 1) -> None:
    recorded(cast, who, first_day=date(2026, 9, day), firms=3)


# --- the job ------------------------------------------------------------------------------------


def test_job_is_started_from_the_quarter_and_leads_to_the_result(cast: Cast) -> None:
    late(cast)
    client = signed_in(Client(), cast.city_officer)

    begun = client.post(reverse("programme:reconcile_figures", args=[QUARTER.key]))
    job = Job.objects.get()
    run_job.call(job.key)

    assert begun["Location"] == job.get_absolute_url()
    page = client.get(job.get_absolute_url()).content.decode()
    found = Reconciliation.objects.get()
    assert f"{found.n_compared}件の値を突き合わせ、" in page
    assert reverse(PAGE, args=[found.key]) in page
    quarter = seen_by(cast, "city_officer", "programme:quarter", QUARTER.key)
    assert "前回の突き合わせ" in quarter
    assert found.get_absolute_url() in quarter


@pytest.mark.parametrize("who", ["outsider", "counsellor", "auditor", "bureau_officer"])
def test_whoever_may_not_compute_starts_nothing(cast: Cast, who: str) -> None:
    assert posted(cast, who, "programme:reconcile_figures", QUARTER.key) == 403
    assert not Job.objects.exists()


def test_button_is_for_those_who_may(cast: Cast) -> None:
    address = reverse("programme:reconcile_figures", args=[QUARTER.key])

    assert address in seen_by(cast, "city_officer", "programme:quarter", QUARTER.key)
    assert address not in seen_by(cast, "auditor", "programme:quarter", QUARTER.key)
    assert address not in seen_by(cast, "auditor", PAGE, made(cast).key)


# --- the result ---------------------------------------------------------------------------------


def test_all_figures_agree(cast: Cast) -> None:
    found = made(cast)

    page = seen_by(cast, "auditor", PAGE, found.key)

    assert f"{found.n_compared}件の値を突き合わせました。違いはありません。" in page
    assert "どの値も、いまの記録から算出した値と同じです。" in page


def test_late_record_and_reversal_are_told_with_each_side(cast: Cast) -> None:
    late(cast)
    gone = Entry.objects.get(kind="activity.held", on=date(2026, 8, 20))
    take_back(gone, by=cast.asker("prefecture_office"), on=ON, reason="別の取組の回でした")
    client = signed_in(Client(), cast.city_office)

    answer = client.get(reverse(PAGE, args=[made(cast).key]))

    row = next(one for one in answer.context["page"].rows if one.found.indicator == FIRMS)
    assert [(one.label, one.before, one.now, one.change) for one in row.changes] == [
        ("合計", "42", "38", "−4"),
        ("道", "27", "20", "−7"),
        ("市", "35", "38", "+3"),
    ]
    page = answer.content.decode()
    assert "その後の記録：遅れて届いたもの1件、取り消されたもの1件。" in page
    assert "確定しているので、算出し直すまで変わりません。" in page
    assert reverse("programme:revise_figure", args=[kept(FIRMS).key]) in page


def test_records_of_others_are_counted_and_not_shown(cast: Cast) -> None:
    late(cast)
    late(cast, "prefecture_officer", day=2)
    client = signed_in(Client(), cast.city_officer)

    answer = client.get(reverse(PAGE, args=[made(cast).key]))

    row = next(one for one in answer.context["page"].rows if one.found.indicator == FIRMS)
    assert [one.line.entry.side for one in row.records] == ["city"]
    assert (row.n_readable, row.n_hidden) == (1, 1)
    assert "担当でないため数だけを示す記録：1件" in answer.content.decode()


def test_only_another_value_can_be_computed_again(cast: Cast) -> None:
    late(cast, day=3)  # more firms; of as many initiatives as before
    client = signed_in(Client(), cast.city_office)

    answer = client.get(reverse(PAGE, args=[made(cast).key]))

    rows = {one.found.indicator: one for one in answer.context["page"].rows}
    page = answer.content.decode()
    offered = {
        key: reverse("programme:revise_figure", args=[one.found.measurement]) in page
        for key, one in rows.items()
    }
    assert offered == {FIRMS: True, "P.23": False}
    assert rows["P.23"].what_follows == "値は同じなので、算出し直す必要はありません。"


def test_many_records_have_a_page_of_their_own(cast: Cast) -> None:
    for day in range(1, AT_ONCE + 2):
        late(cast, day=day)
    found = made(cast)
    address = reverse(RECORDS, args=[found.key, FIRMS])

    page = seen_by(cast, "city_officer", PAGE, found.key)
    assert address in page
    # Of how many initiatives something is recorded is the same number as before.
    assert "1件が違いました。 ほかに、値は同じで、もとの記録か数え方が変わったもの1件。" in page
    answer = signed_in(Client(), cast.city_officer).get(address)

    assert len(answer.context["page"].rows) == AT_ONCE + 1
    assert "遅れて届いた記録" in answer.content.decode()


def test_figure_without_a_difference_has_no_such_page(cast: Cast) -> None:
    client = signed_in(Client(), cast.city_officer)

    assert client.get(reverse(RECORDS, args=[made(cast).key, FIRMS])).status_code == 404


def test_fault_is_told_first(cast: Cast) -> None:
    figure = kept(FIRMS)
    Measurement.objects.filter(pk=figure.pk).update(values={**figure.values, "city": "36"})

    page = seen_by(cast, "city_office", PAGE, made(cast).key)

    assert "記録から説明のつかない値が1件あります。" in page
    assert reverse("programme:revise_figure", args=[figure.key]) not in page


def test_open_figure_changes_by_itself(cast: Cast) -> None:
    late(cast)
    recorded(cast, first_day=date(2026, 9, 2), is_joint=True, is_with_business=True)

    client = signed_in(Client(), cast.city_office)
    rows = client.get(reverse(PAGE, args=[made(cast).key])).context["page"].rows

    follows = {one.found.indicator: one.what_follows for one in rows}
    assert follows[JOINTLY] == "承認前なので、次の算出で新しい値になります。"


def test_older_result_leads_to_the_newer(cast: Cast) -> None:
    older, newer = made(cast), made(cast)

    assert newer.get_absolute_url() in seen_by(cast, "auditor", PAGE, older.key)
    assert "もう一度突き合わせています" not in seen_by(cast, "auditor", PAGE, newer.key)


@pytest.mark.parametrize("who", ["outsider", "counsellor", "municipality_officer", ""])
def test_result_is_for_officials(cast: Cast, who: str) -> None:
    late(cast)
    found = made(cast)
    client = signed_in(Client(), cast.people[who]) if who else Client()

    for address in (found.get_absolute_url(), reverse(RECORDS, args=[found.key, FIRMS])):
        answer = client.get(address)
        assert answer.status_code == 404
        assert "遅れて届いた" not in answer.content.decode()


def test_page_takes_as_many_queries_with_one_row_as_with_three(cast: Cast) -> None:
    client = signed_in(Client(), cast.city_officer)
    late(cast)
    recorded(cast, first_day=date(2026, 9, 2), is_joint=True, is_with_business=True)
    found = made(cast)
    all_of_them, counts = found.differences, []
    assert len(all_of_them) == 3

    for n in (1, 3):
        Reconciliation.objects.filter(pk=found.pk).update(differences=all_of_them[:n])
        client.get(found.get_absolute_url())
        with CaptureQueriesContext(connection) as queries:
            client.get(found.get_absolute_url())
        counts.append(len(queries))

    assert counts[0] == counts[1] <= MOST_QUERIES


def test_long_result_pages(cast: Cast) -> None:
    late(cast)
    found = made(cast)
    Reconciliation.objects.filter(pk=found.pk).update(differences=found.differences[:1] * 11)
    client = signed_in(Client(), cast.city_officer)

    first = client.get(found.get_absolute_url()).context["page"]
    second = client.get(found.get_absolute_url(), {"page": 2}).context["page"]

    assert (len(first.rows), len(second.rows)) == (10, 1)
