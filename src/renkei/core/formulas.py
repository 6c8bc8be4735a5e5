"""Formulas: a line of plain notation as MathML, which browsers set without any library.

    P_{x+1}(t+1) = S_x P_x(t) + frac{1 + S_x}{2} (I_x − O_x)

One letter is a variable, several are a name in upright letters (ln, min); `_` and `^` put what
follows, or a group in braces, below and above; `frac{…}{…}` and `sqrt{…}`; "words" in quotes.
"""

import re
from collections.abc import Iterator
from html import escape

from django.utils.safestring import SafeString

PIECE = re.compile(r'\s*("[^"]*"|frac|sqrt|\d[\d,.]*|[^\W\d_]+|[_^{}]|\S)')
# A sum has its index below it, where there is room, and not beside it.
LARGE = "Σ"


class WrongFormula(ValueError):
    """The notation cannot be read; the message says what was expected, and where."""


def formula(notation: str) -> SafeString:
    """The notation as a `math` element that stands in a line of its own.

    Errors  WrongFormula when a brace is not closed or something to raise or lower is missing
    """
    pieces = _Pieces(notation)
    row = _row(pieces, until="")
    return SafeString(f'<math display="block">{row}</math>')


class _Pieces:
    def __init__(self, notation: str) -> None:
        self.notation = notation
        self.left = PIECE.findall(notation)

    def peek(self) -> str:
        return self.left[0] if self.left else ""

    def take(self, wanted: str = "") -> str:
        if not self.left or (wanted and self.left[0] != wanted):
            found = self.left[0] if self.left else "the end"
            raise WrongFormula(f"“{self.notation}”: {wanted or 'more'} should stand before {found}")
        piece: str = self.left.pop(0)
        return piece


def _row(pieces: _Pieces, *, until: str) -> str:
    return "<mrow>" + "".join(_scripted_parts(pieces, until)) + "</mrow>"


def _scripted_parts(pieces: _Pieces, until: str) -> Iterator[str]:
    while pieces.peek() != until:
        if not pieces.peek():
            raise WrongFormula(f"“{pieces.notation}”: {until} is missing at the end")
        base = pieces.peek()
        part = _atom(pieces)
        below, above = _script(pieces, "_"), _script(pieces, "^")
        yield _with_scripts(part, below, above, is_large=base == LARGE)


def _with_scripts(base: str, below: str, above: str, *, is_large: bool) -> str:
    if below and above:
        tag = "munderover" if is_large else "msubsup"
        return f"<{tag}>{base}{below}{above}</{tag}>"
    if below:
        tag = "munder" if is_large else "msub"
        return f"<{tag}>{base}{below}</{tag}>"
    return f"<msup>{base}{above}</msup>" if above else base


def _script(pieces: _Pieces, mark: str) -> str:
    if pieces.peek() != mark:
        return ""
    pieces.take(mark)
    return _atom(pieces)


def _group(pieces: _Pieces) -> str:
    pieces.take("{")
    inside = _row(pieces, until="}")
    pieces.take("}")
    return inside


def _brackets(pieces: _Pieces) -> str:
    # In a row of their own, or they would grow as high as the highest part of the formula.
    pieces.take("(")
    inside = _row(pieces, until=")")
    pieces.take(")")
    return f"<mrow><mo>(</mo>{inside}<mo>)</mo></mrow>"


def _atom(pieces: _Pieces) -> str:
    piece = pieces.peek()
    if piece == "{":
        return _group(pieces)
    if piece == "(":
        return _brackets(pieces)
    if piece in ("", "}", ")", "_", "^"):
        raise WrongFormula(f"“{pieces.notation}”: something should stand before “{piece}”")
    pieces.take()
    if piece == "frac":
        return f"<mfrac>{_group(pieces)}{_group(pieces)}</mfrac>"
    if piece == "sqrt":
        return f"<msqrt>{_group(pieces)}</msqrt>"
    return _leaf(piece)


def _leaf(piece: str) -> str:
    if piece.startswith('"'):
        return f"<mtext>{escape(piece[1:-1])}</mtext>"
    if piece[0].isdigit():
        return f"<mn>{piece}</mn>"
    if piece == LARGE:
        return '<mo movablelimits="false">∑</mo>'
    if piece[0].isalpha():
        # MathML slants one letter by itself and leaves a name of several upright.
        name = f"<mi>{escape(piece)}</mi>"
        return name if len(piece) == 1 else f'<mrow>{name}<mspace width="0.17em"/></mrow>'
    return f"<mo>{escape(piece)}</mo>"
