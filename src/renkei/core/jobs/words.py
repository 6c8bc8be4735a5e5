"""What a page says about a job, in the reader's words."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.urls import translate_url
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from renkei.core.jobs.running import PATIENCE, is_left
from renkei.core.models import Job
from renkei.core.states import JobState
from renkei.core.writing import language, moment, number

# A worker looks for work every second; after so long none is running.
UNTIL_A_WORKER_LOOKS = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Shown:
    key: str
    title: str
    address: str
    state: str
    sentence: str
    note: str
    began: str
    is_going_on: bool
    is_running: bool
    may_be_resumed: bool
    done: int
    total: int
    result_address: str
    result_text: str


def shown(job: Job) -> Shown:
    return Shown(
        key=job.key,
        title=job.title,
        address=job.get_absolute_url(),
        state=_("止まっています") if is_left(job) else job.get_state_display(),
        sentence=_sentence(job),
        note=_note(job),
        began=moment(job.made_at),
        is_going_on=job.state in {JobState.WAITING, JobState.RUNNING},
        is_running=job.state == JobState.RUNNING and not is_left(job),
        may_be_resumed=job.state == JobState.FAILED or is_left(job),
        done=job.done,
        total=job.total,
        result_address=_result_address(job),
        result_text=str(job.result.get("text", "")),
    )


def _sentence(job: Job) -> str:
    said: dict[str, Any] = {
        "since": moment(job.heard_at or job.made_at),
        "done": number(job.done),
        "total": number(job.total),
        "ended": moment(job.finished_at) if job.finished_at else "",
    }
    match job.state:
        case JobState.WAITING:
            return _("%(since)sから順番を待っています。") % said
        case JobState.RUNNING if job.total:
            return _("%(total)s件のうち%(done)s件まで進みました。") % said
        case JobState.RUNNING:
            return _("進めています。")
        case JobState.DONE:
            return _("%(ended)sに終わりました。") % said
        case JobState.CANCELLED:
            return _("%(ended)sに取りやめました。") % said
    return _("%(ended)sに途中で止まりました。") % said


def _note(job: Job) -> str:
    if job.message:
        return job.message
    if is_left(job):
        said = {"minutes": int(PATIENCE.total_seconds() // 60)}
        return _("%(minutes)d分以上、進んだ知らせがありません。もう一度始められます。") % said
    if job.state == JobState.WAITING and job.made_at < timezone.now() - UNTIL_A_WORKER_LOOKS:
        return _(
            "まだ取りかかれていません。ほかの処理が終わるのを待っているか、処理係が動いていません。"
            "動き出せば自動で始まります。"
        )
    return ""


def _result_address(job: Job) -> str:
    """In the reader's language, whatever the language in which the work was started."""
    address = str(job.result.get("address", ""))
    is_ours = address.startswith("/") and url_has_allowed_host_and_scheme(address, None)
    return translate_url(address, language()) if is_ours else ""
