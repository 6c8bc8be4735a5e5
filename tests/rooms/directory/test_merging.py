"""Two entries become one and two again: nothing that was counted moves, no row is lost."""

from collections import Counter

import pytest

from renkei.core.errors import NotPermitted, Refused, WrongState
from renkei.core.rights import Verb, may
from renkei.core.search import search
from renkei.directory.actions.doubles import dismiss_double
from renkei.directory.actions.merging import (
    merge_organisations,
    undo_merge,
)
from renkei.directory.actions.organisations import add_alias, remove_alias
from renkei.directory.actions.units import UnitNames, make_unit, move_unit
from renkei.directory.models import (
    Agreement,
    Double,
    Establishment,
    Merge,
    Organisation,
    Party,
    Unit,
)
from renkei.directory.queries.organisations import (
    keys_of,
    merges_of,
    open_doubles,
    organisation_by_key,
    organisations_by_keys,
)
from renkei.directory.states import AliasKind, Likeness, UnitKind
from renkei.journal.models import Concern, Entry, Mention
from renkei.paperwork.actions.answers import About, start_answers
from renkei.paperwork.models import Answers
from tests.cast import Cast, standing_cast
from tests.concurrency import at_once, refusals, shared_database
from tests.rooms.directory.merging import NUMBER, TODAY, counts, merge, rows, undo

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return standing_cast()


def two(cast: Cast) -> tuple[Organisation, Organisation]:
    return cast.organisations["company"], cast.organisations["other_company"]


def test_everything_of_the_absorbed_is_the_survivors(cast: Cast) -> None:
    survivor, absorbed = two(cast)
    Establishment.objects.create(organisation=absorbed, name="支店", place="012041")

    merge(survivor, absorbed, cast.asker("city_officer"))

    assert cast.asker("other_representative").seats[0].organisation == survivor.key
    assert survivor.establishments.get().name == "支店"
    assert [one.name for one in survivor.aliases.all()] == [absorbed.name_ja]


def test_key_of_the_absorbed_leads_on(cast: Cast) -> None:
    survivor, absorbed = two(cast)

    merge(survivor, absorbed, cast.asker("city_officer"))

    assert organisation_by_key(absorbed.key) == survivor
    assert organisations_by_keys([absorbed.key, survivor.key, "none"]) == {
        absorbed.key: survivor,
        survivor.key: survivor,
    }
    assert keys_of(survivor) == (survivor.key, absorbed.key)


def test_search_finds_the_survivor_alone_and_after_undoing_both(cast: Cast) -> None:
    survivor, absorbed = two(cast)
    officer = cast.asker("city_officer")

    done = merge(survivor, absorbed, officer)
    merged = {found.key for found in search(officer, absorbed.name_ja)}
    undo(done, officer)
    undone = {found.key for found in search(officer, absorbed.name_ja)}

    assert (merged, undone) == ({survivor.key}, {absorbed.key})


def test_gaps_are_filled_and_nothing_is_overwritten(cast: Cast) -> None:
    survivor, absorbed = two(cast)
    Organisation.objects.filter(pk=survivor.pk).update(size="1-4")
    Organisation.objects.filter(pk=absorbed.pk).update(
        size="300-", corporate_number=NUMBER, website="https://example.org/"
    )

    merge(survivor, absorbed, cast.asker("city_officer"))

    survivor.refresh_from_db()
    assert (survivor.size, survivor.corporate_number, survivor.place) == ("1-4", NUMBER, "012076")
    assert survivor.website == "https://example.org/"


def test_undoing_gives_the_number_back(cast: Cast) -> None:
    survivor, absorbed = two(cast)
    Organisation.objects.filter(pk=absorbed.pk).update(corporate_number=NUMBER)
    by = cast.asker("city_officer")
    before = rows()

    undo(merge(survivor, absorbed, by), by)

    assert rows() == before
    assert Organisation.objects.get(corporate_number=NUMBER) == absorbed


def test_what_was_changed_since_the_survivor_keeps(cast: Cast) -> None:
    survivor, absorbed = two(cast)
    Organisation.objects.filter(pk=absorbed.pk).update(website="https://example.org/")
    by = cast.asker("city_officer")
    done = merge(survivor, absorbed, by)
    Organisation.objects.filter(pk=survivor.pk).update(website="https://example.com/")

    undo(done, by)

    survivor.refresh_from_db()
    assert survivor.website == "https://example.com/"


def test_timeline_of_the_survivor_holds_both(cast: Cast) -> None:
    survivor, absorbed = two(cast)
    by = cast.asker("city_officer")
    for one in two(cast):
        add_alias(one, f"別名{one.name_ja}", AliasKind.OTHER, by=by, on=TODAY)
    before = list(Entry.objects.order_by("id").values())

    merge(survivor, absorbed, by)

    told = Mention.objects.filter(of=Concern.ORGANISATION, key__in=keys_of(survivor))
    kinds = Counter(told.values_list("entry__kind", flat=True))
    assert kinds["organisation.alias_added"] == 2
    assert list(Entry.objects.order_by("id").values())[: len(before)] == before


def test_sheets_of_the_absorbed_stay_with_its_people(cast: Cast) -> None:
    survivor, absorbed = two(cast)
    desk = cast.units["city_desk"].key
    sheet = start_answers(
        "university_results",
        by=cast.asker("counsellor", on=TODAY),
        unit=desk,
        on=TODAY,
        about=About(organisation=absorbed.key),
    )

    done = merge(survivor, absorbed, cast.asker("city_officer"))
    merged = [may(cast.asker(name), Verb.WRITE, read(sheet)) for name in PEOPLE]
    undo(done, cast.asker("city_officer"))
    undone = [may(cast.asker(name), Verb.WRITE, read(sheet)) for name in PEOPLE]

    assert (merged, undone) == ([True, True], [False, True])


PEOPLE = ("representative", "other_representative")


def read(sheet: Answers) -> Answers:
    return Answers.objects.get(pk=sheet.pk)


def test_party_of_one_agreement_under_both_entries_is_one(cast: Cast) -> None:
    survivor, absorbed = two(cast)
    agreement = Agreement.objects.create(
        title_ja="架空協定", side="city", unit=cast.units["city_section"]
    )
    for one in two(cast):
        Party.objects.create(agreement=agreement, organisation=one)
    by = cast.asker("city_officer")
    before = rows()

    done = merge(survivor, absorbed, by)
    ends = organisations_by_keys(agreement.parties.values_list("organisation", flat=True))
    assert {one.key for one in ends.values()} == {survivor.key}

    undo(done, by)
    assert rows() == before


@pytest.mark.parametrize(
    "name", ["representative", "company_administrator", "counsellor", "auditor", "citizen"]
)
def test_merging_is_for_officers(cast: Cast, name: str) -> None:
    survivor, absorbed = two(cast)

    with pytest.raises(NotPermitted):
        merge(survivor, absorbed, cast.asker(name))


def test_two_numbers_are_two_legal_persons(cast: Cast) -> None:
    survivor, absorbed = two(cast)
    Organisation.objects.filter(pk=survivor.pk).update(corporate_number=NUMBER)
    Organisation.objects.filter(pk=absorbed.pk).update(corporate_number="9000020011002")

    with pytest.raises(Refused, match="法人番号が異なります"):
        merge(survivor, absorbed, cast.asker("city_officer"))


def test_a_government_is_not_merged(cast: Cast) -> None:
    with pytest.raises(Refused, match="道・市の組織"):
        merge(cast.organisations["city"], cast.organisations["company"], cast.asker("city_officer"))


def test_one_and_the_same_and_no_reason_are_refused(cast: Cast) -> None:
    survivor, absorbed = two(cast)
    by = cast.asker("city_officer")

    with pytest.raises(Refused, match="同じ登録どうし"):
        merge(survivor, survivor, by)
    with pytest.raises(Refused, match="理由"):
        merge_organisations(survivor, absorbed, by=by, on=TODAY, reason=" ")


def test_what_was_merged_is_not_merged_again(cast: Cast) -> None:
    survivor, absorbed = two(cast)
    by = cast.asker("city_officer")
    merge(survivor, absorbed, by)

    with pytest.raises(WrongState):
        merge(cast.organisations["university"], absorbed, by)
    with pytest.raises(Refused, match="統合されました"):
        make_unit(absorbed, UnitNames(name_ja="課"), UnitKind.OFFICE, by=by, on=TODAY)


def test_chain_is_undone_in_order(cast: Cast) -> None:
    a, b = two(cast)
    c = cast.organisations["university"]
    by = cast.asker("city_officer")
    before, counted = rows(), counts(by)

    first = merge(b, a, by)
    second = merge(c, b, by)
    assert organisation_by_key(a.key) == c
    assert set(keys_of(c)) == {a.key, b.key, c.key}
    with pytest.raises(Refused, match="新しい統合から順に"):
        undo(first, by)

    undo(second, by)
    undo(first, by)
    assert (rows(), counts(by)) == (before, counted)


def test_undone_once_only_and_with_a_reason(cast: Cast) -> None:
    by = cast.asker("city_officer")
    done = merge(*two(cast), by)

    with pytest.raises(Refused, match="理由"):
        undo_merge(done, by=by, on=TODAY, reason="")
    undo(done, by)
    with pytest.raises(WrongState):
        undo(done, by)
    assert list(merges_of(two(cast)[0])) == []


def test_undo_is_refused_when_a_moved_row_is_gone(cast: Cast) -> None:
    survivor, absorbed = two(cast)
    by = cast.asker("city_officer")
    alias = add_alias(absorbed, "架空無線", AliasKind.FORMER, by=by, on=TODAY)
    done = merge(survivor, absorbed, by)
    alias.refresh_from_db()
    remove_alias(alias, by=by, on=TODAY)

    with pytest.raises(Refused, match="元に戻せません"):
        undo(done, by)


def test_undo_is_refused_while_units_of_both_hang_together(cast: Cast) -> None:
    survivor, absorbed = two(cast)
    by = cast.asker("city_officer")
    moved, own = cast.units["other_company"], cast.units["company"]
    done = merge(survivor, absorbed, by)
    moved.refresh_from_db()
    move_unit(moved, own, by=by, on=TODAY)

    with pytest.raises(Refused, match="別の部署の下"):
        undo(done, by)
    move_unit(moved, None, by=by, on=TODAY)
    undo(done, by)
    assert own.organisation == survivor
    assert Unit.objects.get(pk=moved.pk).organisation == absorbed


def test_double_is_gone_when_merged_or_dismissed(cast: Cast) -> None:
    by = cast.asker("city_officer")
    first, second = sorted(two(cast), key=lambda one: one.key)
    double = Double.objects.create(first=first, second=second, likeness=Likeness.NAME)

    done = merge(first, second, by)
    assert list(open_doubles()) == []
    undo(done, by)
    assert list(open_doubles()) == [double]
    dismiss_double(double, by=by, on=TODAY)
    assert list(open_doubles()) == []


@pytest.mark.django_db(transaction=True)
def test_a_into_b_while_b_into_a_merges_once() -> None:
    with shared_database():
        cast = standing_cast()
        a, b = two(cast)
        by = cast.asker("city_officer")

        outcomes = at_once(lambda: merge(a, b, by), lambda: merge(b, a, by))

        assert refusals(outcomes) == 1
        assert Merge.objects.count() == 1
        assert Organisation.objects.filter(merged_into=None, pk__in=[a.pk, b.pk]).count() == 1


@pytest.mark.django_db(transaction=True)
def test_unit_made_while_its_organisation_is_absorbed_is_not_lost() -> None:
    with shared_database():
        cast = standing_cast()
        a, b = two(cast)
        by = cast.asker("city_officer")

        outcomes = at_once(
            lambda: merge(a, b, by),
            lambda: make_unit(b, UnitNames(name_ja="新課"), UnitKind.OFFICE, by=by, on=TODAY),
        )

        refusals(outcomes)
        assert not Unit.objects.filter(organisation=b).exists()
