"""Last year's list of what was done: each line becomes a recorded activity, or corrects one.

A line means the record of the same day, initiatives and title; where there is none, a new one is
recorded. Blank cells leave a record as it is. Undoing takes the entries back that were written.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from renkei.charter.reader import programme
from renkei.charter.text import Text
from renkei.core.rights import Asker, Role
from renkei.core.sides import OTHER
from renkei.core.tables.cells import Value, Wanted
from renkei.core.tables.imports import (
    Change,
    ChangeKind,
    Difference,
    Importer,
    Misfit,
    Snapshot,
    declare_importer,
)
from renkei.core.tables.imports.cells import day_read, one_of, said, text, whole
from renkei.core.tables.intake import Row
from renkei.core.tables.table import Column
from renkei.directory.queries.charges import initiatives_at, lead_of
from renkei.directory.queries.places import places_by_name
from renkei.programme.actions.activities import (
    Done,
    correct_activity,
    record_activity,
    withdraw_activity,
)
from renkei.programme.models import Activity
from renkei.programme.queries.activities import alike
from renkei.programme.states import Form

SIDES = (("own", gettext_lazy("片方")), ("joint", gettext_lazy("共同")))
DECIDING = (Role.OFFICER, Role.PROGRAMME_OFFICE)
# Columns of the table that are fields of a record, as they are.
PLAIN = ("venue", "participants", "firms", "municipalities", "cost_yen", "narrative")


@declare_importer
class Activities(Importer):
    name = "activities"
    label = Text("活動の実績の一覧", "Lists of activities")
    kind = "activity"
    columns = (
        text("first_day", "行った日", "First day", is_key=True, convert=day_read),
        text("last_day", "終わりの日", "Last day", convert=day_read),
        text("initiatives", "取組番号", "Initiatives", is_key=True),
        text("title", "題名", "Title", is_key=True),
        text("form", "形式", "Form", convert=one_of(Form.choices)),
        text("together", "片方か共同か", "One side or joint", convert=one_of(SIDES)),
        text("place", "市区町村", "Municipality"),
        text("venue", "会場", "Venue"),
        whole("participants", "参加者数", "Participants"),
        whole("firms", "参加企業数", "Firms"),
        whole("municipalities", "参加市町村数", "Municipalities"),
        Wanted(Column("hours", Text("時間数", "Hours")), "number", is_key=False),
        whole("cost_yen", "費用", "Cost"),
        text("narrative", "内容", "Narrative"),
    )

    def may_import(self, asker: Asker) -> bool:
        return any(seat.role in DECIDING and seat.side in OTHER for seat in asker.seats)

    def check(self, rows: Sequence[Row], *, by: Asker) -> Iterable[Misfit]:
        places = places_by_name(said(row, "place") for row in rows)
        known = {one.reference for one in programme().initiatives}
        today = timezone.localdate()
        for row in rows:
            yield from _unknown(row, places, known)
            yield from _impossible(row, today)
            if not _unit(row, by, today):
                yield Misfit(
                    row.number,
                    "initiatives",
                    _(
                        "あなたの部署が担当する取組がありません。番号を直すか、この行を消してください。"
                    ),
                )

    def plan(self, rows: Sequence[Row], *, by: Asker) -> Sequence[Change]:
        places = places_by_name(said(row, "place") for row in rows)
        found = alike(
            [_day(row) for row in rows],
            [reference for row in rows for reference in _references(row)],
            by,
        )
        known = {_stem(one.first_day, one.references, one.title_ja): one for one in found}
        return [self._change(row, known, places) for row in rows]

    def apply(self, change: Change, *, by: Asker, on: date) -> str:
        row = change.row
        place = places_by_name([said(row, "place")]).get(said(row, "place"), "")
        if not change.key:
            told = _told(row, place)
            what = Done(**{"form": Form.OTHER.value, **told})
            return record_activity(_unit(row, by, on), what, by=by, on=on).key
        activity = Activity.objects.get(pk=change.key)
        what = Done(**{**done_of(activity), **_told(row, place)})
        return correct_activity(activity, what, by=by, on=on, reason=_("一覧の取込")).key

    def snapshot(self, keys: Sequence[str]) -> Mapping[str, Snapshot]:
        found = Activity.objects.filter(pk__in=keys).order_by()
        return {
            one.key: {
                **{name: _plain(value) for name, value in done_of(one).items()},
                "state": one.state,
            }
            for one in found
        }

    def undo(self, key: str, before: Snapshot | None, *, by: Asker, on: date) -> None:
        activity, reason = Activity.objects.get(pk=key), _("一覧の取込の取消")
        if before is None:
            withdraw_activity(activity, by=by, on=on, reason=reason)
            return
        correct_activity(activity, _restored(before), by=by, on=on, reason=reason)

    def address(self, key: str) -> str:
        return reverse("programme:activity", args=[key])

    def _change(self, row: Row, known: Mapping[Any, Activity], places: Mapping[str, str]) -> Change:
        title = said(row, "title")
        activity = known.get(_stem(_day(row), _references(row), title))
        if activity is None:
            return Change(row=row, kind=ChangeKind.NEW, title=title)
        place = places.get(said(row, "place"), "")
        differences = tuple(_differences(row, activity, place))
        kind = ChangeKind.CHANGED if differences else ChangeKind.SAME
        return Change(row=row, kind=kind, title=title, key=activity.key, differences=differences)


def done_of(activity: Activity) -> dict[str, Any]:
    """What a record says, as it is told to the actions."""
    names = [name for name in Done.__slots__ if hasattr(activity, name)]
    told = {name: getattr(activity, name) for name in names}
    return {
        **told,
        "initiatives": activity.references,
        "last_day": activity.lasts_until(),
        "is_joint": activity.is_joint,
        "partners": tuple(activity.partners),
    }


def _told(row: Row, place: str) -> dict[str, Any]:
    """What the filled cells of a line say."""
    told: dict[str, Any] = {name: row.values[name] for name in PLAIN if row.values.get(name)}
    told |= {name: 0 for name in PLAIN if row.values.get(name) == 0}
    told |= {
        "initiatives": _references(row),
        "first_day": _day(row),
        "title_ja": said(row, "title"),
    }
    if last := said(row, "last_day"):
        told["last_day"] = date.fromisoformat(last)
    if form := said(row, "form"):
        told["form"] = form
    if together := said(row, "together"):
        told["is_joint"] = together == "joint"
    if place:
        told["place"] = place
    if hours := said(row, "hours"):
        told["hours"] = Decimal(hours)
    return told


def _differences(row: Row, activity: Activity, place: str) -> Iterator[Difference]:
    before, after = done_of(activity), _told(row, place)
    shown = {"is_joint": "together", "title_ja": "title"}
    for name, value in after.items():
        old = before[name]
        is_same = set(old) == set(value) if name == "initiatives" else old == value
        if not is_same:
            yield Difference(shown.get(name, name), _cell(name, old), _cell(name, value))


def _cell(name: str, value: Any) -> Value:
    if name == "is_joint":
        return str(dict(SIDES)["joint" if value else "own"])
    if name == "initiatives":
        return " ".join(value)
    return value if value is None or isinstance(value, int) else str(value)


# --- what is wrong with a line ------------------------------------------------------------------


def _unknown(row: Row, places: Mapping[str, str], known: set[str]) -> Iterator[Misfit]:
    for reference in _references(row):
        if reference not in known:
            yield Misfit(
                row.number,
                "initiatives",
                _("「%(reference)s」という取組はありません。II-3のように書いてください。")
                % {"reference": reference},
            )
    place = said(row, "place")
    if place and place not in places:
        yield Misfit(
            row.number,
            "place",
            _("「%(text)s」という市区町村はありません。名称か6桁のコードで書いてください。")
            % {"text": place},
        )


def _impossible(row: Row, today: date) -> Iterator[Misfit]:
    first, last = _day(row), said(row, "last_day")
    if first > today:
        yield Misfit(
            row.number, "first_day", _("まだ来ていない日です。終わった活動だけを書いてください。")
        )
    if last and date.fromisoformat(last) < first:
        yield Misfit(row.number, "last_day", _("始まりの日より前です。日付を直してください。"))
    for name in ("participants", "firms", "municipalities", "cost_yen"):
        value = row.values.get(name)
        if isinstance(value, int) and value < 0:
            yield Misfit(row.number, name, _("0より小さい数です。不明なら空欄にしてください。"))
    hours = row.values.get("hours")
    if isinstance(hours, int | float) and not 0 < hours < 10_000:
        yield Misfit(
            row.number, "hours", _("0より大きい時間を書くか、不明なら空欄にしてください。")
        )


def _unit(row: Row, by: Asker, on: date) -> str:
    """The unit that gets the credit: of the person's own one in charge; a programme office enters
    for the leading one of its side."""
    references, day = _references(row), _day(row)
    for seat in by.seats:
        if seat.side not in OTHER or seat.role not in DECIDING or not references:
            continue
        if seat.role == Role.PROGRAMME_OFFICE:
            return lead_of(references[0], seat.side, on) or seat.unit
        if set(references) & set(initiatives_at(seat.unit, on, day)):
            return seat.unit
    return ""


# --- reading a line -----------------------------------------------------------------------------


def _day(row: Row) -> date:
    return date.fromisoformat(said(row, "first_day"))


def _references(row: Row) -> tuple[str, ...]:
    written = said(row, "initiatives").upper().replace(",", " ").replace("、", " ")
    return tuple(dict.fromkeys(written.split()))


def _stem(day: date, references: Iterable[str], title: str) -> tuple[date, frozenset[str], str]:
    return day, frozenset(references), title


def _plain(value: Any) -> Any:
    """As JSON holds it."""
    if isinstance(value, date | Decimal):
        return str(value)
    return list(value) if isinstance(value, tuple) else value


def _restored(before: Snapshot) -> Done:
    told = {name: value for name, value in before.items() if name != "state"}
    told["first_day"] = date.fromisoformat(told["first_day"])
    told["last_day"] = date.fromisoformat(told["last_day"]) if told["last_day"] else None
    told["hours"] = Decimal(told["hours"]) if told["hours"] else None
    told["initiatives"], told["partners"] = tuple(told["initiatives"]), tuple(told["partners"])
    return Done(**told)
