"""What the sections on the years ahead share: the run they rest on, and its intervals in words."""

from collections.abc import Iterator, Sequence

from django.utils.translation import gettext as _

from renkei.charter.text import Text
from renkei.core.charts import Band, Tone
from renkei.core.figures import Source
from renkei.core.writing import between, number
from renkei.observatory.ahead.runs import LEVELS, Fan, Run, newest_run
from renkei.observatory.arrays import Subject
from renkei.observatory.parts import sources

# The interval that sentences and tables speak of: eight courses in ten lie within.
LOW, HIGH = 0.1, 0.9
WITHIN_80 = Text("80%の幅", "80% interval")
# From the widest to the narrowest, as they lie over each other.
INTERVALS = (
    (0.025, 0.975, Text("95%の幅", "95% interval")),
    (LOW, HIGH, WITHIN_80),
    (0.25, 0.75, Text("50%の幅", "50% interval")),
)
MEDIAN = 0.5
OURS = Text("本推計", "Our projection")
NAMES = {
    level: Text(f"本推計（{100 * level:g}%点）", f"Our projection ({100 * level:g}% quantile)")
    for level in LEVELS
} | {MEDIAN: Text("本推計（中央値）", "Our projection (median)")}
# What a reader compares; the file holds every level.
READ = (LOW, MEDIAN, HIGH)


def run_with(subject: Subject) -> Run | None:
    """The newest stored run, where it holds the place."""
    run = newest_run()
    return run if subject.code in run.places else None


def version() -> str:
    """Changes whenever another run is the newest."""
    return newest_run().manifest.digest


def sources_of(run: Run, *shown: str) -> tuple[Source, ...]:
    """Our own projection, then the tables whose figures are shown beside it.

    What the projection was computed from is a dozen tables: the page of the method names them.
    """
    manifest = run.manifest
    own = Source(
        institution=Text("renkei（本推計）", "renkei (our projection)"),
        table=manifest.title,
        as_of=Text(
            f"{manifest.start}年1月1日から{manifest.end}年1月1日まで（{manifest.created_on}計算）",
            f"1 January {manifest.start} to {manifest.end} (computed on {manifest.created_on})",
        ),
        read_on="",
        credit=Text(
            "計算のもとにした統計表は「推計の方法」に示しています。",
            "The tables it was computed from stand on the page “Method”.",
        ),
    )
    return (own, *sources(*shown))


def line(fan: Fan) -> list[tuple[float, float | None]]:
    """The points of the median."""
    return list(zip(fan.years, fan.median.tolist(), strict=True))


def band(fan: Fan, low: float, high: float, *, tone: Tone, depth: int, name: str = "") -> Band:
    edges = zip(fan.years, fan.at(low).tolist(), fan.at(high).tolist(), strict=True)
    return Band(list(edges), tone, depth, name)


def level_rows(fan: Fan, levels: Sequence[float] = LEVELS) -> Iterator[tuple[int, Text, int]]:
    """(year, name of the level, persons)."""
    for level in levels:
        for year, value in zip(fan.years, fan.at(level).tolist(), strict=True):
            yield year, NAMES[level], value


def within(fan: Fan, year: int) -> str:
    """The interval of 80 % in a year, for a sentence."""
    i = fan.years.index(year)
    return between(float(fan.at(LOW)[i]), float(fan.at(HIGH)[i]))


def chance(share: float) -> str:
    """A probability for a sentence; what was drawn never or always is not impossible or sure."""
    if share < 0.01:
        return _("1%未満")
    if share > 0.99:
        return _("99%超")
    return number(100 * share) + "%"


def drawn_note(run: Run) -> str:
    return _(
        "本推計は、出生・死亡・移動の率が過去と同じ程度に揺れ動くとした%(n)s通りの推計からなります。"
        "線はその中央値、幅は50%%、80%%、95%%が入る範囲です。目標ではありません。"
    ) % {"n": number(run.manifest.draws)}
