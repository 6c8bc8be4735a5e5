"""Templates of notices: both languages, declared placeholders, versions."""

from datetime import date
from pathlib import Path

import pytest

from renkei.charter.text import Text
from renkei.paperwork.letters import (
    LANGUAGES,
    FaultyTemplate,
    read_template,
    template,
    templates,
)
from tests.rooms.paperwork.letters import WORK, read

DUE = date(2026, 12, 1)


def test_shipped_templates_say_what_they_must() -> None:
    for versions in templates().values():
        assert [one.version for one in versions] == list(range(1, len(versions) + 1))
        assert {len(one.texts) for one in versions} == {len(LANGUAGES)}
    assert "paperwork.disclosure_ready" in templates()


def test_notice_is_written_in_the_recipients_language(tmp_path: Path) -> None:
    one = read(tmp_path, WORK)
    context = {"title": Text("申請", "Application"), "due": DUE}

    assert one.written(context, "ja").body == "期限は2026年12月1日（火）です。"
    assert one.written(context, "en").subject == "“Application” is due soon"


@pytest.mark.parametrize(
    ("value", "written"),
    [
        ("二\r\nBcc: a@example.org", "「二 Bcc: a@example.org」の期限が近づいています"),
        ("{due}", "「{due}」の期限が近づいています"),
        (1234, "「1,234」の期限が近づいています"),
    ],
)
def test_value_is_one_line_and_no_placeholder(
    tmp_path: Path, value: str | int, written: str
) -> None:
    one = read(tmp_path, WORK)

    assert one.written({"title": value, "due": DUE}, "ja").subject == written


def test_several_values_stand_below_one_another_and_in_a_subject_in_one_line(
    tmp_path: Path,
) -> None:
    text = WORK.replace('"期限は{due}です。"', '"期限は{due}です。\\n{title}"').replace(
        '"It is due on {due}."', '"It is due on {due}. {title}"'
    )
    letter = read(tmp_path, text).written({"title": ("一", "二\n三", DUE), "due": DUE}, "ja")

    assert letter.body.splitlines()[1:] == ["一", "二 三", "2026年12月1日（火）"]
    assert letter.subject == "「一 二 三 2026年12月1日（火）」の期限が近づいています"


@pytest.mark.parametrize("context", [{}, {"title": "a"}, {"title": "a", "due": DUE, "more": "b"}])
def test_missing_or_unknown_value_is_an_error(tmp_path: Path, context: dict[str, str]) -> None:
    with pytest.raises(ValueError, match="needs"):
        read(tmp_path, WORK).written(context, "ja")


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ('["title", "due"]', '["title"]', "due"),
        ('["title", "due"]', '["title", "due", "name"]', "name"),
        ("It is due on {due}.", "It is due.", "en"),
        ('group = "tasks"', 'group = "sport"', "sport"),
        ("is_obligatory = false", "", "is_obligatory"),
        ("is_obligatory = false", "is_obligatory = false\nurgent = true", "urgent"),
        ('subject = "“{title}” is due soon"', 'subject = ""', "subject"),
        ("[en]", "[fr]", "fr"),
    ],
)
def test_faulty_template_is_an_error(tmp_path: Path, before: str, after: str, said: str) -> None:
    with pytest.raises(FaultyTemplate, match=said):
        read(tmp_path, WORK.replace(before, after))


def test_file_without_a_version_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(FaultyTemplate, match="not named"):
        read(tmp_path, WORK, "work_due.toml")


def test_newest_version_is_sent_and_the_older_stays_readable() -> None:
    newest = template("paperwork.disclosure_ready")

    assert template("paperwork.disclosure_ready", 1).version == 1
    assert newest.version == len(templates()["paperwork.disclosure_ready"])


def test_unknown_template_is_an_error() -> None:
    with pytest.raises(LookupError, match=r"nothing\.here"):
        template("nothing.here")


def test_reading_names_the_room(tmp_path: Path) -> None:
    path = tmp_path / "work_due.3.toml"
    path.write_text(WORK, encoding="utf-8")

    one = read_template("casework", path)

    assert (one.name, one.version) == ("casework.work_due", 3)
