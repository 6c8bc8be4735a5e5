"""The settings under test, with two identity providers: for a process that starts with them."""

import json
import os

from tests.rooms.directory.fake_provider import CITY, PREFECTURE

os.environ["RENKEI_OIDC"] = json.dumps(
    [
        {
            "key": "city",
            "name_ja": "市の職員アカウント",
            "name_en": "City account",
            "issuer": CITY,
            "client_id": "renkei-city",
            "secret": "of-the-city",
            "speaks_for": ["city"],
            "domains": ["city.example"],
            "acr": ["urn:city:two"],
            "amr": ["mfa", "hwk"],
        },
        {
            "key": "prefecture",
            "name_ja": "道の職員アカウント",
            "name_en": "Prefecture account",
            "issuer": PREFECTURE,
            "client_id": "renkei-prefecture",
            "secret": "of-the-prefecture",
            "speaks_for": ["prefecture"],
            "domains": ["prefecture.example"],
        },
    ]
)

from tests.settings import *  # noqa: F403
from tests.settings import DATABASES

# Beside the database of the tests that started this process.
if "postgresql" in DATABASES["default"]["ENGINE"]:
    DATABASES["default"]["TEST"] = {"NAME": "test_identity_providers"}
