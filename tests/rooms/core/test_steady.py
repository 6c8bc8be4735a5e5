"""Texts and addresses that are remembered are those of the reader's language."""

import pytest
from django.template import Context, Template
from django.urls import NoReverseMatch
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


def test_unknown_page_is_an_error_unless_it_is_asked_for() -> None:
    assert in_both_languages('{% url "nowhere" as told %}[{{ told }}]')[0] == "[]"
    with pytest.raises(NoReverseMatch):
        in_both_languages('{% url "nowhere" %}')
