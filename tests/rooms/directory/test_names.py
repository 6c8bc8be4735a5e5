"""What one reader takes for one name."""

import pytest

from renkei.directory.industries import industry_code, industry_name, sections
from renkei.directory.names import folded


@pytest.mark.parametrize(
    "written",
    ["株式会社北の駅", "(株)北の駅", "㈱ 北の駅", "北の駅（株）", "株式会社　北の駅", "北の驛"],
)
def test_legal_form_and_width_make_no_other_name(written: str) -> None:
    assert folded(written) in {folded("北の駅"), folded("北の驛")}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("ノースライト株式会社", "のーすらいと"),
        ("North Light Co., Ltd.", "NORTH LIGHT Inc."),
        ("学校法人 架空学園", "架空学園"),
        ("特定非営利活動法人まちの灯", "NPO法人 まちの灯"),
    ],
)
def test_same_name_otherwise_written(one: str, other: str) -> None:
    assert folded(one) == folded(other)


@pytest.mark.parametrize(
    ("one", "other"), [("北の駅", "南の駅"), ("北の駅", "北の駅前"), ("株式会社", "有限会社")]
)
def test_other_name_stays_another(one: str, other: str) -> None:
    assert folded(one) != folded(other)


def test_classification_has_twenty_sections() -> None:
    assert "".join(sections()) == "ABCDEFGHIJKLMNOPQRST"


def test_code_is_read_in_full_width() -> None:
    assert (industry_code("ｅ０９"), industry_name("E09")) == ("E09", "製造業 (E09)")


@pytest.mark.parametrize("written", ["09", "U", "E9", "E09111", "製造業"])
def test_what_has_not_the_shape_of_a_code_is_refused(written: str) -> None:
    with pytest.raises(ValueError, match="日本標準産業分類"):
        industry_code(written)
