"""Possible doubles, the merge seen before it is done, and its undoing."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from renkei.core.choices import labels
from renkei.core.errors import NotPermitted, Refused
from renkei.core.paging import page_of
from renkei.core.rights import Asker, Verb, asker_of, may
from renkei.core.writing import UNKNOWN, long_date
from renkei.directory.actions.doubles import dismiss_double
from renkei.directory.actions.merging import merge_organisations, undo_merge
from renkei.directory.forms.organisations import MergeForm, UndoForm
from renkei.directory.models import Double, Merge, Organisation
from renkei.directory.queries.access import names_of
from renkei.directory.queries.merging import Preview, preview_of
from renkei.directory.queries.organisations import named_exactly, open_doubles
from renkei.directory.queries.places import place_names
from renkei.directory.rules.organisations import address, may_merge, may_register
from renkei.directory.states import Likeness


@dataclass(frozen=True, slots=True)
class Pair:
    """Two entries side by side, as the list of possible doubles shows them."""

    double: Double
    likeness: str
    places: tuple[str, str]
    since: str


def doubles(request: HttpRequest) -> HttpResponse:
    if not may_merge(asker_of(request), Organisation()):
        raise NotPermitted(_("重複の確認は担当職員が行います。"))
    page = page_of(open_doubles(), request)
    places = place_names(
        place for double in page.rows for place in (double.first.place, double.second.place)
    )
    likenesses = labels(Likeness)
    pairs = [
        Pair(
            double,
            likenesses[double.likeness],
            (places.get(double.first.place, UNKNOWN), places.get(double.second.place, UNKNOWN)),
            long_date(timezone.localdate(double.found_at)),
        )
        for double in page.rows
    ]
    return render(request, "directory/doubles.html", {"page": page.with_rows(pairs)})


@require_POST
def dismiss(request: HttpRequest, key: str) -> HttpResponse:
    double = get_object_or_404(Double, pk=key)
    dismiss_double(double, by=asker_of(request), on=timezone.localdate())
    messages.success(request, _("別の組織として、一覧から外しました。"))
    return redirect("directory:doubles")


def merge(request: HttpRequest) -> HttpResponse:
    """Side by side, with all that will happen; nothing happens before the button below it."""
    asker = asker_of(request)
    if not may_register(asker):
        raise NotPermitted(_("統合は担当職員が行います。"))
    survivor, absorbed = _chosen(request, asker)
    form = MergeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            done = merge_organisations(
                survivor,
                absorbed,
                by=asker,
                on=timezone.localdate(),
                reason=form.cleaned_data["reason"],
            )
        except NotPermitted:
            raise
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(
                request,
                _("「%(absorbed)s」を「%(survivor)s」に統合しました。元に戻せます。")
                % {"absorbed": absorbed.name, "survivor": survivor.name},
            )
            return redirect("directory:merged", done.key)
    preview: Preview = preview_of(survivor, absorbed)
    context = {"preview": preview, "form": form, "belongings": _belongings(preview)}
    return render(request, "directory/merge.html", context)


def merged(request: HttpRequest, key: str) -> HttpResponse:
    asker = asker_of(request)
    done = Merge.objects.select_related("survivor", "absorbed").seen_by(asker, key=key)
    form = UndoForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            undo_merge(done, by=asker, on=timezone.localdate(), reason=form.cleaned_data["reason"])
        except NotPermitted:
            raise
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("統合を取り消し、2つの登録に戻しました。"))
            return redirect(address(done.absorbed))
    names = names_of([done.merged_by, done.undone_by])
    context = {
        "merge": done,
        "form": form,
        "may_undo": not done.undone_at and may(asker, Verb.MANAGE, done),
        "who": names.get(done.merged_by, ""),
        "undone_by": names.get(done.undone_by, ""),
        "merged_on": long_date(timezone.localdate(done.merged_at)),
        "undone_on": long_date(timezone.localdate(done.undone_at)) if done.undone_at else "",
    }
    return render(request, "directory/merged.html", context)


def _chosen(request: HttpRequest, asker: Asker) -> tuple[Organisation, Organisation]:
    """The two that the address names, by key, name or number.

    Errors  Http404 for one that may not be managed: then nothing is said of it
    """
    return _named(request, "survivor", asker), _named(request, "absorbed", asker)


def _named(request: HttpRequest, name: str, asker: Asker) -> Organisation:
    text = request.GET.get(name, "")[:200]
    named = named_exactly(text, asker)
    if len(named) > 1:
        raise Refused(
            _("「%(text)s」に当たる登録が複数あります。法人番号で指定してください。")
            % {"text": text}
        )
    if not named or not may(asker, Verb.MANAGE, named[0]):
        raise Http404("no such organisation")
    return named[0]


def _belongings(preview: Preview) -> list[tuple[str, int, int, int]]:
    """What hangs on both, and on the survivor afterwards."""
    mine, other = preview.of_survivor, preview.of_absorbed
    counted = [
        (_("部署"), mine.n_units, other.n_units),
        (_("席"), mine.n_seats, other.n_seats),
        (_("別名"), mine.n_aliases, other.n_aliases),
        (_("事業所"), mine.n_establishments, other.n_establishments),
        (_("協定"), mine.n_agreements, other.n_agreements - preview.n_shared_agreements),
        (_("受託期間"), mine.n_terms, other.n_terms),
    ]
    return [(label, n, m, n + m) for label, n, m in counted if n or m]
