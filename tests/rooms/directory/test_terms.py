"""Terms of contractors: the desk keeps its records, the people come and leave with the term."""

from datetime import date

import pytest
import time_machine

from renkei.core.errors import NotPermitted, Refused
from renkei.core.rights import Role
from renkei.directory.actions.invitations import invite
from renkei.directory.actions.seats import Offer, give_seat
from renkei.directory.actions.terms import renew_term, shorten_term, start_term
from renkei.directory.models import Invitation, Term
from renkei.directory.queries.people import contractors
from renkei.directory.queries.seats import asker_for
from renkei.directory.states import InvitationState
from renkei.journal.models import Entry
from tests.cast import THIS_YEAR_FROM, THIS_YEAR_TO, Cast, standing_cast
from tests.rooms.directory.people import TODAY, fact

pytestmark = pytest.mark.django_db
NEXT_FROM, NEXT_TO = date(2027, 4, 1), date(2028, 3, 31)


@pytest.fixture
def cast() -> Cast:
    return standing_cast()


def test_term_and_its_people_end_on_the_31st_of_march(cast: Cast) -> None:
    desk = cast.units["city_desk"].key

    with time_machine.travel("2026-03-31T23:59:59+09:00", tick=False):
        before = [
            desk in asker_for(person).units for person in (cast.last_counsellor, cast.counsellor)
        ]
    with time_machine.travel("2026-04-01T00:00:00+09:00", tick=False):
        after = [
            desk in asker_for(person).units for person in (cast.last_counsellor, cast.counsellor)
        ]

    # What belongs to the desk is open to the successor's people from the first moment.
    assert (before, after) == ([True, False], [False, True])


def test_start_term(cast: Cast) -> None:
    term = start_term(
        cast.units["city_desk"],
        cast.organisations["contractor"],
        valid_from=NEXT_FROM,
        valid_to=NEXT_TO,
        by=cast.asker("city_administrator", on=TODAY),
        on=TODAY,
    )

    entry = Entry.objects.get(kind="term.started")
    assert (entry.subject_key, fact(entry, "valid_to")) == (term.key, NEXT_TO)


@pytest.mark.parametrize(
    ("first", "last"),
    [
        (date(2027, 3, 31), NEXT_TO),  # its first day is another's last
        (THIS_YEAR_FROM, THIS_YEAR_TO),
        (date(2026, 12, 1), date(2026, 12, 31)),  # inside
        (date(2026, 1, 1), date(2028, 1, 1)),  # around
    ],
)
def test_overlapping_term_is_refused(cast: Cast, first: date, last: date) -> None:
    with pytest.raises(Refused, match="重なって"):
        start_term(
            cast.units["city_desk"],
            cast.organisations["contractor"],
            valid_from=first,
            valid_to=last,
            by=cast.asker("city_administrator", on=TODAY),
            on=TODAY,
        )

    assert Term.objects.count() == 2


@pytest.mark.parametrize("who", ["prefecture_office", "counsellor", "company_administrator"])
def test_term_is_started_by_whoever_looks_after_the_desk(cast: Cast, who: str) -> None:
    with pytest.raises(NotPermitted):
        start_term(
            cast.units["city_desk"],
            cast.organisations["contractor"],
            valid_from=NEXT_FROM,
            valid_to=NEXT_TO,
            by=cast.asker(who, on=TODAY),
            on=TODAY,
        )


def test_seat_beyond_its_term_is_refused(cast: Cast) -> None:
    beyond = Offer(
        unit=cast.units["city_desk"],
        role=Role.COUNSELLOR,
        valid_from=TODAY,
        valid_to=date(2027, 4, 1),
        term=cast.terms["this_year"],
    )

    with pytest.raises(Refused, match="受託期間"):
        give_seat(cast.outsider, beyond, by=cast.asker("city_administrator", on=TODAY), on=TODAY)


def test_seat_of_a_term_without_an_end_is_refused(cast: Cast) -> None:
    endless = Offer(
        unit=cast.units["city_desk"],
        role=Role.COUNSELLOR,
        valid_from=TODAY,
        term=cast.terms["this_year"],
    )

    with pytest.raises(Refused, match="受託期間"):
        give_seat(cast.outsider, endless, by=cast.asker("city_administrator", on=TODAY), on=TODAY)


def test_seat_at_another_desk_than_its_term_is_refused(cast: Cast) -> None:
    elsewhere = Offer(
        unit=cast.units["city_section"],
        role=Role.COUNSELLOR,
        valid_from=TODAY,
        valid_to=THIS_YEAR_TO,
        term=cast.terms["this_year"],
    )

    with pytest.raises(Refused, match="受託期間"):
        give_seat(cast.outsider, elsewhere, by=cast.asker("city_administrator", on=TODAY), on=TODAY)


@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.OFFICER, Role.PROGRAMME_OFFICE])
def test_contractors_people_get_no_seat_of_an_official(cast: Cast, role: Role) -> None:
    """An administrator for a term could renew it, or give herself a seat without an end."""
    offer = Offer(
        unit=cast.units["city_desk"],
        role=role,
        valid_from=TODAY,
        valid_to=THIS_YEAR_TO,
        term=cast.terms["this_year"],
    )

    with pytest.raises(Refused, match="受託者"):
        give_seat(cast.outsider, offer, by=cast.asker("city_office", on=TODAY), on=TODAY)


def test_entry_that_was_merged_is_no_contractor(cast: Cast) -> None:
    merged = cast.organisations["contractor"]
    merged.merged_into = cast.organisations["next_contractor"]
    merged.save()

    assert merged not in contractors(cast.asker("city_office", on=TODAY))


def test_renewed_term_keeps_its_people(cast: Cast) -> None:
    following = renew_term(
        cast.terms["this_year"],
        valid_to=NEXT_TO,
        by=cast.asker("city_administrator", on=TODAY),
        on=TODAY,
    )

    assert (following.valid_from, following.contractor_id) == (
        NEXT_FROM,
        cast.organisations["next_contractor"].key,
    )
    assert cast.asker("counsellor", on=NEXT_FROM).has_role(Role.COUNSELLOR)
    assert cast.asker("last_counsellor", on=NEXT_FROM).seats == ()


def test_shortened_term_shortens_its_seats_and_takes_back_invitations(cast: Cast) -> None:
    by, term = cast.asker("city_administrator", on=TODAY), cast.terms["this_year"]
    offered = Offer(
        unit=term.unit,
        role=Role.COUNSELLOR,
        valid_from=TODAY,
        valid_to=THIS_YEAR_TO,
        term=term,
    )
    invitation = invite("later@example.org", offered, by=by, on=TODAY)

    shorten_term(term, last_day=date(2026, 12, 31), reason="contract ended", by=by, on=TODAY)

    assert cast.counsellor.memberships.get().valid_to == date(2026, 12, 31)
    assert Invitation.objects.get(pk=invitation.pk).state == InvitationState.WITHDRAWN
    assert cast.asker("counsellor", on=date(2027, 1, 1)).seats == ()


def test_term_is_not_prolonged_by_shortening(cast: Cast) -> None:
    with pytest.raises(Refused, match="選んでください"):
        shorten_term(
            cast.terms["this_year"],
            last_day=date(2027, 6, 30),
            reason="a mistake",
            by=cast.asker("city_administrator", on=TODAY),
            on=TODAY,
        )
