"""An action that refuses says so in the form from which it was asked."""

from collections.abc import Callable
from typing import Any

from django import forms

from renkei.core.errors import NotPermitted, Refused


def said(form: forms.BaseForm, act: Callable[[], Any]) -> Any:
    """What the action answers; None when it refused, which then stands in the form.

    Errors  NotPermitted, which is no fault of what was typed
    """
    try:
        return act()
    except NotPermitted:
        raise
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return None
