"""Long work of the paper."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from renkei.charter.text import Text
from renkei.core.jobs import Progress, job
from renkei.core.writing import language
from renkei.paperwork.actions.subject_access import make_disclosure


@job(
    "paperwork.disclosure",
    Text("「わたしについてのすべて」の作成", "Making of “everything about me”"),
)
def disclosure(progress: Progress) -> dict[str, Any]:
    make_disclosure(by=progress.by, language=language()[:2], say=progress)
    return {"address": reverse("paperwork:about_me"), "text": _("ファイルができました。")}
