"""The pages of the journal: browse, one entry, taking it back, and the kinds that are declared."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from renkei.core.addresses import address_of_record
from renkei.core.errors import NotPermitted, Refused
from renkei.core.paging import page_of
from renkei.core.rights import Asker, Verb, asker_of, may
from renkei.core.tables import download
from renkei.core.writing import localized
from renkei.journal import telling
from renkei.journal.actions import reverse as take_back
from renkei.journal.forms import FilterForm, ReversalForm
from renkei.journal.kinds import kinds as declared_kinds
from renkei.journal.models import Entry
from renkei.journal.pages import entry_shown
from renkei.journal.queries import Entries, seen_entries, units_lately
from renkei.journal.tables import MOST_ROWS, table_of


def browse(request: HttpRequest) -> HttpResponse:
    asker = _somebody(request)
    form = _filters(request, asker)
    found = _found(form, asker).select_related("reversal") if form.asked else _EVERY.to(asker)
    page = page_of(found, request)
    shown = telling.lines(
        page.rows,
        reversals={row.pk: row.reversal for row in page.rows if hasattr(row, "reversal")},
        closed=form.asked.get("last"),
        addresses={row.pk: address_of_record("journal:entry", row.pk) for row in page.rows},
    )
    context = {"form": form, "page": page.with_rows(shown), "is_filtered": bool(form.asked)}
    return render(request, "journal/browse.html", context)


def browse_file(request: HttpRequest, kind: str) -> HttpResponse:
    asker = _somebody(request)
    found = _found(_filters(request, asker), asker, Verb.EXPORT)
    entries = found.select_related("reversal").prefetch_related("mentions")
    rows = list(entries[: MOST_ROWS + 1])
    if len(rows) > MOST_ROWS:
        raise Refused(
            _("一度に書き出せるのは%(n)s件までです。期間などを足して絞り込んでください。")
            % {"n": f"{MOST_ROWS:,}"}
        )
    return download(table_of(rows), (), "renkei-journal", kind, is_free_text=True)


def entry(request: HttpRequest, number: int) -> HttpResponse:
    asker = asker_of(request)
    found = Entry.objects.seen_by(asker, pk=number)
    context = {
        "shown": entry_shown(found, asker),
        "may_reverse": may(asker, Verb.DECIDE, found) and found.reverses_id is None,
    }
    return render(request, "journal/entry.html", context)


def reverse(request: HttpRequest, number: int) -> HttpResponse:
    asker = asker_of(request)
    found = Entry.objects.seen_by(asker, Verb.DECIDE, pk=number)
    form = ReversalForm(request.POST or None, initial={"on": timezone.localdate()})
    if request.method == "POST" and form.is_valid():
        reversal = take_back(found, by=asker, **form.cleaned_data)
        messages.success(request, _("記録を取り消しました。数えるときは除かれます。"))
        return redirect("journal:entry", reversal.pk)
    context = {"form": form, "shown": entry_shown(found, asker)}
    return render(request, "journal/reverse.html", context, status=422 if form.errors else 200)


def kinds(request: HttpRequest) -> HttpResponse:
    shown = [
        {
            "name": kind.name,
            "label": localized(kind.label),
            "initiatives": kind.initiatives,
            "facts": telling.fact_types(kind),
        }
        for kind in declared_kinds()
    ]
    return render(request, "journal/kinds.html", {"kinds": shown})


def _somebody(request: HttpRequest) -> Asker:
    asker = asker_of(request)
    if not asker.is_somebody:
        raise NotPermitted("the journal is for people with an account")
    return asker


def _filters(request: HttpRequest, asker: Asker) -> FilterForm:
    return FilterForm(request.GET, units=lambda: units_lately(Entry.objects.visible_to(asker)))


# Most readers narrow nothing down at first.
_EVERY = seen_entries(lambda seen: seen.select_related("reversal"))


def _found(form: FilterForm, asker: Asker, verb: Verb = Verb.READ) -> Entries:
    return form.applied().visible_to(asker, verb)
