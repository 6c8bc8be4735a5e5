"""Identity providers of organisations: how they are configured, and that none leaves no trace."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.core.exceptions import ImproperlyConfigured
from django.test import Client
from django.urls import NoReverseMatch, reverse

from renkei.directory.providers import providers_in
from tests.house.repository import ROOT
from tools.dev.environment import clean_environment

# Not named as tests are: they are collected where they are asked for.
THE_WAY = Path(__file__).with_name("by_provider")
NO_TESTS = {"conftest.py", "steps.py"}
GOOD = {
    "key": "city",
    "name_ja": "市",
    "name_en": "City",
    "issuer": "https://login.city.example",
    "client_id": "renkei",
    "secret": "s",
    "speaks_for": ["city"],
    "domains": ["City.example"],
}
SHOW = """
import json, sys
import django
django.setup()
from django.urls import get_resolver
get_resolver().url_patterns[0].url_patterns
print(json.dumps(sorted(sys.modules)))
"""


def test_whole_way_through_a_provider() -> None:
    """Apps load at start, so this runs in a process that was started with two providers."""
    done = subprocess.run(
        [
            *(sys.executable, "-m", "pytest", "-q", "-p", "no:xdist", "-p", "no:cacheprovider"),
            *("--ds", "tests.settings_with_providers"),
            *(path for path in sorted(THE_WAY.glob("*.py")) if path.name not in NO_TESTS),
        ],
        cwd=ROOT,
        env=clean_environment(),
        text=True,
        capture_output=True,
        check=False,
    )

    assert done.returncode == 0, done.stdout + done.stderr


def test_configuration_is_read() -> None:
    (provider,) = providers_in(json.dumps([{**GOOD, "amr": ["mfa"]}]))

    assert provider.may_vouch_for("a@city.EXAMPLE")
    assert provider.has_seen_factor({"amr": ["mfa"]})
    assert not provider.has_seen_factor({"acr": "mfa"})


def test_none_is_configured_by_default() -> None:
    assert providers_in("") == ()


@pytest.mark.parametrize(
    ("rows", "problem"),
    [
        ({}, "not a list"),
        ([{**GOOD, "issuer": "http://login.city.example"}], "https://"),
        ([{**GOOD, "secret": ""}], "secret"),
        ([{**GOOD, "domains": []}], "domains"),
        ([{**GOOD, "speaks_for": "city"}], "speaks_for"),
        ([{**GOOD, "key": "../city"}], "key"),
        ([{**GOOD, "verify": False}], "verify"),
        ([GOOD, {**GOOD, "key": "other"}], "same issuer"),
        ([GOOD, {**GOOD, "issuer": "https://other.example"}], "same key"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_configuration_with_a_mistake_is_refused_at_start(rows: Any, problem: str) -> None:
    with pytest.raises(ImproperlyConfigured, match=problem):
        providers_in(json.dumps(rows))


@pytest.mark.parametrize(
    "name", ["socialaccount_connections", "openid_connect_login", "openid_connect_callback"]
)
def test_without_a_provider_there_is_no_address(name: str) -> None:
    for arguments in ([], ["city"]):
        with pytest.raises(NoReverseMatch):
            reverse(name, args=arguments)


@pytest.mark.django_db
def test_without_a_provider_the_sign_in_page_offers_none(client: Client) -> None:
    page = client.get(reverse("account_login")).content.decode()

    assert "組織のアカウント" not in page
    assert client.get("/account/organisation/").status_code == 404


def test_without_a_provider_nothing_of_it_is_imported() -> None:
    done = subprocess.run(
        [sys.executable, "-c", SHOW],
        cwd=ROOT,
        env=clean_environment(DJANGO_SETTINGS_MODULE="tests.settings", PYTHONPATH=f"{ROOT}:src"),
        text=True,
        capture_output=True,
        check=True,
    )

    imported = set(json.loads(done.stdout))

    assert not apps.is_installed("allauth.socialaccount")
    assert "renkei.web.urls" in imported
    assert {
        "jwt",
        "requests",
        "renkei.directory.identity",
        "allauth.socialaccount",
    } & imported == set()
