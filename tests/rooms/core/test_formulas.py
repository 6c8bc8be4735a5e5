"""Formulas: plain notation becomes MathML that is well formed and says the same."""

import re
import xml.etree.ElementTree as ET

import pytest

from renkei.core.formulas import WrongFormula, formula


def outline(notation: str) -> str:
    """The formula as nested tags and text, without rows and spaces."""

    def written(node: ET.Element) -> str:
        inside = (node.text or "") + "".join(written(child) for child in node)
        if node.tag in {"math", "mrow"}:
            return inside
        return "" if node.tag == "mspace" else f"{node.tag}({inside})"

    return written(ET.fromstring(formula(notation)))


@pytest.mark.parametrize(
    ("notation", "expected"),
    [
        ("x", "mi(x)"),
        ("x + 1", "mi(x)mo(+)mn(1)"),
        ("1,000.5", "mn(1,000.5)"),
        ("S_x", "msub(mi(S)mi(x))"),
        ("δ^2", "msup(mi(δ)mn(2))"),
        ("P_{x+1}^t", "msubsup(mi(P)mi(x)mo(+)mn(1)mi(t))"),
        ("frac{a}{b}", "mfrac(mi(a)mi(b))"),
        ("sqrt{1 + n^2}", "msqrt(mn(1)mo(+)msup(mi(n)mn(2)))"),
        ("ln m", "mi(ln)mi(m)"),
        ("Σ_x f", "munder(mo(∑)mi(x))mi(f)"),
        ('"to Japan" x', "mtext(to Japan)mi(x)"),
        ("a < b", "mi(a)mo(<)mi(b)"),
        ("(1 + x)^2", "msup(mo(()mn(1)mo(+)mi(x)mo())mn(2))"),
    ],
)
def test_notation_becomes_mathml(notation, expected):
    assert outline(notation) == expected


def test_words_are_escaped():
    assert "&lt;b&gt;" in formula('"<b>"')


def test_formula_stands_in_its_own_line():
    assert re.match(r'<math display="block">', formula("x"))


@pytest.mark.parametrize(
    "notation", ["frac{a}", "P_", "{x", "x}", "^2", "frac a b", "sqrt{x", "(x", "x)"]
)
def test_notation_that_cannot_be_read_is_refused(notation):
    with pytest.raises(WrongFormula, match=re.escape(notation)):
        formula(notation)
