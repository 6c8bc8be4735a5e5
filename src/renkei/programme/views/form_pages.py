"""A page with one form: shown, read, handed to one action, and back to where it came from."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from renkei.directory.views.refusals import said


@dataclass(frozen=True, slots=True, kw_only=True)
class FormPage:
    title: str
    button: str
    back: str  # the address to go to afterwards, and to leave for
    lead: str = ""
    crumbs: Sequence[tuple[str, str]] = ()  # address and label
    done: str = ""  # what is said afterwards


def form_page(
    request: HttpRequest, form: forms.BaseForm, page: FormPage, act: Callable[[], Any]
) -> HttpResponse:
    """A text that the action answers is the address to go to; otherwise one goes back."""
    if request.method == "POST" and form.is_valid():
        made = said(form, act)
        if not form.errors:
            if page.done:
                messages.success(request, page.done)
            return redirect(made if isinstance(made, str) else page.back)
    return render(request, "programme/form_page.html", {"form": form, "page": page})
