"""Two providers, and an officer who was invited."""

import pytest
import requests
from allauth.account.models import EmailAddress

from renkei.directory.models import Person
from tests.cast import Cast, standing_cast
from tests.rooms.directory.by_provider.steps import ADDRESS, invited
from tests.rooms.directory.fake_provider import CITY, PREFECTURE, FakeProvider


@pytest.fixture
def cast() -> Cast:
    return standing_cast()


@pytest.fixture
def city(monkeypatch: pytest.MonkeyPatch) -> FakeProvider:
    city = FakeProvider(CITY, "renkei-city", "of-the-city")
    city.claims["email"] = ADDRESS
    prefecture = FakeProvider(PREFECTURE, "renkei-prefecture", "of-the-prefecture", "ES256")
    city.other = prefecture
    monkeypatch.setattr(
        requests.Session,
        "get_adapter",
        lambda _session, url: city if url.startswith(CITY) else prefecture,
    )
    return city


@pytest.fixture
def officer(cast: Cast) -> Person:
    """An officer of the city who once accepted her invitation."""
    invited(cast.units["city_section"], ADDRESS, by=cast.city_officer)
    EmailAddress.objects.create(
        user=cast.city_officer, email=cast.city_officer.email, verified=True, primary=True
    )
    return cast.city_officer
