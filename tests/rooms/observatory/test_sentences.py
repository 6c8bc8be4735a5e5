"""What is said first of a place follows from its figures, whichever way they point."""

import pytest
from django.test import Client
from django.utils.translation import override

from renkei.charter.text import Text
from renkei.observatory import front, queries, sentences
from renkei.observatory.arrays import Subject
from renkei.observatory.front_figures import FrontFigures

TOWN = Subject("016314", Text("音更町", "Otofuke"), ("016314",))


@pytest.fixture
def figures(monkeypatch):
    """The town with chosen figures instead of its own."""

    def set_to(**series):
        held = {
            "register": {2025: 1200.0},
            "natural_change": {2024: -30.0},
            "social_change": {2024: 10.0},
            "projection_2023": {2020: 1000.0, 2050: 750.0},
            "projection_2023_aged": {2050: 300.0},
        }
        monkeypatch.setattr(queries, "series", lambda key, of: (held | series)[key])

    return set_to


def test_lead_of_a_place_that_shrinks(figures):
    figures()

    with override("en"):
        present, future = sentences.lead(TOWN)

    assert "1,200" in present
    assert "20" in present
    assert "−30" in present
    assert "+10" in present
    assert "750" in future
    assert "25% fewer" in future
    assert "40%" in future


def test_lead_of_a_place_that_grows(figures):
    figures(natural_change={2024: 50.0}, projection_2023={2020: 1000.0, 2050: 1100.0})

    with override("ja"):
        present, future = sentences.lead(TOWN)

    assert "60人増えました（自然増減+50人、社会増減+10人）" in present
    assert "10%多く" in future


@pytest.mark.parametrize(
    ("natural", "social", "said"),
    [
        (-53_556, 4_398, ("約5万4千人多く", "移動による増加は約4,400人")),
        (-53_556, -4_398, ("約5万4千人多く", "移動でも約4,400人減りました")),
        (1_200, -4_398, ("生まれる人が亡くなる人より約1,200人多く",)),
    ],
)
def test_sentence_of_the_front_page_says_which_way(natural, social, said):
    with override("ja"):
        sentence = front.said(FrontFigures(2024, natural, social, 2050, {}))

    assert [words for words in said if words not in sentence] == []


@pytest.mark.django_db
def test_front_page_can_be_opened_before_places_are_loaded(client: Client):
    response = client.get("/")

    assert response.status_code == 200
    assert front.front_sentence() == ""


@pytest.mark.django_db
@pytest.mark.usefixtures("places_loaded")
def test_front_page_says_what_happens_and_shows_every_municipality():
    picture = front.front_picture()

    assert "2024" in front.front_sentence()
    assert "2050" in picture.title
    assert picture.chart.wide.count("<a ") == 179
