"""Parts of pages that other rooms show with their records."""

from dataclasses import dataclass, field

from django.conf import settings
from django.db.models import Model
from django.urls import reverse

from renkei.core.rights import Asker, key_of, kind_of
from renkei.paperwork.content.check import MEBI
from renkei.paperwork.content.kinds import SUFFIXES, accepted_suffixes
from renkei.paperwork.queries.attachments import Shown, attachments_of, shown
from renkei.paperwork.rules.attachments import may_attach, may_read_files_of


@dataclass(frozen=True, slots=True)
class AttachmentsPart:
    """For `{% include "paperwork/_attachments.html" with part=attachments %}`."""

    address: str
    files: list[Shown]
    may_attach: bool
    problem: str = ""
    most_megabytes: int = 0
    is_published_with_record: bool = False
    accept: str = field(default_factory=accepted_suffixes)
    suffixes: tuple[str, ...] = tuple(SUFFIXES)


def attachments_part(record: Model, asker: Asker, *, problem: str = "") -> AttachmentsPart | None:
    """What a page of the record shows of its attachments; ask for it after the record is seen.

    None for whoever reads the record only because it is published, and where there is nothing to
    show and nothing to add.
    """
    if not may_read_files_of(asker, record):
        return None
    files, may_add = shown(attachments_of(record)), may_attach(asker, record)
    if not files and not may_add:
        return None
    return AttachmentsPart(
        address=reverse("paperwork:attachments", args=[kind_of(record).name, key_of(record)]),
        files=files,
        may_attach=may_add,
        problem=problem,
        most_megabytes=settings.UPLOAD_BYTES // MEBI,
        is_published_with_record=kind_of(record).publishes_files,
    )
