"""Corporate numbers: what is repaired, and what is said about what cannot be."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from renkei.directory.numbers import check_digit, corporate_number

# Public facts: the numbers of the two governments.
HOKKAIDO, SAPPORO = "7000020010006", "9000020011002"


@pytest.mark.parametrize("number", [HOKKAIDO, SAPPORO])
def test_number_of_a_government_is_one(number: str) -> None:
    assert corporate_number(number) == number


@pytest.mark.parametrize(
    "written",
    ["７００００２００１０００６", "7-0000-2001-0006", " 7 0000 2001 0006 ", "7－0000－2001－0006"],
)
def test_number_is_repaired(written: str) -> None:
    assert corporate_number(written) == HOKKAIDO


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("000020010006", "12桁です。会社法人等番号"),
        ("70000200100", "11桁です"),
        ("7000020010060", "検査に合いません"),
        ("T7000020010006", "数字だけです"),
        ("７００００２００１０００②③", "14桁です"),
    ],
)
def test_message_says_what_is_wrong(written: str, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        corporate_number(written)


def test_blank_is_no_number() -> None:
    assert corporate_number(" 　") == ""


bases = st.text("0123456789", min_size=12, max_size=12)


@given(bases)
def test_every_base_has_one_check_digit(base: str) -> None:
    fitting = [digit for digit in "0123456789" if _is_number(digit + base)]

    assert fitting == [str(check_digit(base))]
    assert fitting != ["0"]


@given(bases, st.integers(0, 11), st.sampled_from("0123456789"))
def test_one_wrong_digit_is_seen(base: str, place: int, other: str) -> None:
    """Nine is the modulus, so 0 and 9 in one place cannot be told apart; all else is."""
    number = str(check_digit(base)) + base
    wrong = number[: place + 1] + other + number[place + 2 :]
    can_be_told = (int(number[place + 1]) - int(other)) % 9 != 0

    assert _is_number(wrong) != can_be_told


def _is_number(text: str) -> bool:
    try:
        return corporate_number(text) == text
    except ValueError:
        return False
