"""Sessions: where they begin, what ends them, who reaches them. One test, one attack."""

import pytest
import time_machine
from django.conf import settings
from django.core import mail
from django.test import Client
from django.urls import reverse

from tests.cast import PASSWORD, Cast, person, standing_cast
from tests.rooms.directory.people import (
    is_signed_in,
    link_in,
    sign_in,
    with_password,
)
from tests.signing_in import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return standing_cast()


def test_session_gets_a_new_key_at_sign_in(client: Client) -> None:
    """Session fixation: a key that somebody planted must not become a signed-in one."""
    known = with_password(person("known"))
    session = client.session
    session["planted"] = True
    session.save()
    before = session.session_key

    sign_in(client, known)

    assert is_signed_in(client)
    assert client.session.session_key != before
    assert not type(client.session)().exists(before)


def test_sign_in_form_needs_its_token() -> None:
    """Login CSRF: another site must not sign a visitor in as somebody else."""
    client = Client(enforce_csrf_checks=True)
    known = with_password(person("known"))

    answer = sign_in(client, known)

    assert answer.status_code == 403
    assert not is_signed_in(client)


def test_sign_out_by_a_link_does_nothing(client: Client, cast: Cast) -> None:
    signed_in(client, cast.citizen)

    answer = client.get(reverse("account_logout"))

    assert answer.status_code == 405
    assert is_signed_in(client)


def test_sign_out_ends_the_session(client: Client, cast: Cast) -> None:
    signed_in(client, cast.citizen)
    key = client.session.session_key

    client.post(reverse("account_logout"))

    assert not is_signed_in(client)
    assert not type(client.session)().exists(key)


def test_sign_out_leaves_no_pages_in_the_browser(client: Client, cast: Cast) -> None:
    """Going back: whoever sits down next must not leaf through what was read here."""
    signed_in(client, cast.citizen)

    answer = client.post(reverse("account_logout"))

    assert answer["Clear-Site-Data"] == '"cache", "storage"'


def test_new_password_ends_other_sessions(client: Client) -> None:
    known = with_password(person("known"))
    other = Client()
    sign_in(client, known)
    sign_in(other, known)

    client.post(
        reverse("account_change_password"),
        {"oldpassword": PASSWORD, "password1": "seven quiet rivers flow"},
    )

    me = reverse("directory:me")
    assert (client.get(me).status_code, other.get(me).status_code) == (200, 302)


def test_reset_password_ends_sessions(client: Client) -> None:
    known = with_password(person("known"))
    sign_in(client, known)
    reset = Client()
    reset.post(reverse("account_reset_password"), {"email": known.email})
    form = reset.get(link_in(mail.outbox[-1]), follow=True)

    reset.post(form.request["PATH_INFO"], {"password1": "seven quiet rivers flow"})

    assert client.get(reverse("directory:me")).status_code == 302
    assert sign_in(Client(), known, "seven quiet rivers flow").status_code == 302


def test_reset_link_opens_once(client: Client) -> None:
    known = with_password(person("known"))
    client.post(reverse("account_reset_password"), {"email": known.email})
    link = link_in(mail.outbox[-1])
    form = client.get(link, follow=True)
    client.post(form.request["PATH_INFO"], {"password1": "seven quiet rivers flow"})

    again = Client().get(link)

    assert "もう一度リンクを送る" in again.content.decode()


def test_staff_has_to_sign_in_again_after_a_working_day(client: Client, cast: Cast) -> None:
    with time_machine.travel("2026-11-25T08:30:00+09:00", tick=False) as now:
        signed_in(client, cast.city_officer).get(reverse("directory:me"))
        for _ in range(12 * 3):  # somebody who is always at work
            now.shift(20 * 60)
            client.get(reverse("directory:me"))
        now.shift(60)

        answer = client.get(reverse("directory:me"))

    assert answer.status_code == 302


def test_staff_has_to_sign_in_again_after_doing_nothing(client: Client, cast: Cast) -> None:
    with time_machine.travel("2026-11-25T08:30:00+09:00", tick=False) as now:
        signed_in(client, cast.city_officer).get(reverse("directory:me"))
        now.shift(29 * 60)
        busy = client.get(reverse("directory:me"))
        now.shift(31 * 60)

        idle = client.get(reverse("directory:me"))

    assert (busy.status_code, idle.status_code) == (200, 302)


def test_citizen_stays_signed_in(client: Client, cast: Cast) -> None:
    with time_machine.travel("2026-11-25T08:30:00+09:00", tick=False) as now:
        signed_in(client, cast.citizen).get(reverse("directory:me"))
        now.shift(24 * 60 * 60)

        answer = client.get(reverse("directory:me"))

    assert answer.status_code == 200


def test_own_sessions_are_listed_and_ended(client: Client) -> None:
    known = with_password(person("known"))
    other = Client(headers={"user-agent": "Mozilla/5.0 (Windows NT 10.0) Firefox/140.0"})
    sign_in(client, known)
    sign_in(other, known)
    page = client.get(reverse("directory:sessions"))
    (found,) = [row for row in page.context["sessions"] if not row.is_here]

    client.post(reverse("directory:end_session"), {"session": found.key})

    assert found.device == "Firefox（Windows）"
    assert other.get(reverse("directory:me")).status_code == 302


def test_session_of_somebody_else_is_not_ended(client: Client) -> None:
    known, stranger = with_password(person("known")), with_password(person("stranger"))
    other = Client()
    sign_in(client, stranger)
    sign_in(other, known)
    page = other.get(reverse("directory:sessions"))
    (found,) = page.context["sessions"]

    client.post(reverse("directory:end_session"), {"session": found.key})

    assert other.get(reverse("directory:me")).status_code == 200


def test_cookies_of_a_real_installation_stay_with_host_and_https() -> None:
    import json
    import os
    import subprocess
    import sys

    script = (
        "import json, renkei.settings as s;"
        "print(json.dumps([s.SESSION_COOKIE_NAME, s.CSRF_COOKIE_NAME, s.SESSION_COOKIE_SECURE,"
        " s.CSRF_COOKIE_SECURE, s.SECURE_HSTS_SECONDS > 0]))"
    )
    kept = {name: value for name, value in os.environ.items() if not name.startswith("RENKEI_")}

    out = subprocess.run(
        [sys.executable, "-c", script],
        env=kept | {"RENKEI_SECRET_KEY": "a real one", "PYTHONPATH": "src"},
        capture_output=True,
        check=True,
        text=True,
    )

    assert json.loads(out.stdout) == ["__Host-session", "__Host-csrf", True, True, True]


def test_session_cookie_is_out_of_reach_of_scripts_and_other_sites(client: Client) -> None:
    sign_in(client, with_password(person("known")))

    cookie = client.cookies[settings.SESSION_COOKIE_NAME]

    assert (cookie["httponly"], cookie["samesite"], cookie["max-age"]) == (True, "Lax", "")
