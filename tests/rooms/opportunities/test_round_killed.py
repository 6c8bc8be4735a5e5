"""A run whose process is killed in the middle of its writes, and two desks that tell at once."""

import os
import signal

import pytest
from django.db import connections

from renkei.journal.queries import standing_entries
from renkei.opportunities.actions import rounds as actions
from renkei.opportunities.actions.telling import publish_round
from renkei.opportunities.models import Placement, Posting, Proposal, Round
from tests.concurrency import at_once, refusals, shared_database
from tests.rooms.opportunities.rounds import (
    AFTER,
    WHO,
    course,
    given,
    opened,
    quietly,
    registered,
    run,
    season_cast,
    told,
)


def proposed():
    cast = season_cast()
    sea, mountain = course(cast, "海"), course(cast, "山")
    for number in range(4):
        registered(cast, f"{number}", sea, mountain)
    return cast, run(cast, opened(cast))


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("places_of_a_test")
def test_a_run_that_is_killed_leaves_the_round_as_it_was():
    cast, round_ = proposed()
    before = (given(round_), round_.digest, standing_entries().count())
    Posting.objects.filter(title_ja="海").update(capacity=3)
    by = cast.asker(WHO)

    with shared_database():
        status = _in_a_process_that_dies(lambda: _killed_while_it_writes(round_, by))
        assert os.WTERMSIG(status) == signal.SIGKILL
        round_.refresh_from_db()
        assert (given(round_), round_.digest, standing_entries().count()) == before
        # Taken up again, it does what it would have done.
        again = run(cast, round_)
        assert again.digest != before[1]
        assert sum(title == "海" for _name, title in given(again)) == 3


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("places_of_a_test")
def test_of_two_who_tell_at_once_one_does():
    cast, round_ = proposed()
    by = cast.asker(WHO)
    with shared_database():
        acts = [lambda: publish_round(round_, by=by, on=AFTER, say=quietly)] * 2
        assert refusals(at_once(*acts)) == 1
        assert Placement.objects.count() == 2
        assert standing_entries().filter(kind="round.published").count() == 1


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("places_of_a_test")
def test_of_two_runs_at_once_one_proposal_stands():
    cast, round_ = proposed()
    by = cast.asker(WHO)
    told(cast, round_)
    sea = course(cast, "川")
    registered(cast, "川の人", sea)
    with shared_database():
        acts = [lambda: actions.run_round(round_, way="improve", by=by, on=AFTER, say=quietly)] * 2
        assert refusals(at_once(*acts)) <= 1
        now = Round.objects.get()
        assert (now.state, now.wave) == ("proposed", 1)
        pairs = Proposal.objects.filter(wave=2).values_list("seeker", "posting")
        assert len(pairs) == len(set(pairs)) == now.result["n_seekers"]


def _killed_while_it_writes(round_, by):
    """The proposals are in, the transaction is not at its end."""

    def dies(*_arguments, **_options):
        os.kill(os.getpid(), signal.SIGKILL)

    actions.record = dies
    actions.run_round(round_, way="improve", by=by, on=AFTER, say=quietly)


def _in_a_process_that_dies(act):
    """The wait status of a child that has connections of its own."""
    ours = connections["default"]
    child = os.fork()
    if child == 0:
        try:
            fresh = ours.copy()
            fresh.settings_dict = dict(ours.settings_dict)
            connections["default"] = fresh
            act()
        finally:
            os._exit(0)
    return os.waitpid(child, 0)[1]
