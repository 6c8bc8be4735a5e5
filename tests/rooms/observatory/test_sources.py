"""The tables that everything rests on."""

import pytest

from renkei.observatory.catalogue import entries
from renkei.observatory.views.catalogue import SHOWN

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("places_loaded")]
each_table = pytest.mark.parametrize("key", entries())


@pytest.mark.parametrize("language", ["ja", "en"])
def test_sources_lists_every_table(page, language):
    opened = page("sources/", language)

    titles = [entry.one("h2").text for entry in opened.all("section", "entry")]
    assert titles == [entry.title.in_language(language) for entry in entries().values()]


@each_table
@pytest.mark.parametrize("language", ["ja", "en"])
def test_source_says_everything_about_a_table(page, key, language):
    opened = page(f"sources/{key}/", language)

    entry = entries()[key]
    facts = opened.one("dl", "facts").text
    assert opened.one("h1").text == entry.title.in_language(language)
    assert opened.one("p", "lead").text == entry.definition.in_language(language)
    for fact in (entry.institution, entry.source_table, entry.period, entry.licence, entry.credit):
        assert " ".join(fact.in_language(language).split()) in facts
    assert str(entry.read_on) in facts
    assert entry.sha256 in facts


@each_table
def test_source_shows_caveats_and_the_first_rows(page, key):
    opened = page(f"sources/{key}/")

    entry = entries()[key]
    caveats = [item.text for part in opened.all("section", "prose") for item in part.all("li")]
    assert len(caveats) == len(entry.caveats)
    assert len(opened.table()) - 1 == min(SHOWN, entry.rows)
    assert len(opened.table()[0]) == len(entry.columns)


@pytest.mark.parametrize("language", ["", "/en"])
def test_source_that_is_not_there_is_not_found(client, language):
    response = client.get(f"{language}/observatory/sources/nothing/")

    assert response.status_code == 404
    assert "404.html" in {template.name for template in response.templates}


def test_source_is_read_without_the_database(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        client.get("/observatory/sources/")
        client.get("/observatory/sources/census/")
