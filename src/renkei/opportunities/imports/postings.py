"""A list of postings: each line becomes a draft, entered as by the form.

A line that says what a posting of the same organisation and title says already is that posting, so
that a list which was written out can be handed in again. Where such a posting says something else,
the line is entered as another and the dry run tells; nothing that is there is ever changed.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from renkei.charter.markets import Market, MarketVersion
from renkei.charter.text import Text
from renkei.core.choices import labels
from renkei.core.folding import fold
from renkei.core.rights import Asker
from renkei.core.tables.cells import Wanted
from renkei.core.tables.imports import Change, ChangeKind, Importer, Misfit, Snapshot
from renkei.core.tables.intake import Row
from renkei.core.writing import listed, localized
from renkei.opportunities.actions.postings import Offered, enter_posting
from renkei.opportunities.actions.removing import remove_posting
from renkei.opportunities.imports.columns import columns_of
from renkei.opportunities.imports.lines import Known, Line, as_offered, known_to, lines_of, wrong_in
from renkei.opportunities.models import Posting
from renkei.opportunities.queries.postings import PostingsAsked, postings_of
from renkei.opportunities.rules.offering import markets_to_offer
from renkei.opportunities.states import PostingState
from renkei.paperwork.sheets.reading import PREFIX, Given, problems

# What is told of a posting, to compare it with a line and to find out whether it has changed.
SAID = (
    *("organisation_id", "title_ja", "title_en", "place", "capacity", "minimum"),
    *("first_day", "last_day", "valid_until", "partners", "answers"),
)
Stem = tuple[str, str]


class PostingList(Importer):
    kind = "posting"

    def __init__(self, market: Market) -> None:
        self.market = market
        self.name = f"postings-{market.key}"
        title = market.title
        self.label = Text(f"「{title.ja}」の募集", f"Lists of postings: {title.en}")

    @property
    def version(self) -> MarketVersion:
        """The one in use; where the market has come to its end, the last."""
        return self.market.version_on(timezone.localdate()) or self.market.versions[-1]

    @property
    def columns(self) -> Sequence[Wanted]:
        return columns_of(self.version, self.market.key)

    def may_import(self, asker: Asker) -> bool:
        return bool(self.among([self], asker))

    @classmethod
    def among(cls, some: Sequence[Importer], asker: Asker) -> Sequence[Importer]:
        offered = {one.key for one in markets_to_offer(asker, timezone.localdate())}
        return [one for one in some if isinstance(one, cls) and one.market.key in offered]

    def check(self, rows: Sequence[Row], *, by: Asker) -> Iterable[Misfit]:
        known = known_to(rows, by, self.market, timezone.localdate())
        right = []
        for line in lines_of(rows, self.version, known):
            misfits = list(wrong_in(line, known, self.version))
            yield from misfits
            if not misfits:
                right.append(line)
        yield from _repeated(right)
        there = self._there(right, by)
        for line in right:
            yield from _incomplete(line, self.version)
            yield from _alike(line, there.get(_stem(line.offered), ()))

    def plan(self, rows: Sequence[Row], *, by: Asker) -> Sequence[Change]:
        known = known_to(rows, by, self.market, timezone.localdate())
        lines = list(lines_of(rows, self.version, known))
        there = self._there(lines, by)
        return [_change(line, there, known) for line in lines]

    def apply(self, change: Change, *, by: Asker, on: date) -> str:
        what = as_offered(change.row, self.version, on)
        return enter_posting(self.market.key, what, by=by, on=on).key

    def snapshot(self, keys: Sequence[str]) -> Mapping[str, Snapshot]:
        found = Posting.objects.filter(pk__in=keys).order_by()
        told = (*SAID, "state", "revision")
        return {one.key: {name: getattr(one, name) for name in told} for one in found}

    def undo(self, key: str, before: Snapshot | None, *, by: Asker, on: date) -> None:
        assert before is None, "a list changes nothing that is there"
        reason = _("一覧の取込の取消")
        remove_posting(Posting.objects.get(pk=key), by=by, on=on, reason=reason)

    def address(self, key: str) -> str:
        return reverse("opportunities:posting", args=[key])

    def _there(self, lines: Sequence[Line], by: Asker) -> Mapping[Stem, Sequence[Posting]]:
        """What stands already and has not ended; last year's is no double."""
        keys = {line.offered.organisation for line in lines}
        found = postings_of(by, PostingsAsked(market=self.market.key)).filter(organisation__in=keys)
        there: dict[Stem, list[Posting]] = {}
        for one in found.exclude(state=PostingState.CLOSED):
            there.setdefault((one.organisation_id, fold(one.title_ja)), []).append(one)
        return there


def _change(line: Line, there: Mapping[Stem, Sequence[Posting]], known: Known) -> Change:
    name = known.names.get(line.offered.organisation, "")
    title = _("%(title)s（%(organisation)s）") % {
        "title": line.offered.title_ja,
        "organisation": name,
    }
    # The names as they were understood: they are looked up for all lines at once.
    row = replace(line.row, values={**line.row.values, **line.meant})
    same = next((one for one in there.get(_stem(line.offered), ()) if _says(one, line)), None)
    if same is None:
        return Change(row=row, kind=ChangeKind.NEW, title=title)
    return Change(row=row, kind=ChangeKind.SAME, title=title, key=same.key)


def _stem(what: Offered) -> Stem:
    return what.organisation, fold(what.title_ja)


def _says(posting: Posting, line: Line) -> bool:
    """Whether it says the same in everything that the line tells."""
    told = {
        name: getattr(line.offered, name.removesuffix("_id"))
        for name in SAID
        if name != "valid_until" or line.row.values.get(name)
    }
    told["partners"] = list(line.offered.partners)
    return all(getattr(posting, name) == value for name, value in told.items())


# --- what is to be mended, and what is to be looked at ------------------------------------------


def _repeated(lines: Sequence[Line]) -> Iterator[Misfit]:
    """The key columns alone do not tell: a firm may stand once by name and once by number."""
    first: dict[tuple[str, str, str], int] = {}
    for line in lines:
        number = first.setdefault((*_stem(line.offered), line.offered.place), line.row.number)
        if number != line.row.number:
            text = _(
                "%(row)d行目と同じ組織・題名・場所です。どちらかを消すか、題名を変えてください。"
            )
            yield Misfit(line.row.number, "title_ja", text % {"row": number})


def _incomplete(line: Line, version: MarketVersion) -> Iterator[Misfit]:
    """A draft may be half written; whoever hands it in should know."""
    given = Given(dict(line.offered.answers))
    missing = [one for one in problems(version.sheet("posting"), given) if one.is_missing]
    if missing:
        asked = listed(localized(one.question.label) for one in missing)
        text = _("まだ答えがありません：%(asked)s。下書きのあとでも書けます。") % {"asked": asked}
        yield Misfit(line.row.number, PREFIX + missing[0].question.key, text, is_notice=True)


def _alike(line: Line, there: Sequence[Posting]) -> Iterator[Misfit]:
    if there and not any(_says(one, line) for one in there):
        text = _(
            "同じ組織に、同じ題名の募集がもうあります（%(state)s）。別の募集として入力します。"
        )
        state = labels(PostingState)[there[0].state]
        yield Misfit(line.row.number, "title_ja", text % {"state": state}, is_notice=True)
