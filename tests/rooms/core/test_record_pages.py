"""Pages of search, long work and imports: what they show, and to whom they show nothing."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from renkei.core.jobs import start_job
from renkei.core.models import ImportBatch, Job
from renkei.core.search import index_record
from renkei.core.tables.guards import MB, UPLOADS
from renkei.directory.models import Organisation
from tests.cast import standing_cast
from tests.rooms.core.importing import csv_of
from tests.rooms.core.working import DONE
from tests.signing_in import signed_in

pytestmark = pytest.mark.django_db

UPLOAD = "/imports/tested-organisations/"
SAPPORO = "011002"
# The session, the account, its seats, the units below them.
QUERIES_OF_ASKER = 4


@pytest.fixture
def cast():
    return standing_cast()


@pytest.fixture
def officer(client, cast):
    client = signed_in(client, cast.city_officer)
    client.get("/jobs/")  # the first page of a session writes down when it began
    return client


def handed_in(client, *lines: str, name: str = "団体.csv"):
    file = SimpleUploadedFile(name, csv_of(*lines), "text/csv")
    return client.post(UPLOAD, {"file": file})


def text_of(response) -> str:
    return response.content.decode()


# --- search --------------------------------------------------------------------------------------


def test_search_page_helps_whoever_has_asked_nothing(client):
    response = client.get("/search/")

    assert response.status_code == 200
    assert "名前の一部でも探せます。" in text_of(response)


def test_search_page_shows_public_organisations_to_nobody_and_no_others(client, cast):
    for one in Organisation.objects.all():
        index_record(one)
    hidden = cast.organisations["company"]
    assert not hidden.is_public

    response = client.get("/search/", {"q": "of the tests"})

    shown = text_of(response)
    assert "city of the tests" in shown
    assert "prefecture of the tests" in shown
    assert hidden.name_ja not in shown
    assert "2件" in shown


def test_search_page_says_nothing_of_what_may_not_be_found(client, cast):
    batch = ImportBatch.objects.create(
        importer="f", record_kind="x", file_name="極秘の表", digest="", n_rows=1, by="somebody"
    )

    shown = text_of(signed_in(client, cast.outsider).get("/search/", {"q": "極秘の表"}))

    assert batch.key not in shown
    assert "「極秘の表」を含む記録は、あなたが見られる範囲にはありません。" in shown


def test_search_page_lists_one_kind_page_by_page(officer, cast):
    key = cast.city_officer.key
    for n in range(23):
        ImportBatch.objects.create(
            importer="f", record_kind="x", file_name=f"移住{n:02}", digest="", n_rows=1, by=key
        )

    overview = text_of(officer.get("/search/", {"q": "移住"}))
    second = text_of(officer.get("/search/", {"q": "移住", "kind": "import", "page": "2"}))

    assert overview.count("data-row>") == 5
    assert "?q=%E7%A7%BB%E4%BD%8F&amp;kind=import" in overview
    assert [f"移住{n:02}</a>" in second for n in (0, 2, 3)] == [True, True, False]
    assert "全23件のうち21～23件目" in second


@pytest.mark.parametrize(
    "q", ["「」", "<script>alert(1)</script>", "%", "'; DROP TABLE", "\0", "あ" * 5000]
)
def test_search_page_stands_whatever_is_asked(client, q):
    response = client.get("/search/", {"q": q})

    assert response.status_code == 200
    assert "<script>alert" not in text_of(response)


@pytest.mark.parametrize("rows", [1, 3])
def test_search_page_costs_the_same_for_one_and_three(
    officer, cast, rows, django_assert_num_queries
):
    for n in range(rows):
        ImportBatch.objects.create(
            importer="f",
            record_kind="x",
            file_name=f"移住{n}",
            digest="",
            n_rows=1,
            by=cast.city_officer.key,
        )

    with django_assert_num_queries(QUERIES_OF_ASKER + 4):  # what was opened to her, her circles
        officer.get("/search/", {"q": "移住"})


# --- long work -----------------------------------------------------------------------------------


def started(cast, name: str = "city_officer", **arguments: object) -> Job:
    return start_job("tested.steps", by=cast.asker(name), **{"n": 3, **arguments})


def test_job_page_shows_waiting_work_and_asks_again_by_itself(officer, cast):
    job = started(cast)

    shown = text_of(officer.get(job.get_absolute_url()))

    assert "順番を待っています。" in shown
    assert 'hx-trigger="every 2s"' in shown
    assert "<progress" not in shown  # nothing moves yet


def test_job_page_says_when_no_worker_runs(officer, cast):
    job = started(cast)
    Job.objects.update(made_at=timezone.now() - timedelta(minutes=5))

    assert "処理係が動いていません" in text_of(officer.get(job.get_absolute_url()))


def test_job_page_shows_how_far_the_work_is(officer, cast):
    job = started(cast)
    now = timezone.now()
    Job.objects.update(state="running", done=1200, total=5000, heard_at=now, started_at=now)

    shown = text_of(officer.get(job.get_absolute_url()))

    assert "5,000件のうち1,200件まで進みました。" in shown
    assert 'max="5000" value="1200"' in shown


def test_job_page_leads_to_the_result_in_the_readers_language(officer, cast):
    job = started(cast)
    Job.objects.update(
        state="done", finished_at=timezone.now(), result={"address": "/search/", "text": "おわり"}
    )

    shown = text_of(officer.get("/en" + job.get_absolute_url()))

    assert 'href="/en/search/"' in shown
    assert "every 2s" not in shown


def test_result_elsewhere_is_no_link(officer, cast):
    job = started(cast)
    Job.objects.update(
        state="done", finished_at=timezone.now(), result={"address": "//example.org/"}
    )

    assert "example.org" not in text_of(officer.get(job.get_absolute_url()))


@pytest.mark.parametrize("name", ["outsider", "city_administrator", "auditor"])
def test_work_of_others_is_not_there(client, cast, name):
    job = started(cast, title="極秘")
    client = signed_in(client, cast.people[name])

    found = client.get(job.get_absolute_url())
    stopped = client.post(reverse("jobs:cancel", args=[job.key]))
    listed = client.get("/jobs/")

    assert (found.status_code, stopped.status_code) == (404, 404)
    assert "極秘" not in text_of(listed)
    assert Job.objects.get().state == "waiting"


def test_nobody_is_asked_to_sign_in_before_the_list_of_work(client):
    assert client.get("/jobs/").status_code == 302


def test_work_is_stopped_and_started_again_by_buttons(officer, cast):
    job = started(cast)
    DONE.clear()

    stopped = officer.post(reverse("jobs:cancel", args=[job.key]))
    again = officer.post(reverse("jobs:resume", args=[job.key]))

    assert stopped.url == job.get_absolute_url()
    assert again.status_code == 409
    assert Job.objects.get().state == "cancelled"


def test_get_does_not_stop_work(officer, cast):
    job = started(cast)

    assert officer.get(reverse("jobs:cancel", args=[job.key])).status_code == 405


@pytest.mark.parametrize("rows", [1, 3])
def test_list_of_work_costs_the_same_for_one_and_three(
    officer, cast, rows, django_assert_num_queries
):
    for _ in range(rows):
        started(cast)

    with django_assert_num_queries(QUERIES_OF_ASKER + 1):
        officer.get("/jobs/")


# --- imports -------------------------------------------------------------------------------------


def test_table_goes_the_whole_way_by_pages(officer):
    handed = handed_in(officer, f"甲,{SAPPORO},一条")
    dry = text_of(officer.get(handed.url))
    taken = officer.post(handed.url + "apply/")
    receipt = text_of(officer.get(taken.url))
    there = Organisation.objects.filter(name_ja="甲").count()
    officer.post(handed.url + "undo/")
    after = text_of(officer.get(handed.url))

    assert "まだ何も変わっていません。" in dry
    assert "この内容で取り込む" in dry
    assert "1件を取り込みました。" in receipt
    assert there == 1
    assert "記録は取込の前に戻っています。" in after
    assert Organisation.objects.filter(name_ja="甲").count() == 0


def test_problems_are_shown_with_their_places_and_nothing_is_kept(officer):
    response = handed_in(officer, "甲,999999,一条", "乙,999999,")

    shown = text_of(response)
    assert response.status_code == 422
    assert "直すところが2件あります" in shown
    assert "<span>B 所在地</span>" in shown
    assert "「999999」というコードはありません。" in shown
    assert ImportBatch.objects.count() == 0


def test_same_file_twice_is_told(officer):
    first = handed_in(officer, f"甲,{SAPPORO},")
    officer.post(first.url + "apply/")

    second = handed_in(officer, f"甲,{SAPPORO},")

    shown = text_of(officer.get(second.url))
    assert "同じファイルが" in shown
    assert "すべての行がいまの記録と同じです。" in shown
    assert "この内容で取り込む" not in shown


def test_refused_undo_says_why_and_changes_nothing(officer):
    handed = handed_in(officer, f"甲,{SAPPORO},")
    officer.post(handed.url + "apply/")
    Organisation.objects.filter(name_ja="甲").update(address="移転")

    response = officer.post(handed.url + "undo/")

    assert response.status_code == 409
    assert "取込のあとに変わった記録が1件あるので、取り消せません: 甲" in text_of(response)
    assert Organisation.objects.filter(name_ja="甲").exists()


@pytest.mark.parametrize("file", [None, SimpleUploadedFile("leer.csv", b"")])
def test_page_asks_for_a_file(officer, file):
    response = officer.post(UPLOAD, {"file": file} if file else {})

    assert response.status_code == 422
    assert "ファイルを選んでください。" in text_of(response)


def test_file_that_is_too_large_is_refused_by_its_size(officer):
    big = SimpleUploadedFile("big.csv", b"a" * (UPLOADS.megabytes * MB + 1))

    response = officer.post(UPLOAD, {"file": big})

    assert response.status_code == 422
    assert "ファイルが大きすぎます" in text_of(response)


def test_rows_are_filtered_and_paged(officer):
    handed = handed_in(officer, *[f"甲{n:03},{SAPPORO}," for n in range(45)])

    third = text_of(officer.get(handed.url, {"show": "new", "page": "3"}))
    none = text_of(officer.get(handed.url, {"show": "changed"}))

    assert "甲044" in third
    assert "?show=new&amp;page=2" in third
    assert "この扱いの行はありません。" in none


@pytest.mark.parametrize("name", ["outsider", "representative", "prefecture_counsellor"])
def test_table_of_others_is_not_there(client, cast, name):
    handed = handed_in(signed_in(Client(), cast.city_officer), f"極秘商店,{SAPPORO},")
    client = signed_in(client, cast.people[name])

    answers = [
        client.get(handed.url),
        client.post(handed.url + "apply/"),
        client.get(UPLOAD),
        client.get(UPLOAD + "template.xlsx"),
    ]

    assert [answer.status_code for answer in answers] == [404] * 4
    assert "団体.csv" not in text_of(client.get("/imports/"))
    assert not Organisation.objects.filter(name_ja="極秘商店").exists()


def test_nobody_is_asked_to_sign_in_before_the_list_of_imports(client):
    assert client.get("/imports/").status_code == 302


def test_colleague_of_the_unit_finds_the_import(client, cast):
    handed = handed_in(signed_in(Client(), cast.city_officer), f"甲,{SAPPORO},")
    bureau = signed_in(client, cast.city_office)

    assert bureau.get(handed.url).status_code == 200


def test_empty_table_has_the_columns(officer):
    from io import BytesIO

    from python_calamine import CalamineWorkbook

    response = officer.get(UPLOAD + "template.xlsx")

    book = CalamineWorkbook.from_filelike(BytesIO(response.content))
    assert book.get_sheet_by_index(0).to_python() == [["名称", "所在地", "住所"]]


@pytest.mark.parametrize("rows", [1, 3])
def test_list_of_imports_costs_the_same_for_one_and_three(officer, rows, django_assert_num_queries):
    for n in range(rows):
        handed_in(officer, f"甲{n},{SAPPORO},")

    # The imports, and for which markets the office may hand in lists: of its units, and of what
    # they are in charge of.
    with django_assert_num_queries(QUERIES_OF_ASKER + 3):
        officer.get("/imports/")


@pytest.mark.parametrize("rows", [1, 3])
def test_page_of_an_import_costs_the_same_for_one_and_three_rows(
    officer, rows, django_assert_num_queries
):
    handed = handed_in(officer, *[f"甲{n},{SAPPORO}," for n in range(rows)])

    with django_assert_num_queries(QUERIES_OF_ASKER + 4):
        officer.get(handed.url)
