"""What each part of a report says, and in which order."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from renkei.core import writing
from renkei.core.sides import Side
from renkei.programme.models import Report
from renkei.programme.queries.reports import told_by
from renkei.programme.reporting.paper import (
    Block,
    Head,
    Paper,
    Told,
    facts,
    grid,
    heading,
    known_at,
    note,
    paper_of,
    prose,
    word,
)
from renkei.programme.reporting.present import figure_rows, officials_head
from renkei.programme.states import Form, Outcome, Ruling, Scope

SIDES = (Side.PREFECTURE, Side.CITY)
FIGURES = ("prefecture", "city", "joint", "total")
HEADS = {
    "prefecture": gettext_lazy("道"),
    "city": gettext_lazy("市"),
    "joint": gettext_lazy("うち共同"),
    "total": gettext_lazy("合計"),
}


def paper(report: Report) -> Paper:
    parts = (
        ("agreed", _("取り決めたこと"), agreed),
        ("done", _("行ったこと"), done),
        ("figures", _("取組ごとの実績"), initiatives),
        ("programme", _("プログラム全体の指標"), of_the_programme),
        ("spread", _("全道への広がり"), spread),
        ("money", _("お金"), money),
        ("decisions", _("会議で決まったこと"), decisions),
        ("reviews", _("見直しと計画の変更"), reviews),
        ("notes", _("訂正と注記"), notes),
        ("definitions", _("指標の定義"), definitions),
    )
    return paper_of(report, parts, lead(told_by(report)))


# --- in a sentence ------------------------------------------------------------------------------


def lead(told: Told) -> str:
    """The year in a sentence, computed from its figures."""
    n = told["done"]["whole"]["n"]
    if not n["total"]:
        return _("%(year)sに行われた活動は、まだ記録されていません。") % _year(told)
    busy = sum(1 for one in told["done"]["by_initiative"] if one["n"]["total"])
    return _LEADS.get(told["scope"], _LEAD_OF_ALL) % {
        **_year(told),
        "subject": word(told["subject"]),
        "busy": busy,
        "initiatives": len(told["initiatives"]),
        **{name: writing.number(n[name]) for name in FIGURES},
    }


_LEAD_OF_ALL = gettext_lazy(
    "%(year)sは、%(initiatives)sの取組のうち%(busy)sの取組で、あわせて%(total)s件の活動が"
    "行われました（道%(prefecture)s件、市%(city)s件、うち共同%(joint)s件）。"
)
_LEADS = {
    Scope.INITIATIVE: gettext_lazy(
        "%(year)sは、%(total)s件の活動が行われました"
        "（道%(prefecture)s件、市%(city)s件、うち共同%(joint)s件）。"
    ),
    Scope.MUNICIPALITY: gettext_lazy(
        "%(year)sは、%(subject)sで、%(busy)sの取組の活動が%(total)s件行われました"
        "（道%(prefecture)s件、市%(city)s件、うち共同%(joint)s件）。"
    ),
}


def _year(told: Told) -> dict[str, str]:
    return {"year": writing.fiscal_year(told["fiscal_year"])}


# --- the parts ----------------------------------------------------------------------------------


def agreed(told: Told) -> Iterator[Block]:
    head = (Head(_("取組")), Head(_("めざすこと")), Head(_("担当（道）")), Head(_("担当（市）")))
    for theme in told["themes"]:
        rows = [
            (
                _called(one),
                word(one["purpose"]),
                *(_units(one, side) for side in SIDES),
            )
            for one in told["initiatives"]
            if one["theme"] == theme["reference"]
        ]
        yield grid(f"{theme['reference']} {word(theme['title'])}", head, rows)


def done(told: Told) -> Iterator[Block]:
    whole = told["done"]["whole"]
    titles = {one["reference"]: _called(one) for one in told["initiatives"]}
    if not whole["n"]["total"]:
        yield prose(lead(told))
        return
    yield prose(_("形式の内訳：%(forms)s。") % {"forms": _forms(whole["forms"])})
    rows = [
        (titles[one["initiative"]], *_tally(one))
        for one in told["done"]["by_initiative"]
        if one["n"]["total"]
    ]
    head = (
        Head(_("取組")),
        *(Head(_("%(side)s（件）") % {"side": name}, is_number=True) for name in HEADS.values()),
        Head(_("参加者（人）"), is_number=True),
        Head(_("市町村の数"), is_number=True),
    )
    yield grid(_("取組ごとの活動"), head, [*rows, (_("全体"), *_tally(whole))])
    yield note(
        _(
            "両者が共同で行った活動は、道にも市にも数え、合計には一度だけ数えます。"
            "二つの取組に役立った活動は、それぞれの取組に数え、全体には一度だけ数えます。"
        )
    )
    if whole["n_uncounted"]:
        yield note(
            ngettext(
                "%(n)s件の活動は参加者の数がわからず、参加者には入っていません。",
                "%(n)s件の活動は参加者の数がわからず、参加者には入っていません。",
                whole["n_uncounted"],
            )
            % {"n": whole["n_uncounted"]}
        )


def initiatives(told: Told) -> Iterator[Block]:
    for one in told["initiatives"]:
        rows = figure_rows(told, one["reference"])
        if rows:
            yield heading(_called(one))
            yield facts(*_project(told, one))
            yield grid(_("指標の実績"), officials_head(), rows)


def of_the_programme(told: Told) -> Iterator[Block]:
    rows = figure_rows(told, "")
    if rows:
        yield grid(_("プログラム全体の指標"), officials_head(), rows)


def spread(told: Told) -> Iterator[Block]:
    towns, whole = told["reached"], told["done"]["whole"]
    if not towns:
        return
    yield prose(_spread_told(told, whole))
    head = (
        Head(_("市町村")),
        Head(_("活動（件）"), is_number=True),
        Head(_("参加者（人）"), is_number=True),
        Head(_("取組")),
    )
    rows = [
        (
            word(town["name"]) if town["name"] else town["code"],
            writing.number(town["n"]),
            writing.number(town["participants"]),
            writing.listed(town["initiatives"]),
        )
        for town in towns
    ]
    yield grid(_("活動が行われた市町村"), head, rows)
    yield note(_("10人に満たない参加者数と、引き算でわかってしまう参加者数は載せていません。"))


def money(told: Told) -> Iterator[Block]:
    rows = list(_money_rows(told))
    if not rows:
        return
    columns = ("planned_yen", "spent_yen")
    names = {"planned_yen": _("予算"), "spent_yen": _("決算")}
    head = [Head(_("取組"))]
    for side in (*SIDES, None):
        head += [
            Head(
                _("%(side)s %(amount)s（円）")
                % {"side": side.label if side else _("合計"), "amount": names[column]},
                is_number=True,
            )
            for column in columns
        ]
    yield grid(_("取組ごとの予算と決算"), head, rows)
    yield note(_("「–」は、登録のない額です。0円という意味ではありません。"))


def decisions(told: Told) -> Iterator[Block]:
    rulings = dict(Ruling.choices)
    rows = [
        (
            _day(one["decided_on"]),
            word(one["body"]),
            word(one["text"]),
            str(rulings.get(one["ruling"], one["ruling"])),
            writing.listed(one["initiatives"]),
            _followed(one),
        )
        for one in told["decisions"]
    ]
    if rows:
        head = (_("日付"), _("会議"), _("決定"), _("種類"), _("取組"), _("対応"))
        yield grid(_("会議で決まったこと"), [Head(name) for name in head], rows)


def _followed(one: Mapping[str, Any]) -> str:
    if not one["n_to_do"]:
        return _("なし")
    said = {"n": one["n_to_do"], "done": one["n_done"], "dropped": one["n_dropped"]}
    return _("%(n)s件のうち%(done)s件完了、%(dropped)s件取りやめ") % said


def reviews(told: Told) -> Iterator[Block]:
    outcomes = dict(Outcome.choices)
    titles = {one["reference"]: _called(one) for one in told["initiatives"]}
    for one in told["reviews"]:
        yield heading(titles.get(one["initiative"], one["initiative"]))
        yield facts(
            (_("結論"), str(outcomes.get(one["outcome"], one["outcome"]))),
            (_("決定"), _day(one["decided_on"])),
            (_("適用"), _day(one["effective_on"])),
        )
        yield prose(_("所見：%(text)s") % {"text": word(one["finding"])})
        yield prose(_("理由：%(text)s") % {"text": word(one["reason"])})
        if one["changes"]:
            head = (Head(_("変わったところ")), Head(_("前")), Head(_("後")))
            yield grid(
                _("計画の変更（第%(n)s版）") % {"n": one["version"]},
                head,
                [
                    (word(each["where"]), word(each["before"]), word(each["after"]))
                    for each in one["changes"]
                ],
            )
    for one in told["shocks"]:
        last = one["last"] or _("続いている")
        span = {"name": word(one["name"]), "first": one["first"], "last": last}
        yield heading(_("外からの影響：%(name)s（%(first)s～%(last)s）") % span)
        yield prose(word(one["effect"]))


def _day(text: str) -> str:
    return writing.long_date(date.fromisoformat(text))


def notes(told: Told) -> Iterator[Block]:
    n = told["corrections"]
    yield prose(
        _(
            "年度が終わってから記録された活動は%(late)s件、取り消された記録は%(back)s件です。"
            "どちらもこの報告書の数に反映しています。"
        )
        % {"late": writing.number(n["n_late"]), "back": writing.number(n["n_taken_back"])}
    )
    yield prose(
        _(
            "この報告書は、%(moment)sまでに知られていたことだけから作られています。"
            "同じ時点で作り直すと、同じ内容になります。後からわかったことは、次の版に載ります。"
        )
        % {"moment": writing.moment(known_at(told))}
    )


def definitions(told: Told) -> Iterator[Block]:
    rows = [
        (
            f"{one['id']} {word(one['name'])}",
            word(one["definition"]),
            word(one["provenance"]),
        )
        for one in told["figures"]
    ]
    if rows:
        head = (Head(_("指標")), Head(_("数え方")), Head(_("根拠")))
        yield grid(_("指標の定義"), head, rows)


# --- words for figures --------------------------------------------------------------------------


def _called(one: Mapping[str, Any]) -> str:
    return f"{one['reference']} {word(one['title'])}"


def _units(one: Mapping[str, Any], side: str) -> str:
    units = [charge["unit"] for charge in one["in_charge"] if charge["side"] == side]
    return writing.listed(units) if units else _("登録なし")


def _forms(forms: Mapping[str, int]) -> str:
    labels = dict(Form.choices)
    by_number = sorted(forms.items(), key=lambda item: (-item[1], item[0]))
    return writing.listed(
        _("%(form)s %(n)s件") % {"form": labels.get(form, form), "n": writing.number(n)}
        for form, n in by_number
    )


def _tally(one: Mapping[str, Any]) -> tuple[str, ...]:
    return (
        *(writing.number(one["n"][name]) for name in FIGURES),
        writing.number(one["participants"]["total"]),
        writing.number(one["n_municipalities"]),
    )


def _project(told: Told, one: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    yield _("担当部局"), _("道：%(prefecture)s／市：%(city)s") % {s: _units(one, s) for s in SIDES}
    for column, label in (("planned_yen", _("予算額")), ("spent_yen", _("決算額"))):
        amounts = amounts_of(told, one["reference"], column)
        yield (
            label,
            _("道 %(prefecture)s／市 %(city)s") % {side: _yen(amounts.get(side)) for side in SIDES},
        )


def amounts_of(told: Told, reference: str, column: str) -> dict[str, int | None]:
    return {row["side"]: row[column] for row in told["money"] if row["initiative"] == reference}


def _yen(amount: int | None) -> str:
    if amount is None:
        return _("登録なし")
    return _("%(amount)s円") % {"amount": writing.number(amount)}


def _money_rows(told: Told) -> Iterator[Sequence[str]]:
    for one in told["initiatives"]:
        by_column = {
            column: amounts_of(told, one["reference"], column)
            for column in ("planned_yen", "spent_yen")
        }
        if not any(by_column.values()):
            continue
        cells = [
            writing.number(by_column[column].get(side)) for side in SIDES for column in by_column
        ]
        cells += [writing.number(total_of(amounts)) for amounts in by_column.values()]
        yield (_called(one), *cells)


def total_of(amounts: Mapping[str, int | None]) -> int | None:
    """None unless both sides are known: half a sum would look like a whole one."""
    known = [amounts.get(side) for side in SIDES]
    return None if None in known else sum(amount or 0 for amount in known)


def _spread_told(told: Told, whole: Mapping[str, Any]) -> str:
    share = 100 * whole["n_beyond_sapporo"] / whole["n_placed"]
    values = {
        "reached": writing.number(len(told["reached"])),
        "towns": writing.number(told["n_municipalities"]),
        "placed": writing.number(whole["n_placed"]),
        "beyond": writing.number(whole["n_beyond_sapporo"]),
        "share": writing.number(share),
    }
    return (
        _(
            "%(towns)s市町村のうち%(reached)sの市町村で活動が行われました。"
            "場所のわかる%(placed)s件のうち、札幌市の外は%(beyond)s件（%(share)s％）です。"
        )
        % values
    )
