"""The method of the projections, with the numbers that the code uses and the run that is shown."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from renkei.observatory.ahead.runs import newest_run
from renkei.observatory.beside_official import beside_newest, beside_same_census
from renkei.observatory.catalogue import entries
from renkei.observatory.method import sections


def method(request: HttpRequest) -> HttpResponse:
    manifest = newest_run().manifest
    titles = {key: entry.title for key, entry in entries().items()}
    context = {
        "sections": sections(),
        "manifest": manifest,
        "tables": [(one, titles.get(one.table)) for one in manifest.tables],
        "beside_newest": beside_newest(),
        "beside_same_census": beside_same_census(),
    }
    return render(request, "observatory/method.html", context)
