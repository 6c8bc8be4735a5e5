"""Pages that change an organisation's entry, its other names and its places."""

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from renkei.core.errors import NotPermitted, Refused
from renkei.core.rights import Verb, asker_of, may
from renkei.directory.actions.organisations import (
    AlreadyKnown,
    LikelyDouble,
    add_alias,
    add_establishment,
    change_organisation,
    decisive,
    publish_organisation,
    register_organisation,
    remove_alias,
    remove_establishment,
    withdraw_organisation,
)
from renkei.directory.forms.organisations import (
    AliasForm,
    ChangeForm,
    EstablishmentForm,
    OrganisationForm,
)
from renkei.directory.models import Organisation
from renkei.directory.queries.places import place_names
from renkei.directory.rules.organisations import address, may_register
from renkei.directory.states import AliasKind


def register(request: HttpRequest) -> HttpResponse:
    asker = asker_of(request)
    if not may_register(asker):
        raise NotPermitted(_("組織の登録は担当職員が行います。"))
    form = OrganisationForm(request.POST or None)
    context: dict[str, object] = {"form": form}
    if request.method == "POST" and form.is_valid():
        try:
            made = register_organisation(
                form.particulars(),
                by=asker,
                on=timezone.localdate(),
                is_known_to_differ="is_known_to_differ" in request.POST,
            )
        except AlreadyKnown as known:
            context["known"] = known.organisation
        except LikelyDouble as double:
            context["likely"] = double.likely
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("「%(name)s」を登録しました。") % {"name": made.name})
            return redirect(address(made))
    return render(request, "directory/organisation_form.html", context)


def change(request: HttpRequest, key: str) -> HttpResponse:
    asker = asker_of(request)
    found = Organisation.objects.seen_by(asker, Verb.WRITE, key=key, merged_into=None)
    form = ChangeForm(
        request.POST or None,
        initial=ChangeForm.values_of(found),
        organisation=found,
        fixed=() if may(asker, Verb.MANAGE, found) else decisive(found),
    )
    context: dict[str, object] = {"form": form, "organisation": found}
    if request.method == "POST" and form.is_valid():
        try:
            change_organisation(
                found,
                form.particulars(),
                by=asker,
                on=timezone.localdate(),
                reason=form.cleaned_data["reason"],
            )
        except AlreadyKnown as known:
            context["known"] = known.organisation
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("変更しました。"))
            return redirect(address(found))
    return render(request, "directory/organisation_form.html", context)


@require_POST
def publish(request: HttpRequest, key: str) -> HttpResponse:
    asker = asker_of(request)
    found = Organisation.objects.seen_by(asker, Verb.PUBLISH, key=key)
    act = withdraw_organisation if "withdraw" in request.POST else publish_organisation
    act(found, by=asker, on=timezone.localdate())
    messages.success(request, _("公表の扱いを変えました。"))
    return redirect(address(found))


def names(request: HttpRequest, key: str) -> HttpResponse:
    asker = asker_of(request)
    found = Organisation.objects.seen_by(asker, Verb.WRITE, key=key, merged_into=None)
    today = timezone.localdate()
    if "remove" in request.POST:
        alias = get_object_or_404(found.aliases, pk=request.POST["remove"])
        remove_alias(alias, by=asker, on=today)
        messages.success(request, _("「%(name)s」を消しました。") % {"name": alias.name})
        return redirect("directory:organisation_names", key)
    form = AliasForm(request.POST or None)
    if (
        request.method == "POST"
        and form.is_valid()
        and _did(
            form,
            lambda: add_alias(
                found,
                form.cleaned_data["name"],
                AliasKind(form.cleaned_data["kind"]),
                by=asker,
                on=today,
            ),
        )
    ):
        return redirect("directory:organisation_names", key)
    rows = [(alias.pk, alias.name, alias.get_kind_display()) for alias in found.aliases.all()]
    context = {"organisation": found, "form": form, "rows": rows}
    return render(request, "directory/organisation_names.html", context)


def establishments(request: HttpRequest, key: str) -> HttpResponse:
    asker = asker_of(request)
    found = Organisation.objects.seen_by(asker, Verb.WRITE, key=key, merged_into=None)
    today = timezone.localdate()
    if "remove" in request.POST:
        gone = get_object_or_404(found.establishments, pk=request.POST["remove"])
        remove_establishment(gone, by=asker, on=today)
        messages.success(request, _("「%(name)s」を消しました。") % {"name": gone.name})
        return redirect("directory:organisation_establishments", key)
    form = EstablishmentForm(request.POST or None)
    if (
        request.method == "POST"
        and form.is_valid()
        and _did(form, lambda: add_establishment(found, **form.cleaned_data, by=asker, on=today))
    ):
        return redirect("directory:organisation_establishments", key)
    rows = list(found.establishments.all())
    places = place_names(row.place for row in rows)
    context = {
        "organisation": found,
        "form": form,
        "rows": [(row.pk, row.name, places.get(row.place, row.place)) for row in rows],
    }
    return render(request, "directory/organisation_establishments.html", context)


def _did(form: Form, act: object) -> bool:
    """Whether the act was done; a refusal stands in the form."""
    try:
        act()  # type: ignore[operator]
    except NotPermitted:
        raise
    except Refused as refused:
        form.add_error(None, str(refused))
        return False
    return True
