import re
from datetime import UTC, date, datetime

import numpy as np
import pytest
from django.template import Context, Template
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from renkei.charter.text import Text
from renkei.core import writing


@pytest.mark.parametrize(
    ("value", "decimals", "signed", "written"),
    [
        (5224614, 0, False, "5,224,614"),
        (-53556, 0, False, "\N{MINUS SIGN}53,556"),
        (4398, 0, True, "+4,398"),
        (-53556, 0, True, "\N{MINUS SIGN}53,556"),
        (0, 0, True, "0"),
        (-0.04, 1, True, "0.0"),
        (1.06, 2, False, "1.06"),
        (None, 0, False, "\N{EN DASH}"),
        (float("nan"), 1, True, "\N{EN DASH}"),
        (np.float64("nan"), 0, False, "\N{EN DASH}"),
    ],
)
def test_number_is_written_one_way(value, decimals, signed, written):
    assert writing.number(value, decimals, signed=signed) == written


@pytest.mark.parametrize(
    ("value", "japanese", "english"),
    [
        (0, "0", "0"),
        (842.4, "842", "842"),
        (3412, "約3,400", "about 3,400"),
        (9996, "約1万", "about 10,000"),
        (-53556, "約5万4千", "about 54,000"),
        (60000, "約6万", "about 60,000"),
        (523456, "約52万", "about 520,000"),
        (996000, "約100万", "about 1.0 million"),
        (5043210, "約504万", "about 5.0 million"),
        (13900000, "約1,390万", "about 14 million"),
        (123802000, "約1億2,380万", "about 120 million"),
        (100000000, "約1億", "about 100 million"),
        (None, "\N{EN DASH}", "\N{EN DASH}"),
        (float("nan"), "\N{EN DASH}", "\N{EN DASH}"),
    ],
)
def test_rounded_figure_reads_as_a_person_would_say_it(value, japanese, english):
    with override("ja"):
        assert writing.rounded(value) == japanese
    with override("en"):
        assert writing.rounded(value) == english


@given(st.integers(1000, 10**9))
def test_rounded_figure_is_within_a_twentieth(value):
    with override("en"):
        text = writing.rounded(value)

    size = text.removeprefix("about ").replace(",", "").replace(" million", "e6")
    assert float(size) == pytest.approx(value, rel=0.05)


@pytest.mark.parametrize(
    ("low", "high", "japanese", "english"),
    [
        (1234, 1496, "1,230～1,500", "between 1,230 and 1,500"),
        (1234, 1896, "1,200～1,900", "between 1,200 and 1,900"),
        (8.2, 14.6, "8～15", "between 8 and 15"),
        (51_700, 56_400, "5万2千～5万6千", "between 52,000 and 56,000"),
        (54_310, 54_890, "5万4,300～5万4,900", "between 54,300 and 54,900"),
        (3_720_000, 4_140_000, "370万～410万", "between 3.7 and 4.1 million"),
        (3_950_000, 4_040_000, "395万～404万", "between 3.95 and 4.04 million"),
        (960_000, 1_040_000, "96万～104万", "between 960,000 and 1,040,000"),
        (0.0, 3.4, "0～3", "between 0 and 3"),
        (12.2, 12.4, "12", "12"),
        (0.0, 0.0, "0", "0"),
    ],
)
def test_interval_reads_as_a_person_would_say_it(low, high, japanese, english):
    with override("ja"):
        assert writing.between(low, high) == japanese
    with override("en"):
        assert writing.between(low, high) == english


@given(st.floats(0, 10**7), st.floats(0, 10**6))
def test_interval_keeps_a_width_that_can_be_told(low, width):
    with override("en"):
        ends = re.findall(r"[\d,.]+", text := writing.between(low, low + width))

    times = 1_000_000 if "million" in text else 1
    a, b = (times * float(end.replace(",", "")) for end in (ends[0], ends[-1]))
    assert b - a == pytest.approx(width, abs=max(1, 0.3 * width))


@pytest.mark.parametrize(
    ("year", "era"),
    [
        (2025, "令和7年"),
        (2019, "令和元年"),
        (2018, "平成30年"),
        (1988, "昭和63年"),
        (1926, "昭和元年"),
        (1900, "1900年"),
    ],
)
def test_era_year_is_that_of_the_last_day(year, era):
    assert writing.era_year(year) == era


def test_year_carries_its_era_in_japanese_only():
    with override("ja"):
        assert writing.year(2025) == "2025年（令和7年）"
        assert writing.fiscal_year(2018) == "2018年度（平成30年度）"
    with override("en"):
        assert writing.year(2025) == "2025"
        assert writing.fiscal_year(2018) == "fiscal 2018"


def test_long_date_names_the_weekday():
    with override("ja"):
        assert writing.long_date(date(2026, 11, 23)) == "2026年11月23日（月）"
    with override("en"):
        assert writing.long_date(date(2026, 11, 23)) == "23 November 2026 (Mon)"


def test_filters_write_in_every_template_without_loading():
    context = Context({"name": Text("札幌市", "Sapporo"), "gone": None, "n": -14712, "rate": 1.06})
    template = Template(
        "{{ name|localized }}|{{ gone|localized }}|{{ n|figure }}|{{ n|change }}"
        "|{{ rate|figure:2 }}|{{ gone|change }}|{{ 2020|year }}"
    )

    with override("ja"):
        japanese = template.render(context)
    with override("en"):
        english = template.render(context)

    assert japanese == "札幌市||−14,712|−14,712|1.06|–|2020年（令和2年）"
    assert english == "Sapporo||−14,712|−14,712|1.06|–|2020"


@pytest.mark.parametrize(
    ("sentence", "whole"),
    [
        ("約5万4千人多く、約4,400人", ["約5万4千人", "約4,400人"]),
        ("2010～2015年に20～24歳", ["2010～2015年に", "20～24歳"]),
        ("差は\N{MINUS SIGN}3,294、46%が", ["\N{MINUS SIGN}3,294", "46%が"]),
        ("at about 5.7 million, in 1995.", ["5.7 million", "1995."]),
        ("80%で5万4,300～5万4,900人、8～15人に", ["80%で", "5万4,300～5万4,900人", "8～15人に"]),
        ("増減はない", []),
    ],
)
def test_lines_do_not_end_inside_a_figure(sentence, whole):
    written = Template("{{ sentence|unbroken }}").render(Context({"sentence": sentence}))

    assert [part.split("</span>")[0] for part in written.split('<span class="whole">')[1:]] == whole
    assert written.replace('<span class="whole">', "").replace("</span>", "") == sentence


def test_unbroken_sentence_is_escaped():
    written = Template("{{ sentence|unbroken }}").render(Context({"sentence": "<b>5'</b>"}))

    assert written == '&lt;b&gt;<span class="whole">5</span>&#x27;&lt;/b&gt;'


@pytest.mark.parametrize(
    ("language", "written"),
    [("ja", "2026年11月26日（木） 07:05"), ("en", "26 November 2026 (Thu) 07:05")],
)
def test_moment_is_written_in_the_time_of_the_house(language, written):
    at = datetime(2026, 11, 25, 22, 5, tzinfo=UTC)

    with override(language):
        assert writing.moment(at) == written
    assert writing.clock(at) == "07:05"
