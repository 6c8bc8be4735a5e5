"""Agreements: from the first talks to the end, or to the one that goes on from it."""

from datetime import date

import pytest

from renkei.core.errors import NotPermitted, Refused, WrongState
from renkei.core.rights import NOBODY, Verb, may
from renkei.directory.actions.agreements import (
    AgreementTerms,
    ContactWords,
    activate_agreement,
    add_contact,
    break_off_agreement,
    change_agreement,
    draft_agreement,
    end_agreement,
    publish_agreement,
    remove_contact,
    sign_agreement,
    withdraw_agreement,
)
from renkei.directory.actions.renewals import renew_agreement, renew_by_itself
from renkei.directory.models import Agreement, Contact
from renkei.directory.queries.agreements import (
    AgreementsAsked,
    agreement_list,
    keys_of_parties,
    parties_of,
    renewed_by_themselves,
    to_renew,
)
from renkei.directory.rules.organisations import reads_as_insider
from renkei.directory.states import AgreementState
from renkei.journal.models import Entry
from tests.cast import Cast, standing_cast
from tests.concurrency import at_once, refusals, shared_database

TODAY = date(2026, 11, 25)
SIGNED = date(2026, 4, 10)
LAST_DAY = date(2027, 3, 31)

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return standing_cast()


def terms(cast: Cast, side: str = "city", unit: str = "city_section", **more: object):
    return AgreementTerms(
        **{
            "title_ja": "架空大学とのUIターン就職協定",
            "side": side,
            "unit": cast.units[unit],
            "parties": [cast.organisations["university"]],
            "valid_to": LAST_DAY,
            "clauses": [("学生に道内の求人を知らせる。", "Tell students of openings.")],
            **more,
        }
    )


def drafted(cast: Cast, by: str = "city_officer", **more: object) -> Agreement:
    return draft_agreement(terms(cast, **more), by=cast.asker(by), on=SIGNED)


def in_force(cast: Cast, by: str = "city_officer", **more: object) -> Agreement:
    agreement = drafted(cast, by, **more)
    sign_agreement(agreement, SIGNED, by=cast.asker(by))
    activate_agreement(agreement, by=cast.asker(by), on=SIGNED)
    agreement.refresh_from_db()
    return agreement


def names(agreement: Agreement) -> list[str]:
    return [party.organisation.name_ja for party in parties_of(agreement)]


@pytest.mark.parametrize(
    ("side", "governments"),
    [
        ("city", ["city of the tests"]),
        ("joint", ["city of the tests", "prefecture of the tests"]),
    ],
)
def test_governments_are_parties_by_the_side(cast: Cast, side: str, governments: list[str]) -> None:
    agreement = drafted(cast, side=side)

    assert names(agreement) == [*governments, "university of the tests"]
    assert keys_of_parties(agreement) == (cast.organisations["university"].key,)


@pytest.mark.parametrize("name", ["counsellor", "university_representative", "auditor", "citizen"])
def test_drafting_is_for_officers(cast: Cast, name: str) -> None:
    with pytest.raises(NotPermitted):
        drafted(cast, name)


def test_officer_drafts_for_her_own_unit(cast: Cast) -> None:
    with pytest.raises(NotPermitted):
        drafted(cast, "city_officer", side="prefecture", unit="prefecture_section")


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"title_ja": " "}, "名称"),
        ({"parties": []}, "相手となる"),
        ({"valid_to": None, "is_renewed_automatically": True}, "有効期限が要ります"),
    ],
)
def test_what_cannot_be_so_is_refused(cast: Cast, wrong: dict[str, object], said: str) -> None:
    with pytest.raises(Refused, match=said):
        drafted(cast, **wrong)


def test_joint_agreement_counts_once_in_total_and_once_on_each_side(cast: Cast) -> None:
    in_force(cast, side="joint")
    in_force(cast)

    signed = Entry.objects.filter(kind="agreement.signed")
    on_side = {
        side: signed.filter(side__in=[side, "joint"]).count() for side in ("prefecture", "city")
    }
    assert (signed.count(), on_side) == (2, {"prefecture": 1, "city": 2})
    assert {entry.initiatives for entry in signed} == {" II-3 "}


def test_signing_is_dated_by_the_day_of_signing(cast: Cast) -> None:
    agreement = in_force(cast)

    entry = Entry.objects.get(kind="agreement.signed")
    assert (entry.on, entry.organisation) == (SIGNED, cast.units["city_section"].key)
    assert '"parties":2' in entry.facts
    assert (agreement.signed_on, agreement.in_force_since) == (SIGNED, SIGNED)
    assert agreement.remind_on == date(2026, 12, 31)


def test_signing_needs_a_point_that_was_agreed(cast: Cast) -> None:
    with pytest.raises(Refused, match="1つ以上"):
        sign_agreement(drafted(cast, clauses=[]), SIGNED, by=cast.asker("city_officer"))


def test_end_before_the_beginning_is_refused(cast: Cast) -> None:
    with pytest.raises(Refused, match="締結日より前"):
        sign_agreement(
            drafted(cast, valid_to=date(2026, 4, 1)), SIGNED, by=cast.asker("city_officer")
        )


def test_signed_agreement_stands_as_it_was_signed(cast: Cast) -> None:
    agreement = in_force(cast)
    by = cast.asker("city_officer")

    change_agreement(agreement, terms(cast, clauses=[], remind_days_before=30), by=by, on=TODAY)

    assert agreement.clauses.count() == 1
    with pytest.raises(Refused, match="理由が要ります"):
        change_agreement(agreement, terms(cast, side="joint"), by=by, on=TODAY)


def test_changes_while_it_is_negotiated(cast: Cast) -> None:
    agreement, by = drafted(cast), cast.asker("city_officer")

    changed = change_agreement(
        agreement,
        terms(cast, parties=[cast.organisations["company"]], clauses=[("一", ""), ("二", "")]),
        by=by,
        on=TODAY,
    )

    assert changed == ["parties", "clauses"]
    assert names(agreement) == ["city of the tests", "company of the tests"]
    assert [clause.number for clause in agreement.clauses.all()] == [1, 2]
    assert (
        change_agreement(
            agreement,
            terms(cast, parties=[cast.organisations["company"]], clauses=[("一", ""), ("二", "")]),
            by=by,
            on=TODAY,
        )
        == []
    )


def test_joint_agreement_is_not_taken_over_by_the_other_side(cast: Cast) -> None:
    agreement = drafted(cast, side="joint")
    theirs, keeper = cast.asker("prefecture_officer"), cast.asker("city_officer")

    for taken in (
        terms(cast, side="prefecture", unit="prefecture_section"),
        terms(cast, side="joint", unit="prefecture_section"),
    ):
        with pytest.raises(Refused, match="今の担当部署だけ"):
            change_agreement(agreement, taken, by=theirs, on=TODAY)

    shared = terms(cast, side="joint", remind_days_before=30)
    assert change_agreement(agreement, shared, by=theirs, on=TODAY) == ["remind_days_before"]
    assert change_agreement(agreement, terms(cast), by=keeper, on=TODAY) == [
        "side",
        "remind_days_before",
    ]


def test_states_are_not_skipped(cast: Cast) -> None:
    agreement, by = drafted(cast), cast.asker("city_officer")

    with pytest.raises(WrongState):
        activate_agreement(agreement, by=by, on=TODAY)
    with pytest.raises(WrongState):
        end_agreement(agreement, by=by, on=TODAY, reason="終了")
    break_off_agreement(agreement, by=by, on=TODAY, reason="条件が合わない")
    with pytest.raises(WrongState):
        sign_agreement(agreement, SIGNED, by=by)
    with pytest.raises(WrongState):
        change_agreement(agreement, terms(cast), by=by, on=TODAY)


def test_ending_needs_a_reason(cast: Cast) -> None:
    agreement, by = in_force(cast), cast.asker("city_officer")

    with pytest.raises(Refused, match="理由"):
        end_agreement(agreement, by=by, on=TODAY, reason=" ")
    end_agreement(agreement, by=by, on=TODAY, reason="大学の申出")
    agreement.refresh_from_db()
    assert (agreement.state, agreement.ended_on) == (AgreementState.ENDED, TODAY)


def test_renewal_goes_on_with_parties_clauses_and_contacts(cast: Cast) -> None:
    agreement, by = in_force(cast), cast.asker("city_officer")
    add_contact(agreement, cast.organisations["university"], ContactWords(name="架空 花子"), by=by)

    successor = renew_agreement(agreement, by=by, on=TODAY, valid_to=date(2028, 3, 31))

    agreement.refresh_from_db()
    assert (agreement.state, successor.renews) == (AgreementState.RENEWED, agreement)
    assert names(successor) == names(agreement)
    assert successor.contacts.get().name == "架空 花子"
    assert successor.clauses.get().text_ja == agreement.clauses.get().text_ja
    assert successor.in_force_since == SIGNED
    # A renewal is no new agreement: what was signed is counted once.
    assert Entry.objects.filter(kind="agreement.signed").count() == 1


def test_automatic_renewal_waits_for_the_last_day_and_happens_once(cast: Cast) -> None:
    agreement = in_force(cast, is_renewed_automatically=True)

    assert renew_by_itself(agreement, on=LAST_DAY) is None
    successor = renew_by_itself(agreement, on=date(2027, 4, 1))
    assert renew_by_itself(agreement, on=date(2027, 4, 1)) is None

    assert successor
    assert (successor.signed_on, successor.valid_to) == (date(2027, 4, 1), date(2028, 3, 31))
    assert list(renewed_by_themselves(date(2027, 4, 2))) == []
    entry = Entry.objects.get(kind="agreement.renewed")
    assert (entry.by, entry.side, entry.on) == ("", "city", date(2027, 4, 1))


def test_without_automatic_renewal_it_waits_for_somebody(cast: Cast) -> None:
    agreement = in_force(cast)

    assert renew_by_itself(agreement, on=date(2027, 4, 1)) is None
    assert list(to_renew(date(2026, 12, 30))) == []
    assert list(to_renew(date(2026, 12, 31))) == [agreement]


def test_published_agreement_is_read_by_everybody_without_contacts(cast: Cast) -> None:
    agreement, by = in_force(cast), cast.asker("city_officer")

    publish_agreement(agreement, by=by, on=TODAY)
    agreement.refresh_from_db()
    assert list(agreement_list(NOBODY, AgreementsAsked(), on=TODAY)) == [agreement]
    assert not reads_as_insider(NOBODY, agreement)
    assert reads_as_insider(cast.asker("university_representative"), agreement)

    withdraw_agreement(agreement, by=by, on=TODAY)
    assert list(agreement_list(NOBODY, AgreementsAsked(), on=TODAY)) == []


def test_what_is_not_signed_is_not_published(cast: Cast) -> None:
    with pytest.raises(WrongState):
        publish_agreement(drafted(cast), by=cast.asker("city_officer"), on=TODAY)


@pytest.mark.parametrize(
    ("name", "side", "allowed"),
    [
        ("city_officer", "city", "find read write decide publish export"),
        ("city_office", "city", "find read write decide publish export"),
        ("prefecture_officer", "city", "find open"),
        ("prefecture_officer", "joint", "find read write decide publish export"),
        ("prefecture_counsellor", "city", "find"),
        ("counsellor", "city", "find read"),
        ("university_representative", "city", "find read"),
        ("other_representative", "city", ""),
        ("citizen", "city", ""),
    ],
)
def test_who_may_do_what(cast: Cast, name: str, side: str, allowed: str) -> None:
    agreement = in_force(cast, side=side)
    asker = cast.asker(name)

    for verb in Verb:
        expected = verb in allowed.split()
        assert may(asker, verb, agreement) == expected, verb
        listed = Agreement.objects.visible_to(asker, verb).filter(pk=agreement.pk)
        assert listed.exists() == expected, verb


def test_list_is_asked_by_party_side_state_and_end(cast: Cast) -> None:
    joint, own = in_force(cast, side="joint"), in_force(cast)
    other = drafted(cast, parties=[cast.organisations["company"]])
    by = cast.asker("city_officer")

    def keys(**asked: object) -> set[str]:
        found = agreement_list(by, AgreementsAsked(**asked), on=TODAY)
        return {agreement.key for agreement in found}

    assert keys() == {joint.key, own.key, other.key}
    assert keys(side="prefecture") == {joint.key}
    assert keys(state="negotiating") == {other.key}
    assert keys(party=cast.organisations["university"].key) == {joint.key, own.key}
    assert keys(within_days=30) == set()
    assert keys(within_days=200) == {joint.key, own.key}
    assert keys(text="company") == {other.key}


def test_contacts_are_of_the_parties(cast: Cast) -> None:
    agreement, by = in_force(cast), cast.asker("city_officer")

    with pytest.raises(Refused, match="当事者ではありません"):
        add_contact(agreement, cast.organisations["company"], ContactWords(name="架空"), by=by)
    contact = add_contact(
        agreement, cast.organisations["city"], ContactWords(name="架空 太郎"), by=by
    )
    with pytest.raises(NotPermitted):
        remove_contact(contact, by=cast.asker("university_representative"))
    remove_contact(contact, by=by)
    assert not Contact.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_of_two_who_renew_at_once_one_does() -> None:
    with shared_database():
        cast = standing_cast()
        agreement = in_force(cast, side="joint")
        until = date(2028, 3, 31)

        outcomes = at_once(
            *(
                lambda by=by: renew_agreement(agreement, by=by, on=TODAY, valid_to=until)
                for by in (cast.asker("city_officer"), cast.asker("prefecture_officer"))
            )
        )

        assert refusals(outcomes) == 1
        assert Agreement.objects.filter(renews=agreement).count() == 1
