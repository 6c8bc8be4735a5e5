"""Read a folder of TOML files as a programme.

    hokkaido_sapporo_2020/
        programme.toml
        1_workstyle_and_women/          the first theme, "I"
            theme.toml
            1_practices_and_support.toml    its first initiative, "I-1"
            2_company_certification.toml
            ...

The folder is read whole and strictly: a file that nobody would read is refused like a wrong one.
"""

import re
import tomllib
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

from renkei.charter.errors import CharterError
from renkei.charter.parsing import Spot, read_table
from renkei.charter.terms import Indicator, Initiative, Programme, Theme

SHIPPED = Path(__file__).parent / "hokkaido_sapporo_2020"
ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X")
NUMBERED = re.compile(r"([1-9][0-9]*)_([a-z][a-z0-9_]*)")


@cache
def programme() -> Programme:
    """The programme that is shipped, read and checked once for each process."""
    return read_programme(SHIPPED)


def read_programme(folder: Path) -> Programme:
    """The programme in `folder`.

    Errors  CharterError with file, key and what would be right.
    """
    themes = tuple(
        _theme(path, number, slug, folder)
        for number, slug, path in _numbered(folder, beside="programme.toml")
    )
    spot = Spot("programme.toml")
    agreed = read_table(Programme, _table(folder / spot.file, spot), spot, themes=themes)
    _check_ids(agreed.indicators, "P", spot)
    _refuse_repeats((body.key for body in agreed.bodies), "bodies", "key", spot)
    return agreed


def _theme(path: Path, number: int, slug: str, folder: Path) -> Theme:
    reference = ROMAN[number - 1]
    initiatives = tuple(
        _initiative(file, f"{reference}-{n}", n, name, folder)
        for n, name, file in _numbered(path, beside="theme.toml", suffix=".toml")
    )
    spot = Spot(f"{path.name}/theme.toml")
    table = _table(folder / spot.file, spot)
    theme = read_table(Theme, table, spot, initiatives=initiatives, number=number, slug=slug)
    _check_reference(theme.reference, reference, spot)
    return theme


def _initiative(path: Path, reference: str, number: int, slug: str, folder: Path) -> Initiative:
    spot = Spot(path.relative_to(folder).as_posix())
    table = _table(path, spot)
    initiative = read_table(Initiative, table, spot, number=number, slug=slug, file=spot.file)
    _check_reference(initiative.reference, reference, spot)
    _check_ids(initiative.indicators, reference, spot)
    return initiative


def _numbered(folder: Path, *, beside: str, suffix: str = "") -> Iterator[tuple[int, str, Path]]:
    """The entries of `folder` named ``<number>_<name>``, in order; nothing else may lie there."""
    found = []
    for path in folder.iterdir():
        fits = NUMBERED.fullmatch(path.name.removesuffix(suffix))
        if fits and path.name.endswith(suffix):
            found.append((int(fits[1]), fits[2], path))
        elif path.name != beside:
            example = f"2_company_certification{suffix}"
            raise CharterError(
                path.name, "", f"is not read; name it like {example}, or take it away"
            )
    for expected, (number, _, path) in enumerate(sorted(found), start=1):
        if number != expected:
            raise CharterError(path.name, "", f"number {expected} was expected here, not {number}")
    yield from sorted(found)


def _table(path: Path, spot: Spot) -> dict[str, object]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise spot.refuse("is missing") from None
    except UnicodeDecodeError:
        raise spot.refuse("is not UTF-8; save it in that encoding") from None
    except tomllib.TOMLDecodeError as error:
        raise spot.refuse(f"is not TOML: {error}") from error


def _check_reference(stated: str, expected: str, spot: Spot) -> None:
    if stated != expected:
        raise spot.at("reference").refuse(
            f"“{stated}” should be “{expected}”, as folder and file say"
        )


def _check_ids(indicators: tuple[Indicator, ...], prefix: str, spot: Spot) -> None:
    for number, indicator in enumerate(indicators, start=1):
        if not re.fullmatch(rf"{prefix}\.[0-9]+", indicator.id):
            where = spot.at("indicators").entry(number).at("id")
            raise where.refuse(f"“{indicator.id}” should be “{prefix}.” and a number")
    _refuse_repeats((indicator.id for indicator in indicators), "indicators", "id", spot)


def _refuse_repeats(values: Iterable[str], entries: str, key: str, spot: Spot) -> None:
    seen: dict[str, int] = {}
    for number, value in enumerate(values, start=1):
        if first := seen.get(value):
            where = spot.at(entries).entry(number).at(key)
            raise where.refuse(f"“{value}” is already used by {entries}[{first}]")
        seen[value] = number
