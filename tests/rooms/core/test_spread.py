import pytest

from renkei.charter.text import Text
from renkei.core.tables import Column, Table
from renkei.core.tables.spread import spread

WOMEN, MEN = Text("女", "Women"), Text("男", "Men")
COLUMNS = (
    Column("year", Text("年", "Year")),
    Column("sex", Text("性別", "Sex")),
    Column("persons", Text("人数", "Number"), Text("人", "persons")),
)


def long(*rows):
    return Table(Text("題", "Title"), COLUMNS, rows)


def test_spread_puts_what_is_compared_side_by_side():
    table = long((2015, WOMEN, 3), (2015, MEN, 2), (2020, WOMEN, 5), (2020, MEN, 4))

    wide = spread(table, down=["year"], across="sex", value="persons")

    assert wide.title == table.title
    assert wide.headers("ja") == ["年", "女(人)", "男(人)"]
    assert wide.headers("en") == ["Year", "Women (persons)", "Men (persons)"]
    assert wide.rows == [(2015, 3, 2), (2020, 5, 4)]


def test_spread_leaves_unknown_what_the_long_table_does_not_hold():
    table = long((2015, WOMEN, 3), (2020, MEN, 4))

    wide = spread(table, down=["year"], across="sex", value="persons")

    assert wide.rows == [(2015, 3, None), (2020, None, 4)]


@pytest.mark.parametrize(("sort", "years"), [(False, [2020, 2015]), (True, [2015, 2020])])
def test_spread_orders_its_rows_only_where_asked(sort, years):
    table = long((2020, WOMEN, 5), (2015, WOMEN, 3))

    wide = spread(table, down=["year"], across="sex", value="persons", sort=sort)

    assert [row[0] for row in wide.rows] == years


def test_spread_goes_down_by_more_than_one_column():
    columns = (COLUMNS[0], Column("series", Text("系列", "Series")), *COLUMNS[1:])
    rows = [(2015, "a", WOMEN, 3), (2015, "b", WOMEN, 2), (2015, "a", MEN, 1)]

    wide = spread(
        Table(Text("題", "Title"), columns, rows),
        down=["year", "series"],
        across="sex",
        value="persons",
    )

    assert wide.rows == [(2015, "a", 3, 1), (2015, "b", 2, None)]


def test_spread_writes_numbers_above_its_columns_as_they_are():
    table = long((2015, WOMEN, 3), (2020, WOMEN, 5))

    wide = spread(table, down=["sex"], across="year", value="persons")

    assert wide.headers("ja") == ["性別", "2015(人)", "2020(人)"]
    assert wide.rows == [(WOMEN, 3, 5)]


def test_spread_of_nothing_has_no_rows():
    wide = spread(long(), down=["year"], across="sex", value="persons")

    assert (wide.headers("ja"), wide.rows) == (["年"], [])
