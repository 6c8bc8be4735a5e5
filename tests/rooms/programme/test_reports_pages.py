"""Reports on pages and as files: made by a programme office, read by everybody once both agree."""

import csv
import io
import json
import re
import zipfile

import pytest
from django.test import Client
from python_calamine import CalamineWorkbook

from renkei.core.jobs.running import run_job
from renkei.core.models import Job
from renkei.core.sides import Side
from renkei.core.tables.readability import machine_readability_problems
from renkei.programme.models import Report
from tests.cast import Cast, standing_cast
from tests.rooms.programme.reporting import held, made, published
from tests.signing_in import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return standing_cast()


@pytest.fixture
def office(cast: Cast) -> Client:
    return signed_in(Client(), cast.city_office)


def asked(**more: str) -> dict[str, str]:
    return {"subject": "theme:II", "year": "2025", "known_on": "", "reason": "", **more}


def test_office_asks_for_a_report_and_a_job_makes_it(cast: Cast, office: Client) -> None:
    held(cast)

    answer = office.post("/programme/reports/make/", asked())

    job = Job.objects.get()
    assert answer["Location"] == f"/jobs/{job.key}/"
    run_job.func(job.key)
    job.refresh_from_db()
    report = Report.objects.get()
    assert (job.state, job.result["address"]) == ("done", f"/programme/reports/{report.key}/")
    assert (report.scope, report.about, report.fiscal_year) == ("theme", "II", 2025)


def test_second_report_without_a_reason_is_refused_in_the_form(cast: Cast, office: Client) -> None:
    made(cast, scope="theme", about="II")

    answer = office.post("/programme/reports/make/", asked())

    assert answer.status_code == 422
    assert "作り直す理由を書いてください。" in answer.content.decode()
    assert Job.objects.count() == 0


def test_day_is_the_end_of_the_day_in_japan(cast: Cast, office: Client) -> None:
    office.post("/programme/reports/make/", asked(known_on="R8.5.31"))

    assert Job.objects.get().arguments["known_at"] == "2026-05-31T23:59:59.999999+09:00"


@pytest.mark.parametrize("who", ["city_officer", "outsider", "municipality_officer"])
def test_nobody_else_makes_reports(cast: Cast, who: str) -> None:
    client = signed_in(Client(), cast.people[who])

    assert client.get("/programme/reports/make/").status_code == 403
    assert client.post("/programme/reports/make/", asked()).status_code == 403
    assert Job.objects.count() == 0


def test_draft_is_paper_of_the_two_governments(cast: Cast, client: Client) -> None:
    report = made(cast)
    address = f"/programme/reports/{report.key}/"

    assert report.title not in client.get("/programme/reports/").content.decode()
    assert client.get(address).status_code == 404
    assert client.get(f"{address}file.zip").status_code == 404
    officer = signed_in(Client(), cast.prefecture_officer)
    page = officer.get(address).content.decode()
    assert "案：道と市の両方が確認するまで、公表されません。" in page
    assert "として確かめた" not in page


def test_both_offices_agree_and_everybody_reads_it(
    cast: Cast, client: Client, office: Client
) -> None:
    held(cast, side=Side.JOINT, participants=40)
    address = f"/programme/reports/{made(cast).key}/"
    prefecture = signed_in(Client(), cast.prefecture_office)

    assert "市として確かめた" in office.get(address).content.decode()
    office.post(f"{address}agree/", {"side": "city"})
    prefecture.post(f"{address}agree/", {"side": "prefecture"})

    page = client.get(address).content.decode()
    lead = re.sub("<[^>]+>", "", page)
    assert (
        "22の取組のうち1の取組で、あわせて1件の活動が行われました（道1件、市1件、うち共同1件）。"
        in lead
    )
    assert "案を取り下げる" not in page
    listed = client.get("/en/programme/reports/").content.decode()
    assert "The whole programme: report on fiscal 2025" in listed


def test_offices_do_not_agree_for_each_other(cast: Cast, office: Client) -> None:
    report = made(cast)

    answer = office.post(f"/programme/reports/{report.key}/agree/", {"side": "prefecture"})

    assert answer.status_code == 403
    assert Report.objects.get().state == "draft"


def test_office_takes_a_draft_back(cast: Cast, office: Client) -> None:
    report = made(cast)
    address = f"/programme/reports/{report.key}/withdraw/"

    assert office.post(address, {"reason": ""}).status_code == 422
    assert office.post(address, {"reason": "年度の誤り"})["Location"] == "/programme/reports/"
    assert Report.objects.get().state == "withdrawn"


def test_superseded_report_leads_to_the_newer_one(cast: Cast, client: Client) -> None:
    first = published(cast)
    second = published(cast, reason="決算額が確定したため")

    page = client.get(f"/programme/reports/{first.key}/").content.decode()

    assert f'href="/programme/reports/{second.key}/"' in page
    assert (
        "決算額が確定したため" in client.get(f"/programme/reports/{second.key}/").content.decode()
    )


def test_staff_sees_what_changed_since_the_report_before(cast: Cast, client: Client) -> None:
    published(cast)
    held(cast)
    second = published(cast, reason="活動の追加")
    address = f"/programme/reports/{second.key}/"

    page = signed_in(Client(), cast.city_officer).get(address)

    assert next((one.name, one.before, one.now) for one in page.context["changes"]) == (
        "II-3 道外大学とのUIターン就職協定に関する連携：活動（件）",
        "0",
        "1",
    )
    assert client.get(address).context["changes"] == []


def test_list_keeps_its_filters(cast: Cast, client: Client) -> None:
    published(cast)
    published(cast, scope="initiative", about="I-1", fiscal_year=2024)

    found = client.get("/programme/reports/", {"scope": "initiative", "year": "2024"})

    assert [row.title for row in found.context["page"].rows] == [
        "I-1 働き方改革優良事例の普及啓発とハンズオン支援を通じた全道展開 "
        "2024年度（令和6年度） 年次報告"
    ]
    assert "すべての報告書を見る" in (
        client.get("/programme/reports/", {"year": "1999"}).content.decode()
    )


# --- files ----------------------------------------------------------------------------------------


def rich(cast: Cast) -> Report:
    held(cast, side=Side.JOINT, participants=40)
    held(cast, initiatives=("I-3",))
    return published(cast)


@pytest.mark.parametrize("language", ["", "/en"])
def test_open_data_keeps_the_rules_and_defines_every_column(
    cast: Cast, client: Client, language: str
) -> None:
    report = rich(cast)

    content = client.get(f"{language}/programme/reports/{report.key}/file.zip").content

    folder = zipfile.ZipFile(io.BytesIO(content))
    names = [name for name in folder.namelist() if name.endswith(".csv")]
    assert {name: machine_readability_problems(folder.read(name)) for name in names} == {
        name: [] for name in names
    }
    described = json.loads(folder.read("metadata.json"))["tables"]
    for table in described:
        header = next(csv.reader(io.StringIO(folder.read(table["url"]).decode("utf-8-sig"))))
        code = "en" if language else "ja"
        assert header == [one["titles"][code] for one in table["tableSchema"]["columns"]]
        assert all(one["dc:description"]["ja"] for one in table["tableSchema"]["columns"])
    assert sorted([one["url"] for one in described]) == sorted(set(names) - {"columns.csv"})


def test_open_data_of_the_same_report_is_the_same_bytes(cast: Cast, client: Client) -> None:
    address = f"/programme/reports/{rich(cast).key}/file.zip"

    assert client.get(address).content == client.get(address).content


def test_excel_has_a_cover_and_a_sheet_for_each_theme_in_officials_form(
    cast: Cast, client: Client
) -> None:
    report = rich(cast)

    content = client.get(f"/programme/reports/{report.key}/file.xlsx").content

    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    assert book.sheet_names[0] == "表紙"
    assert [name.split(" ")[0] for name in book.sheet_names[1:4]] == ["I", "II", "III"]
    header = book.get_sheet_by_index(1).to_python()[0]
    assert header[:7] == [
        "取組番号",
        "事業",
        "指標番号",
        "指標名",
        "単位",
        "選んだ理由",
        "当初値",
    ]
    assert all(not book.get_sheet_by_name(name).merged_cell_ranges for name in book.sheet_names)


def test_unknown_file_is_not_there(cast: Cast, client: Client) -> None:
    assert client.get(f"/programme/reports/{rich(cast).key}/file.exe").status_code == 404
