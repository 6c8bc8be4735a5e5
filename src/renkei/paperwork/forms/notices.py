"""How somebody wants the notices of each group."""

from collections.abc import Mapping
from typing import Any

from django import forms

from renkei.paperwork.states import NoticeGroup, NoticeWay


class PreferencesForm(forms.Form):
    """One question for each group of notices."""

    def __init__(self, data: Any = None, *, held: Mapping[str, str]) -> None:
        super().__init__(data)
        for group in NoticeGroup:
            self.fields[group.value] = forms.ChoiceField(
                label=group.label,
                choices=NoticeWay.choices,
                initial=held.get(group, NoticeWay.AT_ONCE),
                widget=forms.RadioSelect,
            )

    @property
    def ways(self) -> dict[NoticeGroup, NoticeWay]:
        return {group: NoticeWay(self.cleaned_data[group.value]) for group in NoticeGroup}
