"""How texts are made comparable: what is stored and what is asked for go through the same fold."""

import unicodedata
from functools import cache
from pathlib import Path

# Katakana ァ to ヶ, and the marks of repetition, lie at a constant distance above hiragana.
TO_HIRAGANA = {ord("ァ") + i: ord("ぁ") + i for i in (*range(ord("ヶ") - ord("ァ") + 1), 92, 93)}
BAR = "|"  # between texts that are kept together; no text keeps one
VARIANTS = Path(__file__).with_name("variants.txt")


def fold(text: str) -> str:
    """`text` without width, case, kind of kana, older forms of characters, spaces and signs."""
    plain = unicodedata.normalize("NFKC", text).casefold().translate(_same_as())
    return "".join(character for character in plain if character.isalnum())


@cache
def _same_as() -> dict[int, int]:
    """The plain character for each that is written in several ways."""
    table = dict(TO_HIRAGANA)
    for line in VARIANTS.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            plain, *variants = line.split()
            table |= {ord(variant): ord(plain) for variant in variants}
    return table
