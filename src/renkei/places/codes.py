"""Six-digit codes of local governments: five digits that name the area, one that checks them."""

# The nation has no code of a local government; statistics write it as zeros, without check digit.
JAPAN = "000000"
HOKKAIDO = "010006"
SAPPORO = "011002"

_WEIGHTS = (6, 5, 4, 3, 2)


class InvalidCode(ValueError):
    """A text that cannot be the code of an area; the message says why."""


def check_digit(five: str) -> str:
    """The sixth digit of a five-digit code.

    Source  Ministry of Internal Affairs and Communications, note on the check digit of the
            codes of local governments: the last digit of 11 less the weighted sum modulo 11
    """
    _require_digits(five, 5)
    weighted = sum(weight * int(digit) for weight, digit in zip(_WEIGHTS, five, strict=True))
    return str((11 - weighted % 11) % 10)


def six_digits(five: str) -> str:
    """The code with its check digit: "01101" becomes "011011"; "00000" stays the nation."""
    _require_digits(five, 5)
    return JAPAN if five == JAPAN[:5] else five + check_digit(five)


def require_code(code: str) -> str:
    """`code` itself when it is a six-digit code with the right check digit.

    Errors  InvalidCode when it is not; the message names the digit that was expected.
    """
    _require_digits(code, 6)
    if (expected := six_digits(code[:5])) != code:
        raise InvalidCode(f"code {code!r} has a wrong check digit; {expected!r} would be right")
    return code


def is_valid_code(code: str) -> bool:
    try:
        require_code(code)
    except InvalidCode:
        return False
    return True


def _require_digits(text: str, length: int) -> None:
    if not (text.isascii() and text.isdigit() and len(text) == length):
        raise InvalidCode(f"code {text!r} should have {length} digits and nothing else")
