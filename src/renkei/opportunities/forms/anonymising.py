"""What cannot be undone is said to be meant."""

from django import forms
from django.utils.translation import gettext_lazy as _


class AnonymiseForm(forms.Form):
    is_sure = forms.BooleanField(
        label=_("元に戻せないことを確かめました"),
        error_messages={"required": _("元に戻せません。確かめてから、しるしを付けてください。")},
    )
