"""Signing in: limits, sameness of answers, sessions, the second factor. One test, one attack."""

from threading import Thread

import pytest
import time_machine
from allauth.core.internal.ratelimit import get_cache_key, parse_rate
from django.conf import settings
from django.contrib.auth import SESSION_KEY, get_user_model
from django.core import mail
from django.db import connection
from django.test import Client, RequestFactory
from django.urls import reverse

from renkei.directory.models import Person
from renkei.directory.passwords import LongEnough
from tests.cast import PASSWORD, Cast, person, standing_cast
from tests.rooms.directory.people import (
    code_of,
    link_in,
    sign_in,
    with_application,
    with_password,
)
from tests.signing_in import signed_in

pytestmark = pytest.mark.django_db
MANY = 5  # wrong passwords for one address in five minutes


@pytest.fixture
def cast() -> Cast:
    return standing_cast()


def is_signed_in(client: Client) -> bool:
    return SESSION_KEY in client.session


# --- limits --------------------------------------------------------------------------------------


def test_password_is_refused_after_many_wrong_ones(client: Client) -> None:
    known = with_password(person("known"))
    for _ in range(MANY):
        sign_in(client, known, "a wrong password, once more")

    sign_in(client, known)

    assert not is_signed_in(client)


@pytest.mark.django_db(transaction=True)
def test_limit_holds_in_another_worker() -> None:
    known = with_password(person("known"))

    def one_worker() -> None:
        sign_in(Client(), known, "a wrong password, once more")
        connection.close()

    for _ in range(MANY):  # each thread has its own connection to the cache and nothing in memory
        worker = Thread(target=one_worker)
        worker.start()
        worker.join()
    client = Client()
    sign_in(client, known)

    assert not is_signed_in(client)


def test_limit_does_not_begin_anew_under_another_host(client: Client) -> None:
    known = with_password(person("known"))
    for host in ("localhost", "127.0.0.1", "localhost", "127.0.0.1", "localhost"):
        client.post(
            reverse("account_login"),
            {"login": known.email, "password": "wrong, once more"},
            headers={"host": host},
        )

    sign_in(client, known)

    assert not is_signed_in(client)


def test_limit_of_one_address_lets_others_in(client: Client) -> None:
    known, other = with_password(person("known")), with_password(person("other"))
    for _ in range(MANY):
        sign_in(client, known, "a wrong password, once more")

    sign_in(client, other)

    assert is_signed_in(client)


def test_sign_ups_from_one_place_are_limited(client: Client) -> None:
    codes = [client.post(reverse("account_signup"), {}).status_code for _ in range(21)]

    assert (codes[:20], codes[20]) == ([200] * 20, 429)


def test_address_of_client_is_what_connects_where_there_is_no_proxy() -> None:
    request = RequestFactory().get(
        "/", REMOTE_ADDR="192.0.2.1", headers={"x-forwarded-for": "198.51.100.7"}
    )

    key = get_cache_key(request, app="a", action="b", rate=parse_rate("1/m/ip"))

    assert key.endswith(":192.0.2.1")


def test_address_of_client_is_what_our_proxy_says_behind_one(settings: object) -> None:
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1  # type: ignore[attr-defined]
    request = RequestFactory().get(
        "/", REMOTE_ADDR="10.0.0.1", headers={"x-forwarded-for": "203.0.113.66, 198.51.100.7"}
    )

    key = get_cache_key(request, app="a", action="b", rate=parse_rate("1/m/ip"))

    # The first was sent by the client itself, who may claim anything.
    assert key.endswith(":198.51.100.7")


def test_codes_are_limited_as_passwords_are(client: Client) -> None:
    known = with_password(person("known"))
    secret = with_application(known)
    sign_in(client, known)
    for _ in range(MANY):
        client.post(reverse("mfa_authenticate"), {"code": "000000"})

    client.post(reverse("mfa_authenticate"), {"code": code_of(secret)})

    assert not is_signed_in(client)


# --- the same answer for known and unknown -------------------------------------------------------


def without_tokens(client: Client, answer: object) -> str:
    """A page as it reads: without the token and the nonce, which are new each time."""
    content = answer.content.decode()  # type: ignore[attr-defined]
    parts = content.split('name="csrfmiddlewaretoken" value="')
    return parts[0].split("nonce=")[0] + "".join(part.partition('"')[2] for part in parts[1:])


class Hashing:
    """Counts hashed passwords: they are what takes the time."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        from django.contrib.auth.hashers import Argon2PasswordHasher

        self.n = 0
        encode, verify = Argon2PasswordHasher.encode, Argon2PasswordHasher.verify

        def counted(original: object) -> object:
            def method(*args: object, **options: object) -> object:
                self.n += 1
                return original(*args, **options)  # type: ignore[operator]

            return method

        monkeypatch.setattr(Argon2PasswordHasher, "encode", counted(encode))
        monkeypatch.setattr(Argon2PasswordHasher, "verify", counted(verify))


def test_sign_in_answers_the_same_for_known_and_unknown(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    with_password(person("known"))
    hashing, seen = Hashing(monkeypatch), []

    for email in ("known@example.org", "nobody@example.org"):
        hashing.n = 0
        answer = client.post(
            reverse("account_login"), {"login": email, "password": "wrong, and long enough"}
        )
        seen.append(
            (answer.status_code, without_tokens(client, answer).replace(email, ""), hashing.n)
        )

    assert seen[0] == seen[1]
    assert seen[0][2] == 1


def test_sign_up_answers_the_same_for_known_and_unknown(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    with_password(person("known"))
    hashing, seen = Hashing(monkeypatch), []

    for email in ("known@example.org", "nobody@example.org"):
        hashing.n = 0
        answer = Client().post(
            reverse("account_signup"),
            {"name": "some name", "email": email, "password1": "seven quiet rivers flow"},
        )
        seen.append((answer.status_code, answer["Location"], hashing.n, len(mail.outbox)))

    assert seen[0][:3] == seen[1][:3]
    assert [n for *_rest, n in seen] == [1, 2]  # a letter in either case


def test_reset_answers_the_same_for_known_and_unknown(client: Client) -> None:
    with_password(person("known"))
    seen = []

    for email in ("known@example.org", "nobody@example.org"):
        answer = Client().post(reverse("account_reset_password"), {"email": email})
        seen.append((answer.status_code, answer["Location"]))

    assert seen[0] == seen[1]
    assert [letter.to for letter in mail.outbox] == [["known@example.org"], ["nobody@example.org"]]


# --- sessions ------------------------------------------------------------------------------------


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


# --- the second factor ---------------------------------------------------------------------------


def test_password_alone_does_not_sign_in_whoever_has_a_factor(client: Client) -> None:
    known = with_password(person("known"))
    with_application(known)

    answer = sign_in(client, known)

    assert answer["Location"] == reverse("mfa_authenticate")
    assert not is_signed_in(client)


def test_code_signs_in(client: Client) -> None:
    known = with_password(person("known"))
    secret = with_application(known)
    sign_in(client, known)

    client.post(reverse("mfa_authenticate"), {"code": code_of(secret)})

    assert is_signed_in(client)


def test_code_counts_once_even_after_its_half_minute(client: Client) -> None:
    known = with_password(person("known"))
    secret = with_application(known)
    with time_machine.travel("2026-11-25T08:30:01+09:00", tick=False) as now:
        code = code_of(secret)
        sign_in(client, known)
        client.post(reverse("mfa_authenticate"), {"code": code})
        now.shift(40)  # the clock of the application may be behind, so it is still taken
        thief = Client()
        sign_in(thief, known)

        thief.post(reverse("mfa_authenticate"), {"code": code})

    assert (is_signed_in(client), is_signed_in(thief)) == (True, False)


def test_officer_without_a_factor_is_led_to_set_one_up(client: Client, cast: Cast) -> None:
    with_password(cast.city_officer)

    answer = sign_in(client, cast.city_officer)

    assert answer["Location"] == reverse("directory:factor")


def test_refused_page_leads_an_officer_without_a_factor_to_set_one_up(
    client: Client, cast: Cast
) -> None:
    with_password(cast.city_officer)
    sign_in(client, cast.city_officer)

    answer = client.get(reverse("directory:people"))

    assert answer["Location"] == reverse("directory:factor")


@pytest.mark.django_db(transaction=True)
def test_setting_up_an_application_opens_the_seats(client: Client, cast: Cast) -> None:
    with_password(cast.city_officer)
    sign_in(client, cast.city_officer)
    client.get(reverse("mfa_activate_totp"))
    secret = client.session["mfa.totp.secret"]

    client.post(reverse("mfa_activate_totp"), {"code": code_of(secret)})

    assert client.get(reverse("directory:people")).status_code == 200


def test_removing_the_last_factor_closes_the_seats(client: Client, cast: Cast) -> None:
    from allauth.mfa.models import Authenticator

    signed_in(client, cast.city_officer)
    passkey = Authenticator.objects.create(
        user=cast.city_officer, type=Authenticator.Type.WEBAUTHN, data={"name": "a key"}
    )
    before = client.get(reverse("directory:people")).status_code

    client.post(reverse("mfa_remove_webauthn", args=[passkey.pk]))

    assert (before, client.get(reverse("directory:people")).status_code) == (200, 302)


def test_officer_may_not_remove_the_only_application(client: Client, cast: Cast) -> None:
    with_application(cast.city_officer)
    signed_in(client, cast.city_officer)

    client.post(reverse("mfa_deactivate_totp"))

    assert cast.city_officer.authenticator_set.filter(type="totp").exists()


def test_recovery_code_signs_in_once(client: Client) -> None:
    from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes

    known = with_password(person("known"))
    with_application(known)
    code = RecoveryCodes.activate(known).get_unused_codes()[0]
    sign_in(client, known)
    client.post(reverse("mfa_authenticate"), {"code": code})
    again = Client()
    sign_in(again, known)

    again.post(reverse("mfa_authenticate"), {"code": code})

    assert (is_signed_in(client), is_signed_in(again)) == (True, False)


def test_secret_of_a_factor_is_not_readable_in_the_database() -> None:
    known = person("known")

    secret = with_application(known)

    assert secret not in str(known.authenticator_set.values_list("data", flat=True).get())


def test_factors_ask_for_the_password_again(client: Client) -> None:
    known = with_password(person("known"))
    with time_machine.travel("2026-11-25T08:30:00+09:00", tick=False) as now:
        sign_in(client, known)
        now.shift(6 * 60)

        answer = client.get(reverse("mfa_activate_totp"))

    assert answer["Location"].startswith(reverse("account_reauthenticate"))


# --- passwords -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "password",
    [
        "fourteen chars",  # too short alone
        "passwordpassword",  # known to everybody
        "hokkaido-sapporo-2026",  # our own words
        "連携連携連携連携連携連携連携連携",
        "some.name@example.org",  # her own address
        "abababababababababab",
        "x" * 129,
    ],
)
def test_poor_password_is_refused(client: Client, password: str) -> None:
    answer = client.post(
        reverse("account_signup"),
        {"name": "Some Name", "email": "some.name@example.org", "password1": password},
    )

    assert answer.status_code == 200
    assert answer.context["form"].errors["password1"]


@pytest.mark.parametrize(
    "password",
    ["seven quiet rivers flow", "朝の市場で青いりんごを三つ買った", "kpqz wjvt mbxr lnds"],
)
def test_long_password_needs_no_kinds_of_characters(client: Client, password: str) -> None:
    answer = client.post(
        reverse("account_signup"),
        {"name": "Some Name", "email": "some.name@example.org", "password1": password},
    )

    assert answer.status_code == 302


def test_password_is_the_same_however_its_letters_are_written() -> None:
    known = with_password(person("known"), "ｓｅｖｅｎ quiet rivers ｶﾞ")

    assert known.check_password("seven quiet rivers ガ")


def test_twelve_characters_are_enough_beside_a_second_factor(cast: Cast) -> None:
    LongEnough().validate("twelve chars", cast.city_officer)


def test_passwords_are_kept_with_argon2() -> None:
    known = with_password(person("known"))

    assert known.password.startswith("argon2$")


def test_sign_up_waits_for_the_proof_of_the_address(client: Client) -> None:
    client.post(
        reverse("account_signup"),
        {"name": "Some Name", "email": "new@example.org", "password1": "seven quiet rivers flow"},
    )
    new = get_user_model().objects.get(email="new@example.org")
    before = is_signed_in(client)
    client.post(link_in(mail.outbox[-1]))

    sign_in(client, new, "seven quiet rivers flow")

    assert (before, is_signed_in(client)) == (False, True)
    assert (new.name, new.language) == ("Some Name", "ja")


def test_closed_account_does_not_sign_in(client: Client) -> None:
    known = with_password(person("known"))
    Person.objects.update(is_active=False)

    sign_in(client, known)

    assert not is_signed_in(client)
