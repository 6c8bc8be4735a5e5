"""What officials write: letters, and the series of their numbers."""

from django import forms
from django.utils.translation import gettext_lazy as _

from renkei.paperwork.actions.documents import Draft
from renkei.paperwork.actions.series import SeriesNamed
from renkei.paperwork.forms.plain import PlainForm

LANGUAGES = (("ja", "日本語"), ("en", "English"))
LONGEST_BODY = 20_000


class DocumentForm(PlainForm):
    addressee = forms.CharField(
        label=_("宛先"),
        max_length=200,
        help_text=_("例：〇〇大学 学長 様。肩書きと敬称も書きます。"),
    )
    title = forms.CharField(label=_("件名"), max_length=200)
    body = forms.CharField(
        label=_("本文"),
        max_length=LONGEST_BODY,
        widget=forms.Textarea(attrs={"rows": 18}),
        help_text=_(
            "空の行で段落が分かれます。「記」だけの行は中央に、「以上」だけの行は右に置かれます。"
            "〔〕が残っているあいだは決裁できません。"
        ),
    )
    language = forms.ChoiceField(label=_("文書の言語"), choices=LANGUAGES)

    def draft(self, **more: str) -> Draft:
        said = self.cleaned_data
        return Draft(
            addressee=said["addressee"],
            title=said["title"],
            body=said["body"],
            language=said["language"],
            **more,
        )


class SeriesForm(PlainForm):
    sign = forms.CharField(
        label=_("記号"),
        max_length=20,
        help_text=_("「第〇号」の前に付く、部署の文書記号。番号は年度ごとに1から数えます。"),
    )
    name_ja = forms.CharField(label=_("系列の名前"), max_length=80)
    name_en = forms.CharField(label=_("系列の名前(英語)"), max_length=120, required=False)
    sender_ja = forms.CharField(
        label=_("発信者"), max_length=120, help_text=_("文書に記す職名です。例：〇〇課長")
    )
    sender_en = forms.CharField(label=_("発信者(英語)"), max_length=160, required=False)
    is_closed = forms.BooleanField(label=_("この系列で新しい文書を起案しない"), required=False)

    def named(self) -> SeriesNamed:
        said = self.cleaned_data
        return SeriesNamed(
            sign=said["sign"],
            name_ja=said["name_ja"],
            name_en=said["name_en"],
            sender_ja=said["sender_ja"],
            sender_en=said["sender_en"],
        )
