import pytest
from django.test import Client

pytestmark = pytest.mark.django_db


def test_navigation_marks_the_page_itself(client: Client) -> None:
    page = client.get("/programme/").content.decode()

    assert '<a href="/programme/" aria-current="page">共同プログラム</a>' in page
    assert '<a href="/">トップ</a>' in page


def test_navigation_marks_the_part_of_the_house_one_is_in(client: Client) -> None:
    page = client.get("/en/programme/III-1/").content.decode()

    assert '<a href="/en/programme/" aria-current="true">Joint programme</a>' in page


def test_language_switch_keeps_page_and_question(client: Client) -> None:
    page = client.get("/en/programme/II/?q=a%20b").content.decode()

    assert '<a href="/programme/II/?q=a%20b" lang="ja" hreflang="ja">日本語</a>' in page


@pytest.mark.parametrize(("demonstration", "bars"), [(True, 1), (False, 0)])
def test_demonstration_says_so(client: Client, settings, demonstration: bool, bars: int) -> None:
    settings.DEMO = demonstration

    page = client.get("/").content.decode()

    assert page.count('class="demo-bar"') == bars


def test_front_page_opens_three_doors(client: Client) -> None:
    page = client.get("/").content.decode()

    assert page.count('<section class="door"') == 3
    assert "22の取組" in page
    assert '<a href="/programme/III/">' in page


def test_navigation_marks_one_page_where_one_lies_below_the_other(client: Client) -> None:
    page = client.get("/observatory/sources/").content.decode()

    assert '<a href="/observatory/sources/" aria-current="page">' in page
    assert '<a href="/observatory/">人口の動き</a>' in page
