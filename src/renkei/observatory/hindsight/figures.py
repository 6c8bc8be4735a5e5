"""Hindsight as figures: all trials beside each other, one trial by size of place, one place."""

from collections.abc import Iterator, Sequence

from django.utils.translation import gettext as _

from renkei.charter.text import Text
from renkei.core.charts import (
    Band,
    Caption,
    Dot,
    DotRow,
    Dots,
    Kind,
    Lines,
    Series,
    Tone,
    dot_chart,
    line_chart,
)
from renkei.core.figures import Figure, Source
from renkei.core.tables import Cell, Column, Table
from renkei.core.tables.spread import spread
from renkei.core.writing import listed, localized, number
from renkei.observatory import queries
from renkei.observatory.ahead.backtests import SIZES, Score
from renkei.observatory.arrays import Subject
from renkei.observatory.hindsight.trials import PERCENT, Outcome, Trial
from renkei.observatory.parts import PERSONS, SERIES, YEAR, long_table, sources

FIRST = 2000  # of the censuses beside a place's fits: older ones would flatten them
ALL, BY_SIZE, PLACE = "errors", "errors-by-size", "place"
TABLES = ("census", "census_2020_totals", "death_rates", "projection_2018")
OURS = Text("本推計の方法", "Our method")
OFFICIAL = Text("公的な2018年推計", "Official 2018 edition")
KINDS = ((OURS, Tone.OURS), (OFFICIAL, Tone.OFFICIAL))
FITTED = Column("fitted_to", Text("推計の基準年", "Fitted to"))
COMPARED = Column("year", Text("比べた年", "Compared in"))
SIZE = Column("size", Text("人口規模", "Size of place"))
SCORED = (
    Column("areas", Text("市町村数", "Municipalities"), Text("市町村", "number")),
    Column("median", Text("誤差の中央値", "Median error"), PERCENT),
    Column("p90", Text("誤差の90%点", "90th percentile of errors"), PERCENT),
    Column("bias", Text("偏りの中央値", "Median signed error"), PERCENT),
    Column("covered", Text("80%の幅に入った市町村", "Inside the 80% interval"), PERCENT),
)
_DEFINITION = Text(
    "誤差は、推計人口と国勢調査人口の差を国勢調査人口で割った割合の絶対値。"
    "中央値は179市町村の真ん中の値、90%点は10市町村のうち9つまでがそれより小さい値。",
    "The error is the difference between projected and counted people, whichever its sign, as a "
    "share of those counted. Half of the 179 municipalities are below the median, nine in ten "
    "below the 90th percentile.",
)


def all_trials_figure(trials: Sequence[Trial]) -> Figure:
    """Median and 90th percentile of every trial, ours and the official one's."""
    rows = [row for trial in trials for row in _rows_of(trial)]
    compared = next(trial for trial in reversed(trials) if trial.scores.official)
    finding = _official_finding(compared)
    measure = _("市町村の人口の誤差の中央値（点）と90%点（線の端）")
    table = Table(
        Text("推計の基準年・比べた年ごとの誤差", "Errors by base year and year compared"),
        (FITTED, COMPARED, SERIES, *SCORED),
        rows,
    )
    return Figure(
        key=ALL,
        finding=finding,
        measure=measure,
        table=table,
        sources=_sources(),
        definition=localized(_DEFINITION),
        chart=dot_chart(
            Dots(
                Caption(ALL, finding, measure),
                [Kind(localized(name), tone) for name, tone in KINDS],
                [
                    DotRow(
                        _("%(from)s年から%(to)s年へ（%(years)s年後）")
                        % {"from": trial.fit.fitted_to, "to": trial.year, "years": trial.ahead},
                        [_dot(trial.scores.everywhere), _dot(trial.scores.official)],
                    )
                    for trial in trials
                ],
                unit="%",
                decimals=1,
            )
        ),
        notes=(
            _(
                "どの基準年でも、その年までの資料だけを使い、同じ方法で計算しました。ただし方法の数値は、これらの結果の全体を見て選んでいます。"
            ),
            _(
                "公的な推計は、同じ2015年の国勢調査にもとづく2018年の推計とだけ比べられます。それより前の推計の市町村別の値は収録していません。"
            ),
        ),
    )


def by_size_figure(trial: Trial) -> Figure:
    """One trial: the errors of small and of large places."""
    finding = _size_finding(trial)
    measure = _(
        "%(from)s年までの資料による%(to)s年の人口の誤差の中央値（点）と90%%点（線の端）"
    ) % {
        "from": trial.fit.fitted_to,
        "to": trial.year,
    }
    found = trial.scores.by_size
    table = Table(
        Text("人口規模ごとの誤差", "Errors by size of place"),
        (FITTED, COMPARED, SIZE, *SCORED),
        [(trial.fit.fitted_to, trial.year, name, *_cells(score)) for name, score in found],
    )
    return Figure(
        key=BY_SIZE,
        finding=finding,
        measure=measure,
        table=table,
        sources=_sources(),
        notes=(_covered_note(trial),),
        definition=localized(_DEFINITION) + _("人口規模は、比べた年の国勢調査人口による。"),
        chart=dot_chart(
            Dots(
                Caption(BY_SIZE, finding, measure),
                [Kind(localized(OURS), Tone.OURS)],
                [
                    DotRow(
                        _("%(name)s（%(n)s市町村）")
                        % {"name": localized(name), "n": score.errors.n_areas},
                        [_dot(score)],
                    )
                    for name, score in found
                ],
                unit="%",
                decimals=1,
            )
        ),
    )


def place_figure(of: Subject, trials: Sequence[Trial], chosen: Outcome, trial: Trial) -> Figure:
    """One municipality: every fit beside what was counted."""
    finding = _place_finding(of, chosen, trial)
    measure = _("国勢調査人口と、2005年・2010年・2015年までの資料による推計（人）。帯は80%の幅")
    fits = {trial.fit.fitted_to: trial.fit for trial in trials}
    counted = [one for one in sorted(queries.series("census", of).items()) if one[0] >= FIRST]
    rows = list(_place_rows(of, trials, counted))
    table = long_table(
        Text("国勢調査人口と過去にさかのぼった推計", "Counted and projected in hindsight"),
        of,
        (YEAR, SERIES, PERSONS),
        rows,
    )
    lines, bands = [Series(_("国勢調査"), counted, Tone.TOTAL)], []
    for year, fit in fits.items():
        i = fit.areas.index(of.code)
        ours = zip(fit.years, fit.central[:, i].tolist(), strict=True)
        start = float(fit.start[i])
        lines.append(
            Series(_("%(year)s年まで") % {"year": year}, [(year, start), *ours], Tone.OURS)
        )
        edges = zip(fit.years, fit.low[:, i].tolist(), fit.high[:, i].tolist(), strict=True)
        bands.append(Band([(year, start, start), *edges], Tone.OURS, depth=2))
    return Figure(
        key=PLACE,
        finding=finding,
        measure=measure,
        table=table,
        reading=spread(table, down=["year"], across="series", value="persons", sort=True),
        sources=_sources(),
        notes=(_("変化が見えるように、目盛りは0から始めていません。"),),
        definition=_(
            "推計は各年10月1日。年齢の分からない人を含む国勢調査人口と比べる。80%の幅は、10回のうち8回はその中に入ると見込んだ範囲。"
        ),
        chart=line_chart(
            Lines(Caption(PLACE, finding, measure), lines, _("人"), from_zero=False, bands=bands)
        ),
    )


# --- parts ----------------------------------------------------------------------------------


def _sources() -> tuple[Source, ...]:
    return sources(*TABLES)


def _dot(score: Score | None) -> Dot:
    if score is None:
        return Dot(None)
    return Dot(score.errors.median_absolute, score.errors.p90_absolute)


def _cells(score: Score) -> tuple[Cell, ...]:
    errors = score.errors
    return (
        errors.n_areas,
        round(errors.median_absolute, 2),
        round(errors.p90_absolute, 2),
        round(errors.median_signed, 2),
        None if score.coverage is None else round(100 * score.coverage, 1),
    )


def _rows_of(trial: Trial) -> Iterator[tuple[Cell, ...]]:
    found = trial.scores
    for (name, _tone), score in zip(KINDS, (found.everywhere, found.official), strict=True):
        if score:
            yield trial.fit.fitted_to, trial.year, name, *_cells(score)


def _place_rows(
    of: Subject, trials: Sequence[Trial], counted: Sequence[tuple[int, float]]
) -> Iterator[tuple[Cell, ...]]:
    for year, persons in counted:
        yield year, Text("国勢調査", "Census"), round(persons)
    for trial in trials:
        fit, year = trial.fit, trial.fit.fitted_to
        i = fit.areas.index(of.code)
        shown = (
            (fit.central, Text(f"{year}年まで", f"fitted to {year}")),
            (fit.low, Text(f"{year}年まで、80%の幅の下限", f"fitted to {year}, low end (80%)")),
            (fit.high, Text(f"{year}年まで、80%の幅の上限", f"fitted to {year}, high end (80%)")),
        )
        for values, name in shown:
            yield trial.year, name, round(float(values[trial.row, i]))


def lead(trial: Trial) -> str:
    """The answer of the page in a sentence, for the trial that is shown."""
    score = trial.scores.everywhere
    assert score.coverage is not None, "our fits have intervals"
    return _(
        "%(from)s年までの資料で%(to)s年の人口を推計すると、誤差は%(n)s市町村の半数で%(median)s%%以内、10のうち9の市町村で%(p90)s%%以内でした。80%%の確率で入るとした幅に、実際に入った市町村は%(covered)s%%です。"
    ) % {
        "from": trial.fit.fitted_to,
        "to": trial.year,
        "n": score.errors.n_areas,
        "median": number(score.errors.median_absolute, 1),
        "p90": number(score.errors.p90_absolute, 1),
        "covered": number(100 * score.coverage),
    }


def _official_finding(trial: Trial) -> str:
    found = trial.scores
    assert found.official is not None, "the trial was chosen because it has an official projection"
    return _(
        "%(from)s年までの資料による%(to)s年の誤差の中央値は、本推計の方法で%(ours)s%%、公的な推計で%(official)s%%"
    ) % {
        "from": trial.fit.fitted_to,
        "to": trial.year,
        "ours": number(found.everywhere.errors.median_absolute, 2),
        "official": number(found.official.errors.median_absolute, 2),
    }


def _size_finding(trial: Trial) -> str:
    by_size = dict(trial.scores.by_size)
    small, large = by_size[SIZES[0]].errors, by_size[SIZES[-1]].errors
    words = {
        "small": localized(SIZES[0]),
        "large": localized(SIZES[-1]),
        "a": number(small.median_absolute, 1),
        "b": number(large.median_absolute, 1),
    }
    return _("誤差の中央値は、%(small)sのまちで%(a)s%%、%(large)sのまちで%(b)s%%") % words


def _covered_note(trial: Trial) -> str:
    covered = [
        _("%(size)s %(share)s%%")
        % {"size": localized(name), "share": number(100 * (score.coverage or 0))}
        for name, score in trial.scores.by_size
    ]
    return _("80%%の幅に入った市町村の割合：%(covered)s。") % {"covered": listed(covered)}


def _place_finding(of: Subject, chosen: Outcome, trial: Trial) -> str:
    words = {
        "name": localized(of.name),
        "from": trial.fit.fitted_to,
        "to": trial.year,
        "error": number(abs(chosen.error), 1),
    }
    if chosen.error >= 0 and chosen.is_inside:
        return (
            _(
                "%(name)s：%(from)s年までの資料による%(to)s年の推計は実際より%(error)s%%多く、実際の人口は80%%の幅に入りました"
            )
            % words
        )
    if chosen.error >= 0:
        return (
            _(
                "%(name)s：%(from)s年までの資料による%(to)s年の推計は実際より%(error)s%%多く、実際の人口は80%%の幅に入りませんでした"
            )
            % words
        )
    if chosen.is_inside:
        return (
            _(
                "%(name)s：%(from)s年までの資料による%(to)s年の推計は実際より%(error)s%%少なく、実際の人口は80%%の幅に入りました"
            )
            % words
        )
    return (
        _(
            "%(name)s：%(from)s年までの資料による%(to)s年の推計は実際より%(error)s%%少なく、実際の人口は80%%の幅に入りませんでした"
        )
        % words
    )
