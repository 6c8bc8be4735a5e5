"""The engine's reasons in both languages, in whole points: thousandths tell a reader nothing."""

from dataclasses import replace

from renkei.charter.text import Text
from renkei.engines import matching as engine

POINTS = {"points", "score", "last_points", "own_points"}


def said(reason: engine.Reason) -> Text:
    numbers = {
        name: round(number, -3) if name in POINTS else number
        for name, number in reason.numbers.items()
    }
    whole, table = replace(reason, numbers=numbers), engine.DEFAULT
    if reason.sentence is None and reason.code not in table:
        table = engine.OF_PLANS
    return Text(whole.say("ja", table), whole.say("en", table))
