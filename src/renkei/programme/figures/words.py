"""A definition in words, made from the definition itself so that it cannot say anything else."""

from collections.abc import Iterable
from functools import cache

from renkei.charter.counts import Counted, Filter
from renkei.charter.terms import Indicator
from renkei.charter.text import Text
from renkei.core.writing import in_both_languages
from renkei.journal.kinds import kind_called
from renkei.places.reader import read_areas
from renkei.programme.figures.entries import PLACES, declared_fact
from renkei.programme.figures.splits import SEXES, SIDES

Texts = tuple[Text, ...]

MEASURES = {
    "entries": Text(
        "{kinds}の記録を1件ずつ数えます。", "Each entry of the kind {kinds} counts as one."
    ),
    "persons": Text(
        "{kinds}の記録にある人を数えます。同じ人は1人と数えます。",
        "Counts the people in entries of the kind {kinds}; the same person counts once.",
    ),
    "organisations": Text(
        "{kinds}の記録にある企業・団体を数えます。同じ企業・団体は1つと数えます。",
        "Counts the organisations in entries of the kind {kinds}; the same one counts once.",
    ),
    "initiatives": Text(
        "{kinds}の記録が1件でもある取組を数えます。",
        "Counts the initiatives with at least one entry of the kind {kinds}.",
    ),
    "places": Text(
        "{kinds}の記録にある市町村を数えます。同じ市町村は1つと数えます。",
        "Counts the municipalities in entries of the kind {kinds}; the same one counts once.",
    ),
    "bureaus": Text(
        "{kinds}の記録にある市町村の属する振興局を数えます。同じ振興局は1つと数えます。",
        "Counts the bureaus of the municipalities in entries of the kind {kinds}; the same one "
        "counts once.",
    ),
    "sum": Text(
        "{kinds}の記録の{of}を足しあげます。", "Adds up {of} over entries of the kind {kinds}."
    ),
    "median": Text(
        "{kinds}の記録の{of}を小さい順に並べ、中央の値をとります。",
        "Takes the middle value of {of} over entries of the kind {kinds}.",
    ),
    "level": Text(
        "期間の最後の日に続いている{of}を数えます。{kinds}で始まります。",
        "Counts the {of} that stand on the last day of the period. They begin with {kinds}.",
    ),
}
LEVELS = {
    None: Text("記録の対象", "records"),
    "persons": Text("人（同じ人は1人）", "people (the same person counts once)"),
    "organisations": Text(
        "企業・団体（同じものは1つ）", "organisations (the same one counts once)"
    ),
}
ENDED_BY = Text("{kinds}で終わります。", "They end with {kinds}.")
UNTIL = Text("{fact}を過ぎたものは数えません。", "What is past its {fact} does not count.")
WITHIN = Text(
    "最後の日までの{n}か月以内に記録のあったものに限ります。",
    "Only those with an entry in the {n} months up to the last day.",
)
ONE_OF = Text("{fact}が{values}のものに限ります。", "Only where {fact} is {values}.")
NONE_OF = Text(
    "{fact}が{values}以外と分かるものに限ります。",
    "Only where {fact} is known and is not {values}.",
)
KNOWN = Text("{fact}の分かるものに限ります。", "Only where {fact} is known.")
PER = Text("割合の分母：{what}", "Divided by: {what}")
TIMES = Text("{n}倍して表します。", "Times {n}.")
SERVES = Text(
    "取組{reference}のための記録だけを数えます。",
    "Only entries that serve the initiative {reference} count.",
)
REVERSED = Text("取り消された記録は数えません。", "Entries that were taken back do not count.")
QUANTITY = Text("数量", "quantity")
COLUMNS = {
    "side": Text("側", "side"),
    "place": Text("地域", "place"),
    "origin": Text("移動前の地域", "place of origin"),
    "sex": Text("性別", "sex"),
}
VALUES = {**SIDES, "joint": Text("道市共同", "both together"), **SEXES}
YES, NO = Text("「はい」", "“yes”"), Text("「いいえ」", "“no”")


def in_words(indicator: Indicator) -> Texts:
    """What is counted, how, of what, by which day and for whom; empty where nothing is counted."""
    count = indicator.count
    if count is None:
        return ()
    told = [count.what, *_told(count)]
    if count.per:
        told += [_filled(PER, what=count.per.what), *_told(count.per)]
    if count.times != 1:
        told.append(_filled(TIMES, n=_plain(count.times)))
    if indicator.reference:
        told.append(_filled(SERVES, reference=_plain(indicator.reference)))
    return (*told, count.date, count.credit, REVERSED)


def _told(counted: Counted) -> list[Text]:
    kinds = _listed(map(kind_name, counted.kinds))
    of = LEVELS[counted.of] if counted.measure == "level" else fact_name(counted, counted.of or "")
    told = [_filled(MEASURES[counted.measure], kinds=kinds, of=of)]
    if counted.ended_by:
        told.append(_filled(ENDED_BY, kinds=_listed(map(kind_name, counted.ended_by))))
    if counted.until:
        told.append(_filled(UNTIL, fact=fact_name(counted, counted.until)))
    if counted.within_months:
        told.append(_filled(WITHIN, n=_plain(counted.within_months)))
    return told + [_filter(counted, one) for one in counted.where]


def _filter(counted: Counted, one: Filter) -> Text:
    if one.is_known:
        return _filled(KNOWN, fact=fact_name(counted, one.fact))
    values = [_value(counted, one.fact, value) for value in one.one_of or one.none_of]
    return _filled(
        ONE_OF if one.one_of else NONE_OF,
        fact=fact_name(counted, one.fact),
        values=_listed(values, "または", " or "),
    )


def kind_name(name: str) -> Text:
    """As its room calls it; by its name while no room declares it."""
    kind = kind_called(name)
    return Text(f"「{kind.label.ja}」", f"“{kind.label.en}”") if kind else _plain(f"`{name}`")


def fact_name(counted: Counted, name: str) -> Text:
    if name in COLUMNS:
        return COLUMNS[name]
    if name == "quantity":
        return QUANTITY
    fact = declared_fact(counted, name)
    return fact.label if fact and fact.label else _plain(f"`{name}`")


def _value(counted: Counted, fact: str, value: object) -> Text:
    if isinstance(value, bool):
        return YES if value else NO
    if fact in PLACES:
        return _area_names().get(str(value)) or _plain(value)
    declared = declared_fact(counted, fact)
    choices = getattr(declared.type, "choices", []) if declared else []
    label = dict(choices).get(str(value))
    if label is not None:
        return in_both_languages(lambda: str(label))
    return VALUES.get(str(value)) or _plain(value)


@cache
def _area_names() -> dict[str, Text]:
    """Of the areas that are shipped: words are also asked for where there is no database."""
    return {row.code: Text(row.name_ja, row.name_en) for row in read_areas()}


def _listed(texts: Iterable[Text], ja: str = "、", en: str = ", ") -> Text:
    found = list(texts)
    return Text(ja.join(one.ja for one in found), en.join(one.en for one in found))


def _filled(sentence: Text, **words: Text) -> Text:
    return Text(
        sentence.ja.format(**{name: word.ja for name, word in words.items()}),
        sentence.en.format(**{name: word.en for name, word in words.items()}),
    )


def _plain(value: object) -> Text:
    return Text(str(value), str(value))
