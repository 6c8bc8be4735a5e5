"""A list of postings as an office fills it, handed in and taken in."""

from io import BytesIO
from typing import Any

import xlsxwriter

from renkei.charter.market_reader import markets
from renkei.core.models import ImportBatch
from renkei.core.tables.imports import Checked, check_table, confirm_import, importer_named
from renkei.opportunities.imports.columns import columns_of
from tests.cast import Cast
from tests.rooms.opportunities.doing import TODAY

FIRM = "company of the tests"
LINE = {
    "organisation": FIRM,
    "title_ja": "制御システムの技術者",
    "place": "帯広市",
    "capacity": 2,
    "valid_until": "2027-01-24",
    "q_occupation": "IT・技術",
    "q_employment": "regular",
    "q_duties": "工場の制御システムを作る。\n夜勤はない。",
    "q_remote": "some",
    "q_salary_from": "260,000円",
    "q_housing": "はい",
}


def listed(*lines: dict[str, Any], market: str = "jobs") -> bytes:
    """The workbook; each line differs from `LINE` in what it tells."""
    keys = [one.column.key for one in columns_of(markets()[market].versions[-1], market)]
    usual = LINE if market == "jobs" else {key: LINE[key] for key in LINE if key[:2] != "q_"}
    out = BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, keys)
        for y, line in enumerate(lines, start=1):
            for x, key in enumerate(keys):
                sheet.write(y, x, (usual | line).get(key))
    return out.getvalue()


def checked(cast: Cast, content: bytes, who: str = "counsellor", market: str = "jobs") -> Checked:
    importer = importer_named(f"postings-{market}")
    assert importer
    return check_table(importer, name="募集.xlsx", content=content, by=cast.asker(who))


def wrong(told: Checked) -> list[tuple[int | None, str]]:
    """Row and key of the column of each problem, as the workbook of the tests names columns."""
    return [(one.row, one.header) for one in told.intake.problems]


def notices(batch: ImportBatch) -> list[tuple[int, str, str]]:
    found = [one for one in batch.repairs if one.get("is_notice")]
    return [(one["row"], one["header"], one["text"]) for one in found]


def taken_in(cast: Cast, *lines: dict[str, Any], who: str = "counsellor") -> ImportBatch:
    told = checked(cast, listed(*lines), who)
    assert told.intake.problems == []
    assert told.batch
    return confirm_import(told.batch, by=cast.asker(who), on=TODAY)
