"""Question sheets as data: what is wrong is refused by name, what was released cannot change."""

import json
import shutil
from datetime import date
from pathlib import Path

import pytest

from renkei.charter.errors import CharterError
from renkei.charter.reader import SHIPPED, read_programme
from renkei.charter.sheet_reader import read_sheets, sheets, version_from

CARD = "sheets/intake_card.toml"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(SHIPPED, tmp_path / SHIPPED.name))


def change(folder: Path, old: str, new: str, *, file: str = CARD) -> None:
    text = (folder / file).read_text(encoding="utf-8")
    assert old in text
    (folder / file).write_text(text.replace(old, new, 1), encoding="utf-8")


def unreleased(folder: Path, file: str = CARD) -> None:
    """What is not yet answered may still be changed."""
    lines = (folder / file).read_text(encoding="utf-8").splitlines()
    kept = [line for line in lines if not line.startswith("released")]
    (folder / file).write_text("\n".join(kept), encoding="utf-8")


def refusal(folder: Path) -> str:
    with pytest.raises(CharterError) as refused:
        read_sheets(folder)
    return str(refused.value)


def test_shipped_sheets_are_read_once_in_order_of_their_names():
    assert list(sheets()) == ["event_survey", "intake_card", "opinion", "university_results"]
    assert sheets() is sheets()


@pytest.mark.parametrize("name", sheets())
def test_shipped_sheet_is_released_and_says_where_its_questions_come_from(name):
    version = sheets()[name].versions[-1]

    assert version.released == version.digest
    assert "assumption" in version.origin.en
    assert "想定" in version.origin.ja


@pytest.mark.parametrize("name", sheets())
def test_copy_of_a_definition_reads_the_same(name):
    version = sheets()[name].versions[-1]

    copy = version_from(json.loads(json.dumps(version.definition)))

    assert (copy.digest, copy.questions) == (version.digest, version.questions)


def test_programme_is_read_beside_its_sheets(folder):
    assert read_programme(folder).key == SHIPPED.name


def test_intake_card_needs_no_name():
    required = {
        question.key
        for question in sheets()["intake_card"].versions[0].questions
        if question.required and question.when is None
    }

    assert required == {"channel", "gives_name", "topics"}


def test_released_version_that_changed_is_refused_with_the_way_out(folder):
    change(folder, "相談の方法", "相談のしかた")

    said = refusal(folder)

    assert said.startswith("sheets/intake_card.toml: versions[1].released: the version was changed")
    assert "write a new one" in said


def test_end_of_a_released_version_may_be_set_later(folder):
    change(folder, "valid_from = 2026-04-01\n", "valid_from = 2026-04-01\nvalid_to = 2027-03-31\n")

    card = read_sheets(folder)["intake_card"]

    assert card.version_on(date(2027, 3, 31)) == card.versions[0]
    assert card.version_on(date(2027, 4, 1)) is None
    assert card.version_on(date(2026, 3, 31)) is None


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('key = "intake_card"', 'key = "intake"', "key: “intake” should be “intake_card”"),
        ('title.en = "Intake card"', "", "title.en: is missing"),
        ('kind = "telephone"', 'kind = "phone"', "questions[6].kind: “phone” is not one of text"),
        ('key = "name"', 'key = "channel"', "the question “channel” stands there twice"),
        ('key = "name"', 'key = "the name"', "the key “the name” should be like_this"),
        ('equals = "yes"', 'equals = "perhaps"', "“name” waits for “perhaps”, which “gives_name”"),
        ('question = "gives_name"', 'question = "wishes"', "depends on “wishes”, which is not"),
        ("longest = 80", "lowest = 80", "lowest: belongs to whole_number and yen only"),
        ('code = "visit"', 'code = "telephone"', "the code “telephone” stands there twice"),
        ('code = "visit"', 'code = "窓 口"', "the code “窓 口” should be plain letters"),
        ("is_personal = true\nwhen", "is_personal = 1\nwhen", "is_personal: should be true or fal"),
    ],
)
def test_wrong_sheet_is_refused_by_name(folder, old, new, said):
    unreleased(folder)
    change(folder, old, new)

    assert said in refusal(folder)


def test_file_that_is_no_sheet_is_refused(folder):
    (folder / "sheets" / "notes.txt").write_text("", encoding="utf-8")

    assert refusal(folder).startswith("sheets/notes.txt: is not read here")


def test_later_version_leaves_the_earlier_one_as_it_was(folder):
    text = (folder / CARD).read_text(encoding="utf-8")
    versions = text[text.index("[[versions]]") :]
    later = versions.replace('"2026-04"', '"2027-04"').replace("2026-04-01", "2027-04-01")
    later = later.replace("相談の方法", "相談のしかた")
    (folder / CARD).write_text(text + later, encoding="utf-8")
    said = refusal(folder)  # names the digest to write down
    digest = said.rpartition("The content now is ")[2].rstrip(".)")
    change(folder, later, later.replace(sheets()["intake_card"].versions[0].digest, digest))

    card = read_sheets(folder)["intake_card"]

    assert card.version_on(date(2027, 3, 31)) == sheets()["intake_card"].versions[0]
    assert card.version_on(date(2027, 4, 1)).questions[0].label.ja == "相談のしかた"


def test_versions_out_of_order_are_refused(folder):
    text = (folder / CARD).read_text(encoding="utf-8")
    again = text[text.index("[[versions]]") :]
    (folder / CARD).write_text(text + again, encoding="utf-8")

    assert "versions: “2026-04” should begin after the one above" in refusal(folder)
