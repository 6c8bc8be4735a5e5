"""How names of places are made comparable: one pure function for what is stored and what is asked.

Every area stores its terms as "|札幌市|札幌|さっぽろし|...|". Since the bar never survives
`normalise`, "|term|" finds an exact name, "|term" a beginning and "term" any part, with the same
simple LIKE on every database.
"""

import re
import unicodedata
from collections.abc import Iterable

BAR = "|"

# Katakana ァ to ヶ lie at a constant distance above hiragana.
_TO_HIRAGANA = {ord("ァ") + i: ord("ぁ") + i for i in range(ord("ヶ") - ord("ァ") + 1)}
_LONG_VOWEL_MARKS = {"\u0302", "\u0304"}

# The ways in which one sound is typed, led to one spelling: kunrei to hepburn, long vowels to
# short ones, the n before b, m, p. Whole syllables only, so that half-typed names still match.
_SPELLINGS = tuple(
    (re.compile(pattern), spelling)
    for pattern, spelling in (
        (r"o(?:h(?=[bcdfghjkmnprstwyz]|$)|u|o)+", "o"),
        (r"uu+", "u"),
        (r"sy", "sh"),
        (r"ty", "ch"),
        (r"[zj]y+", "j"),
        (r"(?<![cs])hu", "fu"),
        (r"si", "shi"),
        (r"ti", "chi"),
        (r"tu", "tsu"),
        (r"zi", "ji"),
        (r"cch", "tch"),
        (r"m(?=[bmp])", "n"),
    )
)

_SUFFIXES = (
    re.compile(r"(?:総合振興局|振興局|支庁|[市町村区])$"),
    re.compile(r"(?:(?:そうごう)?しんこうきょく|しちょう|し|ちょう|まち|むら|く)$"),
    re.compile(r"-(?:(?:sogo-)?shinkokyoku|shicho|shi|cho|machi|mura|ku)$"),
)


def normalise(text: str) -> str:
    """`text` without width, case, kind of kana, long-vowel signs, spaces and punctuation."""
    decomposed = unicodedata.normalize("NFD", unicodedata.normalize("NFKC", text).lower())
    plain = unicodedata.normalize("NFC", "".join(c for c in decomposed if not _is_long_vowel(c)))
    letters = "".join(c for c in plain.translate(_TO_HIRAGANA) if c.isalnum())
    for pattern, spelling in _SPELLINGS:
        letters = pattern.sub(spelling, letters)
    return letters


def without_suffix(name: str) -> str:
    """ "音更町", "おとふけちょう" or "Otofuke-cho" without the word for its kind.

    One of the three kinds of writing at a time: a name is never cut twice.
    """
    for suffix in _SUFFIXES:
        if (stem := suffix.sub("", name)) and stem != name:
            return stem
    return name


def search_terms(names: Iterable[str]) -> str:
    """The column that is searched: each name as it is and without its suffix."""
    terms = dict.fromkeys(
        term for name in names for form in (name, without_suffix(name)) if (term := normalise(form))
    )
    return BAR + BAR.join(terms) + BAR if terms else ""


def _is_long_vowel(character: str) -> bool:
    return character in _LONG_VOWEL_MARKS
