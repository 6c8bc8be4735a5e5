"""The front page: what is happening to us, what we do, what you can do now."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from renkei.charter.reader import programme


def home(request: HttpRequest) -> HttpResponse:
    return render(request, "web/home.html", {"programme": programme()})
