import pytest

from renkei.core.folding import VARIANTS, fold


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("ｻｯﾎﾟﾛ", "さっぽろ"),
        ("サッポロ", "さっぽろ"),
        ("ＲＥＮＫＥＩ　２０２６", "renkei2026"),
        ("髙橋", "高橋"),
        ("山﨑", "山崎"),
        ("濵田", "浜田"),
        ("德島", "徳島"),
        ("札幌 駅", "札幌駅"),
        ("十勝・帯広（市）", "十勝帯広市"),
        ("㈱十勝", "株十勝"),
        ("鎌ヶ谷", "鎌ケ谷"),
        ("ヴェール", "ゔぇーる"),
        ("Straße", "STRASSE"),
        ("か\u3099っこう", "がっこう"),
        ("葛\U000e0100飾", "葛飾"),  # a variation selector says only how it is drawn
    ],
)
def test_fold_makes_ways_of_writing_one(one, other):
    assert fold(one) == fold(other)


@pytest.mark.parametrize(
    ("one", "other"), [("浜田", "浜口"), ("は", "ば"), ("つ", "っ"), ("1", "一")]
)
def test_fold_keeps_apart_what_differs(one, other):
    assert fold(one) != fold(other)


def test_fold_of_a_fold_is_the_same():
    text = "髙﨑ｻﾞｸ㈱Ⅲ ﾊﾟﾋﾟプペポ"

    assert fold(fold(text)) == fold(text)


def test_every_variant_leads_to_one_plain_character():
    lines = [
        line.split()
        for line in VARIANTS.read_text(encoding="utf-8").splitlines()
        if line and not line.startswith("#")
    ]
    variants = [variant for _plain, *others in lines for variant in others]

    assert len(variants) == len(set(variants)) > 200
    assert {character for line in lines for character in line if len(character) != 1} == set()
    # A plain character that is itself a variant would fold differently the second time.
    assert {plain for plain, *_others in lines} & set(variants) == set()
