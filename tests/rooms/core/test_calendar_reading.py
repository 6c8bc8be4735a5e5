"""Days read as people write them; the days of eras both ways; today in Japan."""

from datetime import date

import pytest
import time_machine
from django import forms
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from renkei.core.calendar import (
    era_date,
    fiscal_year_days,
    fiscal_year_of,
    months_of_fiscal_year,
    read_date,
    today,
)
from renkei.core.fields import DateField

DAY = date(2026, 11, 25)
SINCE_SHOWA = st.dates(date(1926, 12, 25), date(2089, 12, 31))


@pytest.mark.parametrize(
    "text",
    [
        "2026-11-25",
        "2026/11/25",
        "2026.11.25",
        "2026年11月25日",
        "２０２６年１１月２５日",
        "２０２６－１１－２５",
        "2026−11−25",
        " 2026 / 11 / 25 ",
        "令和8年11月25日",
        "令和８年１１月２５日",
        "令和 8 年 11 月 25 日",
        "㋿8年11月25日",
        "R8.11.25",
        "r8.11.25",
        "Ｒ８．１１．２５",
        "R08/11/25",
        "R8-11-25",
    ],
)
def test_day_is_read_however_it_is_written(text):
    assert read_date(text) == DAY


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("令和元年5月1日", date(2019, 5, 1)),
        ("R元.5.1", date(2019, 5, 1)),
        ("令和1年5月1日", date(2019, 5, 1)),
        ("平成31年4月30日", date(2019, 4, 30)),
        ("平成元年1月8日", date(1989, 1, 8)),
        ("昭和64年1月7日", date(1989, 1, 7)),
        ("昭和元年12月25日", date(1926, 12, 25)),
        ("2024-02-29", date(2024, 2, 29)),
    ],
)
def test_day_at_the_border_of_an_era_is_read(text, day):
    assert read_date(text) == day


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("平成31年5月1日", "「平成31年5月1日」という日はありません。令和元年5月1日ですか。"),
        ("平成32年1月1日", "「平成32年1月1日」という日はありません。令和2年1月1日ですか。"),
        ("令和元年4月30日", "「令和元年4月30日」という日はありません。平成31年4月30日ですか。"),
        ("昭和64年1月8日", "「昭和64年1月8日」という日はありません。平成元年1月8日ですか。"),
        ("令和0年5月1日", "「令和0年5月1日」という日はありません。平成30年5月1日ですか。"),
        ("2026-02-29", "「2026-02-29」という日はありません。"),
        ("令和8年13月1日", "「令和8年13月1日」という日はありません。"),
        ("R8.2.30", "「R8.2.30」という日はありません。"),
    ],
)
def test_day_that_does_not_exist_is_refused(text, told):
    with pytest.raises(ValueError, match="という日はありません") as refused:
        read_date(text)

    assert str(refused.value) == told


@pytest.mark.parametrize(
    "text",
    ["きのう", "11/25", "25/11/2026", "2026-11/25", "8.11.25", "X8.11.25", "2026-11-25-1", ""],
)
def test_what_is_no_day_is_refused_and_said_how_to_write_one(text):
    with pytest.raises(ValueError, match="令和8年11月25日"):
        read_date(text)


@given(day=SINCE_SHOWA)
def test_every_day_is_read_as_it_is_written(day):
    assert read_date(era_date(day)) == day
    assert read_date(day.isoformat()) == day


@given(day=st.dates(date(1900, 4, 1), date(2100, 3, 31)))
def test_every_day_lies_in_its_fiscal_year(day):
    year = fiscal_year_of(day)
    first, last = fiscal_year_days(year)

    assert first <= day <= last
    assert (day.year, day.month) in months_of_fiscal_year(year)


def test_months_of_a_fiscal_year_go_from_april_to_march():
    months = months_of_fiscal_year(2026)

    assert (months[0], months[8], months[9], months[-1]) == (
        (2026, 4),
        (2026, 12),
        (2027, 1),
        (2027, 3),
    )
    assert len(months) == 12


@pytest.mark.parametrize(
    ("now", "day"),
    [
        ("2026-11-24T14:59:59Z", date(2026, 11, 24)),
        ("2026-11-24T15:00:00Z", date(2026, 11, 25)),
    ],
)
def test_today_is_the_day_in_japan(now, day):
    with time_machine.travel(now, tick=False):
        assert today() == day


class Form(forms.Form):
    on = DateField()


def test_field_reads_the_day_and_shows_it_in_one_way():
    form = Form({"on": "令和８年１１月２５日"})

    assert form.is_valid()
    assert form.cleaned_data["on"] == DAY
    assert 'value="2026-11-25"' in str(Form(initial={"on": DAY})["on"])


def test_field_keeps_what_was_written_and_says_what_is_wrong():
    form = Form({"on": "平成31年5月1日"})

    assert form.errors == {"on": ["「平成31年5月1日」という日はありません。令和元年5月1日ですか。"]}
    assert 'value="平成31年5月1日"' in str(form["on"])


def test_field_says_in_english_how_to_write_a_day():
    with override("en"):
        form = Form({"on": "yesterday"})

        assert "2026-11-25" in str(form["on"].help_text)
        assert "cannot be read as a date" in form.errors["on"][0]
