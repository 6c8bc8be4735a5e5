"""Long work of the journal, for whoever starts it from a page or a timetable of a room above."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from renkei.charter.text import Text
from renkei.core.jobs import Progress, job
from renkei.journal.sealing import seal_entries


@job("journal.seal", Text("活動の記録の封印", "Sealing of the journal"))
def seal(progress: Progress) -> dict[str, Any]:
    n_entries = 0
    for made in seal_entries():
        n_entries += made.count
        progress(n_entries)
    text = _("%(n)d件の記録を封印しました。") % {"n": n_entries}
    return {"address": reverse("journal:home"), "text": text}
