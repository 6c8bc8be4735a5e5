"""One click signs in as somebody invented, and nowhere else."""

import runpy
from io import StringIO

import pytest
from django.contrib.auth import get_user
from django.core.management import CommandError, call_command
from django.test import Client

from renkei.core.rights import Role
from renkei.demo import cast
from renkei.directory.models import Membership, Organisation, Person
from renkei.directory.queries.seats import asker_for
from renkei.web import urls

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo_loaded")]


@pytest.fixture
def somebody_real() -> Person:
    person = Person.objects.create(email="a@example.org", name="somebody real")
    # Whoever signs up in a demonstration is taken for invented, as long as everybody is.
    Person.objects.filter(pk=person.pk).update(is_demo=False)
    return person


def test_page_offers_each_seat_with_what_waits_there(client: Client) -> None:
    page = client.get("/demo/").content.decode()

    assert page.count('<li class="offered__seat">') == len(cast.offered())
    assert cast.offered()[0].waits.ja in page
    assert 'action="/demo/prefecture_officer/"' in page


@pytest.mark.parametrize("one", cast.offered(), ids=lambda one: one.id)
def test_one_click_takes_the_seat(client: Client, one: cast.InventedPerson) -> None:
    response = client.post(f"/demo/{one.id}/")

    assert response["Location"] == "/start/"
    assert get_user(client).pk == one.key
    page = client.get("/tasks/").content.decode()
    assert f"<summary>{one.name}</summary>" in page


def test_seat_of_staff_counts_its_second_factor_as_shown(client: Client) -> None:
    client.post("/demo/city_officer/")

    page = client.get("/tasks/").content.decode()

    assert "<strong>担当職員</strong>" in page
    assert [record["type"] for record in client.session["account_authentication_methods"]] == [
        "demo"
    ]


def test_taking_another_seat_leaves_the_first(client: Client) -> None:
    client.post("/demo/city_officer/")
    first = client.session.session_key

    client.post("/demo/citizen/")

    assert client.session.session_key != first
    assert "<strong>担当職員</strong>" not in client.get("/tasks/").content.decode()


def test_seat_is_taken_by_a_form_and_with_its_token() -> None:
    client = Client(enforce_csrf_checks=True)

    assert client.get("/demo/city_officer/").status_code == 405
    assert client.post("/demo/city_officer/").status_code == 403
    assert not get_user(client).is_authenticated


def test_seat_that_is_not_there_cannot_be_taken(client: Client) -> None:
    assert client.post("/demo/governor/").status_code == 404


def test_where_somebody_is_real_no_seat_can_be_taken(client: Client, somebody_real: Person) -> None:
    response = client.post("/demo/city_officer/")

    assert response.status_code == 404
    assert not get_user(client).is_authenticated
    assert "この席に着く" not in client.get("/demo/").content.decode()


def test_where_somebody_is_real_nobody_is_invented(somebody_real: Person) -> None:
    Person.objects.exclude(pk=somebody_real.pk).update(is_demo=False)

    with pytest.raises(CommandError, match="実在の利用者"):
        call_command("load_demo")
    assert not Person.objects.create(email="b@example.org").is_demo


def test_without_a_demonstration_nobody_is_invented(settings) -> None:
    settings.DEMO = False

    with pytest.raises(CommandError, match="デモではない"):
        call_command("load_demo")


def test_without_a_demonstration_no_seat_can_be_taken(client: Client, settings) -> None:
    settings.DEMO = False

    assert client.post("/demo/city_officer/").status_code == 404


def test_without_a_demonstration_invented_people_sit_nowhere(settings) -> None:
    settings.DEMO = False

    assert asker_for(Person.objects.get(email__startswith="city.officer@")).seats == ()


@pytest.mark.parametrize(("is_demo", "n"), [(True, 1), (False, 0)])
def test_addresses_of_the_demonstration_exist_only_in_one(settings, is_demo: bool, n: int) -> None:
    settings.DEMO = is_demo

    (house,) = runpy.run_path(urls.__file__)["urlpatterns"]

    spaces = [getattr(entry, "namespace", None) for entry in house.url_patterns]
    assert spaces.count("demo") == n


def test_loading_again_changes_nothing() -> None:
    before = Organisation.objects.count(), Person.objects.count(), Membership.objects.count()

    call_command("load_demo", stdout=StringIO())

    assert before == (
        Organisation.objects.count(),
        Person.objects.count(),
        Membership.objects.count(),
    )


def test_whoever_signs_up_in_a_demonstration_plays_along() -> None:
    assert Person.objects.create(email="new@example.org").is_demo


def test_password_and_key_of_the_page_open_the_account(client: Client) -> None:
    person = Person.objects.get(email=cast.people()[0].email)

    assert person.check_password(cast.accounts().password)


def test_contractor_of_last_year_is_gone_and_this_year_s_is_there() -> None:
    last, this = (
        Person.objects.get(pk=one.key)
        for one in cast.people()
        if one.id in {"counsellor", "last_counsellor"}
    )

    assert sorted(len(asker_for(one).seats) for one in (last, this)) == [0, 1]
    # The prefecture's centre and the desk for parents are no contractor's.
    assert Membership.objects.filter(role=Role.COUNSELLOR, term=None).count() == 2
