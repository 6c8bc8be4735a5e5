"""Pages of long work: what I started, and how far one of it is."""

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from renkei.core.jobs.actions import cancel_job, resume_job
from renkei.core.jobs.words import shown
from renkei.core.models import Job
from renkei.core.paging import page_of
from renkei.core.rights import asker_of


@require_GET
def home(request: HttpRequest) -> HttpResponse:
    asker = asker_of(request)
    if not asker.is_somebody:
        return redirect_to_login(request.get_full_path())
    page = page_of(Job.objects.visible_to(asker), request)
    context = {"page": page, "jobs": [shown(job) for job in page.rows]}
    return render(request, "core/jobs/home.html", context)


@require_GET
def one(request: HttpRequest, key: str) -> HttpResponse:
    job = Job.objects.seen_by(asker_of(request), key=key)
    return render(request, "core/jobs/job.html", {"job": shown(job)})


@require_POST
def cancel(request: HttpRequest, key: str) -> HttpResponse:
    asker = asker_of(request)
    cancel_job(Job.objects.seen_by(asker, key=key), by=asker)
    return redirect("jobs:job", key)


@require_POST
def resume(request: HttpRequest, key: str) -> HttpResponse:
    asker = asker_of(request)
    resume_job(Job.objects.seen_by(asker, key=key), by=asker)
    return redirect("jobs:job", key)
