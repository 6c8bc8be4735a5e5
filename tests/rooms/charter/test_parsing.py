"""The schema is the dataclass: what may stand in a file follows from its fields."""

from dataclasses import dataclass
from typing import Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from renkei.charter.errors import CharterError, MisfitError
from renkei.charter.parsing import Spot, read_table

Colour = Literal["red", "blue"]


@dataclass(frozen=True)
class Leaf:
    colour: Colour
    size: float = 1


@dataclass(frozen=True)
class Tree:
    name: str
    leaves: tuple[Leaf, ...]
    age: int | None = None
    sign: Literal[1, -1] = 1
    evergreen: bool = False

    def __post_init__(self) -> None:
        if self.evergreen and self.age is None:
            raise MisfitError("age", "belongs to an evergreen")


OAK = {"name": "oak", "leaves": [{"colour": "red"}, {"colour": "blue", "size": 2.5}]}
HERE = Spot("forest.toml")


def refusal(table: object) -> str:
    with pytest.raises(CharterError) as refused:
        read_table(Tree, table, HERE)
    return str(refused.value)


def test_table_becomes_the_dataclass():
    tree = read_table(Tree, OAK, HERE)

    assert tree == Tree("oak", (Leaf("red"), Leaf("blue", 2.5)))


def test_table_keeps_whole_numbers_whole_where_decimals_may_stand():
    tree = read_table(Tree, OAK | {"leaves": [{"colour": "red", "size": 3}]}, HERE)

    assert type(tree.leaves[0].size) is int


@pytest.mark.parametrize(
    ("table", "message"),
    [
        ("oak", "forest.toml: should be a table with name, leaves, age, sign, evergreen"),
        (
            OAK | {"root": 1},
            "root: is not known here; known are name, leaves, age, sign, evergreen",
        ),
        ({"name": "oak"}, "leaves: is missing"),
        (OAK | {"name": 7}, "name: should be a text in quotation marks, not 7"),
        (OAK | {"name": " "}, "name: is empty; write the text"),
        (OAK | {"age": "old"}, "age: should be a whole number, not 'old'"),
        (OAK | {"age": 1.5}, "age: should be a whole number, not 1.5"),
        (OAK | {"age": True}, "age: should be a whole number, not True"),
        (OAK | {"sign": 2}, "sign: “2” is not one of 1, -1"),
        (OAK | {"sign": True}, "sign: “True” is not one of 1, -1"),
        (OAK | {"evergreen": 1}, "evergreen: should be true or false, not 1"),
        (OAK | {"evergreen": True}, "age: belongs to an evergreen"),
        (OAK | {"leaves": {}}, "leaves: should be a list with at least one entry"),
        (OAK | {"leaves": []}, "leaves: should be a list with at least one entry"),
        (OAK | {"leaves": ["red"]}, "leaves[1]: should be a table with colour, size"),
        (
            OAK | {"leaves": [{"colour": "red"}, {"colour": "green"}]},
            "leaves[2].colour: “green” is not one of red, blue",
        ),
        (
            OAK | {"leaves": [{"colour": "red", "size": False}]},
            "leaves[1].size: should be a number, not False",
        ),
    ],
)
def test_table_that_does_not_fit_is_refused(table, message):
    assert refusal(table).removeprefix("forest.toml: ") == message.removeprefix("forest.toml: ")


def test_given_field_is_not_a_key_of_the_file():
    with pytest.raises(CharterError, match="name: is not known here; known are leaves, age"):
        read_table(Tree, OAK, HERE, name="beech")


def test_error_carries_its_reason_in_parts():
    with pytest.raises(CharterError) as refused:
        read_table(Tree, OAK | {"name": ""}, HERE)

    error = refused.value
    assert (error.file, error.key, error.problem) == (
        "forest.toml",
        "name",
        "is empty; write the text",
    )


scalars = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text()
values = scalars | st.lists(scalars, max_size=2)
colours = st.sampled_from(["red", "blue", "green"])
leaves = st.lists(st.fixed_dictionaries({"colour": colours}, optional={"size": values}), max_size=2)


def key_or_tree(table: dict[str, object]) -> str | Tree:
    try:
        return read_table(Tree, table, HERE)
    except CharterError as refused:
        return refused.key


@given(
    st.fixed_dictionaries(
        {"name": values, "leaves": values | leaves},
        optional={"age": values, "sign": values, "evergreen": values},
    )
)
def test_any_table_is_read_as_it_stands_or_refused_at_one_of_its_keys(table):
    result = key_or_tree(table)

    if isinstance(result, str):
        assert result.split("[")[0] in Tree.__dataclass_fields__
    else:
        assert {name: getattr(result, name) for name in table if name != "leaves"} == {
            name: value for name, value in table.items() if name != "leaves"
        }
