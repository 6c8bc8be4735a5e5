"""Lists of postings: filled, looked at, taken in as drafts, taken back."""

from datetime import date, timedelta

import pytest
from django.utils.translation import override

from renkei.charter.market_reader import markets
from renkei.core.errors import NotPermitted, Refused, WrongState
from renkei.core.tables.imports import confirm_import, undo_import
from renkei.journal.models import Entry
from renkei.opportunities.actions.postings import (
    change_posting,
    check_posting,
    return_posting,
)
from renkei.opportunities.actions.removing import remove_posting
from renkei.opportunities.imports import postings
from renkei.opportunities.imports.columns import answer_in, cell_of, columns_of
from renkei.opportunities.models import Posting
from tests.cast import Cast, organisation
from tests.rooms.opportunities.doing import (
    OBIHIRO,
    TODAY,
    entered,
    filled,
    introduced,
    offered,
    published,
)
from tests.rooms.opportunities.listing_postings import (
    FIRM,
    checked,
    listed,
    notices,
    taken_in,
    wrong,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("places_loaded", "on_that_day")]
EVERY = list(markets())
LISTS = "/opportunities/lists/"


# --- what a line becomes ------------------------------------------------------------------------


def test_every_line_becomes_a_draft_entered_as_by_the_form(cast: Cast) -> None:
    told = checked(cast, listed({}, {"title_ja": "保全の技術者", "title_en": "Maintenance"}))
    assert Posting.objects.count() == 0
    assert told.batch

    confirm_import(told.batch, by=cast.asker("counsellor"), on=TODAY)

    first, second = Posting.objects.order_by("key")
    assert (first.title_ja, second.title_en) == ("制御システムの技術者", "Maintenance")
    assert (first.state, first.unit, first.capacity) == ("draft", cast.units["city_desk"], 2)
    assert (first.organisation.name_ja, first.place) == (FIRM, OBIHIRO)
    assert first.valid_until == date(2027, 1, 24)
    assert first.answers == {
        "occupation": "engineer",
        "employment": "regular",
        "duties": "工場の制御システムを作る。\n夜勤はない。",
        "remote": "some",
        "salary_from": 260_000,
        "housing": True,
    }
    written = Entry.objects.filter(subject_key__in=[first.pk, second.pk])
    assert list(written.values_list("kind", flat=True)) == ["posting.entered"] * 2


def test_line_of_a_firm_goes_to_the_desk_of_the_place(cast: Cast) -> None:
    taken_in(cast, {}, {"place": "札幌市", "valid_until": None}, who="representative")

    obihiro, sapporo = Posting.objects.order_by("key")
    assert obihiro.unit == cast.units["prefecture_desk"]
    assert sapporo.unit == cast.units["city_desk"]
    assert sapporo.valid_until == TODAY + timedelta(days=90)


def test_organisation_is_named_by_number_and_partners_with_it(cast: Cast) -> None:
    organisation("架空電機", corporate_number="7000020010006")
    university = cast.organisations["university"]

    taken_in(cast, {"organisation": "7000020010006", "partners": f"{FIRM}、{university.name_ja}"})

    posting = Posting.objects.get()
    assert posting.organisation.name_ja == "架空電機"
    assert posting.partners == [cast.organisations["company"].key, university.key]


@pytest.mark.parametrize(
    ("cell", "codes"),
    [
        ("car", ["car"]),
        ("普通自動車運転免許", ["car"]),
        ("普通自動車運転免許、看護師", ["car", "nurse"]),
        ("Nurse; CAR", ["car", "nurse"]),
        ("看護師\n普通自動車運転免許", ["car", "nurse"]),
    ],
)
def test_choices_are_read_by_code_or_label(cell: str, codes: list[str]) -> None:
    wanted = {one.column.key: one for one in columns_of(markets()["jobs"].versions[-1], "jobs")}
    convert = wanted["q_licences"].convert
    assert convert

    assert (
        answer_in(markets()["jobs"].versions[-1].questions("posting")["licences"], convert(cell)[0])
        == codes
    )


@pytest.mark.parametrize(
    ("cell", "told"), [("はい", "yes"), ("No", "no"), ("○", "yes"), ("×", "no"), ("yes", "yes")]
)
def test_yes_and_no_are_read_as_people_mark_them(cell: str, told: str) -> None:
    wanted = {one.column.key: one for one in columns_of(markets()["jobs"].versions[-1], "jobs")}
    convert = wanted["q_housing"].convert
    assert convert

    assert convert(cell)[0] == told


@pytest.mark.parametrize("market", EVERY)
def test_columns_of_a_market_are_told_apart_and_ask_all_of_it(market: str) -> None:
    version = markets()[market].versions[-1]

    columns = columns_of(version, market)

    keys = [one.column.key for one in columns]
    assert keys[-len(version.questions("posting")) :] == [
        f"q_{key}" for key in version.questions("posting")
    ]
    assert ("minimum" in keys) == version.minimum
    for names in (
        [one.column.label.ja for one in columns],
        [one.column.label.en for one in columns],
    ):
        assert len(set(names)) == len(names)


@pytest.mark.parametrize("market", EVERY)
@pytest.mark.parametrize("language", ["ja", "en"])
def test_every_answer_is_written_and_read_again(market: str, language: str) -> None:
    version = markets()[market].versions[-1]
    answers = filled(market, "posting")
    columns = {one.column.key: one for one in columns_of(version, market)}
    with override(language):
        for key, question in version.questions("posting").items():
            cell = cell_of(question, answers[key])
            convert = columns[f"q_{key}"].convert
            assert convert
            assert answer_in(question, convert(str(cell))[0]) == answers[key]


# --- what is wrong, and what is to be looked at --------------------------------------------------


def test_every_cell_that_cannot_be_read_is_told_with_its_place(cast: Cast) -> None:
    told = checked(
        cast,
        listed(
            {"q_occupation": "占い師"},
            {"q_salary_from": "たくさん", "q_housing": "たぶん"},
            {"title_ja": "長" * 121},
            {"title_ja": ""},
            {"first_day": "来月"},
        ),
    )

    assert told.batch is None
    assert wrong(told) == [
        (2, "q_occupation"),
        (3, "q_salary_from"),
        (3, "q_housing"),
        (4, "title_ja"),
        (5, "title_ja"),
        (6, "first_day"),
    ]
    assert "IT・技術" in told.intake.problems[0].text


def test_every_problem_of_what_cells_mean_is_told(cast: Cast) -> None:
    told = checked(
        cast,
        listed(
            {"organisation": "どこにもない会社"},
            {"place": "架空市"},
            {"place": "東京都"},
            {"capacity": 0},
            {"last_day": "2026-12-01", "title_ja": "a"},
            {"valid_until": "2026-11-24", "title_ja": "b"},
            {"valid_until": "2028-01-01", "title_ja": "c"},
            {"partners": "どこにもない会社", "title_ja": "d"},
        ),
    )

    assert told.batch is None
    assert wrong(told) == [
        (2, "organisation"),
        (3, "place"),
        (4, "place"),
        (5, "capacity"),
        (6, "last_day"),
        (7, "valid_until"),
        (8, "valid_until"),
        (9, "partners"),
    ]


def test_two_organisations_of_one_name_are_told_by_their_number(cast: Cast) -> None:
    organisation("二つある会社")
    organisation("二つある会社")

    told = checked(cast, listed({"organisation": "二つある会社"}))

    assert wrong(told) == [(2, "organisation")]
    assert "法人番号" in told.intake.problems[0].text


def test_one_line_twice_is_refused_however_the_firm_is_named(cast: Cast) -> None:
    key = cast.organisations["company"].key

    assert wrong(checked(cast, listed({}, {"organisation": key}))) == [(3, "title_ja")]


def test_firm_enters_nothing_for_others_and_names_no_partners(cast: Cast) -> None:
    other = cast.organisations["university"].name_ja
    lines = listed({"organisation": other}, {"partners": other})

    assert wrong(checked(cast, lines, "representative")) == [(2, "organisation"), (3, "partners")]


def test_what_lacks_an_answer_is_told_and_stops_nothing(cast: Cast) -> None:
    told = checked(cast, listed({"q_duties": None, "q_housing": None}))

    assert told.batch
    [(row, column, text)] = notices(told.batch)
    assert (row, column) == (2, "q_duties")
    assert "仕事の内容、住まいの支援がある" in text


def test_posting_of_the_same_title_is_told_and_entered_as_another(cast: Cast) -> None:
    published(cast, title_ja="制御システムの技術者")

    told = checked(cast, listed({}))

    assert told.batch
    assert told.batch.rows.get().change == "new"
    [(row, column, text)] = notices(told.batch)
    assert (row, column) == (2, "title_ja")
    assert "公開中" in text


def test_all_or_nothing(cast: Cast, monkeypatch) -> None:
    told = checked(cast, listed({}, {"title_ja": "二つめ"}))
    assert told.batch
    real, made = postings.enter_posting, []

    def refuse_second(*arguments, **more):
        if made:
            raise Refused("いまは入力できません。")
        made.append(1)
        return real(*arguments, **more)

    monkeypatch.setattr(postings, "enter_posting", refuse_second)
    with pytest.raises(Refused):
        confirm_import(told.batch, by=cast.asker("counsellor"), on=TODAY)

    assert Posting.objects.count() == 0


@pytest.mark.parametrize("who", ["citizen", "outsider", "auditor"])
def test_list_is_for_whoever_enters_postings(cast: Cast, who: str) -> None:
    with pytest.raises(NotPermitted):
        checked(cast, listed({}), who)


def test_desk_hands_in_lists_of_its_own_markets_only(cast: Cast) -> None:
    with pytest.raises(NotPermitted):
        checked(cast, listed({}, market="projects"), market="projects")


# --- taken back ---------------------------------------------------------------------------------


def test_list_is_taken_back_while_nothing_was_checked(cast: Cast) -> None:
    batch = taken_in(cast, {}, {"title_ja": "二つめ"})
    keys = list(Posting.objects.values_list("pk", flat=True))

    undo_import(batch, by=cast.asker("counsellor"), on=TODAY)

    assert Posting.objects.count() == 0
    removed = Entry.objects.filter(kind="posting.removed")
    assert sorted(removed.values_list("subject_key", flat=True)) == sorted(keys)


def test_firm_takes_its_own_list_back(cast: Cast) -> None:
    batch = taken_in(cast, {}, who="representative")

    undo_import(batch, by=cast.asker("representative"), on=TODAY)

    assert Posting.objects.count() == 0


def test_list_is_not_taken_back_once_one_of_it_was_checked_or_changed(cast: Cast) -> None:
    by = cast.asker("counsellor")
    batch = taken_in(cast, {}, {"title_ja": "二つめ"})
    posting = Posting.objects.get(title_ja="二つめ")
    check_posting(posting, by=by, on=TODAY)

    with pytest.raises(Refused, match="二つめ"):
        undo_import(batch, by=by, on=TODAY)

    return_posting(posting, by=by, on=TODAY, reason="直す")
    change_posting(posting, offered(cast), by=by, on=TODAY)
    with pytest.raises(Refused, match="二つめ"):
        undo_import(batch, by=by, on=TODAY)
    assert Posting.objects.count() == 2


def test_only_a_draft_that_nobody_checked_is_taken_away(cast: Cast) -> None:
    by = cast.asker("counsellor")
    returned = entered(cast)
    return_posting(check_posting(returned, by=by, on=TODAY), by=by, on=TODAY, reason="直す")
    placement = introduced(cast)

    for posting in (returned, placement.posting):
        with pytest.raises(WrongState):
            remove_posting(posting, by=by, on=TODAY, reason="試験")
    with pytest.raises(NotPermitted):
        remove_posting(entered(cast), by=cast.asker("outsider"), on=TODAY, reason="試験")
