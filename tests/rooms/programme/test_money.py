"""Money of initiatives: whole yen, nothing unknown is nought, every earlier amount stays."""

from dataclasses import replace
from datetime import date

import pytest
from django.test import Client

from renkei.core.errors import NotPermitted, Refused
from renkei.journal.models import Entry
from renkei.journal.queries import standing_entries
from renkei.programme.actions.money import Money, enter_money
from renkei.programme.models import BudgetLine
from renkei.programme.queries.money import Amount, money_of, summed
from tests.cast import Cast
from tests.concurrency import at_once, refusals, shared_database
from tests.rooms.programme.doing import TODAY, charged_cast
from tests.signing_in import signed_in

pytestmark = pytest.mark.django_db
PLAN = Money(
    initiative="I-3",
    side="city",
    fiscal_year=2026,
    planned_yen=1_200_000,
    spent_yen=None,
    source="令和8年度当初予算",
)


@pytest.fixture
def cast() -> Cast:
    return charged_cast()


def entered(cast: Cast, who: str = "city_officer", reason: str = "", **more: object) -> BudgetLine:
    return enter_money(
        replace(PLAN, **more),  # type: ignore[arg-type]
        by=cast.asker(who),
        on=TODAY,
        reason=reason,
    )


def standing() -> list[tuple[str, int, date]]:
    found = standing_entries().filter(kind__startswith="money.").order_by("id")
    return [(one.kind, int(one.quantity or 0), one.on) for one in found]


def test_amount_is_one_entry_in_yen(cast: Cast) -> None:
    line = entered(cast)

    entry = Entry.objects.get(kind="money.planned")
    assert (entry.quantity, entry.quantity_unit, entry.initiatives) == (1_200_000, "円", " I-3 ")
    assert (entry.side, entry.organisation) == ("city", cast.units["city_section"].key)
    assert (line.planned_entry, line.spent_entry) == (entry.pk, None)


def test_budget_stands_on_the_first_day_and_spending_on_the_last_one_so_far(cast: Cast) -> None:
    entered(cast, spent_yen=300_000)
    entered(cast, fiscal_year=2025, planned_yen=None, spent_yen=900_000, source="決算書")

    assert standing() == [
        ("money.planned", 1_200_000, date(2026, 4, 1)),
        ("money.spent", 300_000, TODAY),
        ("money.spent", 900_000, date(2026, 3, 31)),
    ]


def test_correction_takes_the_earlier_amount_back(cast: Cast) -> None:
    entered(cast)

    line = entered(cast, planned_yen=1_500_000, reason="補正予算")

    assert standing() == [("money.planned", 1_500_000, date(2026, 4, 1))]
    assert Entry.objects.get(reverses__isnull=False).reason == "補正予算"
    assert [one.planned_yen for one in line.history.order_by("history_id")] == [
        1_200_000,
        1_500_000,
    ]


def test_same_amount_again_writes_nothing(cast: Cast) -> None:
    entered(cast)
    entered(cast, spent_yen=5)

    assert Entry.objects.filter(kind="money.planned").count() == 1


def test_amount_may_become_unknown_again(cast: Cast) -> None:
    entered(cast)

    entered(cast, planned_yen=None, reason="取組の分を分けられない")

    assert standing() == []
    assert money_of("I-3", [2026])[0].city == Amount(None, None, PLAN.source)


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"source": " "}, "出典"),
        ({"planned_yen": -1}, "0円以上"),
        ({"planned_yen": 10**13}, "0円以上"),
        ({"initiative": "X-1"}, "X-1"),
        ({"side": "joint"}, "道か市"),
        ({"fiscal_year": 26}, "西暦4桁"),
    ],
)
def test_impossible_amounts_are_refused(cast: Cast, wrong: dict[str, object], said: str) -> None:
    with pytest.raises(Refused, match=said):
        entered(cast, **wrong)  # type: ignore[arg-type]

    assert BudgetLine.objects.count() == 0


def test_correction_needs_a_reason(cast: Cast) -> None:
    entered(cast)

    with pytest.raises(Refused, match="理由"):
        entered(cast, planned_yen=1)

    assert standing() == [("money.planned", 1_200_000, date(2026, 4, 1))]


@pytest.mark.parametrize(
    "who", ["prefecture_officer", "prefecture_office", "counsellor", "auditor", "citizen"]
)
def test_nobody_enters_money_of_the_other_side(cast: Cast, who: str) -> None:
    with pytest.raises(NotPermitted):
        entered(cast, who)

    assert BudgetLine.objects.count() == 0


def test_officer_enters_what_her_unit_is_in_charge_of(cast: Cast) -> None:
    with pytest.raises(NotPermitted, match="II-5"):
        entered(cast, initiative="II-5")


def test_programme_office_enters_for_its_side_in_the_name_of_the_unit_in_charge(
    cast: Cast,
) -> None:
    line = entered(cast, "city_office")
    other = entered(cast, "city_office", initiative="II-5")

    assert line.unit_id == cast.units["city_section"].key
    assert other.unit_id == cast.units["city_bureau"].key


@pytest.mark.django_db(transaction=True)
def test_of_two_who_enter_at_once_one_amount_stands() -> None:
    with shared_database():
        cast = charged_cast()

        outcomes = at_once(
            lambda: entered(cast, "city_officer", planned_yen=1),
            lambda: entered(cast, "city_office", planned_yen=2),
        )

        assert refusals(outcomes) == 1
        assert len(standing()) == 1
        assert BudgetLine.objects.count() == 1


# --- reading ------------------------------------------------------------------------------------


def test_sum_of_something_unknown_is_unknown(cast: Cast) -> None:
    entered(cast, spent_yen=7)
    before = money_of("I-3", [2025, 2026])

    entered(cast, "prefecture_officer", side="prefecture", planned_yen=800_000)
    year = money_of("I-3", [2026])[0]

    assert [one.planned for one in before] == [None, None]
    assert (year.planned, year.spent) == (2_000_000, None)
    assert (year.of("city").spent, year.of("prefecture").spent) == (7, None)


def test_summed() -> None:
    assert summed([]) is None
    assert summed([0, 0]) == 0
    assert summed([1, None]) is None


def test_table_is_open_to_everybody_and_says_what_it_rests_on(cast: Cast) -> None:
    entered(cast)

    page = Client().get("/programme/money/?year=2026").content.decode()

    assert "1,200,000" in page
    assert "登録のある1件（道と市の44件のうち）の合計で1,200,000円です" in page
    assert "令和8年度当初予算" in page
    assert "登録<span" not in page


def test_officer_enters_an_amount_in_its_place(cast: Cast) -> None:
    client = signed_in(Client(), cast.city_officer)
    address = "/programme/money/I-3/city/2026/"
    assert address in client.get("/programme/money/?year=2026").content.decode()
    assert client.get(address).status_code == 200

    client.post(address, {"planned_yen": "1200000", "spent_yen": "", "source": "予算書"})
    silent = client.post(address, {"planned_yen": "5", "spent_yen": "", "source": "予算書"})

    assert BudgetLine.objects.get().planned_yen == 1_200_000
    assert "理由" in silent.content.decode()


@pytest.mark.parametrize(
    ("who", "address"),
    [
        ("city_officer", "/programme/money/I-3/prefecture/2026/"),
        ("city_officer", "/programme/money/II-5/city/2026/"),
        ("city_officer", "/programme/money/I-3/city/1999/"),
        ("citizen", "/programme/money/I-3/city/2026/"),
        ("auditor", "/programme/money/I-3/prefecture/2026/"),
    ],
)
def test_others_find_no_form(cast: Cast, who: str, address: str) -> None:
    assert signed_in(Client(), cast.people[who]).get(address).status_code == 404


def test_file_holds_what_is_known(cast: Cast) -> None:
    entered(cast)

    lines = Client().get("/programme/money.csv").content.decode("utf-8-sig").splitlines()

    assert lines[1:] == ["I-3,city,2026,1200000,,令和8年度当初予算"]
