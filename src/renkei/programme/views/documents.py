"""The documents of an initiative in one list."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from renkei.core.paging import page_of_list
from renkei.core.rights import asker_of
from renkei.programme.charters import charter_on
from renkei.programme.queries.documents import document_row, documents_of


@require_safe
def of_initiative(request: HttpRequest, reference: str) -> HttpResponse:
    agreed = charter_on(timezone.localdate())
    try:
        found = agreed.initiative(reference)
    except KeyError:
        raise Http404(f"no initiative {reference}") from None
    asker = asker_of(request)
    page = page_of_list(documents_of(reference, asker), request)
    context = {
        "initiative": found,
        "theme": agreed.theme_of(found),
        "page": page.with_rows([document_row(one) for one in page.rows]),
        "is_staff": asker.is_staff,
    }
    return render(request, "programme/documents.html", context)
