"""How long people live: life expectancy at birth from the life tables of every year."""

from django.utils.translation import gettext as _

from renkei.charter.text import Text
from renkei.core.charts import Caption, Lines, Series, Tone, line_chart
from renkei.core.figures import Figure
from renkei.core.tables import Column
from renkei.core.tables.spread import spread
from renkei.core.writing import localized, number
from renkei.engines.demography.axes import FEMALE, MALE
from renkei.engines.demography.life_table import life_table
from renkei.observatory.arrays import Subject, death_rates
from renkei.observatory.parts import SEX, SEXES, YEAR, long_table, sources
from renkei.places.codes import HOKKAIDO

KEY = "life-expectancy"
EXPECTATION = Column(
    "expectation", Text("出生時の平均余命", "Life expectancy at birth"), Text("年", "years")
)


def lifetime_figure(subject: Subject) -> Figure | None:
    """Only for the prefecture: death rates by age are held for no smaller place."""
    if subject.code != HOKKAIDO:
        return None
    table = life_table(death_rates(HOKKAIDO))
    at_birth = table.expectation[:, 0, :, 0]  # (time, sex)
    lines = [
        list(zip(table.years, at_birth[:, sex].tolist(), strict=True)) for sex in (FEMALE, MALE)
    ]
    finding = _("%(year)s年の平均寿命は女性%(women)s年、男性%(men)s年") % {
        "year": table.years[-1],
        "women": number(float(at_birth[-1, FEMALE]), 1),
        "men": number(float(at_birth[-1, MALE]), 1),
    }
    measure = _("出生時の平均余命（年）")
    held = long_table(
        EXPECTATION.label,
        subject,
        (YEAR, SEX, EXPECTATION),
        [
            (year, name, round(value, 2))
            for name, points in zip(SEXES, lines, strict=True)
            for year, value in points
        ],
    )
    return Figure(
        key=KEY,
        finding=finding,
        measure=measure,
        table=held,
        reading=spread(held, down=["year"], across="sex", value="expectation"),
        sources=sources("death_rates"),
        definition=_(
            "その年の年齢別死亡率が一生続くとしたときの、生まれた人の平均の生存年数。"
            "平滑化された死亡率から計算しているため、公式の生命表とは0.2年ほど異なることがあります。"
        ),
        chart=line_chart(
            Lines(
                Caption(KEY, finding, measure),
                [
                    Series(localized(name), points, tone)
                    for name, points, tone in zip(SEXES, lines, (Tone.WOMEN, Tone.MEN), strict=True)
                ],
                unit=_("年"),
                decimals=1,
                from_zero=False,
            )
        ),
    )
