"""Names of files as they may be shown and offered for saving; none ever names a file of ours."""

import re
import unicodedata

LONGEST = 120
_FORBIDDEN = re.compile(r'[<>:"|?*]')
# Windows gives these to devices, with any suffix.
_DEVICES = re.compile(r"(?i)^(con|prn|aux|nul|com[0-9]|lpt[0-9])(\.|$)")


def cleaned_name(name: str) -> str:
    """The last part of a path, without what turns text around, breaks lines or leaves a folder.

    Empty when nothing is left.
    """
    # macOS writes が as two characters; everybody else looks for one.
    text = unicodedata.normalize("NFC", name)
    text = re.split(r"[\\/]", text)[-1]
    # Controls, and the invisible ones that reverse how a suffix reads.
    text = "".join(c if not unicodedata.category(c).startswith("C") else "" for c in text)
    text = _FORBIDDEN.sub("_", " ".join(text.split())).strip(" .")
    if _DEVICES.match(text):
        text = f"_{text}"
    return _shortened(text)


def suffix_of(name: str) -> str:
    """In lower case, without its dot; empty where there is none."""
    _before, dot, suffix = name.rpartition(".")
    return unicodedata.normalize("NFKC", suffix).lower() if dot else ""


def inner_suffixes(name: str) -> list[str]:
    """Of 請求書.exe.pdf: exe."""
    return [unicodedata.normalize("NFKC", part).strip().lower() for part in name.split(".")[1:-1]]


def _shortened(name: str) -> str:
    if len(name) <= LONGEST:
        return name
    before, dot, suffix = name.rpartition(".")
    if not dot or len(suffix) > 10:
        return name[:LONGEST]
    return f"{before[: LONGEST - len(suffix) - 2]}….{suffix}"
