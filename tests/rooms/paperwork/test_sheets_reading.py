"""What is typed into a sheet: values read back as they are, everything wrong is named, kept."""

import json
from collections.abc import Iterator

import pytest
from django.utils.translation import override
from hypothesis import given, settings
from hypothesis import strategies as st

from renkei.charter.sheet_reader import sheets
from renkei.core import areas
from renkei.paperwork.sheets.reading import (
    PREFIX,
    Given,
    answers_to_what_is_asked,
    asked_questions,
    problems,
    read_sent,
)
from renkei.paperwork.sheets.values import shown, typed
from tests.rooms.paperwork.sheets_asked import AREAS, EVERYTHING

TELEPHONE = "電話番号を市外局番から入れてください。例：011-000-0000"


@pytest.fixture(autouse=True, scope="module")
def _two_areas() -> Iterator[None]:
    before = list(areas._OFFERED)
    areas.offer_areas(
        lambda codes: {code: AREAS[code] for code in AREAS if codes is None or code in codes}
    )
    yield
    areas._OFFERED[:] = before


def sent(**texts: str | list[str]) -> dict[str, list[str]]:
    return {PREFIX + key: [text] if isinstance(text, str) else text for key, text in texts.items()}


def read(**texts: str | list[str]) -> Given:
    return read_sent(EVERYTHING, sent(**texts))


def named(given: Given) -> dict[str, str]:
    """The questions that are wrong, not those that are only missing."""
    return {
        problem.question.key: problem.message
        for problem in problems(EVERYTHING, given)
        if not problem.is_missing
    }


# Anything a browser may send, and among it often what is right.
TEXTS = st.text(max_size=30) | st.sampled_from(
    [
        *("はい", "yes", "no", "a", "b", "y", "x", "p", "011002", "12", "－５", "1,200", "１２３"),
        *("2026-04-01", "２０２６年４月１日", "2026-02-30", "a@example.jp", "011-000-0000"),
        *("\x00", "\u202e", "一\n二", "　全角　", "+81 11 000 0000", "9" * 40),
    ]
)
FORMS = st.fixed_dictionaries(
    {},
    optional={
        PREFIX + question.key: st.lists(TEXTS, max_size=4) for question in EVERYTHING.questions
    },
)


@settings(max_examples=500)
@given(FORMS)
def test_any_form_is_read_and_what_is_read_reads_back_equal(form):
    first = read_sent(EVERYTHING, form)
    as_stored = json.loads(json.dumps(first.values))

    again = read_sent(EVERYTHING, {PREFIX + key: typed(value) for key, value in as_stored.items()})

    assert again == Given(first.values, {})


@settings(max_examples=500)
@given(FORMS)
def test_any_form_is_either_complete_or_says_at_which_question_it_is_not(form):
    given_answers = read_sent(EVERYTHING, form)
    found = list(problems(EVERYTHING, given_answers))
    asked = asked_questions(EVERYTHING, given_answers.values)

    unread_and_asked = {q.key for q in asked if q.key in given_answers.unread}
    assert {problem.question.key for problem in found} >= unread_and_asked
    assert all(problem.message and problem.question in asked for problem in found)
    if not found:
        kept = answers_to_what_is_asked(EVERYTHING, given_answers.values)
        assert list(problems(EVERYTHING, Given(kept, {}))) == []
        assert all(shown(q, kept[q.key]) for q in asked if q.key in kept)


def test_number_stands_before_its_unit_as_each_language_writes_it():
    questions = {question.key: question for question in EVERYTHING.questions}

    assert shown(questions["price"], 260_000) == "260,000円"
    with override("en"):
        assert shown(questions["price"], 260_000) == "260,000 yen"


@settings(max_examples=300)
@given(FORMS)
def test_nothing_that_was_typed_is_lost(form):
    given_answers = read_sent(EVERYTHING, form)

    for name, texts in form.items():
        key = name.removeprefix(PREFIX)
        # An unticked consent and blanks are no answers.
        if any(text.replace("\x00", "").strip() for text in texts) and key != "agreed":
            assert key in given_answers.values or key in given_answers.unread


@pytest.mark.parametrize(
    ("key", "text", "value"),
    [
        ("name", "　山田　 花子 ", "山田 花子"),
        ("story", "一行目\r\n二行目 ", "一行目\n二行目"),
        ("number", "１，０００", 1000),
        ("number", "−５", -5),
        ("price", "1,200", 1200),
        ("day", "２０２６年４月１日", "2026-04-01"),
        ("day", "2026/4/1", "2026-04-01"),
        ("email", " ａ@example.jp ", "a@example.jp"),
        ("telephone", "０１１（０００）００００", "011-000-0000"),
        ("telephone", "+81 11 000 0000", "+81-11-000-0000"),
        ("yes", "no", False),
        ("agreed", "yes", True),
        ("where", "011002", "011002"),
    ],
)
def test_answer_is_read_as_people_write_it(key, text, value):
    assert read(**{key: text}) == Given({key: value}, {})


@pytest.mark.parametrize(
    ("key", "text", "said"),
    [
        ("name", "あ" * 21, "20字までにしてください（今は21字）。"),
        ("name", "山田\u202e", "画面に表示できない文字があります。その文字を消してください。"),
        ("number", "12o", "数字だけで入れてください。例：120"),
        ("number", "1001", "1,000以下の数を入れてください。"),
        ("number", "-6", "\N{MINUS SIGN}5以上の数を入れてください。"),
        ("price", "-1", "0以上の数を入れてください。"),
        ("day", "2026-02-30", "年月日を西暦で入れてください。例：2026-04-01"),
        ("one", "d", "選択肢の中から選んでください。"),
        ("yes", "maybe", "「はい」か「いいえ」を選んでください。"),
        ("where", "999999", "一覧の中から地域を選んでください。"),
        ("email", "a@", "メールアドレスの形ではありません。例：namae@example.jp"),
        ("telephone", "12345", TELEPHONE),
        (
            "telephone",
            "011-000-0000内線5",
            "電話番号を市外局番から入れてください。例：011-000-0000",
        ),
    ],
)
def test_answer_that_cannot_be_read_is_kept_as_typed_and_named(key, text, said):
    given_answers = read(**{key: text})

    assert (given_answers.values, given_answers.unread) == ({}, {key: [text]})
    assert named(given_answers) == {key: said}


def test_choices_are_kept_in_the_order_of_the_sheet_each_once():
    assert read(some=["z", "x", "z"]).values == {"some": ["x", "z"]}


def test_part_may_not_be_more_than_the_whole():
    assert named(read(number="10", part="11")) == {"part": "「質問number」の10以下にしてください。"}
    assert named(read(number="10", part="10")) == {}
    assert named(read(part="11")) == {}


def missing(given_answers: Given) -> set[str]:
    return {p.question.key for p in problems(EVERYTHING, given_answers) if p.is_missing}


def test_question_is_asked_only_where_its_condition_holds():
    assert missing(read(name="山田", yes="no")) == set()
    assert missing(read(name="山田", yes="yes")) == {"why"}


def test_question_that_hangs_on_one_not_asked_is_not_asked():
    assert missing(read(name="山田", yes="no", some=["y"], more="p")) == {"deep"}
    assert missing(read(name="山田", yes="no", some=["x"], more="p")) == set()


def test_question_may_be_required_by_another_answer():
    assert missing(read(name="山田", yes="no", one="b")) == {"mail"}
    assert missing(read(name="山田", yes="no", one="a")) == set()


def test_answers_to_what_is_not_asked_are_left_out_at_the_end():
    given_answers = read(name="山田", yes="no", why="まだ残っている")

    kept = answers_to_what_is_asked(EVERYTHING, given_answers.values)

    assert (given_answers.values["why"], kept) == ("まだ残っている", {"name": "山田", "yes": False})


@pytest.mark.parametrize("name", sheets())
def test_empty_sheet_names_what_it_needs(name):
    version = sheets()[name].versions[-1]

    found = [problem.question.key for problem in problems(version, Given())]

    assert found == [q.key for q in version.questions if q.required and q.when is None]
