"""Forms of seats, invitations, terms and of one's own account."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.conf import settings
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from renkei.core.rights import Role
from renkei.core.writing import listed, long_date
from renkei.directory.actions.seats import Offer
from renkei.directory.forms.accounts import PASSWORD, Worded
from renkei.directory.models import Organisation, Person, Term, Unit

OWN = "own"  # staff of the organisation itself, and of no contractor


class Day(forms.DateField):
    def __init__(self, **options: Any) -> None:
        super().__init__(
            widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **options
        )
        self.error_messages |= {
            "required": gettext_lazy("日付を入れてください。"),
            "invalid": gettext_lazy("日付の形ではありません。例：2027-03-31"),
        }


class Invite(Worded, forms.Form):
    email = forms.EmailField(
        label=gettext_lazy("メールアドレス"),
        help_text=gettext_lazy("受ける人が仕事で使うアドレス。招待はこのアドレスだけで使えます。"),
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )
    name = forms.CharField(label=gettext_lazy("お名前"), max_length=80, required=False)
    role = forms.ChoiceField(label=gettext_lazy("役割"))
    term = forms.ChoiceField(
        label=gettext_lazy("だれの職員か"),
        help_text=gettext_lazy("受託者の人の席は、受託期間とともに終わります。"),
    )
    valid_from = Day(label=gettext_lazy("始まりの日"))
    valid_to = Day(
        label=gettext_lazy("終わりの日"),
        required=False,
        help_text=gettext_lazy("この日まで使えます。空なら期限を決めません。"),
    )

    def __init__(
        self,
        *args: Any,
        unit: Unit,
        roles: Iterable[Role],
        terms: list[Term],
        is_within_term: bool = False,
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        self.unit, self.terms = unit, {term.key: term for term in terms}
        self.fields["role"].choices = [(role.value, role.label) for role in Role if role in roles]  # type: ignore[attr-defined]
        if terms:
            own = [] if is_within_term else [(OWN, unit.organisation.name)]
            self.fields["term"].choices = [  # type: ignore[attr-defined]
                *own,
                *((term.key, _contractor(term)) for term in terms),
            ]
        else:
            del self.fields["term"]

    def clean(self) -> dict[str, Any]:
        """The seat of a contractor's person ends with the term unless it says an earlier day."""
        said = super().clean() or {}
        term = self.terms.get(said.get("term", ""))
        if term and not said.get("valid_to"):
            said["valid_to"] = term.valid_to
        if term and said.get("valid_from"):
            said["valid_from"] = max(said["valid_from"], term.valid_from)
        return said

    def offer(self) -> Offer:
        said = self.cleaned_data
        return Offer(
            unit=self.unit,
            role=said["role"],
            valid_from=said["valid_from"],
            valid_to=said["valid_to"],
            term=self.terms.get(said.get("term", "")),
        )


def _contractor(term: Term) -> str:
    return _("%(contractor)s（%(last)sまで）") % {
        "contractor": term.contractor.name,
        "last": long_date(term.valid_to),
    }


class Period(Worded, forms.Form):
    valid_to = Day(
        label=gettext_lazy("終わりの日"),
        required=False,
        help_text=gettext_lazy("この日まで使えます。空なら期限を決めません。"),
    )


class End(Worded, forms.Form):
    when = forms.ChoiceField(
        label=gettext_lazy("いつ終えるか"),
        choices=[
            ("now", gettext_lazy("いますぐ")),
            ("day", gettext_lazy("日を決める")),
        ],
        widget=forms.RadioSelect,
        initial="now",
    )
    last_day = Day(
        label=gettext_lazy("最後の日"),
        required=False,
        help_text=gettext_lazy("「日を決める」を選んだとき。"),
    )
    reason = forms.CharField(label=gettext_lazy("理由"), max_length=200)

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if said.get("when") == "day" and not said.get("last_day"):
            self.add_error("last_day", _("日付を入れてください。"))
        return said


class Why(Worded, forms.Form):
    reason = forms.CharField(
        label=gettext_lazy("理由"),
        max_length=200,
        help_text=gettext_lazy("例：電話をなくした。名前と社員証で本人と確かめた"),
    )


class StartTerm(Worded, forms.Form):
    contractor = forms.CharField(
        label=gettext_lazy("受託者"),
        help_text=gettext_lazy("名簿にある組織の名前か法人番号。"),
        max_length=120,
    )
    valid_from = Day(label=gettext_lazy("始まりの日"))
    valid_to = Day(label=gettext_lazy("最後の日"))

    def __init__(self, *args: Any, contractors: QuerySet[Organisation], **options: Any) -> None:
        super().__init__(*args, **options)
        self.contractors = contractors

    def clean_contractor(self) -> Organisation:
        asked = self.cleaned_data["contractor"].strip()
        exact = self.contractors.filter(Q(name_ja=asked) | Q(corporate_number=asked))
        near = Q(name_ja__icontains=asked) | Q(name_en__icontains=asked)
        found = list(exact[:2]) or list(self.contractors.filter(near)[:6])
        if not found:
            raise forms.ValidationError(
                _("名簿に見つかりません。名前を確かめるか、先に組織を登録してください。")
            )
        if len(found) > 1:
            raise forms.ValidationError(
                _("いくつか見つかりました。名前か法人番号を最後まで入れてください：%(names)s")
                % {"names": listed([one.name for one in found])}
            )
        return found[0]


class RenewTerm(Worded, forms.Form):
    valid_to = Day(label=gettext_lazy("新しい期間の最後の日"))


class ShortenTerm(Worded, forms.Form):
    last_day = Day(label=gettext_lazy("最後の日"))
    reason = forms.CharField(label=gettext_lazy("理由"), max_length=200)


class Me(Worded, forms.ModelForm):
    class Meta:
        model = Person
        fields = ("name", "name_kana", "language")

    labels = {
        "name": gettext_lazy("お名前"),
        "name_kana": gettext_lazy("ふりがな"),
        "language": gettext_lazy("メールの言葉"),
    }

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["name"].required = True
        self.fields["name"].widget.attrs["autocomplete"] = "name"
        self.fields["language"] = forms.ChoiceField(
            label=self.labels["language"], choices=settings.LANGUAGES
        )


class Accept(Worded, forms.Form):
    """Of somebody who has no account yet; a passkey needs no password."""

    name = forms.CharField(
        label=gettext_lazy("お名前"),
        max_length=80,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    password = forms.CharField(
        label=PASSWORD,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, *args: Any, email: str, **options: Any) -> None:
        super().__init__(*args, **options)
        self.email = email
        self.fields["password"].required = not self.wants_passkey

    @property
    def wants_passkey(self) -> bool:
        return self.data.get("way") == "passkey"

    def clean(self) -> dict[str, Any]:
        from django.contrib.auth.password_validation import validate_password

        said = super().clean() or {}
        if self.wants_passkey:
            said["password"] = None
            return said
        if "password" not in said:
            return said
        try:
            validate_password(said["password"], Person(email=self.email, name=said.get("name", "")))
        except forms.ValidationError as problem:
            self.add_error("password", problem)
        return said
