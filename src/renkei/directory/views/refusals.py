"""An action that refuses says so in the form from which it was asked, or on the page after."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest

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


def told(request: HttpRequest, act: Callable[[], Any]) -> Any:
    """The same of a button without a form: what was refused stands on the page to which one
    comes back.

    Errors  NotPermitted
    """
    try:
        return act()
    except NotPermitted:
        raise
    except Refused as refusal:
        messages.warning(request, str(refusal))
        return None
