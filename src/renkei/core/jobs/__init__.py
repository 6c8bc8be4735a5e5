"""Long work: started by somebody, done by a worker, may be left and found again.

- `job(name, label)` declares a kind of work in a room's `jobs.py`;
- `start_job(name, by=asker, ...)` puts it into the queue; its page is `job.get_absolute_url()`;
- `manage.py db_worker` does it.
"""

from renkei.core.jobs.actions import cancel_job, resume_job, start_job
from renkei.core.jobs.register import Progress, job

__all__ = ["Progress", "cancel_job", "job", "resume_job", "start_job"]
