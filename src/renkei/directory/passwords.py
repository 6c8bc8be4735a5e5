"""Which passwords we take. Source: NIST SP 800-63B-4, section 3.1.1.2.

Length and lists of known passwords; no rules about kinds of characters, and no expiry.
"""

import re
from typing import Any

from django.contrib.auth.password_validation import CommonPasswordValidator
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from renkei.directory.models.people import normalised
from renkei.directory.queries.factors import has_factor, must_show_factor

ALONE, WITH_FACTOR, LONGEST = 15, 12, 128
# What everybody would try first, here.
OUR_WORDS = (
    *("renkei", "連携", "hokkaido", "北海道", "道庁", "sapporo", "札幌", "札幌市", "札幌市役所"),
    *("jinko", "人口", "password", "パスワード", "passphrase", "welcome", "administrator", "admin"),
)
# What has to be left of a password when such words, digits and signs are taken out of it.
FEWEST_LEFT = 6


class LongEnough:
    """Fifteen characters where the password stands alone, twelve beside a second factor."""

    def validate(self, password: str, user: Any = None) -> None:
        least = WITH_FACTOR if _has_factor(user) else ALONE
        if len(normalised(password)) < least:
            raise ValidationError(
                _("パスワードは%(least)s文字以上にしてください（今は%(n)s文字）。")
                % {"least": least, "n": len(password)},
                code="password_too_short",
            )
        if len(password) > LONGEST:
            raise ValidationError(
                _("パスワードは%(most)s文字までにしてください。") % {"most": LONGEST},
                code="password_too_long",
            )

    def get_help_text(self) -> str:
        return _("%(least)s文字以上。いくつかの言葉をつなげると、長くても覚えやすくなります。") % {
            "least": ALONE
        }


def _has_factor(user: Any) -> bool:
    is_known = bool(user and user.pk and not user._state.adding)
    return is_known and (has_factor(user) or must_show_factor(user))


class NotCommon(CommonPasswordValidator):
    def validate(self, password: str, user: Any = None) -> None:
        try:
            super().validate(normalised(password), user)
        except ValidationError:
            raise ValidationError(
                _("よく使われるパスワードです。ほかの人が思いつかないものにしてください。"),
                code="password_too_common",
            ) from None

    def get_help_text(self) -> str:
        return ""


class NotAboutUs:
    """Not made of this service's words and of the person's own name and address alone."""

    def validate(self, password: str, user: Any = None) -> None:
        left = normalised(password).casefold()
        if len(left) < WITH_FACTOR:
            return  # too short in any case, and told so
        for word in sorted((*OUR_WORDS, *_about(user)), key=len, reverse=True):
            left = left.replace(word, "")
        if len(set(re.sub(r"[\W\d_]", "", left))) < FEWEST_LEFT:
            raise ValidationError(
                _(
                    "このサービスや自分の名前、数字や繰り返しだけでは推測されます。ほかの言葉を足してください。"
                ),
                code="password_guessable",
            )

    def get_help_text(self) -> str:
        return ""


def _about(user: Any) -> set[str]:
    if user is None:
        return set()
    said = " ".join(filter(None, (user.email, user.name, user.name_kana)))
    parts = re.split(r"[\W_]+", normalised(said).casefold())
    return {part for part in parts if len(part) > 1}
