import pytest
from hypothesis import given
from hypothesis import strategies as st

from renkei.places.codes import InvalidCode, check_digit, is_valid_code, require_code, six_digits
from renkei.places.reader import read_areas, read_members, read_successions


@pytest.mark.parametrize(
    ("five", "six"),
    [
        ("01000", "010006"),
        ("01100", "011002"),
        ("01101", "011011"),
        ("13000", "130001"),
        ("01300", "013005"),
        ("00000", "000000"),
    ],
)
def test_six_digits_of_known_areas(five: str, six: str) -> None:
    assert six_digits(five) == six


def test_every_code_of_the_reference_files_has_its_check_digit() -> None:
    codes = {row.code for row in read_areas()} | {row.code for row in read_members()}
    codes |= {code for row in read_successions() for code in (row.predecessor, row.successor)}

    assert len(codes) > 300
    assert {code for code in codes if not is_valid_code(code)} == set()


@given(
    five=st.text("0123456789", min_size=5, max_size=5).filter(lambda five: five != "00000"),
    position=st.integers(0, 4),
    step=st.integers(1, 9),
)
def test_one_wrong_digit_is_noticed_unless_the_remainders_are_0_and_10(
    five: str, position: int, step: int
) -> None:
    """Eleven remainders share ten digits: 0 and 10 both give a 1."""
    digit = str((int(five[position]) + step) % 10)
    wrong = five[:position] + digit + five[position + 1 :]

    shared = {_remainder(five), _remainder(wrong)} == {0, 10}

    assert (check_digit(five) == check_digit(wrong)) == shared


@pytest.mark.parametrize("code", ["", "01101", "0110111", "01101x", "０１１０１１", " 11011"])
def test_a_text_that_is_no_code_is_refused(code: str) -> None:
    assert not is_valid_code(code)


def test_a_wrong_check_digit_is_told_with_the_right_one() -> None:
    with pytest.raises(InvalidCode, match="'011011' would be right"):
        require_code("011012")


def test_a_short_code_is_told_how_many_digits_it_needs() -> None:
    with pytest.raises(InvalidCode, match="should have 5 digits"):
        six_digits("1101")


def _remainder(five: str) -> int:
    return sum(w * int(d) for w, d in zip((6, 5, 4, 3, 2), five, strict=True)) % 11
