"""What readers write: the name of a what-if."""

from django import forms
from django.utils.translation import gettext as _

from renkei.observatory.models import LONGEST_NAME

# A spreadsheet takes a cell that begins so for a formula, and names stand in downloads.
FORMULA = "=+-@＝＋－＠−"


class NameForm(forms.Form):
    """A name is one line that begins as a name does."""

    name = forms.CharField(max_length=LONGEST_NAME, required=False)

    def clean_name(self) -> str:
        name = " ".join(str(self.cleaned_data["name"]).split())
        if not name:
            raise forms.ValidationError(
                _("名前が空です。あとで見分けられる名前を入れてください。例：30%が地元に残る")
            )
        if name.startswith(tuple(FORMULA)):
            raise forms.ValidationError(
                _("名前は記号「%(sign)s」で始められません。文字か数字で始めてください。")
                % {"sign": name[0]}
            )
        if not name.isprintable():
            raise forms.ValidationError(
                _("名前に画面に表示できない文字があります。その文字を消してください。")
            )
        return name

    @property
    def problem(self) -> str:
        """What is wrong with the name; empty where nothing is."""
        if not self.is_bound or self.is_valid():
            return ""
        if len(str(self.data.get("name", "")).strip()) > LONGEST_NAME:
            return _("名前が長すぎます。%(most)s字までにしてください（今は%(n)s字）。") % {
                "most": LONGEST_NAME,
                "n": len(str(self.data.get("name", "")).strip()),
            }
        return str(self.errors["name"][0])
