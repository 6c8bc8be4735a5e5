"""The columns of a list of postings: what every market asks, and a market's own questions.

A question is `q_` and its key, so that no question is taken for what every posting has. In a cell a
choice stands by its code or its label in either language; several of them with 、 or ; between.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache

from django.utils.translation import gettext as _

from renkei.charter.market_reader import markets
from renkei.charter.markets import MarketVersion
from renkei.charter.sheets import NO, YES, Question, Section
from renkei.charter.text import Text
from renkei.core.areas import areas
from renkei.core.calendar import read_date
from renkei.core.folding import fold
from renkei.core.tables.cells import Convert, Wanted
from renkei.core.tables.cells import Value as Cell
from renkei.core.tables.imports.cells import day_read, text, whole
from renkei.core.tables.table import Column
from renkei.core.writing import localized
from renkei.paperwork.sheets.reading import PREFIX
from renkei.paperwork.sheets.values import Value, read_value, typed

BETWEEN = "; "
SEPARATORS = re.compile(r"[、，;；\n]+")
YES_OR_NO = {YES: Text("はい", "Yes"), NO: Text("いいえ", "No")}
# As people mark a cell.
MARKS = {"○": YES, "〇": YES, "×": NO, "✕": NO}
YEN = Text("円", "yen")
MOST_NAMED = 40  # choices in a message; there are more areas
TITLES = {"title_ja": 120, "title_en": 200}  # longest
OF_NAME = Text(
    "組織の一覧にある名称か法人番号。", "Its name in the list of organisations, or its number."
)
OF_DAYS = Text("例：2026-11-25、令和8年11月25日。", "For example 2026-11-25.")


def columns_of(version: MarketVersion, market: str) -> tuple[Wanted, ...]:
    return _columns(market, version.version)


@lru_cache(maxsize=64)
def _columns(market: str, version: str) -> tuple[Wanted, ...]:
    found = markets()[market].version(version)
    assert found, f"the market {market} has no version {version}"
    first = [one for one in _of_every_posting() if one.column.key != "minimum" or found.minimum]
    taken = {fold(name) for one in first for name in (one.column.label.ja, one.column.label.en)}
    return (*first, *(_asked(*one, taken) for one in _questions(found)))


def _of_every_posting() -> Iterator[Wanted]:
    yield text("organisation", "募集する組織", "Organisation", is_key=True, note=OF_NAME)
    yield text("title_ja", "題名", "Title", is_key=True, convert=_of_length("title_ja"))
    yield text("title_en", "英語の題名", "Title in English", convert=_of_length("title_en"))
    yield text(
        "place",
        "市町村名",
        "Municipality",
        is_key=True,
        note=Text("名称か6桁のコード。", "Its name, or the six-digit code."),
    )
    yield whole(
        "capacity", "定員", "Places", note=Text("空欄は1人。", "One where the cell is blank.")
    )
    yield whole(
        "minimum",
        "最少の人数",
        "Least number",
        note=Text("この人数に満たないときは行わない。", "With fewer it does not take place."),
    )
    yield text("first_day", "始まる日", "First day", convert=day_read, note=OF_DAYS)
    yield text("last_day", "終わる日", "Last day", convert=day_read, note=OF_DAYS)
    yield text(
        "valid_until",
        "掲載の最後の日",
        "Published until",
        convert=day_read,
        note=Text(
            "1年以内。空欄は、取り込む日の90日後。",
            "Within a year; 90 days from the import where the cell is blank.",
        ),
    )
    yield text(
        "partners",
        "いっしょに募集する組織",
        "Offered together with",
        note=Text(
            "名称か法人番号を「、」か「;」で区切って。窓口だけが書けます。",
            "Names or numbers with ; between them. Only a desk may fill it.",
        ),
    )


def _questions(version: MarketVersion) -> Iterator[tuple[Section, Question]]:
    for section in version.posting.sections:
        for question in section.questions:
            yield section, question


def _asked(section: Section, question: Question, taken: set[str]) -> Wanted:
    label: Text = question.label
    if taken & {fold(label.ja), fold(label.en)}:
        # Two columns of one name could not be told apart.
        title = section.title
        label = Text(f"{title.ja}：{label.ja}", f"{title.en}: {label.en}")
    taken |= {fold(label.ja), fold(label.en)}
    unit = YEN if question.kind == "yen" else question.unit
    return Wanted(
        Column(PREFIX + question.key, Text(label.ja, label.en), unit),
        "text",
        is_key=False,
        convert=_reader(question),
        choices=tuple(_offered(question).values()),
        takes_several=question.kind == "several_of",
        note=_note(question),
    )


def _note(question: Question) -> Text | None:
    needed = (
        Text("公開までに必要。", "Needed before it is published.") if question.required else None
    )
    parts = [one for one in (needed, question.help) if one]
    return (
        Text(" ".join(one.ja for one in parts), " ".join(one.en for one in parts))
        if parts
        else None
    )


def _of_length(name: str) -> Convert:
    def read(written: str) -> tuple[str, str]:
        plain = " ".join(written.split())
        if len(plain) > TITLES[name]:
            raise ValueError(_("%(most)s字までにしてください。") % {"most": TITLES[name]})
        return plain, ""

    return read


# --- the cell of a question ---------------------------------------------------------------------


def _reader(question: Question) -> Convert:
    """What is written becomes codes as `answer_in` reads them again."""

    def read(written: str) -> tuple[str, str]:
        value = read_value(question, _texts(question, written))
        return _packed(value), ""

    return read


def answer_in(question: Question, cell: Cell) -> Value | None:
    """The answer that a cell holds after it was read."""
    if cell is None:
        return None
    several = question.kind == "several_of"
    return read_value(question, str(cell).split(BETWEEN) if several else [str(cell)])


def cell_of(question: Question, value: Value | None) -> Cell:
    """How an answer is written for people, in the reader's language; read again it is the same."""
    if value is None:
        return None
    labels = _offered(question)
    if question.kind == "area":
        labels = dict(areas({str(value)}))
    if labels:
        return BETWEEN.join(
            localized(labels[one]) if one in labels else one for one in typed(value)
        )
    return value if isinstance(value, int) else str(value)


def _packed(value: Value | None) -> str:
    return "" if value is None else BETWEEN.join(typed(value))


def _offered(question: Question) -> dict[str, Text]:
    """Codes and labels between which is chosen."""
    if question.kind in ("yes_no", "consent"):
        return YES_OR_NO
    return {one.code: Text(one.label.ja, one.label.en) for one in question.choices}


def _texts(question: Question, written: str) -> list[str]:
    """As a form would send it."""
    if question.kind == "several_of":
        return _codes(question, [part for part in SEPARATORS.split(written) if part.strip()])
    if question.kind == "date":
        return [read_date(written).isoformat()]
    if question.kind in ("one_of", "yes_no", "consent"):
        return [MARKS.get(written) or _code(_offered(question), written)]
    if question.kind == "area":
        return [_code(areas(), written)]
    if question.kind in ("whole_number", "yen"):
        return [_without_unit(question, written)]
    return [written]


def _codes(question: Question, parts: Sequence[str]) -> list[str]:
    """A label may hold a separator itself, so the longest run of parts that is one is taken."""
    known, codes, n = _known(_offered(question)), [], 0
    while n < len(parts):
        ends = range(len(parts), n, -1)
        end = next((end for end in ends if fold("".join(parts[n:end])) in known), None)
        if end is None:
            raise _none_of(_offered(question), parts[n].strip())
        codes.append(known[fold("".join(parts[n:end]))])
        n = end
    return codes


def _code(offered: Mapping[str, Text], written: str) -> str:
    found = _known(offered).get(fold(written))
    if found is None:
        raise _none_of(offered, written)
    return found


def _known(offered: Mapping[str, Text]) -> dict[str, str]:
    """Codes by everything that means them; a code comes before a label."""
    labels = {fold(name): code for code, one in offered.items() for name in (one.ja, one.en)}
    return labels | {fold(code): code for code in offered}


def _none_of(offered: Mapping[str, Text], written: str) -> ValueError:
    if len(offered) > MOST_NAMED:
        return ValueError(_("「%(text)s」という地域はありません。") % {"text": written})
    # Labels hold commas themselves.
    labels = " / ".join(localized(one) for one in offered.values())
    return ValueError(
        _("「%(text)s」は選べません。次の中から書いてください：%(labels)s")
        % {"text": written, "labels": labels}
    )


def _without_unit(question: Question, written: str) -> str:
    """260,000円 is a number as well."""
    plain = unicodedata.normalize("NFKC", written).strip()
    unit = YEN if question.kind == "yen" else question.unit
    for name in (unit.ja, unit.en) if unit else ():
        plain = plain.removesuffix(name).strip()
    return plain
