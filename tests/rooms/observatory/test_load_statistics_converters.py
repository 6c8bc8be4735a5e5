import pytest

from renkei.observatory.readers.converters import area_code, choice, iso_date


@pytest.mark.parametrize(
    ("text", "code", "is_repaired"),
    [("010006", "010006", False), ("12025", "012025", True), ("０１２０２５", "012025", True)],
)
def test_area_code_is_kept_or_mended(text, code, is_repaired):
    found, repair = area_code(text)

    assert found == code
    assert bool(repair) == is_repaired


# 12024 fits no check digit; 1202 has lost its zero and has no check digit either.
@pytest.mark.parametrize("text", ["12024", "01202", "1202", "0120255", "函館市"])
def test_area_code_that_nothing_proves_is_refused(text):
    with pytest.raises(ValueError, match=text):
        area_code(text)


@pytest.mark.parametrize(
    ("text", "repair"),
    [
        ("2026-01-01", ""),
        ("2026/1/1", "日付を2026-01-01に改めました"),
        ("2026年1月1日", "日付を2026-01-01に改めました"),
    ],
)
def test_iso_date_of_a_date_written_year_first(text, repair):
    assert iso_date(text) == ("2026-01-01", repair)


@pytest.mark.parametrize("text", ["2026-02-30", "1/1/2026", "令和8年1月1日", "46023"])
def test_iso_date_of_anything_else_is_refused(text):
    with pytest.raises(ValueError, match="は日付ではありません"):
        iso_date(text)


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("female", "female"),
        ("女", "female"),
        ("男性", "male"),
        ("不詳", "unknown"),
        ("0～4歳", "0-4"),
        ("０－４", "0-4"),
        ("100歳以上", "100+"),
    ],
)
def test_choice_reads_what_offices_write(text, word):
    convert = choice(["female", "male", "unknown", "0-4", "100+"])

    found, repair = convert(text)

    assert found == word
    assert bool(repair) == (text != word)


def test_choice_of_an_unknown_word_lists_the_known():
    with pytest.raises(ValueError, match="female, male"):
        choice(["female", "male"])("計")
