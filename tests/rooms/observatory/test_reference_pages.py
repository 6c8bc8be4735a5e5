"""What is written about the tables: the page, the notice, and the texts of the entries."""

import re
from pathlib import Path

import pytest

from renkei.observatory.catalogue import entries
from tools import figures_page
from tools.reference import TABLES

ROOT = Path(__file__).resolve().parents[3]


def test_every_table_is_compiled_by_a_function_of_ours():
    assert set(TABLES) == set(entries())


def test_page_of_figures_is_what_the_catalogue_says():
    written = (ROOT / "docs" / "reference" / "figures.md").read_text(encoding="utf-8")

    assert written == figures_page.page(), "run: python3 dev.py docs"


@pytest.mark.parametrize("key", entries())
def test_notice_names_every_table(key):
    notice = (ROOT / "NOTICE").read_text(encoding="utf-8")

    assert re.search(rf"\b{key}\b", notice)


@pytest.mark.parametrize("key", entries())
def test_terms_that_are_not_confirmed_are_said_in_entry_and_notice(key):
    notice = (ROOT / "NOTICE").read_text(encoding="utf-8")
    unconfirmed = notice.split("Terms not confirmed")[1].split("Areas\n")[0]

    said = "not confirmed" in entries()[key].licence.en

    assert said == bool(re.search(rf"\b{key}\b", unconfirmed))


@pytest.mark.parametrize("key", entries())
def test_credit_says_that_the_figures_were_processed_or_where_they_are_from(key):
    credit = entries()[key].credit

    assert "出典" in credit.ja or "加工して作成" in credit.ja
    assert "Source: " in credit.en or "Made by processing" in credit.en
