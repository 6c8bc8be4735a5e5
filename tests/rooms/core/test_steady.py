"""Texts and addresses that are remembered are those of the reader's language and of the storage."""

from typing import Any

import pytest
from django.template import Context, Template
from django.urls import NoReverseMatch, reverse
from django.utils import translation


def in_both_languages(text: str) -> list[str]:
    page, said = Template(text), []
    for language in ("ja", "en", "ja"):
        with translation.override(language):
            said.append(page.render(Context({"word": "検索", "name": "tasks"})))
    return said


def test_text_is_remembered_for_each_language() -> None:
    text = '{% translate "検索" context "navigation" %}'

    assert in_both_languages(text) == ["検索", "Search", "検索"]


def test_text_of_a_variable_is_translated_each_time() -> None:
    assert in_both_languages('{% translate word context "navigation" %}')[1] == "Search"


def test_text_is_kept_under_a_name() -> None:
    text = '{% translate "検索" context "navigation" as told %}<b>{{ told }}</b>'

    assert in_both_languages(text) == ["<b>検索</b>", "<b>Search</b>", "<b>検索</b>"]


def test_sign_of_a_percentage_stays_one() -> None:
    assert in_both_languages('{% translate "100% & more" %}')[0] == "100% & more"


@pytest.mark.parametrize(
    "text", ['{% url "tasks" %}', "{% url name %}", '{% url "tasks" as told %}{{ told }}']
)
def test_address_is_that_of_the_language(text: str) -> None:
    assert in_both_languages(text) == ["/tasks/", "/en/tasks/", "/tasks/"]


@pytest.mark.parametrize("key", ["01ab", "x-y", "A"])
def test_address_of_a_record_holds_its_key(key: str) -> None:
    text = f'{{% url "directory:organisation" "{key}" %}}'

    assert in_both_languages(text)[:2] == [f"/organisations/{key}/", f"/en/organisations/{key}/"]


def test_page_that_is_called_by_a_number_takes_no_word() -> None:
    assert in_both_languages('{% url "journal:entry" 12 %}')[0] == reverse(
        "journal:entry", args=[12]
    )
    with pytest.raises(NoReverseMatch):
        in_both_languages('{% url "journal:entry" "word" %}')


def test_page_that_is_called_by_few_letters_is_found() -> None:
    assert in_both_languages('{% url "programme:theme" "IV" %}')[0] == "/programme/IV/"


@pytest.mark.parametrize("key", ["", "a/b"])
def test_key_that_is_none_leads_nowhere(key: str) -> None:
    with pytest.raises(NoReverseMatch):
        in_both_languages(f'{{% url "directory:organisation" "{key}" %}}')


def test_unknown_page_is_an_error_unless_it_is_asked_for() -> None:
    assert in_both_languages('{% url "nowhere" as told %}[{{ told }}]')[0] == "[]"
    with pytest.raises(NoReverseMatch):
        in_both_languages('{% url "nowhere" %}')


def test_file_is_that_of_the_storage_of_now(settings: Any) -> None:
    page = Template('{% static "web/base.css" %}')
    before = page.render(Context())

    settings.STATIC_URL = "/elsewhere/"

    assert [before, page.render(Context())] == ["/static/web/base.css", "/elsewhere/web/base.css"]


def test_file_under_a_name_or_of_a_variable_is_asked_for_each_time() -> None:
    page = Template("{% static file as told %}{{ told }} {% static file %}")

    said = [page.render(Context({"file": file})) for file in ("a.css", "b.css")]

    assert said == ["/static/a.css /static/a.css", "/static/b.css /static/b.css"]
