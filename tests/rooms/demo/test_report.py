"""The demonstration's own report, computed a second time by the plain script."""

import json
from decimal import Decimal
from pathlib import Path

import pytest

from renkei.core.tables import as_csv
from renkei.journal.models import Entry
from renkei.journal.tables import table_of
from renkei.programme.models import Report
from tools.recompute_figures import entries_of, recompute

SIDES = ("prefecture", "city", "joint", "total")


pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo_loaded")]


def test_every_figure_of_the_report_follows_from_the_journal(tmp_path: Path) -> None:
    report = Report.objects.get(scope="programme", state="published")
    path = tmp_path / "journal.csv"
    path.write_bytes(
        as_csv(table_of(list(Entry.objects.prefetch_related("mentions").order_by("id"))))
    )

    script = recompute(entries_of(path), str(report.fiscal_year))

    figures = json.loads(report.payload)["figures"]
    told = {one["id"]: one["present"] for one in figures if one["present"]["state"] == "computed"}
    counted = {key: one for key, one in told.items() if key in script}
    assert {"P.23", "P.24", "I-3.1", "I-3.2", "I-6.1", "II-3.6", "III-5.5"} <= counted.keys()
    assert {key: [Decimal(one[side]) for side in SIDES] for key, one in counted.items()} == {
        key: [script[key][side] for side in SIDES] for key in counted
    }
