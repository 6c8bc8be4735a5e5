"""Forms whose text a browser keeps until the house has it: `core/keep_typed.js`."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect


def arrived(request: HttpRequest, address: str, mark: str) -> HttpResponse:
    """The page of the record, which tells the browser to let go of what it kept of the form."""
    there = f"{address}?kept={mark}"
    if request.headers.get("X-Sent-By") != "script":
        return redirect(there)
    # A redirect would be followed unseen, and the receipt shown to nobody.
    return HttpResponse(status=204, headers={"X-Arrived-At": there})
