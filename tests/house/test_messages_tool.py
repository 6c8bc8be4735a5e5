"""The tool that keeps the English catalogues."""

from pathlib import Path

import pytest

from tools import messages
from tools.messages import Key

TEMPLATE = """
<div>
    {% if a %}<p>{% translate "人口 100%" %}</p>{% endif %}
  {% comment %} "odd {% endcomment %}
{% blocktranslate count n=n %}{{ n }}人{% plural %}{{ n }}人々{% endblocktranslate %}
{{ _("文") }} {% translate "月" context "暦" %}</div>
"""
MODULE = """
from django.utils.translation import gettext as _
TITLE = _("約%(n)s"
          "人")
OTHER = _(TITLE)
"""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A house with one room that has something to say."""
    room = tmp_path / "places"
    (room / "templates").mkdir(parents=True)
    (room / "__init__.py").write_text(MODULE, encoding="utf-8")
    (room / "templates" / "page.html").write_text(TEMPLATE, encoding="utf-8")
    messages.update(tmp_path)
    return tmp_path


def translate(root: Path, japanese: str, english: str) -> None:
    path = messages.catalogue_path(root / "places")
    source = path.read_text(encoding="utf-8")
    before = f'msgid "{japanese}"\nmsgstr ""'
    assert before in source
    path.write_text(source.replace(before, before[:-1] + f'{english}"'), encoding="utf-8")
    messages.update(root)


def test_texts_are_found_in_python_and_templates(root: Path) -> None:
    assert messages.texts_of(root / "places") == {
        Key(None, "約%(n)s人"): {"__init__.py"},
        Key(None, "人口 100%%"): {"templates/page.html"},
        Key(None, ("%(n)s人", "%(n)s人々")): {"templates/page.html"},
        Key(None, "文"): {"templates/page.html"},
        Key("暦", "月"): {"templates/page.html"},
    }


def test_untranslated_text_is_a_problem(root: Path) -> None:
    assert "places: not translated: 文" in messages.problems(root)


def test_translation_survives_an_update(root: Path) -> None:
    translate(root, "文", "text")

    assert "places: not translated: 文" not in messages.problems(root)


def test_other_placeholder_is_a_problem(root: Path) -> None:
    translate(root, "約%(n)s人", "about %(people)s")

    assert "places: placeholders differ: 約%(n)s人" in messages.problems(root)


def test_stray_percent_sign_is_a_problem(root: Path) -> None:
    translate(root, "人口 100%%", "100% of people")

    assert "places: placeholders differ: 人口 100%%" in messages.problems(root)


def test_text_that_is_gone_leaves_the_catalogue(root: Path) -> None:
    (root / "places" / "__init__.py").write_text("", encoding="utf-8")
    assert "places: no longer used: 約%(n)s人" in messages.problems(root)

    messages.update(root)

    assert "約%(n)s人" not in messages.catalogue_path(root / "places").read_text(encoding="utf-8")


def test_stale_compiled_catalogue_is_a_problem(root: Path) -> None:
    messages.catalogue_path(root / "places").with_suffix(".mo").write_bytes(b"")

    assert "places: the compiled catalogue is stale" in messages.problems(root)


def test_rooms_must_agree_on_the_english_of_a_text(root: Path) -> None:
    translate(root, "文", "text")
    other = root / "programme"
    other.mkdir()
    (other / "__init__.py").write_text('_("文")', encoding="utf-8")
    messages.update(root)
    path = messages.catalogue_path(other)
    assert 'msgstr "text"' in path.read_text(encoding="utf-8")

    path.write_text(path.read_text(encoding="utf-8").replace('"text"', '"sentence"'), "utf-8")

    assert "programme: translated differently in places: 文" in messages.problems(root)


def test_update_of_an_unchanged_house_changes_nothing(root: Path) -> None:
    path = messages.catalogue_path(root / "places")
    before = path.read_bytes(), path.with_suffix(".mo").read_bytes()

    messages.update(root)

    assert (path.read_bytes(), path.with_suffix(".mo").read_bytes()) == before
