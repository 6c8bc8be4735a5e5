"""Pages of lists: twenty rows, filters that stay, no count of millions."""

import pytest
from django.template.loader import render_to_string
from django.test import RequestFactory

from renkei.core.models import Job
from renkei.core.paging import MOST_COUNTED, MOST_PAGES, ROWS, page_of, page_of_list

GET = RequestFactory().get


def jobs(n: int) -> None:
    Job.objects.bulk_create(
        Job(kind="k", title_ja=str(i), title_en=str(i), owner="o") for i in range(n)
    )


def found():
    return Job.objects.order_by("key")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("n", "page", "rows", "first", "last", "found_"),
    [
        (0, "", 0, 1, 0, "0"),
        (1, "", 1, 1, 1, "1"),
        (20, "", 20, 1, 20, "20"),
        (21, "", 20, 1, 20, "21"),
        (21, "2", 1, 21, 21, "21"),
        (45, "2", 20, 21, 40, "45"),
    ],
)
def test_page_holds_its_rows_and_says_which(n, page, rows, first, last, found_):
    jobs(n)

    part = page_of(found(), GET("/", {"page": page}))

    assert (len(part.rows), part.first, part.last, part.found) == (rows, first, last, found_)


@pytest.mark.django_db
@pytest.mark.parametrize("asked", ["0", "-1", "x", "1.5", "９９９９９９９９９９９", "99", ""])
def test_page_that_is_not_there_is_the_first(asked):
    jobs(25)

    assert page_of(found(), GET("/", {"page": asked})).number == 1


@pytest.mark.django_db
def test_filters_stay_in_the_address():
    jobs(45)

    part = page_of(found(), GET("/?q=移住&kind=a&kind=b&page=2"))

    asked = "q=%E7%A7%BB%E4%BD%8F&kind=a&kind=b"
    assert part.previous_address == f"?{asked}"
    assert part.next_address == f"?{asked}&page=3"


@pytest.mark.django_db
@pytest.mark.parametrize(("n", "queries"), [(1, 1), (3, 1), (20, 1), (21, 2)])
def test_page_costs_two_queries_at_most(n, queries, django_assert_num_queries):
    jobs(n)

    with django_assert_num_queries(queries):
        page_of(found(), GET("/"))


@pytest.mark.django_db
def test_no_more_is_counted_than_anybody_turns_through():
    jobs(MOST_COUNTED + 1)

    first = page_of(found(), GET("/"))
    last = page_of(found(), GET("/", {"page": str(MOST_PAGES)}))
    beyond = page_of(found(), GET("/", {"page": str(MOST_PAGES + 1)}))

    assert (first.found, first.has_next) == ("1,000+", True)
    assert (last.number, last.has_next) == (MOST_PAGES, False)
    assert beyond.number == MOST_PAGES


def test_page_of_a_list_in_memory():
    part = page_of_list([*range(45)], GET("/", {"page": "3"}))

    assert (list(part.rows), part.found, part.next_address) == ([40, 41, 42, 43, 44], "45", "")


def test_page_with_other_things_on_it_is_the_same_page():
    part = page_of_list([*range(45)], GET("/", {"page": "2"}))

    other = part.with_rows([str(row) for row in part.rows])

    assert (other.rows[0], other.number, other.last) == ("20", 2, 40)


def test_template_leads_to_the_pages_beside():
    part = page_of_list([*range(45)], GET("/?q=a&page=2"))

    shown = render_to_string("core/_pages.html", {"page": part})

    assert '<a rel="prev" href="?q=a">' in shown
    assert '<a rel="next" href="?q=a&amp;page=3">' in shown
    assert "全45件のうち21～40件目" in shown


def test_template_is_empty_for_one_page():
    shown = render_to_string("core/_pages.html", {"page": page_of_list([1, 2], GET("/"))})

    assert shown.strip() == ""
    assert ROWS == 20
