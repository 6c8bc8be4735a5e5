"""Writing an entry, and taking one back."""

from datetime import date
from decimal import Decimal

import pytest
from django.utils import timezone

from renkei.core.errors import NotPermitted, Refused, WrongState
from renkei.journal.actions import record, reverse
from renkei.journal.models import Entry, Mention
from tests.cast import standing_cast
from tests.rooms.journal.happenings import ON, TrialCancelled, TrialHeld, held

pytestmark = pytest.mark.django_db


def mentions(entry: Entry) -> list[tuple[str, str]]:
    return list(Mention.objects.filter(entry=entry).order_by("of", "key").values_list("of", "key"))


def test_entry_keeps_everything_that_was_said() -> None:
    cast = standing_cast()
    by = cast.asker("city_officer")
    before = timezone.now()

    entry = record(
        TrialHeld(
            subject_kind="trial",
            subject_key="trial-1",
            place="011002",
            origin="131016",
            person="p" * 26,
            sex="female",
            age=31,
            quantity=Decimal("12.5"),
            unit="時間",
            organisations=("o2", "o1", "o1"),
        ),
        by=by,
        on=ON,
    )

    kept = Entry.objects.get(pk=entry.pk)
    section = cast.units["city_section"]
    assert (kept.kind, kept.on, kept.by) == ("trial.held", ON, by.person)
    assert (kept.unit, kept.unit_name) == (section.key, by.seats[0].unit_name)
    assert (kept.organisation, kept.organisation_name) == (section.key, by.seats[0].unit_name)
    assert (kept.side, kept.place, kept.origin) == ("city", "011002", "131016")
    assert (kept.person, kept.sex, kept.age) == ("p" * 26, "female", 31)
    assert (kept.quantity, kept.quantity_unit) == (Decimal("12.5"), "時間")
    assert kept.initiatives == " I-2 II-1 "
    assert kept.facts.startswith('{"fee":"1.5"')
    assert before <= kept.at <= timezone.now()
    assert mentions(kept) == [
        ("initiative", "I-2"),
        ("initiative", "II-1"),
        ("organisation", "o1"),
        ("organisation", "o2"),
    ]


def test_entry_says_other_credit_than_its_kind() -> None:
    cast = standing_cast()

    entry = held(
        by=cast.asker("city_office"),
        organisation=cast.units["city_desk"].key,
        side="joint",
        initiatives=("III-1",),
    )

    assert (entry.unit, entry.organisation) == (
        cast.units["city_bureau"].key,
        cast.units["city_desk"].key,
    )
    assert entry.organisation_name == str(cast.units["city_desk"])
    assert (entry.side, entry.initiatives) == ("joint", " III-1 ")
    assert mentions(entry) == [("initiative", "III-1")]


def test_entry_of_the_house_itself_has_no_person_and_no_unit() -> None:
    entry = held(initiatives=())

    assert (entry.by, entry.unit, entry.organisation, entry.side, entry.initiatives) == (
        "",
        "",
        "",
        "",
        "",
    )
    assert mentions(entry) == []


def test_entry_for_an_initiative_that_cannot_be_is_refused() -> None:
    with pytest.raises(ValueError, match="no initiative"):
        held(initiatives=("2",))

    assert Entry.objects.count() == 0


def test_reversal_stands_beside_what_it_takes_back() -> None:
    cast = standing_cast()
    entry = held(by=cast.asker("city_officer"), organisations=("o1",), quantity=3, unit="件")

    reversal = reverse(
        entry, by=cast.asker("city_office"), on=date(2026, 11, 2), reason=" 二重に記録した "
    )

    assert Entry.objects.get(pk=entry.pk).reversal == reversal
    assert (reversal.kind, reversal.reason) == ("trial.held", "二重に記録した")
    assert (reversal.on, reversal.quantity, reversal.facts) == (date(2026, 11, 2), None, "{}")
    assert (reversal.side, reversal.organisation) == (entry.side, entry.organisation)
    assert (reversal.unit, reversal.by) == (cast.units["city_bureau"].key, cast.city_office.key)
    assert mentions(reversal) == mentions(entry)


def test_entry_is_taken_back_once_and_a_reversal_never() -> None:
    cast = standing_cast()
    by = cast.asker("city_officer")
    entry = held(by=by)
    reversal = reverse(entry, by=by, on=ON, reason="誤り")

    with pytest.raises(WrongState, match="すでに"):
        reverse(entry, by=by, on=ON, reason="もう一度")
    with pytest.raises(WrongState, match="さらに"):
        reverse(reversal, by=by, on=ON, reason="やはり正しい")

    assert Entry.objects.count() == 2


def test_reversal_needs_a_reason() -> None:
    cast = standing_cast()
    entry = held(by=cast.asker("city_officer"))

    with pytest.raises(Refused, match="理由"):
        reverse(entry, by=cast.asker("city_officer"), on=ON, reason="  ")


@pytest.mark.parametrize(
    "who", ["prefecture_officer", "prefecture_office", "counsellor", "auditor", "outsider"]
)
def test_reversal_by_somebody_else_is_refused(who: str) -> None:
    cast = standing_cast()
    entry = held(by=cast.asker("city_officer"))

    with pytest.raises(NotPermitted):
        reverse(entry, by=cast.asker(who), on=ON, reason="消したい")

    assert Entry.objects.count() == 1


def test_kind_without_initiatives_credits_none() -> None:
    entry = record(
        TrialCancelled(subject_kind="trial", subject_key="1"),
        by=standing_cast().asker("city_officer"),
        on=ON,
    )

    assert (entry.initiatives, entry.facts) == ("", "{}")
