"""The one place where records become what the matching engine reads.

What is known of age, sex, nationality and home is not read here: it stands in a table that this
module does not import, and the engine refuses columns of such names.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from renkei.charter.market_reader import markets
from renkei.charter.markets import (
    PLACES,
    REGION,
    MarketCondition,
    MarketCriterion,
    MarketVersion,
    Whose,
)
from renkei.charter.text import Text
from renkei.engines import matching as engine
from renkei.engines.matching.conditions import Side
from renkei.engines.matching.protected import require_unprotected
from renkei.opportunities.models import Posting, Seeker
from renkei.opportunities.queries.places import is_elsewhere, points_of
from renkei.opportunities.queries.postings import open_postings, watermark

METRES = 1000  # of a kilometre: limits are asked for in kilometres
STRENGTHS = {
    "absolutely": engine.ABSOLUTELY,
    "would_consider": engine.WOULD_CONSIDER,
    "no_matter": engine.NO_MATTER,
}
PENALTY = 1000  # thousandths of a point
FULL = 100
Answers = Mapping[str, Any]
Column = engine.Numbers | engine.Choices | engine.Sets | engine.Points


@dataclass(frozen=True, slots=True, eq=False)
class Columns:
    """The postings of a market, read once: what each comparison needs of them."""

    version: MarketVersion
    keys: tuple[str, ...]
    answers: tuple[Answers, ...]
    by_name: Mapping[str, Column]
    levels: Mapping[str, NDArray[np.int64]]  # of criteria of seekers: levels or kinds
    capacity: NDArray[np.int64]
    minimum: NDArray[np.int64]
    is_elsewhere: NDArray[np.bool_]


def columns_now(market: str, version: MarketVersion) -> Columns:
    """Of the open postings, kept until one of them comes, goes or changes."""
    return _kept(market, version.version, watermark(market))


@lru_cache(maxsize=16)
def _kept(market: str, version: str, _watermark: tuple[Any, ...]) -> Columns:
    found = markets()[market].version(version)
    assert found, f"the market {market} has no version {version}"
    return columns_of(found, list(open_postings(market)))


def columns_of(version: MarketVersion, postings: Sequence[Posting]) -> Columns:
    answers = tuple(_said_by(one) for one in postings)
    return Columns(
        version=version,
        keys=tuple(one.key for one in postings),
        answers=answers,
        by_name={
            one.name: _column(version, "posting", one.posting, one, answers)
            for one in version.conditions
        },
        levels={one.name: _offered(version, one, answers) for one in version.sliders},
        capacity=np.array([one.places_left for one in postings], np.int64),
        minimum=np.array([one.minimum for one in postings], np.int64),
        is_elsewhere=np.array([is_elsewhere(one.region) for one in postings], np.bool_),
    )


def market_of(
    columns: Columns, seekers: Sequence[Seeker], *, shut: NDArray[np.bool_] | None = None
) -> engine.Market:
    """Seekers and postings as the engine compares them; to what is `shut` nobody is introduced.

    Shapes  shut (postings,)
    Errors  ProtectedAttribute for a market that compares age, sex or nationality
    """
    version = columns.version
    said = tuple(dict(one.answers) for one in seekers)
    people: dict[str, Column] = {}
    for one in version.conditions:
        people[one.name] = _column(version, "seeker", one.seeker, one, said)
        if one.limit:
            people[_limit(one)] = engine.Numbers(_numbers(said, one.limit, METRES))
    return engine.Market(
        n_people=len(seekers),
        places=engine.Places(columns.capacity, np.minimum(columns.minimum, columns.capacity)),
        people=people,
        openings=dict(columns.by_name),
        conditions=tuple(_condition(one) for one in version.conditions),
        criteria=tuple(_wish(version, one, seekers, said, columns) for one in version.criteria),
        forbidden=_forbidden(len(seekers), shut),
        strengths={one.name: _strengths(one, seekers, said, columns) for one in version.conditions},
    )


def _forbidden(n_seekers: int, shut: NDArray[np.bool_] | None) -> NDArray[np.int64]:
    rows = np.flatnonzero(shut) if shut is not None else np.zeros(0, np.int64)
    people = np.repeat(np.arange(n_seekers, dtype=np.int64), len(rows))
    return np.stack([people, np.tile(rows, n_seekers)], axis=1)


# --- conditions -----------------------------------------------------------------------------------


def sentence(text: Text) -> engine.Sentence:
    """A text of the charter; braces in it are no places to fill."""
    escaped = [one.replace("{", "{{").replace("}", "}}") for one in (text.ja, text.en)]
    return engine.Sentence(*escaped)


def _condition(one: MarketCondition) -> engine.Condition:
    # The engine refuses names of its own columns; what they are made of is refused here.
    for asked in (one.seeker, one.posting):
        require_unprotected(asked, f"condition “{one.name}”")
    return engine.Condition(
        name=one.name,
        predicate=one.predicate,
        person=one.name,
        opening=one.name,
        label=sentence(one.label),
        met=sentence(one.met),
        not_met=sentence(one.not_met),
        asked_by="person" if one.asked_by == "seeker" else "opening",
        limit=_limit(one) if one.limit else "",
        penalty=one.penalty * PENALTY,
    )


def _limit(one: MarketCondition) -> str:
    return f"{one.name}.limit"


def _strengths(
    one: MarketCondition, seekers: Sequence[Seeker], said: Sequence[Answers], columns: Columns
) -> NDArray[np.int8]:
    """How each asker means it; who did not answer does not mind."""
    usual = STRENGTHS[one.usually]
    if one.asked_by == "posting":
        asked = [_is_said(answers, one.posting) for answers in columns.answers]
        return np.where(np.array(asked, np.bool_), usual, engine.NO_MATTER).astype(np.int8)
    return np.array(
        [
            STRENGTHS[seeker.strengths.get(one.name, one.usually)]
            if _is_said(answers, one.seeker) and (one.limit is None or _is_said(answers, one.limit))
            else engine.NO_MATTER
            for seeker, answers in zip(seekers, said, strict=True)
        ],
        np.int8,
    )


def _is_said(answers: Answers, key: str) -> bool:
    return key in PLACES or answers.get(key) not in (None, "", [])


# --- columns --------------------------------------------------------------------------------------


def _said_by(posting: Posting) -> Answers:
    return {**posting.answers, "place": posting.place, REGION: posting.region}


def _column(
    version: MarketVersion,
    whose: Whose,
    key: str,
    one: MarketCondition,
    said: Sequence[Answers],
) -> Column:
    if one.predicate == "within":
        return _points(said, key)
    shape = version.shape(whose, key)
    if shape == "number":
        return engine.Numbers(_numbers(said, key))
    codes = _codes(version, one.seeker, one.posting)
    if shape == "set":
        return engine.Sets.of(
            [{codes[code] for code in answers.get(key) or [] if code in codes} for answers in said]
        )
    chosen = [codes.get(_code(answers.get(key)), engine.UNKNOWN_CHOICE) for answers in said]
    return engine.Choices(np.array(chosen, np.int32))


def _codes(version: MarketVersion, seeker: str, posting: str) -> dict[str, int]:
    """The things between which both questions choose, numbered."""
    both = [*version.codes("seeker", seeker), *version.codes("posting", posting)]
    return {code: number for number, code in enumerate(dict.fromkeys(both))}


def _code(value: object) -> str:
    return ("yes" if value else "no") if isinstance(value, bool) else str(value or "")


def _numbers(said: Sequence[Answers], key: str, times: int = 1) -> NDArray[np.int64]:
    values = [answers.get(key) for answers in said]
    unknown = engine.UNKNOWN_NUMBER
    return np.array(
        [value * times if isinstance(value, int) else unknown for value in values], np.int64
    )


def _points(said: Sequence[Answers], key: str) -> engine.Points:
    known = points_of({str(answers.get(key) or "") for answers in said})
    nowhere = (engine.UNKNOWN_NUMBER, engine.UNKNOWN_NUMBER)
    rows = [known.get(str(answers.get(key) or ""), nowhere) for answers in said]
    return engine.Points(np.array(rows, np.int64).reshape(len(rows), 2))


# --- criteria -------------------------------------------------------------------------------------


def _wish(
    version: MarketVersion,
    one: MarketCriterion,
    seekers: Sequence[Seeker],
    said: Sequence[Answers],
    columns: Columns,
) -> engine.Criterion | engine.Affinity:
    label = sentence(one.label)
    is_seekers = one.side == "seeker"
    asking = said if is_seekers else columns.answers
    weights = _weights(one, seekers) if is_seekers else _even(one, len(columns.keys))
    offered = columns.levels[one.name] if is_seekers else _offered(version, one, said)
    side: Side = "person" if is_seekers else "opening"
    if one.liking is None:
        return engine.Criterion(one.name, label, side, weights, offered)
    liking = _liking(version, one, asking)
    return engine.Affinity(one.name, label, side, weights, liking, offered.astype(np.int32))


def _weights(one: MarketCriterion, seekers: Sequence[Seeker]) -> NDArray[np.int64]:
    return np.array([seeker.weights.get(one.name, one.weight) for seeker in seekers], np.int64)


def _even(one: MarketCriterion, rows: int) -> NDArray[np.int64]:
    return np.full(rows, one.weight, np.int64)


def _offered(
    version: MarketVersion, one: MarketCriterion, said: Sequence[Answers]
) -> NDArray[np.int64]:
    """The level 0 to 100 of a number between two bounds; of a choice, which it is."""
    require_unprotected(one.of, f"criterion “{one.name}”")
    if one.liking is not None:
        numbers = {code: number for number, code in enumerate(_kinds(version, one))}
        chosen = [numbers.get(_code(answers.get(one.of)), -1) for answers in said]
        return np.array(chosen, np.int64)
    assert one.lowest is not None
    assert one.highest is not None
    values = _numbers(said, one.of)
    scaled = (np.clip(values, one.lowest, one.highest) - one.lowest) * FULL
    levels = scaled // (one.highest - one.lowest)
    if one.is_less_better:
        levels = FULL - levels
    # What nobody knows earns nothing, whichever way is better.
    return np.where(values == engine.UNKNOWN_NUMBER, 0, levels).astype(np.int64)


def _kinds(version: MarketVersion, one: MarketCriterion) -> tuple[str, ...]:
    other: Whose = "posting" if one.side == "seeker" else "seeker"
    assert one.liking
    both = [*version.codes(one.side, one.liking), *version.codes(other, one.of)]
    return tuple(dict.fromkeys(both))


def _liking(
    version: MarketVersion, one: MarketCriterion, asking: Sequence[Answers]
) -> NDArray[np.int64]:
    assert one.liking
    kinds = _kinds(version, one)
    rows = [
        [FULL if code in (answers.get(one.liking) or []) else 0 for code in kinds]
        for answers in asking
    ]
    return np.array(rows, np.int64).reshape(len(rows), len(kinds))
