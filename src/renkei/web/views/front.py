"""The front page: what is happening to us, what we do, what you can do now.

Its figures were counted when they were shipped; a worker that shows them need not read tables.
"""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from renkei.charter.reader import programme
from renkei.observatory.front import front_picture, front_sentence


def home(request: HttpRequest) -> HttpResponse:
    sentence = front_sentence()
    context = {
        "programme": programme(),
        "sentence": sentence,
        "picture": front_picture() if sentence else None,
    }
    return render(request, "web/home.html", context)
