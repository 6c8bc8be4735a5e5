"""Fields of forms that people fill in as they are used to."""

from datetime import date, datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from renkei.core.calendar import read_date


class DateField(forms.DateField):
    """A day, western or of an era, in any width; the field says how, and what was wrong.

    A plain text field: a browser's own control for days takes neither eras nor full-width digits.
    """

    widget = forms.TextInput

    def __init__(self, **options: Any) -> None:
        options.setdefault("help_text", _("例：2026-11-25、令和8年11月25日、R8.11.25"))
        super().__init__(**options)
        self.widget.attrs |= {"autocomplete": "off", "size": "16"}

    def prepare_value(self, value: Any) -> Any:
        return value.isoformat() if isinstance(value, date) else value

    def to_python(self, value: Any) -> date | None:
        if value in self.empty_values:
            return None
        if isinstance(value, datetime):
            return value.date()
        if isinstance(value, date):
            return value
        try:
            return read_date(str(value))
        except ValueError as error:
            raise ValidationError(str(error), code="invalid") from None
