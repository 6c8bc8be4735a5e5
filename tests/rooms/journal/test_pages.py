"""The pages of the journal, for who may read them and for who may not."""

import csv
from datetime import UTC, date, datetime
from io import BytesIO, StringIO

import pytest
import time_machine
from django.db import connection
from django.template import Context, Template
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.translation import override
from python_calamine import CalamineWorkbook

from renkei.core.tables.readability import machine_readability_problems
from renkei.journal.actions import reverse
from renkei.journal.models import Entry
from renkei.journal.queries import entries_about
from renkei.journal.sealing import seal_entries
from tests.cast import Cast, standing_cast
from tests.rooms.journal.happenings import ON, held
from tests.signing_in import signed_in

pytestmark = pytest.mark.django_db
TOPIC = "雪の集い"


@pytest.fixture
def cast() -> Cast:
    return standing_cast()


def sitting(client: Client, cast: Cast, name: str) -> Client:
    return signed_in(client, cast.people[name])


def shown(client: Client, address: str = "/journal/") -> str:
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


def topics(page: str) -> set[str]:
    return {topic for topic in ("甲", "乙", "丙") if f"題目：{topic}" in page}


# --- the list ---------------------------------------------------------------------------------


def test_list_shows_what_happened_to_who_may_read_it(client: Client, cast: Cast) -> None:
    entry = held(by=cast.asker("city_officer"), topic=TOPIC)

    page = shown(sitting(client, cast, "city_office"))

    assert "試しの開催（題目：雪の集い、来場者：12、段階：一つ星）" in page
    assert f'href="/journal/{entry.pk}/"' in page
    assert "2026年10月5日" in page
    assert "1件の記録" in page


@pytest.mark.parametrize("name", ["prefecture_office", "counsellor", "representative", "outsider"])
def test_list_tells_others_nothing(client: Client, cast: Cast, name: str) -> None:
    held(by=cast.asker("city_officer"), topic=TOPIC)

    page = shown(sitting(client, cast, name))

    assert TOPIC not in page
    assert "あなたが読める記録はまだありません" in page


@pytest.mark.parametrize("address", ["/journal/", "/journal/entries.csv"])
def test_visitor_is_asked_to_sign_in(client: Client, cast: Cast, address: str) -> None:
    held(by=cast.asker("city_officer"), topic=TOPIC)

    response = client.get(address)

    assert response.status_code == 302
    assert response["Location"].startswith("/account/")


def test_list_is_narrowed_down_by_each_filter(client: Client, cast: Cast) -> None:
    by = cast.asker("city_office")
    desk = cast.units["city_desk"]
    held(by=by, topic="甲", on=date(2026, 4, 1), initiatives=("I-1",))
    held(by=by, topic="乙", on=date(2026, 5, 1), initiatives=("II-1",), organisation=desk.key)
    held(by=by, topic="丙", on=date(2026, 6, 1), initiatives=("I-1", "II-1"))
    client = sitting(client, cast, "city_office")

    assert topics(shown(client)) == {"甲", "乙", "丙"}
    assert topics(shown(client, "/journal/?first=2026-05-01")) == {"乙", "丙"}
    assert topics(shown(client, "/journal/?first=2026-04-02&last=2026-05-01")) == {"乙"}
    assert topics(shown(client, "/journal/?initiative=II-1")) == {"乙", "丙"}
    assert topics(shown(client, f"/journal/?unit={desk.key}")) == {"乙"}
    assert topics(shown(client, "/journal/?kind=trial.held")) == {"甲", "乙", "丙"}
    assert topics(shown(client, "/journal/?kind=trial.cancelled")) == set()
    assert "この条件に当てはまる記録はありません" in shown(client, "/journal/?kind=trial.cancelled")


def test_list_shows_what_was_known_on_a_day(client: Client, cast: Cast) -> None:
    by = cast.asker("city_officer")
    with time_machine.travel(datetime(2026, 10, 6, tzinfo=UTC)):
        entry = held(by=by, topic="甲")
    with time_machine.travel(datetime(2026, 11, 6, tzinfo=UTC)):
        held(by=by, topic="乙")
        reverse(entry, by=by, on=ON, reason="二重の記録")
    client = sitting(client, cast, "city_office")

    assert topics(shown(client, "/journal/?known=2026-10-05")) == set()
    assert topics(shown(client, "/journal/?known=2026-10-06")) == {"甲"}
    assert topics(shown(client, "/journal/?known=2026-11-06")) == {"乙"}
    now = shown(client)
    assert topics(now) == {"甲", "乙"}
    assert "取消済み</strong> 二重の記録" in now
    assert "「試しの開催」の取消：二重の記録" in now
    assert "2026年11月6日に判明" in now


def test_filter_that_cannot_be_read_narrows_nothing_down_and_says_so(
    client: Client, cast: Cast
) -> None:
    held(by=cast.asker("city_officer"), topic="甲")
    client = sitting(client, cast, "city_office")

    for query in (
        "first=yesterday",
        "kind=nothing",
        "place=1",
        "unit=%00",
        "first=2026-05-02&last=2026-05-01",
    ):
        page = shown(client, f"/journal/?{query}")
        assert "field__problem" in page
    assert topics(shown(client, "/journal/?first=0000-00-00&kind=x")) == {"甲"}


def test_list_asks_as_much_for_one_row_as_for_three(client: Client, cast: Cast) -> None:
    client = sitting(client, cast, "city_office")
    asked = []
    shown(client)
    for n in (1, 2):
        for _ in range(n):
            held(by=cast.asker("city_officer"), place="011002")
        with CaptureQueriesContext(connection) as queries:
            shown(client)
        asked.append(len(queries))

    assert asked[0] == asked[1] <= 8, "\n".join(q["sql"][:90] for q in queries)


def test_list_turns_pages_and_keeps_its_filters(client: Client, cast: Cast) -> None:
    for _ in range(23):
        held(by=cast.asker("city_officer"))
    client = sitting(client, cast, "city_office")

    page = shown(client, "/journal/?kind=trial.held&page=2")

    assert page.count("data-row>") == 3
    assert 'href="?kind=trial.held"' in page


# --- files ------------------------------------------------------------------------------------


def test_file_holds_what_the_list_shows_and_no_formula(client: Client, cast: Cast) -> None:
    by = cast.asker("city_officer")
    formula = '=HYPERLINK("http://example.org")'
    entry = held(by=by, organisation_name=formula, quantity="1.5", unit="時間", age=31)
    reversal = reverse(entry, by=by, on=ON, reason="＝誤り")
    held(by=cast.asker("prefecture_officer"))
    client = sitting(client, cast, "city_office")

    content = client.get("/journal/entries.csv?kind=trial.held").content
    rows = list(csv.DictReader(StringIO(content.decode("utf-8-sig"), newline="")))
    sheet = CalamineWorkbook.from_filelike(
        BytesIO(client.get("/journal/entries.xlsx").content)
    ).get_sheet_by_index(0)

    assert machine_readability_problems(content) == []
    assert [row["番号"] for row in rows] == [str(reversal.pk), str(entry.pk)]
    assert rows[1]["実績部署"] == "'" + formula
    assert (rows[1]["数量"], rows[1]["年齢(歳)"], rows[1]["判明日時"][:4]) == (
        "1.5",
        "31",
        str(timezone.localtime().year),
    )
    assert (rows[0]["取消対象の番号"], rows[0]["取消理由"]) == (str(entry.pk), "'＝誤り")
    assert formula in sheet.to_python()[2]


def test_file_gives_a_person_who_may_only_read_nothing(client: Client, cast: Cast) -> None:
    held(by=cast.asker("counsellor"))

    content = sitting(client, cast, "counsellor").get("/journal/entries.csv").content

    assert content.decode("utf-8-sig").count("\r\n") == 1
    assert sitting(client, cast, "counsellor").get("/journal/entries.exe").status_code == 404


# --- one entry --------------------------------------------------------------------------------


def test_entry_shows_every_fact_and_its_seal(client: Client, cast: Cast) -> None:
    entry = held(
        by=cast.asker("city_officer"),
        topic=TOPIC,
        place="011002",
        origin="999999",
        sex="female",
        age=31,
        quantity="12.5",
        unit="時間",
        person=cast.citizen.key,
        organisations=("nobody-knows",),
    )
    client = sitting(client, cast, "city_office")

    assert "まだ封印されていません" in shown(client, f"/journal/{entry.pk}/")
    seal = next(seal_entries())
    page = shown(client, f"/journal/{entry.pk}/")

    for text in (
        *("2026年10月5日（月）", TOPIC, "一つ星", "はい", "1.5", "2026年10月6日"),
        *("女", "31歳", "12.5時間", "999999", "I-2 ", "ほか1", seal.digest, "封印 1（"),
    ):
        assert text in page


@pytest.mark.parametrize("name", ["prefecture_office", "counsellor", "representative", "outsider"])
def test_entry_does_not_exist_for_others(client: Client, cast: Cast, name: str) -> None:
    entry = held(by=cast.asker("city_officer"), topic=TOPIC)
    client = sitting(client, cast, name)

    for address in (f"/journal/{entry.pk}/", f"/journal/{entry.pk}/reverse/"):
        response = client.get(address)
        assert response.status_code == 404
        assert TOPIC not in response.content.decode()


def test_entry_does_not_exist_for_a_visitor(client: Client, cast: Cast) -> None:
    entry = held(by=cast.asker("city_officer"), topic=TOPIC)

    assert client.get(f"/journal/{entry.pk}/").status_code == 404
    assert client.get("/journal/99999999999999999999/").status_code == 404


def test_entry_names_its_subject_to_who_may_find_it_and_the_kind_to_others(
    client: Client, cast: Cast
) -> None:
    company = cast.organisations["company"]
    entry = held(
        by=cast.asker("city_officer"),
        side="joint",
        organisations=(company.key,),
    )

    page = shown(sitting(client, cast, "city_office"), f"/journal/{entry.pk}/")

    assert ("company of the tests" in page) or ("ほか1" in page)
    assert "もとの記録" in page


# --- taking back ------------------------------------------------------------------------------


def test_officer_takes_an_entry_back_with_a_reason(client: Client, cast: Cast) -> None:
    entry = held(by=cast.asker("city_officer"), topic=TOPIC)
    client = sitting(client, cast, "city_officer")
    assert f'href="/journal/{entry.pk}/reverse/"' in shown(client, f"/journal/{entry.pk}/")
    assert TOPIC in shown(client, f"/journal/{entry.pk}/reverse/")

    response = client.post(
        f"/journal/{entry.pk}/reverse/", {"on": "2026-10-07", "reason": "二重の記録"}, follow=True
    )

    reversal = Entry.objects.get(reverses=entry)
    assert response.redirect_chain == [(f"/journal/{reversal.pk}/", 302)]
    assert "次の記録を取り消しています" in response.content.decode()
    page = shown(client, f"/journal/{entry.pk}/")
    assert "この記録は取り消されています" in page
    assert "二重の記録" in page
    assert f"/journal/{entry.pk}/reverse/" not in page


def test_reversal_without_a_reason_is_asked_again(client: Client, cast: Cast) -> None:
    entry = held(by=cast.asker("city_officer"))
    client = sitting(client, cast, "city_officer")

    response = client.post(f"/journal/{entry.pk}/reverse/", {"on": "2026-10-07", "reason": " "})

    assert response.status_code == 422
    assert "取り消す理由を書いてください" in response.content.decode()
    assert Entry.objects.count() == 1


def test_second_reversal_is_refused_in_words(client: Client, cast: Cast) -> None:
    by = cast.asker("city_officer")
    entry = held(by=by)
    reverse(entry, by=by, on=ON, reason="誤り")

    response = sitting(client, cast, "city_officer").post(
        f"/journal/{entry.pk}/reverse/", {"on": "2026-10-07", "reason": "もう一度"}
    )

    assert response.status_code == 409
    assert "すでに取り消されています" in response.content.decode()


def test_auditor_reads_and_takes_nothing_back(client: Client, cast: Cast) -> None:
    entry = held(by=cast.asker("prefecture_officer"), topic=TOPIC)
    client = sitting(client, cast, "auditor")

    page = shown(client, f"/journal/{entry.pk}/")
    response = client.post(f"/journal/{entry.pk}/reverse/", {"on": "2026-10-07", "reason": "誤り"})

    assert TOPIC in page
    assert "取り消す</a>" not in page
    assert response.status_code == 404
    assert Entry.objects.count() == 1


# --- kinds, timelines -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("prefix", "texts"),
    [
        ("", ("試しの開催", "題目", "整数（不明の場合あり）", "一つ星、二つ星", "II-1")),
        ("/en", ("Trial held", "topic", "whole number (may be unknown)", "yes or no")),
    ],
)
def test_kinds_are_listed_for_everybody(
    client: Client, prefix: str, texts: tuple[str, ...]
) -> None:
    page = shown(client, f"{prefix}/journal/kinds/")

    for text in ("trial.held", *texts):
        assert text in page


def timeline(cast: Cast, name: str) -> str:
    request = RequestFactory().get("/")
    request.asker = cast.asker(name)  # type: ignore[attr-defined]
    template = Template('{% include "journal/_timeline.html" %}')
    return template.render(Context({"entries": entries_about("trial", "t1"), "request": request}))


def test_timeline_tells_by_month_in_plain_words(cast: Cast) -> None:
    by = cast.asker("city_officer")
    first = held(by=by, subject="t1", on=date(2026, 9, 30))
    held(by=by, subject="t1", topic="甲")
    reverse(first, by=by, on=date(2026, 10, 8), reason="二重の記録")

    told = timeline(cast, "city_office")

    assert told.index("2026年10月</h3>") < told.index("2026年9月</h3>")
    assert told.index("2026年10月8日") < told.index("題目：甲") < told.index("取消済み")
    assert f'href="/journal/{first.pk}/"' in told
    assert "href" not in timeline(cast, "representative")


def test_timeline_in_english(cast: Cast) -> None:
    held(by=cast.asker("city_officer"), subject="t1")

    with override("en"):
        told = timeline(cast, "city_office")

    assert "October 2026" in told
    assert "Trial held (topic: 雪, visitors: 12, level: one star)" in told


def test_timeline_asks_as_much_for_one_entry_as_for_three(cast: Cast) -> None:
    asked = []
    for _ in range(3):
        held(by=cast.asker("city_officer"), subject="t1", place="011002")
        asker = cast.asker("city_office")
        with CaptureQueriesContext(connection) as queries:
            request = RequestFactory().get("/")
            request.asker = asker  # type: ignore[attr-defined]
            Template('{% include "journal/_timeline.html" %}').render(
                Context({"entries": entries_about("trial", "t1"), "request": request})
            )
        asked.append(len(queries))

    assert asked == [asked[0]] * 3


def test_timeline_without_entries_says_so(cast: Cast) -> None:
    assert "まだ何も記録されていません" in timeline(cast, "city_office")
