"""Templates: each is used, each speaks both languages, none styles itself."""

import re
from pathlib import Path

import pytest
from django.template.base import Lexer, TokenType

from tests.house.repository import PACKAGE, files, named

JAPANESE = re.compile(r"[぀-ヿ㐀-鿿々]+")
# Django looks for these by itself.
BY_CONVENTION = {"400.html", "403.html", "403_csrf.html", "404.html", "429.html", "500.html"}
# And allauth for these.
OF_ALLAUTH = ("account/", "mfa/")
TEMPLATES = [path for path in files(PACKAGE, ".html") if "templates" in path.parts]
# Comments, and words that say themselves that they are Japanese.
ON_PURPOSE = re.compile(r'<!--.*?-->|lang="ja"[^>]*>[^<]*', re.DOTALL)
# In an inline tag only what is inside its quotes is looked up in the catalogue.
TRANSLATED = re.compile(r"^(?:trans|translate|blocktrans|blocktranslate)\b|_\(")


def address(path: Path) -> str:
    return path.as_posix().rpartition("/templates/")[2]


def untranslated(source: str) -> list[str]:
    """Japanese that would stand on an English page."""
    found, inside = [], ""
    for token in Lexer(source).tokenize():
        word = token.contents.split(" ")[0]
        if token.token_type == TokenType.BLOCK and inside:
            inside = "" if word == f"end{inside}" else inside
        elif token.token_type == TokenType.BLOCK and word in {
            "comment",
            "blocktrans",
            "blocktranslate",
        }:
            inside = word
        elif token.token_type == TokenType.TEXT and not inside:
            found += JAPANESE.findall(ON_PURPOSE.sub("", token.contents))
        elif token.token_type in (TokenType.BLOCK, TokenType.VAR) and not inside:
            found += [] if TRANSLATED.search(token.contents) else JAPANESE.findall(token.contents)
    return found


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("<p>人口</p>", ["人口"]),
        ('<p>{% translate "人口" %}</p>', []),
        ("{% blocktranslate %}人口{{ n }}{% endblocktranslate %}出生", ["出生"]),
        ('{% include "a.html" with title="人口" %}', ["人口"]),
        ('{% include "a.html" with title=_("人口") %}', []),
        ("{# 人口 #}<!-- 人口 -->", []),
        ('<b lang="ja">連携</b>人口', ["人口"]),
    ],
)
def test_untranslated_finds_japanese_outside_translation(source: str, expected: list[str]) -> None:
    assert untranslated(source) == expected


@pytest.mark.parametrize("path", TEMPLATES, ids=address)
def test_template_is_translated(path: Path) -> None:
    assert untranslated(path.read_text(encoding="utf-8")) == []


def test_templates_are_used() -> None:
    everything = "\n".join(
        path.read_text(encoding="utf-8") for path in files(PACKAGE, ".py", ".html")
    )

    unused = [
        named(path)
        for path in TEMPLATES
        if address(path) not in BY_CONVENTION
        and not address(path).startswith(OF_ALLAUTH)
        and f'"{address(path)}' not in everything
    ]

    assert unused == []


@pytest.mark.parametrize("path", TEMPLATES, ids=address)
def test_template_keeps_to_the_security_policy(path: Path) -> None:
    found = re.findall(r"\sstyle=|\son[a-z]+=\"|<style", path.read_text(encoding="utf-8"))

    assert found == []


@pytest.mark.parametrize("path", TEMPLATES, ids=address)
def test_template_is_of_one_language(path: Path) -> None:
    # What is remembered by language asks for it once in each template.
    assert not re.search(r"{%\s*language\b", path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("path", TEMPLATES, ids=address)
def test_template_includes_only_from_its_own_or_lower_rooms(path: Path) -> None:
    floors = ["charter", "core", "journal", "paperwork", "places", "directory", "observatory"]
    floors.append("programme")
    room = path.relative_to(PACKAGE).parts[0]
    # The layout and its parts belong to everyone.
    lower = floors[: floors.index(room)] if room in floors else floors
    allowed = {"web", room, *lower}

    used = re.findall(r'{%\s*(?:include|extends)\s+"([a-z]+)/', path.read_text(encoding="utf-8"))

    assert set(used) <= allowed
