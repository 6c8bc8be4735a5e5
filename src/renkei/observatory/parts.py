"""What figures of this room share: columns, tables in long format, sources."""

from collections.abc import Iterable, Sequence

from renkei.charter.text import Text
from renkei.core.figures import Source
from renkei.core.tables import Cell, Column, Table
from renkei.observatory.arrays import Subject
from renkei.observatory.catalogue import source_of

AREA_CODE = Column("area_code", Text("地域コード", "Area code"))
AREA_NAME = Column("area_name", Text("地域名", "Area name"))
YEAR = Column("year", Text("年", "Year"))
SERIES = Column("series", Text("系列", "Series"))
SEX = Column("sex", Text("性別", "Sex"))
AGE = Column("age", Text("年齢", "Age"))
PERIOD = Column("period", Text("期間", "Period"))
PERSONS = Column("persons", Text("人数", "Number"), Text("人", "persons"))

WOMEN, MEN = Text("女", "Women"), Text("男", "Men")
SEXES = (WOMEN, MEN)


def long_table(
    title: Text,
    subject: Subject,
    columns: Sequence[Column],
    rows: Iterable[Sequence[Cell]],
) -> Table:
    """Observations of one subject, its code and name before each row."""
    own = (subject.code, subject.name)
    return Table(title, (AREA_CODE, AREA_NAME, *columns), [(*own, *row) for row in rows])


def sources(*keys: str) -> tuple[Source, ...]:
    return tuple(source_of(key) for key in dict.fromkeys(keys))
