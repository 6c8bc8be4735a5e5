from collections.abc import Callable

import pytest
from django.test import Client

from renkei.observatory import portraits, withheld
from tests.rooms.observatory.reading import Node, read


@pytest.fixture
def page(client: Client) -> Callable[[str], Node]:
    """Opens a page of the observatory and reads it; the address without its beginning."""

    def opened(address: str, language: str = "ja") -> Node:
        prefix = "/en" if language == "en" else ""
        response = client.get(f"{prefix}/observatory/{address}")
        assert response.status_code == 200, f"{address}: {response.status_code}"
        return read(response)

    return opened


@pytest.fixture
def cold() -> None:
    """Nothing is drawn yet: what is counted does not depend on which test ran before."""
    portraits._figure.cache_clear()
    withheld._withheld.cache_clear()
