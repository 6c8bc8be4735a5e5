"""What the directory knows of an organisation, as answers to the questions of a market.

A firm enters itself once. A question that asks for its industry is one that is called so and offers
the choices that all markets use; whoever fills the form may change what stands there.
"""

from typing import Protocol

from renkei.charter.markets import MarketVersion
from renkei.paperwork.sheets.values import Value

# Sections of the Japan Standard Industrial Classification as markets offer them; those that are
# not here (mining, energy, real estate ...) have no choice of their own.
BY_SECTION = {
    "A": "farming",
    "B": "farming",
    "D": "building",
    "E": "making",
    "G": "digital",
    "H": "transport",
    "I": "trade",
    "J": "finance",
    "M": "tourism",
    "N": "services",
    "O": "teaching",
    "P": "care",
    "R": "services",
}
ONE, SEVERAL = ("industry", "main_industry"), ("industries",)


class Entry(Protocol):
    """An organisation as the directory hands it out; its tables are its own."""

    key: str
    name_ja: str
    corporate_number: str
    place: str
    industry: str

    @property
    def name(self) -> str:
        """In the reader's language."""


def answers_from(entry: Entry | None, version: MarketVersion) -> dict[str, Value]:
    code = BY_SECTION.get(entry.industry[:1]) if entry else None
    found: dict[str, Value] = {}
    for key, question in version.questions("posting").items():
        if code and code in {choice.code for choice in question.choices}:
            if question.kind == "one_of" and key in ONE:
                found[key] = code
            elif question.kind == "several_of" and key in SEVERAL:
                found[key] = [code]
    return found
