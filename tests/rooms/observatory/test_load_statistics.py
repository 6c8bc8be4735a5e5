"""An officer loads next year's official figures: all of them, or none."""

import re
from io import BytesIO, StringIO
from pathlib import Path

import polars as pl
import pytest
from django.core.management import CommandError, call_command
from python_calamine import CalamineWorkbook

from renkei.charter.text import Text
from renkei.observatory import tables
from renkei.observatory.catalogue import editions, source_of
from renkei.observatory.readers.layouts import layouts

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("places_loaded")]


@pytest.fixture(autouse=True)
def office(settings, tmp_path):
    """An office that has loaded nothing yet."""
    settings.STATISTICS = tmp_path / "statistics"
    return settings.STATISTICS


def next_year(key):
    """The latest shipped year of a table as if it were the next one's."""
    frame = tables.table(key)
    latest = frame.filter(pl.col("year") == frame["year"].max())
    return latest.with_columns(pl.col("year") + 1)


def changed(frame, code, /, **values):
    """The frame with other values in the row of one area."""
    is_row = pl.col("area") == code
    return frame.with_columns(
        pl.when(is_row).then(value).otherwise(pl.col(name)).alias(name)
        for name, value in values.items()
    )


def load(frame, tmp_path, *options, key="register_flows", language="ja"):
    """What the command writes when it loads the frame as edition 2025."""
    path = tmp_path / "figures.csv"
    path.write_text(frame.write_csv(), encoding="utf-8")
    return command(path, key, "--edition=2025", "--read-on=2026-08-01", *options, language=language)


def command(path, key, *options, language="ja"):
    out = StringIO()
    call_command(
        "load_statistics", str(path), f"--table={key}", "--as-of=2026-01-01",
        f"--language={language}", *options, stdout=out,
    )  # fmt: skip
    return out.getvalue()


def refused(frame, tmp_path, *options, **more):
    """What the command writes when it refuses the frame."""
    out = StringIO()
    path = tmp_path / "figures.csv"
    path.write_text(frame.write_csv(), encoding="utf-8")
    key = more.get("key", "register_flows")
    with pytest.raises(CommandError, match="何も保存していません"):
        call_command(
            "load_statistics", str(path), f"--table={key}", "--as-of=2026-01-01",
            "--edition=2025", "--read-on=2026-08-01", *options, stdout=out,
        )  # fmt: skip
    return [line.strip() for line in out.getvalue().splitlines()]


def files(office):
    return sorted(str(path.relative_to(office)) for path in office.rglob("*") if path.is_file())


@pytest.mark.parametrize(
    "key", ["register_population", "register_flows", "vital_municipal", "foreign_residents"]
)
def test_load_next_year_shows_in_the_observatory(key, tmp_path):
    frame = next_year(key)

    said = load(frame, tmp_path, key=key)

    year = frame["year"][0]
    assert tables.table(key).filter(pl.col("year") == year).equals(frame)
    assert editions(key)[-1].edition == "2025"
    assert f"2025版、{frame.height}行を保存しました" in said


def test_load_is_credited_with_its_own_date_and_table(tmp_path):
    load(next_year("register_flows"), tmp_path, "--source-table", "新しい表", "New table")

    entry = editions("register_flows")[-1]
    source = source_of("register_flows")
    assert entry.source_table == Text("新しい表", "New table")
    assert entry.institution == Text("総務省", "Ministry of Internal Affairs and Communications")
    assert entry.period == Text("2026年1月1日現在", "1 January 2026")
    assert "1 January 2026" in source.as_of.en


def test_load_dry_run_stores_nothing(tmp_path, office):
    said = load(next_year("register_flows"), tmp_path, "--dry-run")

    assert "確認のみ：問題はありません。190行を読み込めます。" in said
    assert not office.exists()


def test_load_xlsx_with_lost_zeros_repairs_and_reports(tmp_path):
    frame = next_year("foreign_residents").with_columns(pl.col("area").cast(pl.Int64))
    path = tmp_path / "figures.xlsx"
    frame.write_excel(path, worksheet="在留外国人")

    said = command(path, "foreign_residents", "--edition=2026", "--read-on=2026-08-01", "--dry-run")

    assert "シート：在留外国人" in said
    assert "修正した箇所：190" in said
    assert (
        "シート「在留外国人」 2行目 A列 「area」: 団体コードの先頭の0を補いました（検査数字で確認）"
        in said
    )
    assert "ほか140件" in said


def test_load_in_english_speaks_english(tmp_path):
    said = load(next_year("register_flows"), tmp_path, "--dry-run", language="en")

    assert "Dry run: no problems. 190 rows can be loaded." in said


def test_load_number_of_persons_below_zero_is_refused(tmp_path, office):
    frame = changed(next_year("foreign_residents"), "012025", persons=-1)

    lines = refused(frame, tmp_path, key="foreign_residents")

    row = frame["area"].to_list().index("012025") + 2
    assert f"{row}行目 C列 「persons」: 人数や件数が0より小さくなっています。" in lines
    assert not office.exists()


def test_load_entries_that_do_not_add_up_are_refused(tmp_path):
    frame = next_year("register_flows")
    row = frame.filter(pl.col("area") == "012025").row(0, named=True)

    lines = refused(changed(frame, "012025", deaths=row["deaths"] + 1), tmp_path)

    n = frame["area"].to_list().index("012025") + 2
    stated, computed = f"{row['removals']:,}", f"{row['removals'] + 1:,}"
    assert (
        f"{n}行目 M列 「removals」: {stated}ですが、"
        f"死亡 + 国内への転出 + 国外への転出 + その他の消除から計算すると{computed}です。"
    ) in lines


def test_load_municipalities_that_do_not_sum_to_the_prefecture_are_refused(tmp_path):
    frame = next_year("foreign_residents")
    total = frame.filter(pl.col("area") == "010006")["persons"][0]

    lines = refused(changed(frame, "010006", persons=total + 1), tmp_path, key="foreign_residents")

    assert lines[-1] == (
        f"2行目 C列 「persons」: 北海道(010006)は{total + 1:,}ですが、"
        f"179の市区町村の合計は{total:,}です。"
    )


def test_load_wards_that_do_not_sum_to_the_city_are_refused(tmp_path):
    frame = next_year("foreign_residents")
    ward = frame.filter(pl.col("area") == "011011")["persons"][0]

    lines = refused(changed(frame, "011011", persons=ward + 1), tmp_path, key="foreign_residents")

    assert [line for line in lines if "札幌市(011002)" in line and "10の市区町村" in line]


def test_load_missing_area_is_named(tmp_path):
    frame = next_year("vital_municipal").filter(pl.col("area") != "012025")

    lines = refused(frame, tmp_path, key="vital_municipal")

    assert lines[-1] == "ファイル: 2025年の函館市(012025)の行がありません。"


def test_load_missing_age_is_named(tmp_path):
    is_gone = (pl.col("area") == "012025") & (pl.col("sex") == "male") & (pl.col("age") == "20-24")

    lines = refused(
        next_year("register_population").filter(~is_gone), tmp_path, key="register_population"
    )

    assert lines[-1] == (
        "ファイル: 2026年の函館市(012025)の行が1行足りません（最初はmale, 20-24）。"
    )


def test_load_persons_without_a_recorded_sex_may_come_in_a_new_year(tmp_path):
    frame = next_year("register_population")
    without_sex = frame.filter(
        pl.col("area").is_in(["010006", "012025"]), sex="female", age="unknown"
    ).with_columns(sex=pl.lit("unknown"), persons=pl.lit(2, pl.Int64))

    said = load(pl.concat([frame, without_sex]), tmp_path, "--dry-run", key="register_population")

    assert "問題はありません" in said


def test_load_area_of_another_prefecture_is_refused(tmp_path):
    frame = next_year("vital_municipal")
    other = frame.head(1).with_columns(area=pl.lit("131016"))

    lines = refused(pl.concat([frame, other]), tmp_path, key="vital_municipal")

    assert lines[-1].startswith("181行目 A列 「area」: 131016はこの表の地域ではありません。")


@pytest.mark.parametrize(
    ("code", "problem"),
    [
        ("01202", "「01202」には検査数字がありません。6桁のコード（012025）か確かめてください。"),
        ("012024", "「012024」は6桁の団体コードではないか、検査数字が違います。"),
        ("函館市", "「函館市」は6桁の団体コードではないか、検査数字が違います。"),
    ],
)
def test_load_code_that_nothing_proves_is_refused(code, problem, tmp_path):
    frame = changed(next_year("vital_municipal"), "012025", area=pl.lit(code))

    lines = refused(frame, tmp_path, key="vital_municipal")

    row = frame["area"].to_list().index(code) + 2
    assert lines[-1] == f"{row}行目 A列 「area」: {problem}"


def test_load_words_of_an_office_are_read_and_reported(tmp_path):
    frame = next_year("register_population").with_columns(
        pl.col("sex").replace({"female": "女", "male": "男"}),
        pl.col("age").str.replace("-", "～").str.replace(r"(\d+)\+", "${1}歳以上"),
    )

    said = load(frame, tmp_path, "--dry-run", key="register_population")

    assert "「female」と読みました" in said
    assert "「0-4」と読みました" in said


def test_load_year_that_is_held_is_refused(tmp_path):
    frame = next_year("vital_municipal").with_columns(year=pl.lit(2024))

    lines = refused(frame, tmp_path, key="vital_municipal")

    assert lines[-1] == "2行目 B列 「year」: 2024年の数値は別の版で読み込み済みです。"


def test_load_same_edition_again_needs_replace(tmp_path):
    frame = next_year("foreign_residents")
    load(frame, tmp_path, key="foreign_residents")

    with pytest.raises(CommandError, match="2025版は既にあります。置き換えるには --replace"):
        load(frame, tmp_path, key="foreign_residents")


def test_load_replace_puts_the_new_figures_in_place(tmp_path, office):
    frame = next_year("vital_municipal")
    load(frame, tmp_path, key="vital_municipal")

    load(changed(frame, "012025", births=7), tmp_path, "--replace", key="vital_municipal")

    row = tables.table("vital_municipal").filter(pl.col("area") == "012025", pl.col("year") == 2025)
    assert row["births"].to_list() == [7]
    assert files(office) == ["vital_municipal/2025.parquet", "vital_municipal/2025.toml"]


@pytest.mark.parametrize(
    ("options", "problem"),
    [
        (["--read-on=2026-08-01"], "--edition を指定してください"),
        (["--edition=2025", "--read-on=8月1日"], "--read-on: “8月1日” should be"),
        (["--edition=../2025", "--read-on=2026-08-01"], "--edition: “../2025” should be"),
    ],
)
def test_load_with_a_wrong_option_is_refused(options, problem, tmp_path, office):
    path = tmp_path / "figures.csv"
    path.write_text(next_year("foreign_residents").write_csv(), encoding="utf-8")

    with pytest.raises(CommandError, match=problem):
        command(path, "foreign_residents", *options)

    assert files(office) == []


def test_load_table_that_cannot_be_loaded_names_those_that_can(tmp_path):
    with pytest.raises(CommandError, match="読み込める表：register_population, register_flows"):
        command(tmp_path / "x.csv", "projection_2023")


def test_load_file_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(CommandError, match="を開けません"):
        command(tmp_path / "x.csv", "register_flows", "--edition=2025", "--read-on=2026-08-01")


def test_load_on_a_day_without_areas_says_what_to_do_first(tmp_path):
    with pytest.raises(CommandError, match=r"先に manage\.py load_places"):
        command(tmp_path / "x.csv", "register_flows", "--as-of=1900-01-01")


def test_template_is_accepted_once_it_is_filled_in(tmp_path):
    path = tmp_path / "form.xlsx"
    command(path, "register_flows", "--template")

    book = CalamineWorkbook.from_filelike(BytesIO(path.read_bytes()))
    data, explanation, codes = (
        book.get_sheet_by_index(n).to_python() for n in range(len(book.sheet_names))
    )
    frame = next_year("register_flows")
    filled = tmp_path / "filled.csv"
    lines = [",".join(data[0]), *frame.write_csv(include_header=False).splitlines()]
    filled.write_text("\n".join(lines), encoding="utf-8")
    said = command(filled, "register_flows", "--edition=2025", "--read-on=2026-08-01", "--dry-run")
    assert "190行を読み込めます" in said
    assert [line[1] for line in explanation[1:-1]] == frame.columns
    assert [line[0] for line in codes[1:]] == frame["area"].to_list()


def test_template_does_not_overwrite_a_file(tmp_path):
    path = tmp_path / "form.xlsx"
    path.write_text("mine")

    with pytest.raises(CommandError, match="既にあります"):
        command(path, "register_flows", "--template")

    assert path.read_text() == "mine"


@pytest.mark.parametrize("page", ["load-next-years-figures.md", "load-next-years-figures.ja.md"])
def test_how_to_page_names_every_column_of_every_table(page):
    text = (Path(__file__).parents[3] / "docs/how-to" / page).read_text(encoding="utf-8")

    lines = [line for line in text.splitlines() if line.startswith("| `")]
    for key, layout in layouts().items():
        line = next(one for one in lines if one.startswith(f"| `{key}`") and "`area`" in one)
        stated = re.findall(r"`([a-z_]+)`", line)
        assert stated == [key, *(column.name for column in layout.entry.columns)]
