"""Notices as e-mail: plain text, one recipient each, no more of a person than the notice says."""

import textwrap
from collections.abc import Sequence

from django.conf import settings
from django.core import signing
from django.core.mail import EmailMessage
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from renkei.core.writing import number
from renkei.paperwork.models import Notice
from renkei.paperwork.states import NoticeGroup

SALT = "paperwork.stop_notices"
# Japanese has no spaces at which a mail server could break a line; it may then break a character.
LONGEST_LINE = 300


def letter(notice: Notice) -> EmailMessage:
    with override(notice.language):
        lines = [notice.body, "", *_where(notice)]
        return _message(notice, notice.subject, lines, f"{notice.key}@notices.renkei.invalid")


def digest(notices: Sequence[Notice], claim: str) -> EmailMessage:
    """One e-mail of what one person was told since the last."""
    first = notices[0]
    with override(first.language):
        subject = _("お知らせのまとめ(%(n)s件)") % {"n": number(len(notices))}
        lines = []
        for notice in notices:
            lines += [f"・{notice.subject}", f"  {page_of(notice)}", ""]
        lines += _stopping(first)
        return _message(first, subject, lines, f"{claim}@digests.renkei.invalid")


def page_of(notice: Notice) -> str:
    return settings.ADDRESS + reverse("notices:notice", args=[notice.key])


def _where(notice: Notice) -> list[str]:
    if not notice.person:
        return []
    return [_("くわしくはこちらで確かめられます："), page_of(notice), "", *_stopping(notice)]


def _stopping(notice: Notice) -> list[str]:
    if notice.is_obligatory or not notice.person:
        return ["--", _("この連絡は、利用に欠かせないためすべての方に送っています。")]
    return [
        "--",
        _("受け取り方を変えるには："),
        settings.ADDRESS + reverse("notices:preferences"),
    ]


def _message(notice: Notice, subject: str, lines: Sequence[str], name: str) -> EmailMessage:
    headers = {"Message-ID": f"<{name}>", "Auto-Submitted": "auto-generated"}
    if stop := _stop(notice):
        headers["List-Unsubscribe"] = f"<{stop}>"
        headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    text = "\n".join(line for part in lines for line in _broken(part)) + "\n"
    return EmailMessage(
        # A line break would begin a header of its own; Django refuses one, we never write one.
        subject=" ".join(subject.split()),
        body=text,
        to=[notice.email],
        headers=headers,
    )


def _stop(notice: Notice) -> str:
    """The page at which whoever holds the e-mail ends such letters by one button; empty where
    there is no such page."""
    if notice.is_obligatory or not notice.person:
        return notice.stop_address
    return stop_address(notice.person, notice.group)


def _broken(part: str) -> list[str]:
    lines: list[str] = []
    for line in part.splitlines() or [""]:
        if len(line) <= LONGEST_LINE:
            lines.append(line)
        else:
            lines += textwrap.wrap(line, LONGEST_LINE, break_on_hyphens=False)
    return lines


# --- stopping without signing in ----------------------------------------------------------------


def stop_address(person: str, group: str) -> str:
    """Where the notices of a group are stopped by whoever holds the e-mail, without signing in."""
    token = signing.dumps([person, str(group)], salt=SALT)
    return settings.ADDRESS + reverse("notices:stop", args=[token])


def read_stop(token: str) -> tuple[str, NoticeGroup] | None:
    """Whose notices of which group; None when nobody of ours wrote it."""
    try:
        person, group = signing.loads(token, salt=SALT)
        return person, NoticeGroup(group)
    except (signing.BadSignature, ValueError, TypeError):
        return None
