"""A reason: a code with numbers, which a table of sentences turns into words."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from renkei.engines.matching.sentences import DEFAULT, Sentence, Sentences, points

# Numbers of these names are thousandths of a point; all others are said as they are.
_POINTS = frozenset({"score", "points", "last_points", "own_points"})


@dataclass(frozen=True, slots=True)
class Reason:
    """Why something is so.

    `code` names the sentence in the table; `numbers` fill its places; `names` are texts of the
    market in both languages (labels of conditions and criteria, names of groups). A reason that
    brings a sentence of its own (a condition met or not) needs none of the table.

    Units   points are in thousandths
    """

    code: str
    numbers: Mapping[str, int] = field(default_factory=dict)
    names: Mapping[str, Sentence] = field(default_factory=dict)
    sentence: Sentence | None = None

    def say(self, language: str, table: Sentences = DEFAULT) -> str:
        """The reason in words, in a language ("ja", "en", "en-gb" …).

        Errors  KeyError for a code that the table does not know; MarketError for a sentence that
                asks for a number which the reason does not have
        """
        sentence = self.sentence or table[self.code]
        values: dict[str, object] = {
            name: points(number) if name in _POINTS else f"{number:,}"
            for name, number in self.numbers.items()
        }
        values |= {name: text.say(language) for name, text in self.names.items()}
        return sentence.say(language, **values)
