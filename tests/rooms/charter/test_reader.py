"""A wrong file is refused: which file, which key, and what would be right."""

import shutil

import pytest

from renkei.charter.reader import programme, read_programme

AGREED = "programme.toml"
THEME = "1_workstyle_and_women/theme.toml"
CERTIFICATION = "1_workstyle_and_women/2_company_certification.toml"
FUND = "2_migration_and_uturn/6_people_fund.toml"
ADDED = {4: "IV", 5: "V", 6: "VI", 7: "VII", 8: "VIII", 9: "IX", 10: "X", 11: "XI"}


def test_copy_of_the_programme_reads_the_same(draft):
    assert read_programme(draft.folder) == programme()


def test_programme_is_read_once():
    assert programme() is programme()


@pytest.mark.parametrize(
    ("file", "old", "new", "refusal"),
    [
        (
            AGREED,
            'key = "hokkaido_sapporo_2020"',
            'key = "else"',
            "key: “else” should be “hokkaido",
        ),
        (
            AGREED,
            "last = 2024",
            "last = 2019",
            "period.last: 2019 lies before the first year, 2020",
        ),
        (AGREED, 'id = "P.02"', 'id = "P.01"', "indicators[2].id: “P.01” is already used by indic"),
        (
            AGREED,
            'key = "council"',
            'key = "summit"',
            "bodies[2].key: “summit” is already used by bod",
        ),
        (
            AGREED,
            "agreed_on = 2020-03-31",
            'agreed_on = "2020"',
            "agreed_on: should be a date such as",
        ),
        (AGREED, '"010006"', '"10006"', "indicators[2].area: “10006” is not a six-digit area code"),
        (
            THEME,
            'reference = "I"',
            'reference = "II"',
            "reference: “II” should be “I”, as folder and",
        ),
        (THEME, "title.en", "title.fr", "title.fr: is not known here; known are ja, en"),
        (
            CERTIFICATION,
            '"I-2"',
            '"I-3"',
            "reference: “I-3” should be “I-2”, as folder and file say",
        ),
        (
            CERTIFICATION,
            '"I-2.1"',
            '"I-1.1"',
            "indicators[1].id: “I-1.1” should be “I-2.” and a num",
        ),
        (
            CERTIFICATION,
            '"I-2.1"',
            '"I-2.x"',
            "indicators[1].id: “I-2.x” should be “I-2.” and a num",
        ),
        (
            CERTIFICATION,
            '"I-2.3"',
            '"I-2.1"',
            "indicators[3].id: “I-2.1” is already used by indica",
        ),
        (
            CERTIFICATION,
            '"recognition"',
            '"kitchen"',
            "rooms[1]: “kitchen” is not one of recognition,",
        ),
        (
            CERTIFICATION,
            "name.en",
            "nam.en",
            "partners[1].nam: is not known here; known are name, s",
        ),
        (CERTIFICATION, 'side = "city"', "", "partners[2].side: is missing"),
        (
            CERTIFICATION,
            'level = "output"',
            'level = "outcom"',
            "indicators[1].level: “outcom” is not",
        ),
        (FUND, 'unit = { ja = "円", en = "yen" }', "", "indicators[4].unit: is missing"),
        (FUND, "value = 10260000", "value = 10260000.5", "indicators[4].baseline.value: money is"),
        (
            FUND,
            "value = 10260000",
            'value = "many"',
            "indicators[4].baseline.value: should be a num",
        ),
        (FUND, 'ja = "円", en = "yen"', 'ja = "円", en = " "', "indicators[4].unit.en: is empty"),
        (FUND, 'rooms = ["fund"]', "rooms = []", "rooms: should be a list with at least one entry"),
        (FUND, "rooms =", "rooms :", "is not TOML: Expected '=' after a key"),
    ],
)
def test_wrong_file_is_refused_with_file_and_key(draft, file, old, new, refusal):
    draft.change(file, old, new)

    assert draft.refusal().startswith(f"{file}: {refusal}")


@pytest.mark.parametrize("file", [AGREED, THEME])
def test_missing_file_is_refused(draft, file):
    (draft.folder / file).unlink()

    assert draft.refusal() == f"{file}: is missing"


def test_initiative_without_its_number_leaves_a_gap(draft):
    (draft.folder / CERTIFICATION).unlink()

    assert draft.refusal() == (
        "1_workstyle_and_women/3_company_awareness.toml: should have the number 2"
    )


def test_two_initiatives_with_one_number_are_refused(draft):
    (draft.folder / CERTIFICATION).rename(draft.folder / "1_workstyle_and_women/1_second.toml")

    assert draft.refusal() == "1_workstyle_and_women/1_second.toml: should have the number 2"


def test_theme_without_initiatives_is_refused(draft):
    for path in (draft.folder / "3_urban_functions").glob("[0-9]*.toml"):
        path.unlink()

    assert draft.refusal() == "3_urban_functions/1_some_name.toml: is missing"


@pytest.mark.parametrize("name", ["notes.txt", "2-company.toml", "9_extra.md", "02_company.toml"])
def test_file_that_nobody_reads_is_refused(draft, name):
    (draft.folder / "1_workstyle_and_women" / name).touch()

    assert draft.refusal().startswith(f"1_workstyle_and_women/{name}: is not read here;")


def test_file_in_the_place_of_a_theme_is_refused(draft):
    (draft.folder / "4_more").touch()

    assert draft.refusal().startswith("4_more: is not read here;")


def test_what_an_operating_system_hides_is_passed_over(draft):
    (draft.folder / ".DS_Store").touch()

    assert read_programme(draft.folder) == programme()


def test_file_in_another_encoding_is_refused(draft):
    (draft.folder / AGREED).write_text("key = '北海道'", encoding="shift_jis")

    assert draft.refusal() == "programme.toml: is not UTF-8; save it in that encoding"


def test_themes_are_counted_in_roman_numerals(draft):
    for number, numeral in ADDED.items():
        theme = draft.folder / f"{number}_more"
        shutil.copytree(draft.folder / "3_urban_functions", theme)
        for path in theme.iterdir():
            text = path.read_text(encoding="utf-8")
            path.write_text(text.replace('"III', f'"{numeral}'), encoding="utf-8")

    themes = read_programme(draft.folder).themes

    assert [theme.reference for theme in themes] == ["I", "II", "III", *ADDED.values()]
