"""Everything about a person as one file: for machines (JSON), for people (HTML), with its files."""

import json
import tempfile
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import IO, Any

from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import override

from renkei.core.writing import localized, long_date
from renkei.paperwork.content.storing import path_of
from renkei.paperwork.models import Attachment
from renkei.paperwork.queries.subject_access import (
    Section,
    attachments_about,
    everything_about,
)

Say = Callable[[int, int], object]  # done, in all


def write_everything(file: IO[bytes], person: str, language: str, say: Say) -> int:
    """Write the ZIP; the number of rows in it. Rows pass one by one: there may be many."""
    sections = [one for one in everything_about(person) if one.rows.exists()]
    attachments = attachments_about(person)
    steps, n_rows = len(sections) + len(attachments), 0
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as out, override(language):
        with tempfile.TemporaryFile("w+b") as readable:
            with out.open("everything.json", "w", force_zip64=True) as machine:
                _write(machine, '{"person": ' + json.dumps(person) + ', "made_at": ')
                _write(machine, json.dumps(timezone.now(), default=str) + ', "tables": {')
                _write(readable, render_to_string("paperwork/everything_head.html", _about()))
                for n, section in enumerate(sections):
                    _write(machine, ",\n" if n else "\n")
                    n_rows += _write_section(machine, readable, section)
                    say(n + 1, steps)
                _write(machine, "\n}}\n")
                _write(readable, render_to_string("paperwork/everything_foot.html"))
            readable.seek(0)
            with out.open("everything.html", "w", force_zip64=True) as page:
                while piece := readable.read(1 << 16):
                    page.write(piece)
        for n, attachment in enumerate(attachments, start=1):
            _write_attachment(out, attachment, n)
            say(len(sections) + n, steps)
    return n_rows


def _about() -> dict[str, object]:
    return {"on": long_date(timezone.localdate())}


def _write(file: IO[bytes], text: str) -> None:
    file.write(text.encode())


def _write_section(machine: IO[bytes], readable: IO[bytes], section: Section) -> int:
    n = 0
    _write(machine, json.dumps(section.table.model) + ": [")
    for record in section.records():
        _write(
            machine, (",\n" if n else "\n") + json.dumps(record, default=str, ensure_ascii=False)
        )
        n += 1
    _write(machine, "]")
    context = {
        "file": localized(section.file.name),
        "purpose": localized(section.file.purpose),
        "name": localized(section.table.name),
        "rows": section.readable(),
        "n": n,
    }
    _write(readable, render_to_string("paperwork/everything_section.html", context))
    return n


def _write_attachment(out: zipfile.ZipFile, attachment: Attachment, n: int) -> None:
    path: Path = path_of(attachment.stored)
    if path.exists():
        out.write(path, f"attachments/{n:03}_{attachment.name}")


def no_progress(*_steps: Any) -> None:
    """For whoever does not wait at a page."""
