"""The two answers: what a rule means for one record and for a table is the same."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest
from django.db import connection
from django.http import Http404
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override

from renkei.charter.text import Text
from renkei.core.errors import NotPermitted
from renkei.core.rights import (
    ANYONE,
    NOBODY,
    SIGNED_IN,
    Asker,
    Columns,
    Reach,
    RecordKind,
    Role,
    Seat,
    Verb,
    declare,
    kind_of,
    may,
    must,
    reasons,
    rules,
    verbs_of,
)
from renkei.core.rights.askers import NothingHanded
from renkei.core.rights.columns import faults
from renkei.core.sides import Side
from renkei.directory.models import Agreement, Clause, Party
from renkei.directory.states import AgreementState
from tests.cast import Cast, standing_cast
from tests.rights.patched import declared_as

pytestmark = pytest.mark.django_db

KIND = RecordKind(
    name="agreement",
    label=Text("協定", "Agreement"),
    model="directory.Agreement",
    columns=Columns(
        unit="unit_id",
        side="side",
        organisation="parties__organisation_id",
        place="unit__place",
        public="is_public",
    ),
    rules=(
        *rules(Reach.OWN_UNIT, "read write", Role.OFFICER, Role.COUNSELLOR),
        *rules(Reach.OWN_SIDE, "read", Role.AUDITOR),
        *rules(Reach.OTHER_SIDE, "find", Role.OFFICER),
        *rules(Reach.OWN_ORGANISATION, "read", Role.REPRESENTATIVE),
        *rules(Reach.OWN_PLACE, "find", Role.MUNICIPALITY_OFFICER),
        *rules(Reach.PUBLIC, "read", ANYONE),
        *rules(Reach.OPENED, "read", SIGNED_IN),
        *rules(Reach.SHARED, "read", Role.COUNSELLOR),
        *rules(Reach.ANY, "manage", Role.PROGRAMME_OFFICE),
    ),
    title=lambda agreement: agreement.title,
    address=lambda agreement: f"/{agreement.key}/",
)


@pytest.fixture
def kind() -> Iterator[RecordKind]:
    with declared_as(KIND) as declared:
        yield declared


@pytest.fixture
def cast(kind: RecordKind) -> Cast:
    return standing_cast()


def agreement(cast: Cast, unit: str = "city_section", **more: object) -> Agreement:
    made = cast.units[unit]
    return Agreement.objects.create(title_ja="協定", side=made.side, unit=made, **more)


def answers(asker: Asker, verb: Verb, record: Agreement) -> tuple[bool, bool]:
    """For the one record, and as one of a set."""
    fresh = Agreement.objects.get(pk=record.pk)
    return may(asker, verb, fresh), record in Agreement.objects.visible_to(asker, verb)


YES, NO = (True, True), (False, False)


@pytest.mark.parametrize(
    ("who", "verb", "expected"),
    [
        ("city_officer", Verb.WRITE, YES),
        ("prefecture_officer", Verb.WRITE, NO),
        ("prefecture_officer", Verb.FIND, YES),  # the other side knows that there is one
        ("prefecture_officer", Verb.READ, NO),
        ("auditor", Verb.READ, NO),  # of the other side
        ("counsellor", Verb.READ, NO),  # another unit of the same side
        ("city_office", Verb.MANAGE, YES),
        ("city_office", Verb.READ, NO),
        ("representative", Verb.READ, NO),
        ("citizen", Verb.READ, NO),
    ],
)
def test_rule_of_unit_and_side(cast: Cast, who: str, verb: Verb, expected: object) -> None:
    record = agreement(cast)

    assert answers(cast.asker(who), verb, record) == expected


@pytest.mark.parametrize(("side", "expected"), [("joint", YES), ("prefecture", YES), ("city", NO)])
def test_own_side_holds_what_both_do_together(cast: Cast, side: str, expected: object) -> None:
    record = agreement(cast)
    Agreement.objects.filter(pk=record.pk).update(side=side)

    assert answers(cast.asker("auditor"), Verb.READ, record) == expected


def test_unit_above_reaches_the_records_of_units_below(cast: Cast) -> None:
    record = agreement(cast, "prefecture_section")
    above = replace(cast.asker("bureau_officer"))
    seats = (replace(above.seats[0], role=Role.OFFICER),)

    assert answers(replace(above, seats=seats), Verb.WRITE, record) == YES


@pytest.mark.parametrize(("public", "expected"), [(True, YES), (False, NO)])
def test_public_record_is_read_by_nobody_in_particular(
    cast: Cast, public: bool, expected: object
) -> None:
    record = agreement(
        cast, is_public=public, state=AgreementState.SIGNED, signed_on=date(2026, 4, 1)
    )

    assert answers(NOBODY, Verb.READ, record) == expected


def test_every_party_reaches_a_record_that_leads_to_many(cast: Cast) -> None:
    record = agreement(cast)
    for name in ("company", "university"):
        Party.objects.create(agreement=record, organisation=cast.organisations[name])

    assert answers(cast.asker("representative"), Verb.READ, record) == YES
    assert answers(cast.asker("university_representative"), Verb.READ, record) == YES
    assert answers(cast.asker("other_representative"), Verb.READ, record) == NO


def test_record_that_leads_to_many_is_shown_once(cast: Cast) -> None:
    record = agreement(cast)
    for name in ("company", "university"):
        Party.objects.create(agreement=record, organisation=cast.organisations[name])
    asker = cast.asker("representative")
    asker = replace(asker, seats=(*asker.seats, *cast.asker("university_representative").seats))

    assert list(Agreement.objects.visible_to(asker)) == [record]
    assert Agreement.objects.visible_to(asker).count() == 1


def test_empty_place_of_a_seat_meets_no_empty_place_of_a_record(cast: Cast) -> None:
    record = agreement(cast)  # its unit has no place
    asker = cast.asker("municipality_officer")
    nowhere = replace(asker, seats=(replace(asker.seats[0], places=frozenset({""})),))

    assert answers(nowhere, Verb.FIND, record) == NO


@pytest.mark.parametrize("reach", ["opened", "shared"])
def test_record_handed_over_is_read_by_its_key(cast: Cast, reach: str) -> None:
    record, other = agreement(cast), agreement(cast)
    handed = NothingHanded()

    def key_of_it(kind: str, _seat: Seat | None) -> frozenset[str]:
        return frozenset({record.key} if kind == "agreement" else ())

    setattr(handed, reach, key_of_it)
    asker = replace(cast.asker("prefecture_counsellor"), handed=handed)

    assert answers(asker, Verb.READ, record) == YES
    assert answers(asker, Verb.READ, other) == NO


def test_unsaved_record_is_asked_about_by_what_it_holds(cast: Cast) -> None:
    own = Agreement(title_ja="新", unit=cast.units["city_section"], side=Side.CITY)
    foreign = Agreement(title_ja="新", unit=cast.units["prefecture_section"], side=Side.PREFECTURE)
    asker = cast.asker("city_officer")

    assert (may(asker, Verb.WRITE, own), may(asker, Verb.WRITE, foreign)) == YES[:1] + NO[:1]


def test_unsaved_record_without_its_unit_is_nobody_s(cast: Cast) -> None:
    assert not may(cast.asker("city_officer"), Verb.WRITE, Agreement(title_ja="新"))


def test_refusal_says_what_is_refused_in_the_reader_s_language(cast: Cast) -> None:
    with override("en"), pytest.raises(NotPermitted) as refused:
        must(NOBODY, Verb.WRITE, agreement(cast))

    assert str(refused.value) == "From your seat you may not do this with this “Agreement”: write."


def test_reason_names_rule_and_seat(cast: Cast) -> None:
    asker = cast.asker("city_officer")

    (reason,) = reasons(asker, Verb.WRITE, agreement(cast))

    assert (reason.rule.reach, reason.seat) == (Reach.OWN_UNIT, asker.seats[0])


def test_verbs_of_a_person_are_all_that_rules_give(cast: Cast) -> None:
    record = agreement(cast)

    assert verbs_of(cast.asker("city_officer"), record) == {Verb.FIND, Verb.READ, Verb.WRITE}
    assert verbs_of(cast.asker("citizen"), record) == frozenset()


def test_whoever_reads_may_find() -> None:
    (rule,) = rules(Reach.ANY, "read", ANYONE)

    assert rule.verbs == {Verb.FIND, Verb.READ}


def test_what_is_not_visible_is_not_there(cast: Cast) -> None:
    record = agreement(cast)

    with pytest.raises(Http404):
        Agreement.objects.seen_by(cast.asker("citizen"), key=record.key)
    assert Agreement.objects.seen_by(cast.asker("city_officer"), key=record.key) == record


def test_table_without_a_kind_opens_to_nobody(cast: Cast) -> None:
    with pytest.raises(LookupError, match=r"directory\.Clause is not declared"):
        may(cast.asker("city_officer"), Verb.READ, Clause())


def test_kind_is_declared_once(kind: RecordKind) -> None:
    with pytest.raises(ValueError, match="declared twice"):
        declare(kind)
    assert kind_of(Agreement) is kind


def test_asking_about_each_row_costs_no_query(cast: Cast) -> None:
    for _ in range(20):
        Party.objects.create(agreement=agreement(cast), organisation=cast.organisations["company"])
    asker = cast.asker("representative")

    with CaptureQueriesContext(connection) as queries:
        rows = list(Agreement.objects.with_columns().visible_to(asker))
        verbs = {verbs_of(asker, row) for row in rows}

    assert (len(rows), verbs) == (20, {frozenset({Verb.FIND, Verb.READ})})
    assert len(queries) == 3  # the rows, the parties of all of them, what was opened to the person


@pytest.mark.parametrize(
    ("columns", "expected"),
    [
        (KIND.columns, []),
        (Columns(unit="unit"), ["the column “unit” ends at another record; write “unit_id”"]),
        (
            Columns(unit="unitt_id"),
            ["the column “unitt_id”: Agreement has no field named 'unitt_id'"],
        ),
        (Columns(unit="unit__key", key="pk"), []),
    ],
)
def test_faulty_column_is_found(columns: Columns, expected: list[str]) -> None:
    assert list(faults(replace(KIND, columns=columns))) == expected


def test_seat_of_a_joint_unit_has_no_other_side() -> None:
    seat = Seat(Role.OFFICER, "u", frozenset({"u"}), "o", side=Side.JOINT)
    asker = Asker("p", seats=(seat,))

    with declared_as(KIND):
        assert not may(asker, Verb.FIND, Agreement(side=Side.CITY, unit_id="v"))
