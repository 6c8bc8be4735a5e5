"""The engine's reasons in both languages, in whole points: thousandths tell a reader nothing."""

from functools import lru_cache

from renkei.charter.text import Text
from renkei.engines import matching as engine

POINTS = {"points", "score", "last_points", "own_points"}
Numbers = tuple[tuple[str, int], ...]
Names = tuple[tuple[str, engine.Sentence], ...]


def said(reason: engine.Reason) -> Text:
    numbers = tuple(
        (name, round(number, -3) if name in POINTS else number)
        for name, number in reason.numbers.items()
    )
    return _said(reason.code, numbers, tuple(reason.names.items()), reason.sentence)


# In a round the same is said to many.
@lru_cache(maxsize=4096)
def _said(code: str, numbers: Numbers, names: Names, sentence: engine.Sentence | None) -> Text:
    whole = engine.Reason(code, dict(numbers), dict(names), sentence)
    table = engine.DEFAULT if sentence or code in engine.DEFAULT else engine.OF_PLANS
    return Text(whole.say("ja", table), whole.say("en", table))
