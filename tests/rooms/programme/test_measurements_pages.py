"""The pages of figures: who sees which number, and what can be done there."""

import csv
import io
from datetime import date, timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from renkei.charter.amending import Change
from renkei.charter.reader import programme
from renkei.charter.terms import Value
from renkei.programme import wording
from renkei.programme.models import Measurement
from tests.cast import Cast
from tests.rooms.programme.doing import recorded
from tests.rooms.programme.measuring import (
    FIRMS,
    PERIOD,
    QUARTER,
    kept,
    locked,
    posted,
    quarter_cast,
    seen_by,
    state,
    submitted,
    taken,
)
from tests.rooms.programme.reviewing import EFFECTIVE, found, in_force
from tests.signing_in import signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("places_loaded")]
WHY = "programme:why"


@pytest.fixture
def cast() -> Cast:
    return quarter_cast()


def rows_of_file(cast: Cast, who: str, **asked: str) -> dict[str, list[str]]:
    told = files_rows(cast, who, **PERIOD, **asked)
    return {key: row[5:] for key, row in told.items()}


def files_rows(cast: Cast, who: str, **asked: str) -> dict[str, list[str]]:
    client = signed_in(Client(), cast.people[who]) if who else Client()
    answer = client.get(reverse("programme:figures_file", args=["csv"]), asked)
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return {row[0]: row for row in csv.reader(io.StringIO(content.decode("utf-8-sig")))}


# --- who sees which number --------------------------------------------------------------------


def test_figure_is_public_once_both_have_approved(cast: Cast) -> None:
    taken(cast)

    assert "道27 市35 うち共同20" not in seen_by(cast, "", "programme:figures", **PERIOD)
    assert "道27 市35 うち共同20" in seen_by(cast, "auditor", "programme:figures", **PERIOD)

    locked(cast)
    assert "道27 市35 うち共同20" in seen_by(cast, "", "programme:figures", **PERIOD)


def test_file_has_what_the_page_has(cast: Cast) -> None:
    locked(cast)

    public, official = rows_of_file(cast, ""), rows_of_file(cast, "city_officer")

    assert public[FIRMS] == ["42", "27", "35", "20", "確定"]
    assert public["I-3.2"][:4] == ["", "", "", ""]
    assert official["I-3.2"][:4] == ["1", "1", "1", "1"]


def test_page_and_file_show_what_was_published_on_a_day(cast: Cast) -> None:
    locked(cast)
    before = {"published": f"{timezone.localdate() - timedelta(days=1)}"}
    today = {"published": f"{timezone.localdate()}"}

    earlier = seen_by(cast, "city_officer", "programme:figures", **PERIOD, **before)
    now = seen_by(cast, "city_officer", "programme:figures", **PERIOD, **today)

    assert "道27 市35 うち共同20" not in earlier
    assert "の指標のうち0の値が公表されていました。" in earlier
    assert f"published={before['published']}" in earlier
    assert "道27 市35 うち共同20" in now
    assert rows_of_file(cast, "city_officer", **before)[FIRMS][:4] == ["", "", "", ""]
    assert rows_of_file(cast, "city_officer", **today)[FIRMS][:4] == ["42", "27", "35", "20"]


def test_file_says_the_unit_of_the_period(cast: Cast) -> None:
    locked(cast)

    quarter = files_rows(cast, "city_officer", **PERIOD)
    year = files_rows(cast, "city_officer", period=QUARTER.key[:4])

    assert (quarter[FIRMS][3], year[FIRMS][3]) == ("社", "社／年度")


def test_indicator_says_its_newest_figure_in_a_sentence(cast: Cast) -> None:
    locked(cast)

    page = seen_by(cast, "", "programme:indicator", FIRMS, **PERIOD)

    assert "2026年度第2四半期に42（単位：社）。道27、市35、うち共同20。" in page
    assert "「活動の実施」の記録の参加企業数を足しあげます。" in page


def test_parts_of_an_indicator_sum_to_it(cast: Cast) -> None:
    locked(cast)
    client = Client()

    page = client.get(reverse("programme:indicator", args=[FIRMS]), {**PERIOD, "by": "month"})

    told = {part.label: part.value for part in page.context["parts"]}
    assert told == {"2026年7月": "0", "2026年8月": "22", "2026年9月": "20"}


def test_parts_are_for_everybody_once_both_have_approved(cast: Cast) -> None:
    taken(cast)
    asked = {**PERIOD, "by": "side"}
    address = reverse("programme:indicator", args=[FIRMS])

    before = Client().get(address, asked).context["parts"]
    locked(cast)
    published = Client().get(address, asked).context["parts"]
    recorded(cast, first_day=date(2026, 9, 1), firms=3)
    later = Client().get(address, asked).context["parts"]

    assert before == []
    assert published != []
    assert later == published


def test_indicator_that_nobody_knows_is_not_found(cast: Cast) -> None:
    assert Client().get(reverse("programme:indicator", args=["I-3.99"])).status_code == 404


# --- why this number --------------------------------------------------------------------------


def test_sum_is_worked_out_and_records_lie_behind_it(cast: Cast) -> None:
    taken(cast)

    page = seen_by(cast, "city_office", WHY, FIRMS, **PERIOD)

    assert "道 27 ＋ 市 35 − 共同 20 ＝ 42" in page
    assert "もとになった記録4件" in page


def test_records_of_others_are_counted_and_not_shown(cast: Cast) -> None:
    locked(cast)
    client = signed_in(Client(), cast.city_officer)

    mine = client.get(reverse(WHY, args=[FIRMS]), PERIOD)
    nobody = Client().get(reverse(WHY, args=[FIRMS]), PERIOD)

    behind = mine.context["behind"]
    assert (behind.n_all, behind.n_visible) == (4, 3)
    assert (nobody.context["behind"].n_visible, list(nobody.context["page"].rows)) == (0, [])
    assert "ほかの4件は、担当でないため数だけを示します。" in nobody.content.decode()


def test_figure_that_is_not_approved_is_not_worked_out_for_everybody(cast: Cast) -> None:
    taken(cast)

    for who in ("", "outsider", "municipality_officer", "counsellor"):
        page = seen_by(cast, who, WHY, FIRMS, **PERIOD)
        assert "＝ 42" not in page
        assert "もとになった記録" not in page


def test_late_record_changes_what_staff_see_and_not_what_was_published(cast: Cast) -> None:
    locked(cast)
    recorded(cast, first_day=date(2026, 9, 1), firms=3)

    staff = seen_by(cast, "city_office", WHY, FIRMS, **PERIOD)
    public = seen_by(cast, "", WHY, FIRMS, **PERIOD)

    assert "道 27 ＋ 市 38 − 共同 20 ＝ 45" in staff
    assert "道 27 ＋ 市 35 − 共同 20 ＝ 42" in public
    assert "もとになった記録4件" in public


def test_earlier_knowledge_gives_the_earlier_figure(cast: Cast) -> None:
    taken(cast)

    page = seen_by(cast, "city_office", WHY, FIRMS, **PERIOD, known="2026-11-24")

    assert "の値は0（単位：社）" in page
    assert "2026年11月24日（火）に分かっていたことで数えています。" in page


def test_official_statistics_name_year_and_source(cast: Cast) -> None:
    page = seen_by(cast, "", WHY, "P.12", **PERIOD)

    assert "年の公的統計の値" in page
    assert "厚生労働省" in page


# --- the quarter ------------------------------------------------------------------------------


@pytest.mark.parametrize("who", ["outsider", "counsellor", "municipality_officer"])
def test_quarter_is_for_officials(cast: Cast, who: str) -> None:
    taken(cast)
    client = signed_in(Client(), cast.people[who])

    answer = client.get(reverse("programme:quarter", args=[QUARTER.key]))

    assert answer.status_code == 403
    assert FIRMS not in answer.content.decode()


def test_quarter_goes_from_hand_to_hand(cast: Cast) -> None:
    taken(cast)

    for side in ("city", "prefecture"):
        officer, office = f"{side}_officer", f"{side}_office"
        assert posted(cast, officer, "programme:submit_figures", QUARTER.key, side=side) == 302
        assert posted(cast, office, "programme:approve_figures", QUARTER.key, side=side) == 302

    assert not Measurement.objects.filter(period=QUARTER.key, locked_at=None).exists()


def test_page_offers_only_what_the_reader_may_do(cast: Cast) -> None:
    taken(cast)

    officer = seen_by(cast, "city_officer", "programme:quarter", QUARTER.key)
    auditor = seen_by(cast, "auditor", "programme:quarter", QUARTER.key)

    assert "市の" in officer
    assert "件を提出する" in officer
    assert "道の" not in officer
    assert "あなたがすること" not in auditor


def test_figures_are_returned_with_a_reason(cast: Cast) -> None:
    taken(cast)
    submitted(cast, "city_officer")
    address = f"{reverse('programme:return_figures', args=[QUARTER.key])}?side=city"
    client = signed_in(Client(), cast.city_office)

    refused = client.post(address, {"reason": ""})
    done = client.post(address, {"reason": "二重に数えています"})

    assert (refused.status_code, done.status_code) == (200, 302)
    assert state(FIRMS, "city") == "returned"


def test_own_figure_is_refused_in_words(cast: Cast) -> None:
    taken(cast)
    submitted(cast, "city_office")
    client = signed_in(Client(), cast.city_office)

    page = client.post(
        reverse("programme:approve_figures", args=[QUARTER.key]), {"side": "city"}, follow=True
    )

    assert "承認はほかの人が行ってください。" in page.content.decode()
    assert state(FIRMS, "city") == "submitted"


def test_late_record_is_shown_and_makes_a_revision(cast: Cast) -> None:
    figure = locked(cast)
    recorded(cast, first_day=date(2026, 9, 1), firms=3)

    page = seen_by(cast, "city_officer", "programme:quarter", QUARTER.key)
    done = posted(cast, "city_officer", "programme:revise_figure", figure.key, reason="遅れた記録")

    assert "確定の後に分かった記録1件、取消し0件：いまの値は45（+3）" in page
    again = reverse("programme:revise_figure", args=[figure.key])
    assert again in page
    assert again not in seen_by(cast, "auditor", "programme:quarter", QUARTER.key)
    assert done == 302
    assert (kept(FIRMS).revision, kept(FIRMS).values["total"]) == (2, "45")
    public = seen_by(cast, "", "programme:indicator", FIRMS, **PERIOD)
    assert "第1版" in public
    assert "第2版" not in public


def test_staff_with_a_password_alone_is_led_to_the_second_factor(cast: Cast) -> None:
    taken(cast)
    client = signed_in(Client(), cast.city_officer, has_shown_factor=False)

    answer = client.get(reverse("programme:quarter", args=[QUARTER.key]))

    assert (answer.status_code, answer["Location"]) == (302, reverse("directory:factor"))


def test_target_that_was_changed_is_shown_with_the_one_before(cast: Cast) -> None:
    goal = {"value": 60, "year": 2027, "fiscal": True}
    change = Change("II-5", "indicators[II-5.1].target", None, goal)
    in_force(cast, found(cast, initiative="II-5"), effective_on=EFFECTIVE, changes=(change,))

    with time_machine.travel(EFFECTIVE):
        page = Client().get(reverse("programme:indicator", args=["II-5.1"])).content.decode()

    before = programme().indicator("II-5.1").target
    assert before
    assert f"{wording.value(Value(60))} {wording.when(Value(60, 2027, fiscal=True))}" in page
    assert f"前の目標値：{wording.value(before)}" in page
