"""Read a folder of TOML files as a programme.

    hokkaido_sapporo_2020/
        programme.toml
        1_workstyle_and_women/          the first theme, "I"
            theme.toml
            1_practices_and_support.toml    its first initiative, "I-1"
            2_company_certification.toml
            ...
        sheets/                         question sheets, read by `sheet_reader`
        letters/                        texts of documents, read by `letters`
        markets/                        markets, read by `market_reader`

The folder is read whole and strictly: a file that nobody would read is refused like a wrong one.
"""

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from renkei.charter import logic
from renkei.charter.parsing import Spot, read_table
from renkei.charter.terms import Indicator, Initiative, Programme, Theme

SHIPPED = Path(__file__).parent / "hokkaido_sapporo_2020"
# Folders of the programme that another reader reads.
SHEETS, LETTERS, MARKETS = "sheets", "letters", "markets"
Table = dict[str, Any]
NUMBERED = re.compile(r"([1-9][0-9]*)_([a-z][a-z0-9_]*)")


@cache
def programme() -> Programme:
    """The programme that is shipped, read and checked once for each process."""
    return read_programme(SHIPPED)


def read_programme(folder: Path, changed: Mapping[str, Table] | None = None) -> Programme:
    """The programme in `folder`; `changed` holds, by file, what is read in place of it.

    Errors  CharterError with file, key and what would be right.
    """
    files = _Files(folder, changed or {})
    spot = Spot("programme.toml")
    table = files.toml(spot)
    themes = tuple(
        _theme(files, name, number)
        for number, name in _numbered(
            folder, "", beside=(spot.file, SHEETS, LETTERS, MARKETS), ending=""
        )
    )
    agreed = read_table(Programme, table, spot, themes=themes)
    if agreed.key != folder.name:
        raise spot.at("key").refuse(f"“{agreed.key}” should be “{folder.name}”, as the folder says")
    _check_ids(agreed.indicators, "P", spot)
    _refuse_repeats((body.key for body in agreed.bodies), "bodies", "key", spot)
    _refuse_repeats((shock.key for shock in agreed.shocks), "shocks", "key", spot)
    _check_same_things(agreed, spot)
    _check_shocks(agreed, spot)
    for initiative in agreed.initiatives:
        _check_logic(initiative, agreed)
    return agreed


@dataclass(frozen=True, slots=True)
class _Files:
    path: Path
    changed: Mapping[str, Table] = field(default_factory=dict)

    def toml(self, spot: Spot) -> Table:
        found = self.changed.get(spot.file)
        return read_toml(self.path, spot) if found is None else found


def _check_shocks(agreed: Programme, spot: Spot) -> None:
    known = {initiative.reference for initiative in agreed.initiatives}
    for number, shock in enumerate(agreed.shocks, start=1):
        for reference in shock.initiatives:
            if reference not in known:
                where = spot.at("shocks").entry(number).at("initiatives")
                raise where.refuse(f"“{reference}” is no initiative of this programme")


def _check_logic(initiative: Initiative, agreed: Programme) -> None:
    levels = logic_levels(initiative, agreed)
    try:
        logic.check(initiative.logic, levels)
    except logic.UnfitLinkError as unfit:
        where = Spot(initiative.file).at("logic").entry(unfit.number).at(unfit.name)
        raise where.refuse(unfit.problem) from unfit


def logic_levels(initiative: Initiative, agreed: Programme) -> dict[str, str]:
    """The level of everything that the logic of an initiative may name."""
    named = (*agreed.indicators, *initiative.indicators)
    return {initiative.reference: "activity"} | {one.id: one.level for one in named}


def _check_same_things(agreed: Programme, programme: Spot) -> None:
    files = {initiative.reference: initiative.file for initiative in agreed.initiatives}
    other = {one.id: one.same_thing_as for one in agreed.every_indicator}
    for indicator in agreed.every_indicator:
        named = indicator.same_thing_as
        if named and other.get(named) != indicator.id:
            file = files.get(indicator.reference, programme.file)
            raise (
                Spot(file)
                .at(indicator.id)
                .at("same_thing_as")
                .refuse(f"“{named}” is no indicator that names this one in return")
            )


def _theme(files: _Files, name: str, number: int) -> Theme:
    reference = _roman(number)
    spot = Spot(f"{name}/theme.toml")
    table = files.toml(spot)
    initiatives = tuple(
        _initiative(files, f"{name}/{file}", f"{reference}-{n}", n)
        for n, file in _numbered(files.path, name, beside=("theme.toml",), ending=".toml")
    )
    theme = read_table(Theme, table, spot, initiatives=initiatives, number=number, slug=_slug(name))
    _check_reference(theme.reference, reference, spot)
    return theme


def _initiative(files: _Files, file: str, reference: str, number: int) -> Initiative:
    spot = Spot(file)
    slug = _slug(file.rpartition("/")[2].removesuffix(".toml"))
    initiative = read_table(Initiative, files.toml(spot), spot, number=number, slug=slug, file=file)
    _check_reference(initiative.reference, reference, spot)
    _check_ids(initiative.indicators, reference, spot)
    return initiative


def _numbered(
    folder: Path, within: str, *, beside: tuple[str, ...], ending: str
) -> list[tuple[int, str]]:
    """Number and name of the entries named ``<number>_<name>``, counted from 1 without a gap.

    Without an `ending` they are folders. Nothing else may lie there but `beside` and what an
    operating system hides: a file that is never read would look like a part of the agreement.
    """
    found = []
    for path in (folder / within).iterdir():
        fits = NUMBERED.fullmatch(path.name.removesuffix(ending))
        if fits and path.name.endswith(ending) and path.is_file() == bool(ending):
            found.append((int(fits[1]), path.name))
        elif path.name not in beside and not path.name.startswith("."):
            raise (
                Spot(within)
                .within(path.name)
                .refuse(
                    f"is not read here; is it misnamed? Expected is a name like 2_some_name{ending}"
                )
            )
    found.sort()
    for expected, (number, name) in enumerate(found, start=1):
        if number != expected:
            raise Spot(within).within(name).refuse(f"should have the number {expected}")
    if not found:
        raise Spot(within).within(f"1_some_name{ending}").refuse("is missing")
    return found


def _slug(name: str) -> str:
    return name.partition("_")[2]


def _roman(number: int) -> str:
    tens, ones = divmod(number, 10)
    return "X" * tens + ("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX")[ones]


def read_toml(folder: Path, spot: Spot) -> Table:
    try:
        return tomllib.loads((folder / spot.file).read_text(encoding="utf-8"))
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
