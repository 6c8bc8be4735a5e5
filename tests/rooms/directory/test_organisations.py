"""Entries of organisations: registered once, changed with a history, found by all their names."""

from dataclasses import replace
from datetime import date

import pytest

from renkei.core.errors import NotPermitted, Refused
from renkei.core.rights import NOBODY, Role, Verb, may
from renkei.core.sides import Side
from renkei.directory.actions.organisations import (
    AlreadyKnown,
    LikelyDouble,
    Particulars,
    add_alias,
    add_establishment,
    change_organisation,
    found_government,
    publish_organisation,
    register_organisation,
    remove_alias,
    remove_establishment,
    remove_organisation,
    withdraw_organisation,
)
from renkei.directory.actions.units import UnitNames, make_unit
from renkei.directory.imports import particulars_of
from renkei.directory.models import Double, Organisation
from renkei.directory.queries.organisations import Asked, organisation_list
from renkei.directory.states import AliasKind, OrganisationKind, UnitKind
from renkei.journal.models import Entry
from tests.cast import Cast, seat, standing_cast
from tests.concurrency import at_once, refusals, shared_database

TODAY = date(2026, 11, 25)
NUMBER = "7000020010006"  # a valid one; here of an invented firm

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("places_loaded")]


@pytest.fixture
def cast() -> Cast:
    return standing_cast()


def firm(name: str = "架空電機株式会社", **more: str) -> Particulars:
    return Particulars(name_ja=name, kind=OrganisationKind.COMPANY, **more)


def register(cast: Cast, particulars: Particulars, **more: bool) -> Organisation:
    return register_organisation(particulars, by=cast.asker("city_officer"), on=TODAY, **more)


def told(kind: str) -> list[Entry]:
    return list(Entry.objects.filter(kind=kind))


def test_registering_tells_the_journal(cast: Cast) -> None:
    made = register(cast, firm(place="011002"))

    (entry,) = told("organisation.registered")
    assert (entry.subject_key, entry.place, entry.side) == (made.key, "011002", "city")
    assert [one.key for one in entry.mentions.all()] == [made.key]


def test_registering_is_for_officers(cast: Cast) -> None:
    for name in ("representative", "counsellor", "citizen", "municipality_officer"):
        with pytest.raises(NotPermitted):
            register_organisation(firm(), by=cast.asker(name), on=TODAY)

    assert not Organisation.objects.filter(name_ja="架空電機株式会社").exists()


def test_same_number_leads_to_the_entry_that_is_there(cast: Cast) -> None:
    known = register(cast, firm(corporate_number=NUMBER))

    with pytest.raises(AlreadyKnown) as refused:
        register(cast, firm("別の名称", corporate_number="７-００００-２００１-０００６"))

    assert refused.value.organisation == known


def test_same_name_at_the_place_is_suggested(cast: Cast) -> None:
    known = register(cast, firm(place="011002"))

    with pytest.raises(LikelyDouble) as refused:
        register(cast, firm("架空電機(株)", place="011002"))

    assert [one.organisation for one in refused.value.likely] == [known]


def test_same_name_elsewhere_is_another(cast: Cast) -> None:
    register(cast, firm(place="011002"))

    register(cast, firm(place="012025"))

    assert Double.objects.count() == 0


def test_known_to_differ_waits_for_an_officer(cast: Cast) -> None:
    known = register(cast, firm(place="011002"))

    other = register(cast, firm(place="011002"), is_known_to_differ=True)

    (double,) = Double.objects.all()
    assert {double.first, double.second} == {known, other}


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"corporate_number": "7000020010060"}, "検査に合いません"),
        ({"place": "999999"}, "地域はありません"),
        ({"industry": "製造業"}, "日本標準産業分類"),
        ({"industry": "E"}, "改定の回"),
        ({"name": " "}, "名称を書いて"),
    ],
)
def test_what_cannot_be_so_is_refused(cast: Cast, wrong: dict[str, str], said: str) -> None:
    with pytest.raises(Refused, match=said):
        register(cast, firm(**wrong))


def test_no_third_government(cast: Cast) -> None:
    with pytest.raises(Refused, match="2つの自治体だけ"):
        register(cast, Particulars(name_ja="架空市", kind=OrganisationKind.GOVERNMENT))
    with pytest.raises(Refused, match="登録されています"):
        found_government(
            Particulars(name_ja="架空市", kind=OrganisationKind.GOVERNMENT), Side.CITY, on=TODAY
        )


def test_change_keeps_old_and_new_with_the_reason(cast: Cast) -> None:
    made = register(cast, firm())

    change_organisation(
        made, firm(size="10-29"), by=cast.asker("prefecture_officer"), on=TODAY, reason="調査票"
    )

    now, before = made.history.all()
    assert (before.size, now.size) == ("", "10-29")
    assert (now.history_user_id, now.history_change_reason) == (
        cast.prefecture_officer.key,
        "調査票",
    )
    assert len(told("organisation.changed")) == 1


def test_change_of_nothing_leaves_no_trace(cast: Cast) -> None:
    made = register(cast, firm())

    assert change_organisation(made, firm(), by=cast.asker("city_officer"), on=TODAY) == []
    assert (made.history.count(), told("organisation.changed")) == (1, [])


def test_firm_changes_its_own_entry_only(cast: Cast) -> None:
    own, other = cast.organisations["company"], cast.organisations["other_company"]
    by = cast.asker("representative")

    change_organisation(own, firm(own.name_ja, website="https://example.org/"), by=by, on=TODAY)

    with pytest.raises(NotPermitted):
        change_organisation(other, firm(other.name_ja, size="1-4"), by=by, on=TODAY)


def test_each_government_looks_after_its_own_entry(cast: Cast) -> None:
    prefecture = cast.organisations["prefecture"]

    assert may(cast.asker("prefecture_officer"), Verb.WRITE, prefecture)
    assert not may(cast.asker("city_officer"), Verb.WRITE, prefecture)
    assert may(cast.asker("city_officer"), Verb.READ, prefecture)


def test_alias_is_found_until_it_is_removed(cast: Cast) -> None:
    made, by = register(cast, firm()), cast.asker("city_officer")

    alias = add_alias(made, "旧架空無線", AliasKind.FORMER, by=by, on=TODAY)
    found = list(organisation_list(by, Asked(text="架空無線")))
    remove_alias(alias, by=by, on=TODAY)

    assert found == [made]
    assert list(organisation_list(by, Asked(text="架空無線"))) == []
    assert (len(told("organisation.alias_added")), len(told("organisation.alias_removed"))) == (
        1,
        1,
    )


def test_alias_is_kept_once(cast: Cast) -> None:
    made, by = register(cast, firm()), cast.asker("city_officer")
    add_alias(made, "架空無線", AliasKind.FORMER, by=by, on=TODAY)

    for name in ("架空無線", "架空電機株式会社", "　"):
        with pytest.raises(Refused):
            add_alias(made, name, AliasKind.OTHER, by=by, on=TODAY)


def test_branch_makes_a_firm_one_of_the_place(cast: Cast) -> None:
    made, by = register(cast, firm(place="011002")), cast.asker("city_officer")

    branch = add_establishment(made, "旭川支店", "012041", "", by=by, on=TODAY)
    there = organisation_list(by, Asked(place="012041", kind=OrganisationKind.COMPANY))
    assert list(there) == [made]

    remove_establishment(branch, by=by, on=TODAY)
    assert list(there.all()) == []
    with pytest.raises(Refused, match="地域はありません"):
        add_establishment(made, "本州支店", "999999", "", by=by, on=TODAY)


def test_entry_is_read_by_everybody_while_it_is_published(cast: Cast) -> None:
    made, by = register(cast, firm()), cast.asker("city_officer")

    publish_organisation(made, by=by, on=TODAY)
    published = list(organisation_list(NOBODY, Asked(text="架空電機")))
    withdraw_organisation(made, by=by, on=TODAY)

    assert published == [made]
    assert list(organisation_list(NOBODY, Asked(text="架空電機"))) == []


def test_list_is_asked_by_number_kind_industry_and_size(cast: Cast) -> None:
    made = register(
        cast, firm(corporate_number=NUMBER, industry="E09", industry_edition="14", size="1-4")
    )
    by = cast.asker("city_officer")

    for asked in (
        Asked(text="7-0000-2001-0006"),
        Asked(text=made.key),
        Asked(industry="E"),
        Asked(size="1-4"),
        Asked(text="電機", industry="E"),
    ):
        assert list(organisation_list(by, asked)) == [made]
    assert list(organisation_list(by, Asked(text="電機", industry="D"))) == []


def test_entry_on_which_nothing_stands_can_be_taken_away(cast: Cast) -> None:
    made = register(cast, firm())

    remove_organisation(made, by=cast.asker("city_officer"), on=TODAY)

    assert not Organisation.objects.filter(pk=made.pk).exists()
    assert told("organisation.removed")[0].subject_key == made.key


def test_entry_with_units_stays(cast: Cast) -> None:
    with pytest.raises(Refused, match="部署や受託期間"):
        remove_organisation(cast.organisations["company"], by=cast.asker("city_officer"), on=TODAY)


@pytest.mark.django_db(transaction=True)
def test_of_two_who_register_a_number_at_once_one_is_led_to_the_other() -> None:
    with shared_database():
        cast = standing_cast()
        by = cast.asker("city_officer")

        outcomes = at_once(
            *(
                lambda name=name: register_organisation(
                    firm(name, corporate_number=NUMBER), by=by, on=TODAY
                )
                for name in ("架空電機", "架空無線")
            )
        )

        assert refusals(outcomes) == 1
        assert Organisation.objects.filter(corporate_number=NUMBER).count() == 1


# --- rights hang on some of what an entry says --------------------------------------------------


def test_firm_does_not_make_itself_a_municipality(cast: Cast) -> None:
    """At one its administrator could seat officers, who read what is not published in its place."""
    company = cast.organisations["company"]
    by = cast.asker("company_administrator")
    said = Particulars(name_ja=company.name_ja, kind=OrganisationKind.MUNICIPALITY)

    with pytest.raises(NotPermitted):
        change_organisation(company, said, by=by, on=TODAY)


def test_municipality_does_not_say_that_it_lies_elsewhere(cast: Cast) -> None:
    town = cast.organisations["municipality"]
    seat(cast.outsider, cast.units["municipality"], Role.ADMINISTRATOR)
    by = cast.asker("outsider")

    with pytest.raises(NotPermitted):
        change_organisation(town, replace(particulars_of(town), place="011002"), by=by, on=TODAY)
    with pytest.raises(NotPermitted):
        make_unit(
            town, UnitNames(name_ja="架空課"), UnitKind.SECTION, by=by, on=TODAY, place="011002"
        )
