"""Answers as a table: codes in the cells, and a second table that says what the codes mean."""

from collections.abc import Sequence

from django.utils import timezone

from renkei.charter.sheets import NO, YES, Question
from renkei.charter.text import Text
from renkei.core.tables import Cell, Column, Table
from renkei.paperwork.models import Answers
from renkei.paperwork.queries.answers import reference
from renkei.paperwork.queries.sheets import sheets, title_of, version_of
from renkei.paperwork.queries.units import unit_names
from renkei.paperwork.sheets.reading import answers_to_what_is_asked
from renkei.paperwork.sheets.values import Value, areas_of_hokkaido
from renkei.paperwork.states import AnswersState

MOST_EXPORTED = 10_000

HEAD = (
    Column("reference", Text("受付番号", "Reference")),
    Column("version", Text("様式の版", "Version of the sheet")),
    Column("unit", Text("部署", "Unit")),
    Column("state", Text("状態", "State")),
    Column("submitted_on", Text("提出日", "Submitted on")),
)


def table_of(name: str, rows: Sequence[Answers]) -> Table:
    """One row for each answers, one column for each question of the versions among them."""
    versions = {answers.used_id: version_of(answers) for answers in rows}
    if not versions and name in sheets():
        versions = {"": sheets()[name].versions[-1]}
    questions: dict[str, Question] = {}
    for version in versions.values():
        questions |= {question.key: question for question in version.questions}
    units = unit_names(answers.unit for answers in rows)
    return Table(
        title_of(name),
        [*HEAD, *(_column(question) for question in questions.values())],
        [[*_head(one, units), *_cells(one, versions[one.used_id], questions)] for one in rows],
    )


def codes_table(name: str) -> Table:
    """Every code that a cell of the table may hold, with its meaning in both languages."""
    sheet = sheets()[name]
    rows: list[list[Cell]] = []
    for version in sheet.versions:
        for question in version.questions:
            rows += [
                [version.version, question.key, question.label, code, label.ja, label.en]
                for code, label in _codes(question)
            ]
    columns = (
        Column("version", Text("様式の版", "Version of the sheet")),
        Column("question", Text("質問の名", "Key of the question")),
        Column("label", Text("質問", "Question")),
        Column("code", Text("符号", "Code")),
        Column("ja", Text("意味(日本語)", "Meaning (Japanese)")),
        Column("en", Text("意味(英語)", "Meaning (English)")),
    )
    return Table(title_of(name), columns, rows)


def _codes(question: Question) -> list[tuple[str, Text]]:
    if question.kind in ("yes_no", "consent"):
        return [(YES, Text("はい", "Yes")), (NO, Text("いいえ", "No"))]
    if question.kind == "area":
        return list(areas_of_hokkaido().items())
    return [(choice.code, choice.label) for choice in question.choices]


def _column(question: Question) -> Column:
    """The key of the question stands in its name, for two questions may be worded alike."""
    label = Text(f"{question.label.ja}[{question.key}]", f"{question.label.en} [{question.key}]")
    return Column(question.key, label, question.unit)


def _head(answers: Answers, units: dict[str, str]) -> list[Cell]:
    at = answers.submitted_at
    return [
        reference(answers),
        answers.version,
        units.get(answers.unit),
        str(AnswersState(answers.state).label),
        timezone.localdate(at) if at else None,
    ]


def _cells(answers: Answers, version, questions: dict[str, Question]) -> list[Cell]:  # type: ignore[no-untyped-def]
    asked = answers_to_what_is_asked(version, answers.values)
    return [_cell(asked.get(key)) for key in questions]


def _cell(value: Value | None) -> Cell:
    if isinstance(value, bool):
        return YES if value else NO
    if isinstance(value, list):
        return ";".join(value)
    return value
