"""The layout is a drawing that was looked at; these tests hold what makes it recognisable."""

import math
from functools import cache

import pytest

from renkei.places.hexagons import Hexagon, Layout, hexagons, neighbours
from renkei.places.kinds import MUNICIPAL_KINDS, Kind
from renkei.places.reader import AreaRow, read_areas

LAYOUTS = pytest.mark.parametrize("layout", list(Layout))
REBUN, RISHIRI, RISHIRIFUJI, OKUSHIRI = "015172", "015181", "015199", "013676"
ISLANDS = {REBUN, RISHIRI, RISHIRIFUJI, OKUSHIRI}
STEP_DEGREES = 0.20

Cell = tuple[int, int]


@cache
def present() -> dict[str, AreaRow]:
    return {row.code: row for row in read_areas() if row.valid_to is None}


def cells(layout: Layout = Layout.MAIN) -> dict[str, Cell]:
    return {cell.code: (cell.column, cell.row) for cell in hexagons(layout)}


def named(name: str) -> Cell:
    return next(cells()[code] for code, row in present().items() if row.name_ja == name)


def east(cell: Cell) -> float:
    return cell[0] + 0.5 * (cell[1] % 2)


def pieces(of: set[Cell]) -> int:
    """How many connected pieces the cells form."""
    left, n = set(of), 0
    while left:
        n, edge = n + 1, [left.pop()]
        while edge:
            touching = left & set(neighbours(*edge.pop()))
            left -= touching
            edge.extend(touching)
    return n


def test_every_municipality_and_every_ward_has_a_cell() -> None:
    municipal = {row.code for row in present().values() if row.kind in MUNICIPAL_KINDS}
    wards = {row.code for row in present().values() if row.kind is Kind.WARD}

    assert set(cells(Layout.MAIN)) == municipal
    assert set(cells(Layout.SAPPORO)) == wards
    assert (len(municipal), len(wards)) == (179, 10)


@LAYOUTS
def test_no_cell_is_given_twice_and_none_lies_outside(layout: Layout) -> None:
    taken = list(cells(layout).values())

    assert len(taken) == len(set(taken))
    assert min(column for column, _ in taken) == 0
    assert min(row for _, row in taken) in (0, 1)


def test_a_bureau_is_in_one_piece_but_for_its_islands() -> None:
    bureaus: dict[str, set[Cell]] = {}
    for code, cell in cells().items():
        if code not in ISLANDS:
            bureaus.setdefault(present()[code].parent_code, set()).add(cell)

    assert len(bureaus) == 14
    assert {code: pieces(of) for code, of in bureaus.items() if pieces(of) > 1} == {}


def test_the_mainland_is_in_one_piece() -> None:
    assert pieces({cell for code, cell in cells().items() if code not in ISLANDS}) == 1


@pytest.mark.parametrize("island", [{REBUN}, {RISHIRI, RISHIRIFUJI}, {OKUSHIRI}])
def test_an_island_has_water_around_it(island: set[str]) -> None:
    land = {cell for code, cell in cells().items() if code not in island}
    shore = {cell for code in island for cell in neighbours(*cells()[code])}

    assert shore & land == set()
    assert pieces({cells()[code] for code in island}) == 1


def test_sapporos_wards_are_in_one_piece() -> None:
    assert pieces(set(cells(Layout.SAPPORO).values())) == 1


def test_offices_lie_near_their_cells() -> None:
    offsets = [_offset(code, cell) for code, cell in cells().items()]
    shift_x = sum(x for x, _ in offsets) / len(offsets)
    shift_y = sum(y for _, y in offsets) / len(offsets)

    distances = [math.hypot(x - shift_x, y - shift_y) for x, y in offsets]

    assert sum(distances) / len(distances) < 0.75
    assert max(distances) < 2.5


def _offset(code: str, cell: Cell) -> tuple[float, float]:
    """From the office to the cell, in steps of the grid, east and south."""
    office = present()[code]
    assert office.latitude is not None
    assert office.longitude is not None
    x = office.longitude * math.cos(math.radians(43.5)) / STEP_DEGREES
    y = -office.latitude / STEP_DEGREES
    return east(cell) - x, cell[1] * math.sqrt(3) / 2 - y


@pytest.mark.parametrize(
    ("western", "eastern"),
    [
        ("函館市", "室蘭市"),
        ("小樽市", "札幌市"),
        ("札幌市", "帯広市"),
        ("帯広市", "釧路市"),
        ("釧路市", "根室市"),
        ("紋別市", "網走市"),
        ("網走市", "斜里町"),
        ("斜里町", "羅臼町"),
        ("奥尻町", "せたな町"),
        ("礼文町", "稚内市"),
    ],
)
def test_what_lies_east_is_drawn_to_the_right(western: str, eastern: str) -> None:
    assert east(named(western)) < east(named(eastern))


@pytest.mark.parametrize(
    ("northern", "southern"),
    [
        ("稚内市", "名寄市"),
        ("名寄市", "旭川市"),
        ("旭川市", "富良野市"),
        ("留萌市", "石狩市"),
        ("札幌市", "苫小牧市"),
        ("苫小牧市", "函館市"),
        ("函館市", "松前町"),
        ("帯広市", "えりも町"),
        ("羅臼町", "標津町"),
        ("羅臼町", "斜里町"),
        ("礼文町", "利尻町"),
    ],
)
def test_what_lies_north_is_drawn_above(northern: str, southern: str) -> None:
    assert named(northern)[1] < named(southern)[1]


def test_the_corners_of_hokkaido_are_where_readers_look_for_them() -> None:
    columns, rows = zip(*cells().values(), strict=True)

    assert named("稚内市")[1] <= min(rows) + 2
    assert named("松前町")[1] == max(rows)
    assert named("松前町")[0] < max(columns) / 4
    assert named("函館市")[0] < max(columns) / 3
    assert named("根室市")[0] == max(columns)


def test_cells_come_from_north_to_south_and_west_to_east() -> None:
    layout = hexagons("sapporo")

    assert list(layout) == sorted(layout, key=lambda cell: (cell.row, cell.column))
    assert isinstance(layout[0], Hexagon)


@pytest.mark.parametrize("cell", [(4, 2), (4, 3)])
def test_neighbours_know_each_other(cell: Cell) -> None:
    around = neighbours(*cell)

    assert len(set(around)) == 6
    assert all(cell in neighbours(*other) for other in around)


def test_an_unknown_layout_is_refused() -> None:
    with pytest.raises(ValueError, match="otaru"):
        hexagons("otaru")
