"""A question and its answer in words."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from renkei.core.writing import localized, number, rounded
from renkei.observatory.ahead.base import START
from renkei.observatory.ahead.levers import groups, levers
from renkei.observatory.ahead.scenarios import Question, ReadBack
from renkei.observatory.ahead.what_if import Answer
from renkei.observatory.ahead.what_if_others import NOBODY
from renkei.observatory.asked import REPEATED


def finding(found: Answer, name: str) -> str:
    """What the levers do to the place, and what that means for everybody else."""
    if found.asked.changes_nothing:
        return _without(found, name)
    return _("。").join(part for part in (_here(found, name), _others(found)) if part)


def gist(found: Answer, name: str) -> str:
    """The answer in a line that stays in sight while levers are moved."""
    year = found.asked.horizon
    _before, after = found.here.at("people", year)
    return _("%(year)s年 %(name)s %(n)s人（%(change)s人）") % {
        "year": year,
        "name": name,
        "n": number(after),
        "change": number(found.here.change("people", year), signed=True),
    }


def _without(found: Answer, name: str) -> str:
    year = found.asked.horizon
    start, (end, _same) = found.here.at("people", START)[0], found.here.at("people", year)
    words = {
        "name": name,
        "year": year,
        "n": rounded(end),
        "start": START,
        "now": rounded(start),
        "percent": number(abs(100 * (end / start - 1))),
    }
    if end < start:
        return (
            _(
                "何も変えなければ、%(name)sの人口は%(year)s年に%(n)s人。%(start)s年の%(now)s人より%(percent)s%%少なくなります"
            )
            % words
        )
    return (
        _(
            "何も変えなければ、%(name)sの人口は%(year)s年に%(n)s人。%(start)s年の%(now)s人より%(percent)s%%多くなります"
        )
        % words
    )


def _here(found: Answer, name: str) -> str:
    year = found.asked.horizon
    change = found.here.change("people", year)
    words = {
        "name": name,
        "year": year,
        "n": rounded(found.here.at("people", year)[1]),
        "change": rounded(change),
    }
    if abs(change) < NOBODY:
        return _("%(name)sの%(year)s年の人口は%(n)s人で、何も変えない場合と同じです") % words
    if change > 0:
        return (
            _("%(name)sの%(year)s年の人口は%(n)s人。何も変えない場合より%(change)s人多くなります")
            % words
        )
    return (
        _("%(name)sの%(year)s年の人口は%(n)s人。何も変えない場合より%(change)s人少なくなります")
        % words
    )


def _others(found: Answer) -> str:
    if found.elsewhere is None:
        return ""
    year = found.asked.horizon
    change, all_of_it = (
        found.elsewhere.change("people", year),
        found.hokkaido.change("people", year),
    )
    if abs(change) < NOBODY:
        return _("ほかの市町村は変わりません")
    words = {"change": rounded(change)}
    # "Too" only where the place itself gains, or loses, with them.
    with_the_place = change * found.here.change("people", year) > 0
    others = {
        (True, True): _("ほかの市町村も合わせて%(change)s人多く"),
        (True, False): _("ほかの市町村は合わせて%(change)s人多く"),
        (False, True): _("ほかの市町村も合わせて%(change)s人少なく"),
        (False, False): _("ほかの市町村は合わせて%(change)s人少なく"),
    }
    return _("、").join([others[change > 0, with_the_place] % words, _whole(all_of_it)])


def _whole(change: float) -> str:
    words = {"n": number(abs(change))}
    if abs(change) < NOBODY:
        return _("北海道全体では変わりません")
    if change > 0:
        return _("北海道全体では%(n)s人増えます") % words
    return _("北海道全体では%(n)s人減ります") % words


def conditions(asked: Question) -> list[str]:
    """The levers that were moved, each as a short statement."""
    return [_statement(key, asked) for key, _value in asked.moved if key in _stated()]


def _statement(key: str, asked: Question) -> str:
    words = {
        "value": levers()[key].spoken(asked.number(key)),
        "by": round(asked.number(_BY[key])) if key in _BY else "",
        "years": f"{asked.number('stay'):g}",
        "who": localized(groups()[asked.who or next(iter(groups()))].name),
    }
    return _stated()[key] % words


_BY = {"tfr": "tfr_by", "leaving": "leaving_by", "to_sapporo": "sapporo_by"}


def _stated() -> dict[str, str]:
    return {
        "begins": _("%(value)s年から変わり始める"),
        "tfr": _("合計特殊出生率が%(by)s年までに%(value)s"),
        "leaving": _("15～29歳で出ていく割合が%(by)s年までに%(value)s"),
        "arrivals": _("道外からのUIターンが毎年%(value)s（%(who)s）"),
        "to_sapporo": _("道内から札幌市への移動が%(by)s年までに%(value)s"),
        "foreign": _("海外からの転入が毎年%(value)s（平均%(years)s年滞在）"),
    }


def said(parts: Sequence[str]) -> str:
    """Conditions one after the other; what no lever changed is said, too."""
    return _("、").join(parts) if parts else _("何も変えない")


# --- what was saved with other levers -------------------------------------------------------


def adaptations(found: ReadBack) -> list[str]:
    """How a what-if of before differs from what was saved, a sentence each."""
    said = [_moved(*one) for one in found.moved]
    said += [
        _("保存したときの条件「%(lever)s」は今はありません。これを除いて計算しました。")
        % {"lever": key[:REPEATED]}
        for key in found.gone
    ]
    if found.who:
        said.append(
            _(
                "道外から来る人として保存した区分「%(asked)s」は今はありません。「%(taken)s」で計算しました。"
            )
            % {
                "asked": found.who[:REPEATED],
                "taken": localized(next(iter(groups().values())).name),
            }
        )
    return said


def _moved(key: str, then: float, now: float) -> str:
    lever = levers()[key]
    return _(
        "「%(lever)s」は%(asked)sとして保存されましたが、今は%(low)sから%(high)sまで、%(step)sきざみです。%(taken)sで計算しました。"
    ) % {
        "lever": localized(lever.name),
        "asked": f"{then:.10g}",
        "low": lever.spoken(lever.low),
        "high": lever.spoken(lever.high),
        "step": number(lever.step, 0 if lever.step >= 1 else lever.decimals),
        "taken": lever.spoken(now),
    }
