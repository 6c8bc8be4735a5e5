"""People who are drawn by rule: so many of a market, with names, answers and wishes by lists.

The seed decides, so that every demonstration has the same.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import product
from random import Random
from typing import Any

from renkei.charter.market_reader import markets
from renkei.charter.sheets import Question
from renkei.demo import cast
from renkei.demo.stage import Line, Stage

# Who takes part registered at least so many days before.
BEFORE = 2


def drawn_seekers(stage: Stage, crowds: Iterable[Line]) -> Iterator[Line]:
    """The lines of a table of registrations, as somebody could have written them."""
    for crowd in crowds:
        draw = Random(f"{cast.names()['seed']} {crowd['market']}")  # noqa: S311 - no secret
        names, placed = _names(draw), _placements(crowd)
        for n in range(crowd["n"]):
            yield _seeker(stage, crowd, draw, n, next(names), placed[n])


def _seeker(stage: Stage, crowd: Line, draw: Random, n: int, name: str, placed: list[Line]) -> Line:
    version = markets()[crowd["market"]].version_on(stage.today)
    assert version, crowd["market"]
    questions, home = version.questions("seeker"), draw.choice(crowd["homes"])
    open_here = _open_in(stage, crowd["market"])
    special = {"@home": home, "@months": [one.answers.get("month") for one in open_here]}
    answers = {
        key: _drawn(draw, how, questions[key], special) for key, how in crowd["answers"].items()
    }
    line = {
        "id": f"{crowd['market']}_{n}",
        "market": crowd["market"],
        "by": crowd["by"],
        "name": name,
        "registered": _registered(crowd, n, placed),
        "profile": _profile(crowd, draw, home),
        "answers": answers,
        "placements": placed,
    }
    if how := crowd.get("wishes"):
        line["wishes"] = _wishes(stage, crowd["market"], answers, how, draw)
    return line


def _names(draw: Random) -> Iterator[str]:
    lists = cast.names()
    pairs = list(product(lists["families"], lists["firsts"]))
    draw.shuffle(pairs)
    for family, first in pairs:
        yield f"{family} {first}{lists['mark']}"


def _profile(crowd: Line, draw: Random, home: str) -> dict[str, Any]:
    return {
        "birth_year": draw.randint(*crowd["born"]),
        "sex": draw.choice(["female", "male"]),
        "nationality": draw.choice(["japanese"] * 19 + ["other"]),
        "home": home,
    }


def _registered(crowd: Line, n: int, placed: list[Line]) -> int:
    """One after the other through the season, but before what they took part in."""
    first, last = crowd["registered"]
    day = first + (last - first) * n // crowd["n"]
    return int(min([day, *(min(one["steps"].values()) - BEFORE for one in placed)]))


def _placements(crowd: Line) -> dict[int, list[Line]]:
    """Who takes part in what: in turn, from the first to the last and on with the first."""
    found: dict[int, list[Line]] = defaultdict(list)
    n = 0
    for line in crowd.get("placements", ()):
        for _ in range(line["n"]):
            found[n % crowd["n"]].append({key: line[key] for key in line if key != "n"})
            n += 1
    return found


# --- answers and wishes -----------------------------------------------------------------------


def _drawn(draw: Random, how: Line, question: Question, special: dict[str, Any]) -> Any:
    """One of a list, some of it, or a value as it stands; @all are the question's choices."""
    if "value" in how:
        return special.get(how["value"], how["value"]) if _is_word(how["value"]) else how["value"]
    among: Any = how.get("one_of", how.get("some_of"))
    if among == "@all":
        among = [choice.code for choice in question.choices]
    elif _is_word(among):
        among = special[among]
    if "one_of" in how:
        return draw.choice(among)
    some = draw.sample(among, min(draw.randint(how["least"], how["most"]), len(among)))
    return list(dict.fromkeys(some))  # what stands several times in a list is likelier


def _is_word(value: Any) -> bool:
    return isinstance(value, str) and value.startswith("@")


def _wishes(stage: Stage, market: str, answers: Line, how: Line, draw: Random) -> list[str]:
    """Of what is open in the months that suit: what is of interest first, and the few that
    everybody wants before others."""
    fitting = {
        name: len(set(answers["interests"]) & set(one.answers["industries"])) * 2
        + popularity
        + draw.random()
        for (name, one), popularity in zip(
            _named_open(stage, market), _popularity(stage, market), strict=True
        )
        if one.answers["month"] in answers["months"]
    }
    most = draw.randint(how["least"], how["most"])
    return sorted(fitting, key=lambda name: -fitting[name])[:most]


def _popularity(stage: Stage, market: str) -> Sequence[int]:
    """Every fourth is in demand."""
    return [2 * (n % 4 == 0) for n, _one in enumerate(_named_open(stage, market))]


def _named_open(stage: Stage, market: str) -> list[tuple[str, Any]]:
    return [
        (name, one)
        for name, one in stage.kept.items()
        if getattr(one, "market", "") == market and one.is_public
    ]


def _open_in(stage: Stage, market: str) -> list[Any]:
    return [one for _name, one in _named_open(stage, market)]
