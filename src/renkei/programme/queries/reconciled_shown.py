"""What was found when figures were held against the records, in words: for pages and commands."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from renkei.core.rights import Asker
from renkei.core.writing import language, listed, moment, number
from renkei.programme.models import Reconciliation
from renkei.programme.periods import Period
from renkei.programme.queries.measurements import PARTS, value_in
from renkei.programme.queries.reconciling import (
    Difference,
    Records,
    Values,
    latest_reconciliation,
    read_again,
)
from renkei.programme.queries.standing import written


@dataclass(frozen=True, slots=True)
class Change:
    """One side of a figure: what is kept of it, and what it would be today."""

    label: str
    before: str
    now: str
    change: str  # empty where one of them is unknown


@dataclass(frozen=True, slots=True)
class Latest:
    address: str
    when: str
    finding: str


def differences_of(found: Reconciliation) -> list[Difference]:
    return [read_again(one) for one in found.differences]


def latest_told(asker: Asker, period: Period) -> Latest | None:
    found = latest_reconciliation(asker, period)
    if found is None:
        return None
    return Latest(
        found.get_absolute_url(), moment(found.made_at), finding(found, differences_of(found))
    )


def finding(found: Reconciliation, differences: Sequence[Difference]) -> str:
    """How many figures differ; apart from them those that are the same number of other records."""
    n = found.n_compared
    if not n:
        return _("突き合わせる値がありません。")
    n_differ = sum(one.is_another_value for one in differences)
    said = {"n": number(n), "differ": number(n_differ), "same": number(len(differences) - n_differ)}
    told = (
        ngettext(
            "%(n)s件の値を突き合わせ、%(differ)s件が違いました。",
            "%(n)s件の値を突き合わせ、%(differ)s件が違いました。",
            n,
        )
        if n_differ
        else ngettext(
            "%(n)s件の値を突き合わせました。違いはありません。",
            "%(n)s件の値を突き合わせました。違いはありません。",
            n,
        )
    )
    if len(differences) > n_differ:
        told = f"{told} " + _("ほかに、値は同じで、もとの記録か数え方が変わったもの%(same)s件。")
    return told % said


def faults_told(n: int) -> str:
    told = ngettext(
        "記録から説明のつかない値が%(n)s件あります。",
        "記録から説明のつかない値が%(n)s件あります。",
        n,
    )
    return told % {"n": number(n)}


def n_unexplained(found: Reconciliation) -> int:
    return sum(one["cause"] == "unexplained" for one in found.differences)


# --- one difference -----------------------------------------------------------------------------


def changes(found: Difference) -> list[Change]:
    """Of each side that differs; where none does, of what the figure is made of."""
    here = language()
    of_sides = list(_changed(found.kept, found.now, _sides(here)))
    return of_sides or list(_changed(_behind(found.kept), _behind(found.now), _made_of(here)))


def _changed(kept: Values, now: Values, labels: dict[str, str]) -> Iterator[Change]:
    for name, label in labels.items():
        before, after = value_in(kept, name), value_in(now, name)
        if before != after:
            yield Change(label, written(before), written(after), _by(before, after))


def _by(before: Decimal | None, after: Decimal | None) -> str:
    return "" if before is None or after is None else written(after - before, signed=True)


# A page asks for the same words at each difference.
@cache
def _sides(_language: str) -> dict[str, str]:
    labels = (_("合計"), _("道"), _("市"), _("共同"), _("道・市の別なし"))
    return dict(zip(PARTS, labels, strict=True))


def _behind(values: Values) -> Values:
    divided, by = (values.get(name) or {} for name in ("counted", "per"))
    return {
        "counted": divided.get("total"),
        "per": by.get("total"),
        "n_entries": values.get("n_entries"),
    }


@cache
def _made_of(_language: str) -> dict[str, str]:
    return {"counted": _("分子"), "per": _("分母"), "n_entries": _("もとになった記録")}


def explanation(found: Difference) -> str:
    """Why the figure would be another one today."""
    when = moment(found.known_at)
    match found.cause:
        case "records":
            told = {"when": when, "records": listed(_counts(found.records))}
            return _("%(when)sに算出しました。その後の記録：%(records)s。") % told
        case "defined_anew":
            return _("%(when)sに算出した後に、数え方が変わりました。") % {"when": when}
        case "reported":
            return _("値を保存した後に、資料の値が確認または取下げになりました。")
    return _(
        "説明がつきません。%(when)sに分かっていた記録を同じ数え方で数えても、保存された値になりません。"
        "管理者に知らせ、活動の記録を検証してください。"
    ) % {"when": when}


def _counts(records: Records) -> Iterator[str]:
    for name, text in _counted(language()).items():
        if n := len(getattr(records, name)):
            yield text % {"n": number(n)}


@cache
def _counted(_language: str) -> dict[str, str]:
    return {
        "late": _("遅れて届いたもの%(n)s件"),
        "corrected": _("訂正されたもの%(n)s件"),
        "reversed": _("取り消されたもの%(n)s件"),
        "ended": _("数えなくなったもの%(n)s件"),
    }


def became() -> Mapping[str, str]:
    """What became of a record after a figure was computed."""
    return _became(language())


@cache
def _became(_language: str) -> dict[str, str]:
    return {
        "late": _("遅れて届いた記録"),
        "corrected": _("訂正された記録"),
        "reversed": _("取り消された記録"),
        "ended": _("数えなくなった記録"),
    }


def what_follows(found: Difference) -> str:
    """What makes the kept figure the new one, where anything does."""
    if not found.is_newest:
        return _("前の版なので、このまま残ります。")
    if not found.is_another_value:
        return _("値は同じなので、算出し直す必要はありません。")
    if found.is_locked:
        return _("確定しているので、算出し直すまで変わりません。")
    return _("承認前なので、次の算出で新しい値になります。")
