"""Pages of organisations and units: what each reader meets, and what nobody else learns."""

import csv
import io
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from renkei.directory.actions.merging import merge_organisations
from renkei.directory.actions.organisations import (
    Particulars,
    add_alias,
    publish_organisation,
    register_organisation,
)
from renkei.directory.models import Double, Merge, Organisation
from renkei.directory.states import AliasKind, Likeness
from tests.cast import Cast, organisation, standing_cast, unit
from tests.signing_in import signed_in

TODAY = date(2026, 11, 25)
SECRET = "隠れた架空商事"

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("places_loaded")]


@pytest.fixture
def cast() -> Cast:
    return standing_cast()


@pytest.fixture
def hidden(cast: Cast) -> Organisation:
    """Not published, with something that could leak."""
    made = register_organisation(
        Particulars(
            name_ja=SECRET, kind="company", place="011002", industry="E", industry_edition="14"
        ),
        by=cast.asker("city_officer"),
        on=TODAY,
    )
    unit(made, "隠れた課")
    return made


def client_of(cast: Cast, name: str) -> Client:
    return signed_in(Client(), cast.people[name])


def address(name: str, *arguments: str) -> str:
    return reverse(f"directory:{name}", args=arguments)


# --- the list ---------------------------------------------------------------------------------


def test_list_shows_staff_what_is_not_published(cast: Cast, hidden: Organisation) -> None:
    for name in ("city_officer", "prefecture_counsellor", "auditor"):
        assert SECRET in client_of(cast, name).get(address("organisations")).content.decode()


@pytest.mark.parametrize("name", ["citizen", "outsider", "representative"])
def test_list_hides_it_from_others(cast: Cast, hidden: Organisation, name: str) -> None:
    for query in ({}, {"q": SECRET}, {"q": hidden.key}, {"industry": "E"}):
        page = client_of(cast, name).get(address("organisations"), query).content.decode()
        assert SECRET not in page.replace(f'value="{SECRET}"', "")


def test_list_has_a_page_for_everybody(cast: Cast, hidden: Organisation, client: Client) -> None:
    publish_organisation(hidden, by=cast.asker("city_officer"), on=TODAY)

    page = client.get(address("organisations")).content.decode()

    assert SECRET in page
    assert "組織を登録する" not in page


@pytest.mark.parametrize("language", ["", "/en"])
@pytest.mark.parametrize("query", ["", "q=%E6%9E%B6%E7%A9%BA&kind=company&size=1-4&industry=E"])
def test_queries_do_not_grow_with_rows(
    cast: Cast, django_assert_max_num_queries, language: str, query: str
) -> None:
    by_n = []
    client = client_of(cast, "city_officer")
    for n in (1, 3):
        while Organisation.objects.filter(size="1-4").count() < n:
            organisation("架空", size="1-4", place="011002", industry="E", industry_edition="14")
        client.get(f"{language}/organisations/?{query}")
        with django_assert_max_num_queries(20) as asked:
            client.get(f"{language}/organisations/?{query}")
        by_n.append(len(asked))

    # Session, account, seats and what the header counts come to six of them.
    assert by_n[0] == by_n[1] <= 6 + 8


def test_file_holds_what_may_be_exported(cast: Cast, hidden: Organisation) -> None:
    answer = client_of(cast, "city_officer").get(
        address("organisations_file", "csv"), {"q": SECRET}
    )

    (row,) = csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig")))
    assert (row["名称"], row["所在地コード"], row["所在地"]) == (SECRET, "011002", "札幌市")


def test_formula_in_a_name_does_not_leave_as_one(cast: Cast, hidden: Organisation) -> None:
    Organisation.objects.filter(pk=hidden.pk).update(address="=1+1")

    answer = client_of(cast, "city_officer").get(
        address("organisations_file", "csv"), {"q": SECRET}
    )

    (row,) = csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig")))
    assert row["住所"] == "'=1+1"


@pytest.mark.parametrize("name", ["representative", "counsellor", "citizen"])
def test_file_is_for_those_who_may_export(cast: Cast, hidden: Organisation, name: str) -> None:
    assert client_of(cast, name).get(address("organisations_file", "csv")).status_code == 404


# --- one organisation ---------------------------------------------------------------------------


def test_page_holds_facts_units_and_timeline(cast: Cast, hidden: Organisation) -> None:
    add_alias(hidden, "旧架空商会", AliasKind.FORMER, by=cast.asker("city_officer"), on=TODAY)

    page = client_of(cast, "prefecture_officer").get(address("organisation", hidden.key))

    text = page.content.decode()
    for shown in (SECRET, "製造業", "札幌市", "旧架空商会", "隠れた課", "組織の登録"):
        assert shown in text


@pytest.mark.parametrize("name", ["citizen", "representative", "other_representative"])
def test_page_is_not_there_for_outsiders(cast: Cast, hidden: Organisation, name: str) -> None:
    client = client_of(cast, name)

    for one in (
        "organisation",
        "change_organisation",
        "organisation_history",
        "organisation_names",
        "organisation_establishments",
        "make_unit",
    ):
        answer = client.get(address(one, hidden.key))
        assert answer.status_code == 404, one
        assert SECRET not in answer.content.decode()


def test_public_page_tells_nothing_of_the_inside(
    cast: Cast, hidden: Organisation, client: Client
) -> None:
    publish_organisation(hidden, by=cast.asker("city_officer"), on=TODAY)

    page = client.get(address("organisation", hidden.key)).content.decode()

    assert SECRET in page
    assert "隠れた課" not in page
    assert "これまでの動き" not in page


def test_absorbed_address_leads_to_the_survivor(cast: Cast, hidden: Organisation) -> None:
    survivor = cast.organisations["company"]
    merge_organisations(
        survivor, hidden, by=cast.asker("city_officer"), on=TODAY, reason="同じ会社"
    )

    answer = client_of(cast, "city_officer").get(address("organisation", hidden.key))

    assert (answer.status_code, answer["Location"]) == (
        302,
        address("organisation", survivor.key),
    )
    assert client_of(cast, "citizen").get(address("organisation", hidden.key)).status_code == 404


def test_unknown_key_is_not_there(cast: Cast) -> None:
    answer = client_of(cast, "city_officer").get(address("organisation", "nokey"))

    assert answer.status_code == 404


# --- forms ------------------------------------------------------------------------------------


def test_officer_registers_on_a_page(cast: Cast) -> None:
    answer = client_of(cast, "city_officer").post(
        address("register_organisation"),
        {"name_ja": "架空電機", "kind": "company", "industry_edition": "14"},
    )

    made = Organisation.objects.get(name_ja="架空電機")
    assert answer["Location"] == address("organisation", made.key)


def test_page_shows_the_likely_double_and_asks_again(cast: Cast, hidden: Organisation) -> None:
    client = client_of(cast, "city_officer")
    sent = {"name_ja": SECRET, "kind": "company", "place": "011002", "industry_edition": "14"}

    page = client.post(address("register_organisation"), sent).content.decode()
    assert "まだ登録していません" in page
    assert address("organisation", hidden.key) in page

    client.post(address("register_organisation"), {**sent, "is_known_to_differ": "1"})
    assert Organisation.objects.filter(name_ja=SECRET).count() == 2


def test_number_of_another_is_linked(cast: Cast, hidden: Organisation) -> None:
    Organisation.objects.filter(pk=hidden.pk).update(corporate_number="7000020010006")

    page = client_of(cast, "city_officer").post(
        address("register_organisation"),
        {
            "name_ja": "別",
            "kind": "company",
            "corporate_number": "7000020010006",
            "industry_edition": "14",
        },
    )

    assert address("organisation", hidden.key) in page.content.decode()


def test_wrong_number_is_said_at_the_field(cast: Cast) -> None:
    page = client_of(cast, "city_officer").post(
        address("register_organisation"),
        {"name_ja": "架空", "kind": "company", "corporate_number": "7000020010060"},
    )

    assert "検査に合いません" in page.content.decode()
    assert not Organisation.objects.filter(name_ja="架空").exists()


@pytest.mark.parametrize("name", ["counsellor", "representative", "citizen"])
def test_registering_is_refused_to_others(cast: Cast, name: str) -> None:
    client = client_of(cast, name)

    assert client.get(address("register_organisation")).status_code == 403
    assert client.post(address("register_organisation"), {"name_ja": "架空"}).status_code == 403


def test_firm_changes_its_entry_and_reads_its_history(cast: Cast) -> None:
    own = cast.organisations["company"]
    client = client_of(cast, "representative")

    client.post(
        address("change_organisation", own.key),
        {
            "name_ja": own.name_ja,
            "kind": "company",
            "size": "10-29",
            "place": own.place,
            "industry_edition": "14",
            "reason": "増員",
        },
    )

    page = client.get(address("organisation_history", own.key)).content.decode()
    assert "10～29人" in page
    assert "増員" in page


def test_names_and_places_are_added_and_removed(cast: Cast, hidden: Organisation) -> None:
    client = client_of(cast, "city_officer")
    names, places = (
        address("organisation_names", hidden.key),
        address("organisation_establishments", hidden.key),
    )

    client.post(names, {"name": "旧名", "kind": "former"})
    client.post(places, {"name": "旭川支店", "place": "012041"})
    assert "旧名" in client.get(names).content.decode()
    assert "旭川市" in client.get(places).content.decode()

    client.post(names, {"remove": hidden.aliases.get().pk})
    client.post(places, {"remove": hidden.establishments.get().pk})
    assert (hidden.aliases.count(), hidden.establishments.count()) == (0, 0)


def test_publishing_needs_an_officer(cast: Cast, hidden: Organisation) -> None:
    publish = address("publish_organisation", hidden.key)

    assert client_of(cast, "counsellor").post(publish).status_code == 404
    client_of(cast, "prefecture_officer").post(publish)
    hidden.refresh_from_db()
    assert hidden.is_public
    client_of(cast, "city_officer").post(publish, {"withdraw": "1"})
    hidden.refresh_from_db()
    assert not hidden.is_public


# --- doubles and merges -----------------------------------------------------------------------


@pytest.fixture
def double(cast: Cast, hidden: Organisation) -> Double:
    pair = sorted((hidden, cast.organisations["company"]), key=lambda one: one.key)
    return Double.objects.create(first=pair[0], second=pair[1], likeness=Likeness.NAME)


def test_doubles_are_listed_and_dismissed(cast: Cast, double: Double) -> None:
    client = client_of(cast, "city_officer")
    assert SECRET in client.get(address("doubles")).content.decode()

    client.post(address("dismiss_double", double.key))

    assert SECRET not in client.get(address("doubles")).content.decode()


@pytest.mark.parametrize("name", ["counsellor", "representative", "citizen"])
def test_doubles_and_merges_are_for_officers(cast: Cast, double: Double, name: str) -> None:
    client = client_of(cast, name)
    pair = {"survivor": double.first_id, "absorbed": double.second_id}

    assert client.get(address("doubles")).status_code == 403
    assert client.get(address("merge_organisations"), pair).status_code == 403
    assert client.post(address("dismiss_double", double.key)).status_code == 403
    double.refresh_from_db()
    assert double.dismissed_by == ""


def test_merge_is_seen_before_it_is_done_and_undone(cast: Cast, double: Double) -> None:
    client = client_of(cast, "city_officer")
    page = (
        f"{address('merge_organisations')}?survivor={double.first_id}&absorbed={double.second_id}"
    )

    assert "まだ何もしていません" in client.get(page).content.decode()
    assert Merge.objects.count() == 0
    answer = client.post(page, {"reason": "同じ会社"})
    done = Merge.objects.get()
    assert answer["Location"] == address("merged", done.key)
    assert "同じ会社" in client.get(address("merged", done.key)).content.decode()

    client.post(address("merged", done.key), {"reason": "誤り"})
    assert not Organisation.objects.exclude(merged_into=None).exists()
    assert client_of(cast, "counsellor").get(address("merged", done.key)).status_code == 404


def test_merge_is_asked_for_by_name(cast: Cast, hidden: Organisation) -> None:
    client = client_of(cast, "city_officer")
    survivor = cast.organisations["company"].key

    found = client.get(address("merge_organisations"), {"survivor": survivor, "absorbed": SECRET})
    unknown = client.get(
        address("merge_organisations"), {"survivor": survivor, "absorbed": "ない名前"}
    )

    assert (found.status_code, unknown.status_code) == (200, 404)
