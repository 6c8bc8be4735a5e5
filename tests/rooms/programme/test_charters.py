"""The charter of any day: the agreement, and what both governments changed since."""

import shutil
from datetime import date, timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from renkei.charter import amending, reader
from renkei.charter.amending import Change
from renkei.charter.differences import pieces
from renkei.charter.errors import CharterError
from renkei.charter.periods import neighbour, pairs_of
from renkei.charter.reader import SHIPPED, programme, read_programme
from renkei.charter.terms import Neighbour, Value
from renkei.programme.charters import (
    changes_between,
    changes_of,
    charter_of,
    charter_on,
    rebased,
    shocks_of,
    targets_of,
    version_on,
    versions,
)
from renkei.programme.models import Decision
from renkei.programme.queries.changes import change_rows
from tests.cast import Cast, standing_cast
from tests.rooms.programme.reviewing import EFFECTIVE, ON, TITLE, found, in_force

pytestmark = pytest.mark.django_db
GOAL = "indicators[II-5.1].target"


@pytest.fixture
def cast() -> Cast:
    return standing_cast()


def title_on(day: date) -> str:
    return charter_on(day).initiative("I-3").title.en


# --- versions -------------------------------------------------------------------------------------


def test_without_decisions_the_charter_is_the_agreement() -> None:
    (only,) = versions()

    assert charter_on(ON) is programme()
    assert (only.number, only.effective_on) == (1, date(2020, 3, 31))
    assert changes_of(only) == []


def test_version_holds_from_its_day_on_and_not_before(cast: Cast) -> None:
    before = title_on(ON)

    in_force(cast)

    assert title_on(EFFECTIVE - timedelta(days=1)) == before
    assert title_on(EFFECTIVE) == TITLE["en"]
    assert (version_on(ON).number, version_on(EFFECTIVE).number) == (1, 2)
    assert charter_of(1).initiative("I-3").title.en == before


def test_proposal_that_is_not_signed_changes_nothing(cast: Cast) -> None:
    from tests.rooms.programme.reviewing import proposed

    proposed(cast)

    assert charter_on(date(2099, 1, 1)) is programme()


def test_version_names_its_decision_and_what_it_changed(cast: Cast) -> None:
    decision = in_force(cast)

    newest = versions()[-1]
    (difference,) = changes_of(newest)

    assert (newest.number, newest.decision, newest.initiative) == (2, decision.key, "I-3")
    assert (difference.initiative, difference.path) == ("I-3", "title")
    assert difference.after.en == TITLE["en"]


def test_versions_take_effect_in_the_order_of_their_days(cast: Cast) -> None:
    in_force(cast)
    sooner = EFFECTIVE - timedelta(days=30)
    change = Change("I-2", "title", None, {"ja": "前", "en": "Sooner"})
    in_force(cast, found(cast, initiative="I-2"), effective_on=sooner, changes=(change,))

    assert [one.number for one in versions()] == [1, 3, 2]
    assert charter_on(sooner).initiative("I-2").title.en == "Sooner"
    assert title_on(sooner) == programme().initiative("I-3").title.en
    assert title_on(EFFECTIVE) == TITLE["en"]


def test_another_process_knows_of_a_version_at_once(cast: Cast) -> None:
    """What a process has read is kept by the newest decision, and asked for each time."""
    before = charter_on(EFFECTIVE)
    decision = in_force(cast)
    after = charter_on(EFFECTIVE)
    Decision.objects.filter(key=decision.key).update(
        state="withdrawn",
        version=None,
        is_public=False,
        decided_on=None,
    )

    assert after.initiative("I-3").title.en == TITLE["en"]
    assert charter_on(EFFECTIVE) == before
    assert charter_on(EFFECTIVE) is not after


# --- targets --------------------------------------------------------------------------------------


def test_rebased_target_keeps_the_earlier_one(cast: Cast) -> None:
    first = programme().indicator("II-5.1").target
    goal = {"value": 60, "year": 2027, "fiscal": True}
    review = found(cast, initiative="II-5")
    in_force(cast, review, changes=(Change("II-5", GOAL, None, goal),))

    goals = targets_of("II-5.1", on=EFFECTIVE)

    assert [(one.version.number, one.value) for one in goals] == [
        (2, Value(60, 2027, fiscal=True)),
        (1, first),
    ]
    assert [one.value for one in targets_of("II-5.1", on=ON)] == [first]
    assert list(rebased(EFFECTIVE)) == ["II-5.1"]
    assert rebased(ON) == {}


# --- amending as strictly as the files ------------------------------------------------------------


def amended(*changes: Change) -> object:
    return amending.amended(SHIPPED, programme(), changes)


def test_partner_is_added_after_the_last() -> None:
    partner = {
        "name": {"ja": "新しい団体", "en": "A new body"},
        "side": "other",
        "role": {"ja": "広める。", "en": "Spreads the word."},
    }

    made = amending.amended(SHIPPED, programme(), [Change("I-3", "partners[4]", None, partner)])

    assert [one.name.en for one in made.initiative("I-3").partners][-1] == "A new body"


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        (Change("I-3", "indicators[I-3.1].id", "I-3.1", "I-3.8"), "does not change"),
        (Change("I-3", "partners[9].role", None, {}), "has no entry “9”"),
        (Change("I-3", "title", {"ja": "x", "en": "y"}, TITLE), "something else"),
        (Change("IX-1", "title", None, TITLE), "is no initiative"),
        (Change("I-3", "indicators[I-3.1].level", "output", "high"), "is not one of"),
        (Change("I-3", "not a path!", None, 1), "is no path"),
    ],
)
def test_amendment_that_does_not_fit_is_refused(change: Change, problem: str) -> None:
    with pytest.raises(CharterError, match=problem):
        amended(change)


# --- differences ----------------------------------------------------------------------------------


def test_difference_shows_words_out_and_in() -> None:
    told = [(one.kind, one.text) for one in pieces("市内の企業に広める。", "道内の企業に広める。")]

    assert told == [("out", "市内"), ("in", "道内"), ("same", "の企業に広める。")]
    assert [(one.kind, one.text) for one in pieces("ten firms", "ten towns")] == [
        ("same", "ten "),
        ("out", "firms"),
        ("in", "towns"),
    ]


def test_difference_of_a_target_is_old_and_new(cast: Cast) -> None:
    goal = {"value": 60, "year": 2027, "fiscal": True}
    after = amending.amended(
        SHIPPED,
        programme(),
        [
            Change(
                "I-3",
                "indicators[I-3.1].target",
                None,
                goal,
            )
        ],
    )

    (row,) = change_rows(changes_between(programme(), after))

    assert (row.label, row.before, row.after) == (
        "I-3.1の目標値",
        "記載なし",
        "60（2027年度（令和9年度））",
    )


# --- shocks ---------------------------------------------------------------------------------------


def test_shock_is_found_by_the_months_that_it_touches() -> None:
    initiative, indicator = programme().initiative("II-2"), programme().indicator("P.05")

    in_2020 = shocks_of(initiative, date(2020, 4, 1), date(2021, 3, 31))
    in_2024 = shocks_of(indicator, date(2024, 4, 1), date(2025, 3, 31))

    assert [one.key for one in in_2020] == ["covid_19"]
    assert in_2024 == []
    assert [one.key for one in shocks_of(indicator, date(2019, 4, 1), date(2020, 3, 31))] == [
        "covid_19"
    ]


# --- the programme before and after ---------------------------------------------------------------


@pytest.fixture
def pair(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Path, Path]:
    """An invented programme and its successor: one title changed, one initiative ended."""
    old = Path(shutil.copytree(SHIPPED, tmp_path / SHIPPED.name))
    new = Path(shutil.copytree(SHIPPED, tmp_path / "invented_2030"))
    change_text(new / "programme.toml", 'key = "hokkaido_sapporo_2020"', 'key = "invented_2030"')
    change_text(
        new / "programme.toml",
        "predecessor = { first = 2018, last = 2019 }",
        'predecessor = { first = 2020, last = 2024, key = "hokkaido_sapporo_2020" }',
    )
    last = new / "3_urban_functions" / "6_asian_markets.toml"
    last.unlink()
    first = new / "3_urban_functions" / "1_town_company_matching.toml"
    change_text(first, 'title.en = "', 'title.en = "Invented: ')
    change_text(first, 'reference = "III-1"', 'reference = "III-1"\ncontinues = ["III-1", "III-6"]')
    return old, new


def change_text(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_initiatives_of_two_programmes_are_compared(pair: tuple[Path, Path]) -> None:
    old, new = read_programme(pair[0]), read_programme(pair[1])

    pairs = pairs_of(old, new)

    assert [
        (one.kind, one.before and one.before.reference, one.after and one.after.reference)
        for one in pairs
        if one.kind != "same"
    ] == [("changed", "III-1", "III-1"), ("changed", "III-6", "III-1")]
    assert sum(one.kind == "same" for one in pairs) == 20


def test_programme_before_is_read_where_its_folder_lies(pair: tuple[Path, Path]) -> None:
    new = read_programme(pair[1])
    assert new.predecessor is not None

    before = neighbour(pair[1], new.predecessor)

    assert before is not None
    assert before.key == "hokkaido_sapporo_2020"
    assert neighbour(pair[1], Neighbour(2018, 2019)) is None


def test_draft_of_the_successor_names_the_decision_of_each_change(
    cast: Cast, tmp_path: Path
) -> None:
    changed = in_force(cast)
    ended = in_force(cast, found(cast, initiative="I-2"), outcome="merge", into="I-3", changes=())
    to, said = tmp_path / "invented_2030", StringIO()

    options = {"first": 2030, "last": 2034, "agreed_on": date(2030, 3, 31), "language": "en"}
    call_command("draft_successor", str(to), **options, stdout=said)

    drafted = read_programme(to)
    text = (to / "1_workstyle_and_women" / "2_company_awareness.toml").read_text(encoding="utf-8")
    assert drafted.predecessor == Neighbour(2020, 2024, key="hokkaido_sapporo_2020")
    assert len(drafted.initiatives) == 21
    assert drafted.initiative("I-2").title.en == TITLE["en"]
    assert drafted.initiative("I-2").continues == ("I-3", "I-2")
    assert [one.id for one in drafted.initiative("I-2").indicators] == ["I-2.1", "I-2.2", "I-2.3"]
    assert ended.key in text
    assert text.index(changed.key) < text.index('title.ja = "改めた名称"')
    kinds = [one.kind for one in pairs_of(charter_on(EFFECTIVE), drafted)]
    assert (kinds.count("same"), kinds.count("changed")) == (21, 1)
    assert drafted.indicator("P.05") == reader.programme().indicator("P.05")


def test_draft_is_not_written_over_what_is_there(tmp_path: Path) -> None:
    options = {"first": 2030, "last": 2034, "agreed_on": date(2030, 3, 31)}

    with pytest.raises(CommandError, match="すでにあります"):
        call_command("draft_successor", str(tmp_path), **options)
