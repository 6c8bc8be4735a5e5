"""What the house did by itself last night and this morning: letters, long work, reminders."""

from contextlib import redirect_stdout
from io import StringIO
from typing import Any

from django.core.management import call_command

from renkei.core.jobs import start_job
from renkei.core.jobs.running import run_job
from renkei.demo.stage import Line, Stage
from renkei.directory.actions.renewals import keep_agreements
from renkei.paperwork.actions.delivery import deliver, record_return
from renkei.paperwork.queries.notices import inbox_of


def come(stage: Stage, lines: Line) -> None:
    keep_agreements(stage.today)
    for line in lines["returned"]:
        _returned(stage, line)
    for line in lines["jobs"]:
        _job(stage, line)
    call_command("send_reminders", stdout=StringIO())


def _returned(stage: Stage, line: Line) -> None:
    """The newest letter to somebody leaves, and comes back."""
    by = stage.asker(line["by"], on=stage.today)
    notice: Any = inbox_of(stage.asker(line["to"], on=stage.today)).first()
    # A mail server that only prints would print in the middle of whoever loads the demonstration.
    with redirect_stdout(StringIO()):
        deliver(notice.key)
    record_return(notice, by=by)


def _job(stage: Stage, line: Line) -> None:
    job = start_job(line["kind"], by=stage.asker(line["by"], on=stage.today))
    if line["is_done"]:
        run_job.call(job.key)
