"""The data of a report as tables in long format, each column with what it means."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from renkei.charter.text import Text
from renkei.core.tables import Cell, Column, Table
from renkei.programme.reporting import rows
from renkei.programme.reporting.paper import Told

ROW = Callable[[Told], Iterator[tuple[Cell, ...]]]


@dataclass(frozen=True, slots=True)
class Meant:
    """A column with what stands in it, and as which type a program may read it."""

    column: Column
    about: Text
    datatype: str = "string"


@dataclass(frozen=True, slots=True)
class DataTable:
    key: str  # the name of its file
    title: Text
    columns: tuple[Meant, ...]
    rows: ROW

    def of(self, told: Told) -> Table:
        return Table(self.title, [one.column for one in self.columns], list(self.rows(told)))


def _column(
    key: str, ja: str, en: str, about: Text, datatype: str = "string", unit: Text | None = None
) -> Meant:
    return Meant(Column(key, Text(ja, en), unit), about, datatype)


# --- columns that several tables share ----------------------------------------------------------

INITIATIVE = _column(
    "initiative",
    "取組番号",
    "Initiative",
    Text("プログラムの取組の番号。例：II-3", "Number of the initiative in the programme, as II-3"),
)
YEAR = _column(
    "fiscal_year",
    "年度",
    "Fiscal year",
    Text(
        "4月から翌年3月まで。始まりの年の西暦", "April to March of the next year; the first of both"
    ),
    "gYear",
)
SIDE = _column(
    "side",
    "側",
    "Side",
    Text(
        "prefecture：道、city：市、joint：うち共同、total：合計。合計＝道＋市－うち共同",
        "prefecture, city, joint (part of both), total = prefecture + city - joint",
    ),
)
GOVERNMENT = _column("side", "側", "Side", Text("prefecture：道、city：市", "prefecture or city"))
AREA = _column(
    "area_code",
    "全国地方公共団体コード",
    "Local government code",
    Text("6桁。検査数字を含む", "Six digits, with the check digit"),
)
AREA_NAME = _column("area", "市町村名", "Municipality", Text("市町村の名前", "Its name"))
EVENTS, PEOPLE, YEN = Text("件", "events"), Text("人", "persons"), Text("円", "yen")
FOLLOW_UPS = Text("項目", "items")
FOLLOWED = Text("年度末以後も、作成時点まで", "Until the report was made")
NOT_ENTERED = Text("空欄は登録なし", "Blank: not entered")
INDICATOR = _column("indicator", "指標番号", "Indicator", Text("指標の番号", "Its number"))
HELD = _column(
    "n", "活動", "Activities", Text("行われた活動の数", "How many were held"), "integer", EVENTS
)
CAME = _column(
    "participants",
    "参加者",
    "Participants",
    Text("のべ。空欄は不明または非公表", "Visits; blank: unknown or withheld"),
    "integer",
    PEOPLE,
)


TABLES: tuple[DataTable, ...] = (
    DataTable(
        "initiatives",
        Text("取組", "Initiatives"),
        (
            INITIATIVE,
            _column("theme", "テーマ番号", "Theme", Text("テーマの番号", "Number of its theme")),
            _column("title", "取組名", "Title", Text("取組の名前", "Title of the initiative")),
            _column("purpose", "めざすこと", "Purpose", Text("取組の目的", "What it is for")),
        ),
        rows.initiatives,
    ),
    DataTable(
        "in_charge",
        Text("担当部局", "Departments in charge"),
        (
            INITIATIVE,
            YEAR,
            GOVERNMENT,
            _column("unit", "部署", "Unit", Text("年度末の担当", "At the year's end")),
        ),
        rows.in_charge,
    ),
    DataTable(
        "indicators",
        Text("指標", "Indicators"),
        (
            INDICATOR,
            INITIATIVE,
            _column("name", "指標名", "Name", Text("指標の名前", "Name of the indicator")),
            _column("unit", "単位", "Unit", Text("値の単位", "Unit of its values")),
            _column(
                "level",
                "種類",
                "Level",
                Text("activity：活動、output：産出、outcome：成果", "activity, output or outcome"),
            ),
            _column(
                "direction",
                "望む向き",
                "Direction",
                Text(
                    "up：増えるほどよい、down：減るほどよい、neutral：決めない",
                    "up: more is better, down: less is better, neutral: neither",
                ),
            ),
            _column(
                "basis",
                "見かた",
                "Basis",
                Text(
                    "level：ある日の状態、cumulative：年度の累計、rate：割合",
                    "level: a state on a day, cumulative: adds up over the year, rate: a ratio",
                ),
            ),
            _column(
                "source",
                "出どころ",
                "Source",
                Text(
                    "journal：活動の記録、statistics：公的統計、survey：調査、manual：手入力",
                    "journal, statistics, survey or manual",
                ),
            ),
            _column(
                "confidence",
                "確かさ",
                "Confidence",
                Text(
                    "verified：確認済み、seed：本文にあり、assumed：仮に置いた",
                    "verified, seed: named by the agreement, assumed: added to follow it",
                ),
            ),
            _column(
                "initial", "当初値", "Initial value", Text("空欄は不明", "Blank: unknown"), "number"
            ),
            _column(
                "initial_year",
                "当初値の年",
                "Year of the initial value",
                Text("西暦", "Western year"),
                "gYear",
            ),
            _column(
                "target", "目標値", "Target", Text("空欄は定めなし", "Blank: none set"), "number"
            ),
            _column(
                "target_year",
                "目標値の年",
                "Year of the target",
                Text("西暦", "Western year"),
                "gYear",
            ),
            _column(
                "definition",
                "数え方",
                "Definition",
                Text("何をどう数えるか", "What is counted"),
            ),
            _column(
                "provenance",
                "根拠",
                "Provenance",
                Text("当初値と目標値の出典", "Where initial value and target come from"),
            ),
        ),
        rows.indicators,
    ),
    DataTable(
        "figures",
        Text("指標の値", "Figures"),
        (
            INDICATOR,
            YEAR,
            SIDE,
            _column(
                "value",
                "値",
                "Value",
                Text("空欄は不明または非公表", "Blank: unknown or withheld"),
                "number",
            ),
            _column("unit", "単位", "Unit", Text("値の単位", "Unit of the value")),
            _column(
                "year",
                "統計の年",
                "Year of the statistics",
                Text("公的統計の暦年", "Calendar year of the statistics"),
                "gYear",
            ),
            _column(
                "numerator",
                "分子",
                "Numerator",
                Text("割合の分子", "Of a rate"),
                "number",
            ),
            _column(
                "denominator",
                "分母",
                "Denominator",
                Text("割合の分母", "Of a rate"),
                "number",
            ),
            _column(
                "state",
                "状態",
                "State",
                Text(
                    "computed：計算した、manual：手入力、withheld：人数が少なく非公表、"
                    "waits：まだ数えられない、none：集計なし",
                    "computed, manual, withheld (too few people), waits (nothing counts it yet), "
                    "none",
                ),
            ),
        ),
        rows.figures,
    ),
    DataTable(
        "activities",
        Text("取組ごとの活動", "Activities by initiative"),
        (
            INITIATIVE,
            YEAR,
            SIDE,
            HELD,
            CAME,
        ),
        rows.activities,
    ),
    DataTable(
        "municipalities",
        Text("活動が行われた市町村", "Municipalities in which something was held"),
        (
            AREA,
            AREA_NAME,
            YEAR,
            HELD,
            CAME,
        ),
        rows.municipalities,
    ),
    DataTable(
        "spread",
        Text("市町村と取組", "Municipalities by initiative"),
        (
            AREA,
            AREA_NAME,
            INITIATIVE,
            YEAR,
            HELD,
        ),
        rows.spread,
    ),
    DataTable(
        "money",
        Text("予算と決算", "Money planned and spent"),
        (
            INITIATIVE,
            YEAR,
            GOVERNMENT,
            _column("planned", "予算額", "Planned", NOT_ENTERED, "integer", YEN),
            _column("spent", "決算額", "Spent", NOT_ENTERED, "integer", YEN),
        ),
        rows.money,
    ),
    DataTable(
        "decisions",
        Text("会議の決定", "Decisions of councils"),
        (
            _column("decided_on", "決定日", "Decided on", Text("ISO 8601", "ISO 8601"), "date"),
            _column("body", "会議", "Council", Text("会議の名前", "Name of the council")),
            INITIATIVE,
            _column(
                "ruling",
                "決定の種類",
                "Kind of decision",
                Text("決定の種類の符号", "Code of the kind of decision"),
            ),
            _column("text", "決定", "Decision", Text("決まったこと", "What was decided")),
            _column("n_to_do", "対応", "Follow-ups", FOLLOWED, "integer", FOLLOW_UPS),
            _column("n_done", "完了", "Done", FOLLOWED, "integer", FOLLOW_UPS),
            _column("n_dropped", "取りやめ", "Dropped", FOLLOWED, "integer", FOLLOW_UPS),
        ),
        rows.decisions,
    ),
)


def filled(told: Told) -> Iterable[tuple[DataTable, Table]]:
    """Those that have rows."""
    for one in TABLES:
        table = one.of(told)
        if table.rows:
            yield one, table
