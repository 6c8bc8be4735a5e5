import pytest
from django.test import Client

from renkei.charter.reader import programme

pytestmark = pytest.mark.django_db
REFERENCES = [initiative.reference for initiative in programme().initiatives]


@pytest.mark.parametrize("reference", REFERENCES)
@pytest.mark.parametrize("language", ["ja", "en"])
def test_initiative_says_what_was_agreed(client: Client, reference: str, language: str) -> None:
    initiative = programme().initiative(reference)
    prefix = "/en" if language == "en" else ""

    response = client.get(f"{prefix}/programme/{reference}/")

    context = response.context
    assert response.status_code == 200
    assert context["initiative"] == initiative
    assert [row.indicator for row in context["indicators"]] == list(initiative.indicators)
    assert response.content.decode().count('<tr role="row" id=') == len(initiative.indicators)


def test_programme_lists_all_initiatives_in_the_order_of_the_agreement(client: Client) -> None:
    page = client.get("/programme/").content.decode()

    places = [page.index(f'href="/programme/{reference}/"') for reference in REFERENCES]
    assert places == sorted(places)


def test_programme_states_period_and_neighbours(client: Client) -> None:
    page = client.get("/en/programme/").content.decode()

    for period in (
        "fiscal 2020 to fiscal 2024",
        "fiscal 2018 to fiscal 2019",
        "fiscal 2025 to fiscal 2029",
    ):
        assert f"<dd>{period}</dd>" in page


def test_theme_links_its_initiatives_and_the_other_themes(client: Client) -> None:
    page = client.get("/programme/III/").content.decode()

    assert page.count('class="entry"') == 6
    assert 'href="/programme/I/"' in page
    assert 'href="/programme/II/"' in page


def test_initiatives_lead_to_their_neighbours_across_themes(client: Client) -> None:
    page = client.get("/programme/II-1/").content.decode()

    assert '<a rel="prev" href="/programme/I-8/">' in page
    assert '<a rel="next" href="/programme/II-2/">' in page


def test_first_and_last_initiative_have_one_neighbour(client: Client) -> None:
    first = client.get(f"/programme/{REFERENCES[0]}/").content.decode()
    last = client.get(f"/programme/{REFERENCES[-1]}/").content.decode()

    assert ('rel="prev"' in first, 'rel="next"' in first) == (False, True)
    assert ('rel="prev"' in last, 'rel="next"' in last) == (True, False)


def test_unknown_figures_say_so(client: Client) -> None:
    page = client.get("/en/programme/I-1/").content.decode()

    assert page.count('<span class="muted">unknown</span>') == 5
    assert page.count('<span class="muted">not set</span>') == 4
    assert ">0<" not in page


def test_programme_can_be_read_before_places_are_loaded(client: Client) -> None:
    rows = client.get("/programme/").context["indicators"]

    assert {row.current for row in rows} == {None}
