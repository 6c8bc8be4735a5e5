"""What somebody wants to be told of, and when."""

from django import forms
from django.utils.translation import gettext_lazy as _

from renkei.core.rights import Asker
from renkei.paperwork.actions.reminders import LONGEST_TEXT, For
from renkei.paperwork.forms.plain import PlainForm

MYSELF = "me"


class ReminderForm(PlainForm):
    text = forms.CharField(
        label=_("何を"), max_length=LONGEST_TEXT, help_text=_("例：大学に実績の提出を確かめる")
    )
    due_on = forms.DateField(label=_("いつ"), widget=forms.DateInput(attrs={"type": "date"}))
    whom = forms.ChoiceField(
        label=_("だれに"), help_text=_("部署を選ぶと、そこにいる人のだれでも済みにできます。")
    )

    def __init__(self, *args: object, asker: Asker, **more: object) -> None:
        super().__init__(*args, **more)
        units = {seat.unit: f"{seat.organisation_name} {seat.unit_name}" for seat in asker.seats}
        self.fields["whom"].choices = [(MYSELF, _("自分")), *units.items()]  # type: ignore[attr-defined]
        self.asker = asker

    def recipient(self) -> For:
        chosen = self.cleaned_data["whom"]
        return For(person=self.asker.person) if chosen == MYSELF else For(unit=chosen)
