import pytest

from renkei.charter.errors import MisfitError
from renkei.charter.reader import programme
from renkei.charter.terms import Indicator, Period, Value
from renkei.charter.text import Text

WORDS = Text("語", "words")


def indicator(**changes: object) -> Indicator:
    plain = {
        "id": "P.01",
        "name": WORDS,
        "level": "outcome",
        "unit": Text("円", "yen"),
        "direction": "up",
        "basis": "level",
        "source": "statistics",
        "provenance": WORDS,
        "confidence": "verified",
    }
    return Indicator(**(plain | changes))


def test_neighbours_of_the_first_initiative_begin_with_none():
    agreed = programme()
    first = agreed.initiative("I-1")

    assert agreed.before(first) is None
    assert agreed.after(first) == agreed.initiative("I-2")


def test_neighbours_cross_from_theme_to_theme():
    agreed = programme()

    assert agreed.after(agreed.initiative("I-8")) == agreed.initiative("II-1")
    assert agreed.before(agreed.initiative("III-1")) == agreed.initiative("II-8")


def test_neighbours_of_the_last_initiative_end_with_none():
    agreed = programme()

    assert agreed.after(agreed.initiative("III-6")) is None


def test_initiative_knows_its_theme_and_its_file():
    found = programme().initiative("II-6")

    assert programme().theme_of(found) == programme().theme("II")
    assert (found.number, found.slug) == (6, "people_fund")
    assert found.file == "2_migration_and_uturn/6_people_fund.toml"


@pytest.mark.parametrize("reference", ["I-9", "IV-1", "i-1", ""])
def test_initiative_unknown_is_a_key_error(reference):
    with pytest.raises(KeyError):
        programme().initiative(reference)


def test_theme_unknown_is_a_key_error():
    with pytest.raises(KeyError):
        programme().theme("IV")


def test_period_that_ends_before_it_begins_is_a_misfit():
    with pytest.raises(MisfitError, match="2019 lies before the first year, 2020") as misfit:
        Period(2020, 2019)

    assert misfit.value.name == "last"


def test_value_with_fiscal_but_no_year_is_a_misfit():
    with pytest.raises(MisfitError, match="there is no year"):
        Value(3, fiscal=True)


@pytest.mark.parametrize("place", ["baseline", "target"])
def test_indicator_money_with_a_decimal_point_is_a_misfit(place):
    with pytest.raises(MisfitError, match="whole yen") as misfit:
        indicator(**{place: Value(1000.5, 2020)})

    assert misfit.value.name == f"{place}.value"


def test_indicator_other_units_may_have_decimals():
    found = indicator(unit=Text("％", "percent"), baseline=Value(42.86, 2015))

    assert found.baseline == Value(42.86, 2015)


@pytest.mark.parametrize(
    ("changes", "name", "message"),
    [
        ({"measure": "tfr"}, "area", "both or neither"),
        ({"area": "010006"}, "area", "both or neither"),
        ({"measure": "tfr", "area": "01000"}, "area", "six-digit area code"),
        (
            {"measure": "tfr", "area": "010006", "source": "journal"},
            "measure",
            "only an indicator with source “statistics” has a measure",
        ),
    ],
)
def test_indicator_measure_without_its_companions_is_a_misfit(changes, name, message):
    with pytest.raises(MisfitError, match=message) as misfit:
        indicator(**changes)

    assert misfit.value.name == name
