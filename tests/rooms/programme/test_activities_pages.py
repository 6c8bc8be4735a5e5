"""Pages of what was done: the quick form, the list, one record, and who sees what of them."""

from datetime import date

import pytest
from django.test import Client
from django.utils import timezone

from renkei.programme.actions.activities import keep_draft, show_activity
from renkei.programme.models import Activity
from tests.cast import Cast
from tests.rooms.programme.doing import TODAY, charged_cast, counted, done, recorded
from tests.signing_in import signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("places_loaded")]
NEW = "/programme/activities/new/"
TOKEN = "f" * 32


@pytest.fixture
def cast() -> Cast:
    return charged_cast("I-3", "II-1")


def typed(cast: Cast, **more: object) -> dict[str, object]:
    told: dict[str, object] = {
        "participants": "35",
        "together": "own",
        "initiative": "I-3",
        "form": "seminar",
        "first_day": timezone.localdate().isoformat(),
        "place": "旭川市",
        "title_ja": "子育て世代の働き方講座",
        "unit": cast.units["city_section"].key,
        "token": TOKEN,
        "record": "1",
    }
    return told | more


# --- the form -----------------------------------------------------------------------------------


def test_form_begins_with_what_is_likely(cast: Cast) -> None:
    page = signed_in(Client(), cast.city_officer).get(NEW)

    form = page.context["form"]
    assert form.initial["first_day"] == timezone.localdate()
    assert form.initial["place"] == "札幌市"
    assert form.initial["initiative"] == "I-3"
    assert form["token"].value()


def test_next_form_begins_like_the_last_one(cast: Cast) -> None:
    recorded(cast, initiatives=("II-1",), place="012041", form="fair")

    form = signed_in(Client(), cast.city_officer).get(NEW).context["form"]

    assert [form.initial[name] for name in ("initiative", "place", "form")] == [
        "II-1",
        "旭川市",
        "fair",
    ]


def test_initiative_may_stand_in_the_address(cast: Cast) -> None:
    form = signed_in(Client(), cast.city_officer).get(f"{NEW}?initiative=II-1").context["form"]

    assert form.initial["initiative"] == "II-1"


def test_officer_records_what_was_done(cast: Cast) -> None:
    client = signed_in(Client(), cast.city_officer)

    answer = client.post(NEW, typed(cast))

    made = Activity.objects.get()
    assert answer["Location"] == f"/programme/activities/{made.key}/?kept={TOKEN}"
    assert counted(made) == [("city", 35, "I-3")]
    page = client.get(answer["Location"]).content.decode()
    assert "記録しました" in page
    assert "子育て世代の働き方講座" in page
    assert f'data-kept="{TOKEN}"' in page


def test_script_is_told_where_the_record_is(cast: Cast) -> None:
    answer = signed_in(Client(), cast.city_officer).post(
        NEW, typed(cast), headers={"X-Sent-By": "script"}
    )

    made = Activity.objects.get()
    assert answer.status_code == 204
    assert answer["X-Arrived-At"] == f"/programme/activities/{made.key}/?kept={TOKEN}"


def test_form_sent_twice_makes_one_record(cast: Cast) -> None:
    client = signed_in(Client(), cast.city_officer)

    places = {client.post(NEW, typed(cast))["Location"] for _ in range(2)}

    assert len(places) == 1
    assert Activity.objects.count() == 1


def test_draft_is_kept_and_recorded_later(cast: Cast) -> None:
    client = signed_in(Client(), cast.city_officer)
    draft = typed(cast, draft="1")
    del draft["record"]
    client.post(NEW, draft)
    made = Activity.objects.get()
    assert (made.state, counted(made)) == ("draft", [])

    client.post(f"/programme/activities/{made.key}/change/", typed(cast, version=1))

    made.refresh_from_db()
    assert (made.state, counted(made)) == ("recorded", [("city", 35, "I-3")])


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"place": "存在しない町"}, "存在しない町"),
        ({"together": ""}, "だれが行いましたか"),
        ({"partners": "どこにもない会社"}, "どこにもない会社"),
        ({"first_day": "きのう"}, "きのう"),
        ({"first_day": "2027-04-01", "last_day": "2027-03-01"}, "始まりの日より前"),
        ({"participants": "たくさん"}, "参加した人の数"),
        ({"initiative": "II-5"}, "担当として登録されていません"),
    ],
)
def test_form_says_what_to_mend_and_keeps_what_was_typed(
    cast: Cast, wrong: dict[str, str], said: str
) -> None:
    answer = signed_in(Client(), cast.city_officer).post(NEW, typed(cast, **wrong))

    page = answer.content.decode()
    assert answer.status_code == 200
    assert 'id="problems"' in page
    assert said in page
    assert "子育て世代の働き方講座" in page
    assert Activity.objects.count() == 0


def test_everything_that_is_folded_is_kept(cast: Cast) -> None:
    company = cast.organisations["company"].name_ja
    signed_in(Client(), cast.city_officer).post(
        NEW,
        typed(
            cast,
            also=["II-1"],
            venue="市民ホール",
            is_online="on",
            firms="12",
            municipalities="3",
            with_whom=["is_with_municipalities"],
            partners=company,
            hours="2.5",
            cost_yen="48000",
            narrative="満席だった。",
        ),
    )

    made = Activity.objects.get()
    assert made.references == ("I-3", "II-1")
    assert (made.venue, made.is_online, made.firms, made.municipalities) == (
        "市民ホール",
        True,
        12,
        3,
    )
    assert (made.is_with_business, made.is_with_municipalities) == (True, True)
    assert made.partners == [cast.organisations["company"].key]
    assert (str(made.hours), made.cost_yen, made.narrative) == ("2.50", 48000, "満席だった。")


@pytest.mark.parametrize("who", ["representative", "citizen", "counsellor", "municipality_officer"])
def test_others_find_no_form(cast: Cast, who: str) -> None:
    assert signed_in(Client(), cast.people[who]).get(NEW).status_code == 404


# --- correcting, withdrawing, answering ---------------------------------------------------------


def test_correction_asks_why_and_counts_anew(cast: Cast) -> None:
    made = recorded(cast)
    client = signed_in(Client(), cast.city_officer)
    address = f"/programme/activities/{made.key}/change/"
    assert 'value="40"' in client.get(address).content.decode()

    silent = client.post(address, typed(cast, version=1))
    assert "理由" in silent.content.decode()
    client.post(address, typed(cast, version=1, reason="名簿と照合した"))

    made.refresh_from_db()
    assert counted(made) == [("city", 35, "I-3")]


def test_correction_from_an_old_page_is_refused(cast: Cast) -> None:
    made = recorded(cast)
    client = signed_in(Client(), cast.city_officer)
    address = f"/programme/activities/{made.key}/change/"
    client.post(address, typed(cast, version=1, reason="名簿と照合した"))

    answer = client.post(address, typed(cast, version=1, participants="1", reason="思い違い"))

    assert "先に直しました" in answer.content.decode()
    made.refresh_from_db()
    assert counted(made) == [("city", 35, "I-3")]


def test_withdrawal_says_why(cast: Cast) -> None:
    made = recorded(cast)
    client = signed_in(Client(), cast.city_officer)
    address = f"/programme/activities/{made.key}/withdraw/"
    assert client.get(address).status_code == 200

    client.post(address, {"reason": "中止だった"})

    made.refresh_from_db()
    assert (made.state, counted(made)) == ("withdrawn", [])


def test_other_side_confirms_on_the_page(cast: Cast) -> None:
    made = recorded(cast, is_joint=True)
    client = signed_in(Client(), cast.prefecture_officer)
    page = client.get(f"/programme/activities/{made.key}/").content.decode()
    assert "確認しました" in page
    assert "訂正する" not in page

    client.post(f"/programme/activities/{made.key}/answer/", {"seen": "1"})

    made.refresh_from_db()
    assert made.others_view == "seen"


def test_objection_without_words_is_refused_on_the_page(cast: Cast) -> None:
    made = recorded(cast, is_joint=True)
    client = signed_in(Client(), cast.prefecture_officer)

    answer = client.post(
        f"/programme/activities/{made.key}/answer/", {"objected": "1"}, follow=True
    )

    assert "どこが違うか" in answer.content.decode()
    made.refresh_from_db()
    assert made.others_view == ""


@pytest.mark.parametrize("act", ["change", "withdraw", "show", "answer"])
@pytest.mark.parametrize("who", ["citizen", "auditor"])
def test_others_do_nothing_with_a_record(cast: Cast, who: str, act: str) -> None:
    made = recorded(cast)

    client = signed_in(Client(), cast.people[who])
    answer = client.post(f"/programme/activities/{made.key}/{act}/", {"show": "yes", "seen": "1"})

    assert answer.status_code in (302, 404)
    made.refresh_from_db()
    assert (made.state, made.is_public, made.others_view) == ("recorded", False, "")


# --- reading ------------------------------------------------------------------------------------


def test_officials_of_both_sides_read_what_was_recorded(cast: Cast) -> None:
    made = recorded(cast, participants=4, cost_yen=1000)

    page = signed_in(Client(), cast.prefecture_officer).get(f"/programme/activities/{made.key}/")

    assert "4人" in page.content.decode()
    assert "1,000円" in page.content.decode()


def test_public_reads_what_is_shown_without_small_numbers(cast: Cast) -> None:
    made = recorded(cast, participants=4, cost_yen=1000)
    assert Client().get(f"/programme/activities/{made.key}/").status_code == 404
    show_activity(made, is_public=True, by=cast.asker("city_officer"), on=TODAY)

    page = Client().get(f"/programme/activities/{made.key}/").content.decode()
    in_list = Client().get("/programme/activities/").content.decode()

    for read in (page, in_list):
        assert "働き方セミナー" in read
        assert "10人未満" in read
        assert "4人" not in read
    assert "1,000円" not in page
    assert "city_section" not in page


def test_list_is_filtered(cast: Cast) -> None:
    recorded(cast, title_ja="旭川の講座")
    recorded(cast, title_ja="共同の相談会", is_joint=True, form="consultation", place="011002")
    recorded(cast, title_ja="春の講座", first_day=date(2026, 5, 9), initiatives=("II-1",))
    client = signed_in(Client(), cast.prefecture_officer)

    def shown(query: str) -> list[str]:
        page = client.get(f"/programme/activities/?{query}").context["page"]
        return [row.name for row in page.rows]

    assert len(shown("")) == 3
    assert shown("initiative=II-1") == ["春の講座"]
    assert shown("side=prefecture") == ["共同の相談会"]
    assert shown("side=joint") == ["共同の相談会"]
    assert shown("form=consultation") == ["共同の相談会"]
    assert shown("period=2026Q1") == ["春の講座"]
    assert shown("place=札幌市") == ["共同の相談会"]
    assert shown("place=どこにもない町") == []


def test_draft_stands_in_the_list_of_its_unit_alone(cast: Cast) -> None:
    unit, by = cast.units["city_section"].key, cast.asker("city_officer")
    keep_draft(unit, done(title_ja="下書きの講座"), by=by, on=TODAY)

    own = signed_in(Client(), cast.city_officer).get("/programme/activities/").content.decode()
    other = (
        signed_in(Client(), cast.prefecture_officer).get("/programme/activities/").content.decode()
    )

    assert "下書きの講座" in own
    assert "下書きの講座" not in other


def test_list_is_exported_by_officials(cast: Cast) -> None:
    recorded(cast)

    file = signed_in(Client(), cast.prefecture_officer).get("/programme/activities.csv")

    lines = file.content.decode("utf-8-sig").splitlines()
    assert len(lines) == 2
    assert "働き方セミナー" in lines[1]
    assert Client().get("/programme/activities.csv").status_code == 404


def test_pages_are_english_too(cast: Cast) -> None:
    made = recorded(cast, title_en="Seminar on ways of working")
    client = signed_in(Client(), cast.city_officer)

    assert "Seminar on ways of working" in client.get("/en/programme/activities/").content.decode()
    page = client.get(f"/en/programme/activities/{made.key}/").content.decode()
    assert "Seminar on ways of working" in page
