import pytest
from django.utils import translation

from renkei.core.charts.numbers import written_ticks


@pytest.mark.parametrize(
    ("language", "ticks", "written"),
    [
        ("ja", [0, 2e6, 4e6], ["0", "200万", "400万"]),
        ("en", [0, 2e6, 4e6], ["0", "2m", "4m"]),
        ("en", [0, 5e5, 1e6], ["0", "0.5m", "1.0m"]),
        ("ja", [0, 50_000, 100_000], ["0", "5万", "10万"]),
        ("en", [0, 50_000, 100_000], ["0", "50,000", "100,000"]),
        ("ja", [-20_000, 0, 20_000], ["−20,000", "0", "20,000"]),
        ("ja", [1.0, 1.2], ["1.0", "1.2"]),
    ],
)
def test_ticks_are_written_in_one_unit(language, ticks, written):
    with translation.override(language):
        assert written_ticks(ticks) == written


def test_ticks_carry_signs_where_asked_and_zero_none():
    assert written_ticks([-1, 0, 1], signed=True) == ["−1", "0", "+1"]
