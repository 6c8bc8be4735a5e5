"""Pages of agreements: one list of both governments, and how much of each one a reader learns."""

import csv
import io
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from renkei.core.errors import NotPermitted, Refused
from renkei.directory.actions.agreements import (
    AgreementTerms,
    ContactWords,
    activate_agreement,
    add_contact,
    draft_agreement,
    publish_agreement,
    sign_agreement,
)
from renkei.directory.actions.renewals import keep_agreements, renew_agreement
from renkei.directory.actions.results import ask_for_results
from renkei.directory.models import Agreement, ResultRequest
from renkei.directory.states import AgreementState
from renkei.journal.models import Entry
from renkei.paperwork.models import Answers, Notice
from tests.cast import Cast, standing_cast
from tests.signing_in import signed_in

SIGNED = date(2026, 4, 10)
CLAUSE, CONTACT = "学生に道内の求人を知らせる。", "架空 花子"

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("places_loaded")]


@pytest.fixture
def cast() -> Cast:
    return standing_cast()


def in_force(cast: Cast, side: str = "city", **more: object) -> Agreement:
    by = cast.asker("city_officer")
    terms = AgreementTerms(
        **{
            "title_ja": "架空大学とのUIターン就職協定",
            "side": side,
            "unit": cast.units["city_section"],
            "parties": [cast.organisations["university"]],
            "valid_to": date(2027, 3, 31),
            "clauses": [(CLAUSE, "Tell students of openings.")],
            **more,
        }
    )
    made = draft_agreement(terms, by=by, on=SIGNED)
    sign_agreement(made, SIGNED, by=by)
    activate_agreement(made, by=by, on=SIGNED)
    add_contact(made, cast.organisations["university"], ContactWords(name=CONTACT), by=by)
    made.refresh_from_db()
    return made


def client_of(cast: Cast, name: str) -> Client:
    return signed_in(Client(), cast.people[name])


def address(name: str, *arguments: str) -> str:
    return reverse(f"directory:{name}", args=arguments)


def text(client: Client, page: str, **query: str) -> str:
    return client.get(page, query).content.decode()


def test_page_tells_each_reader_what_is_hers_to_read(cast: Cast, client: Client) -> None:
    agreement = in_force(cast)
    page = address("agreement", agreement.key)

    def told(name: str) -> tuple[bool, bool, bool]:
        said = text(client_of(cast, name), page)
        return agreement.title_ja in said, CLAUSE in said, CONTACT in said

    assert told("city_officer") == (True, True, True)
    assert told("university_representative") == (True, True, True)
    assert told("prefecture_officer") == (True, False, False)
    for name in ("other_representative", "citizen", "outsider"):
        answer = client_of(cast, name).get(page)
        assert answer.status_code == 404
        assert CLAUSE not in answer.content.decode()

    publish_agreement(agreement, by=cast.asker("city_officer"), on=SIGNED)
    public = text(client, page)
    assert (CLAUSE in public, CONTACT in public) == (True, False)


def test_published_agreement_does_not_name_the_one_before_that_is_not(
    cast: Cast, client: Client
) -> None:
    before, by = in_force(cast, title_ja="非公表の覚書"), cast.asker("city_officer")
    after = renew_agreement(before, by=by, on=date(2027, 4, 1), valid_to=None)
    Agreement.objects.filter(pk=after.pk).update(title_ja="公表した協定", is_public=True)
    address = reverse("directory:agreement", args=[after.key])

    outside = client.get(address).content.decode()
    inside = signed_in(client, cast.city_officer).get(address).content.decode()

    assert ("非公表の覚書" in outside, "非公表の覚書" in inside) == (False, True)


def test_list_of_everybody_holds_the_published_ones(cast: Cast, client: Client) -> None:
    hidden, shown = in_force(cast, title_ja="隠れた協定"), in_force(cast, title_ja="見える協定")
    publish_agreement(shown, by=cast.asker("city_officer"), on=SIGNED)

    page = text(client, address("agreements"))

    assert shown.title_ja in page
    assert hidden.title_ja not in page


@pytest.mark.parametrize("name", ["city_officer", "prefecture_officer"])
def test_queries_do_not_grow_with_rows(
    cast: Cast, django_assert_max_num_queries, name: str
) -> None:
    client, by_n = client_of(cast, name), []
    for n in (1, 3):
        while Agreement.objects.count() < n:
            in_force(cast, side="joint")
        client.get(address("agreements"))
        with django_assert_max_num_queries(20) as asked:
            client.get(address("agreements"))
        by_n.append(len(asked))

    # Session, account, seats and what the header counts come to six of them.
    assert by_n[0] == by_n[1] <= 6 + 8


def test_file_holds_own_agreements_and_joint_ones(cast: Cast) -> None:
    in_force(cast, title_ja="市の協定")
    in_force(cast, title_ja="共同の協定", side="joint")

    def titles(name: str) -> list[str]:
        answer = client_of(cast, name).get(address("agreements_file", "csv"))
        rows = csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig")))
        return sorted(row["協定の名称"] for row in rows)

    assert titles("city_officer") == ["共同の協定", "市の協定"]
    assert titles("prefecture_officer") == ["共同の協定"]
    refused = client_of(cast, "university_representative").get(address("agreements_file", "csv"))
    assert refused.status_code == 404


def test_formula_in_a_title_does_not_leave_as_one(cast: Cast) -> None:
    in_force(cast, title_ja="=1+1")

    answer = client_of(cast, "city_officer").get(address("agreements_file", "csv"))

    (row,) = csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig")))
    assert row["協定の名称"] == "'=1+1"


def test_whole_life_on_pages(cast: Cast) -> None:
    client = client_of(cast, "city_officer")
    client.post(
        address("draft_agreement"),
        {
            "title_ja": "架空協定",
            "unit": cast.units["city_section"].key,
            "side": "joint",
            "parties": cast.organisations["university"].name_ja,
            "initiatives": ["II-3"],
            "valid_to": "2027-03-31",
            "remind_days_before": "90",
            "clauses_ja": f"{CLAUSE}\n交流会を開く。",
            "clauses_en": "Tell students.\nHold meetings.",
        },
    )
    made = Agreement.objects.get()
    assert [clause.text_en for clause in made.clauses.all()] == ["Tell students.", "Hold meetings."]

    def takes(step: str, **said: str) -> None:
        page = address("agreement_step", made.key)
        assert client.get(page, {"step": step}).status_code == 200
        assert client.post(page, {"step": step, **said}).status_code == 302

    takes("sign", signed_on="2026-04-10")
    takes("activate")
    takes("publish")
    takes("renew", valid_to="2028-03-31")

    made.refresh_from_db()
    successor = Agreement.objects.get(renews=made)
    assert (made.state, successor.state) == (AgreementState.RENEWED, AgreementState.ACTIVE)
    assert successor.title_ja in text(client, address("agreement", made.key))


def test_unclear_party_and_uneven_clauses_are_said_at_their_fields(cast: Cast) -> None:
    page = client_of(cast, "city_officer").post(
        address("draft_agreement"),
        {
            "title_ja": "架空協定",
            "unit": cast.units["city_section"].key,
            "side": "city",
            "parties": "ない大学",
            "initiatives": ["II-3"],
            "remind_days_before": "90",
            "clauses_ja": CLAUSE,
            "clauses_en": "One.\nTwo.",
        },
    )

    said = page.content.decode()
    assert "「ない大学」という組織は登録されていません" in said
    assert "日本語は1項目、英語は2項目" in said


@pytest.mark.parametrize("name", ["counsellor", "university_representative", "citizen"])
def test_writing_is_for_officers(cast: Cast, name: str) -> None:
    agreement, client = in_force(cast), client_of(cast, name)

    assert client.get(address("draft_agreement")).status_code == 403
    for page in ("change_agreement", "agreement_contacts", "ask_results"):
        assert client.get(address(page, agreement.key)).status_code == 404, page
    step = client.post(
        address("agreement_step", agreement.key), {"step": "end", "reason": "いたずら"}
    )
    assert step.status_code == 404
    agreement.refresh_from_db()
    assert agreement.state == AgreementState.ACTIVE


def test_contacts_are_kept_on_their_page(cast: Cast) -> None:
    agreement, client = in_force(cast), client_of(cast, "city_officer")
    page = address("agreement_contacts", agreement.key)

    client.post(page, {"party": cast.organisations["city"].key, "name": "架空 太郎"})
    assert "架空 太郎" in text(client, page)
    client.post(page, {"remove": agreement.contacts.get(name="架空 太郎").pk})
    assert "架空 太郎" not in text(client, page)


# --- results of a year ----------------------------------------------------------------------------


def test_university_is_asked_for_the_results_of_a_year(cast: Cast) -> None:
    agreement, client = in_force(cast), client_of(cast, "city_officer")

    answer = client.post(
        address("ask_results", agreement.key),
        {"party": cast.organisations["university"].key, "fiscal_year": "2025"},
    )

    asked = ResultRequest.objects.get()
    answers = Answers.objects.get(pk=asked.answers)
    assert answer["Location"] == reverse("paperwork:answers", args=[asked.answers])
    assert (answers.sheet, answers.about_key) == ("university_results", agreement.key)
    assert Entry.objects.filter(kind="agreement.results_asked").count() == 1
    assert "2025" in text(client, address("agreement", agreement.key))


def test_results_are_asked_once_a_year_and_of_the_past(cast: Cast) -> None:
    agreement, by = in_force(cast), cast.asker("city_officer")
    university, on = cast.organisations["university"], date(2026, 11, 25)
    ask_for_results(agreement, university, 2025, by=by, on=on)

    with pytest.raises(Refused, match="すでに照会"):
        ask_for_results(agreement, university, 2025, by=by, on=on)
    with pytest.raises(Refused, match="まだ始まっていません"):
        ask_for_results(agreement, university, 2027, by=by, on=on)
    with pytest.raises(Refused, match="相手ではありません"):
        ask_for_results(agreement, cast.organisations["company"], 2025, by=by, on=on)
    with pytest.raises(NotPermitted):
        ask_for_results(agreement, university, 2024, by=cast.asker("counsellor"), on=on)
    assert (ResultRequest.objects.count(), Answers.objects.count()) == (1, 1)


# --- every night ----------------------------------------------------------------------------------


def test_night_renews_and_reminds_once(cast: Cast) -> None:
    renewed = in_force(cast, is_renewed_automatically=True, valid_to=date(2026, 9, 30))
    ending = in_force(cast, valid_to=date(2026, 12, 31))

    for _night in range(2):
        keep_agreements(date(2026, 11, 25))

    successor = Agreement.objects.get(renews=renewed)
    assert (successor.signed_on, successor.valid_to) == (date(2026, 10, 1), date(2027, 9, 30))
    told = Notice.objects.filter(template="directory.agreement_runs_out")
    assert [(one.person, one.about_key) for one in told] == [(cast.city_officer.key, ending.key)]


def test_night_catches_up_year_by_year(cast: Cast) -> None:
    first = in_force(cast, is_renewed_automatically=True, valid_to=date(2026, 9, 30))

    keep_agreements(date(2028, 10, 2))

    latest = Agreement.objects.latest("signed_on")
    assert (latest.valid_to, latest.in_force_since) == (date(2029, 9, 30), SIGNED)
    assert Agreement.objects.exclude(pk=first.pk).count() == 3
