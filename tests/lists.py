"""Every list of the house that shows pages: its view, its reader, and how rows get onto it.

A view that calls `page_of` or `page_of_list` must stand here; a test and a bench count its cost.
"""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.db.models import Model
from django.utils import timezone

from renkei.core.models import ImportRow
from renkei.core.rights import Role
from renkei.directory.models import Double, Organisation
from renkei.journal.models import Entry
from renkei.paperwork.models import DisposedRecord
from tests.cast import person, seat
from tests.listing import Office, Put, WorkList, made, opened
from tests.lists_of_opportunities import OF_OPPORTUNITIES
from tests.rights.documents import documents_of_an_initiative
from tests.rights.samples import MAKERS

__all__ = ["LISTS", "Office", "WorkList", "opened"]
LATE = date(2025, 1, 1)


# --- rows that a record of one kind alone does not make ------------------------------------------


def _something_to_do(office: Office) -> None:
    """One of every sort that waits at a section."""
    agreement = MAKERS["agreement"](office.where())
    answers = MAKERS["answers"](office.where())
    _changed(answers, state="submitted", submitted_at=agreement.made_at)  # type: ignore[attr-defined]
    MAKERS["document"](office.where())
    _changed(MAKERS["reminder"](office.where()), due_on=LATE)
    job = MAKERS["job"](office.where(person=office.world.cast.city_officer))
    _changed(job, state="failed", finished_at=timezone.now())


def _changed(record: Model, **values: object) -> Model:
    type(record)._default_manager.filter(pk=record.pk).update(**values)
    return record


def _held(office: Office) -> Entry:
    """Something that was held in a year of which nothing else is told."""
    unit = office.world.unit("city_section")
    return Entry.objects.create(
        kind="activity.held",
        on=date(2018, 5, 1),
        at=timezone.now(),
        side="city",
        organisation=unit.key,
        organisation_name=unit.name,
        initiatives=" I-3 ",
        subject_kind="activity",
        subject_key=f"mark{next(office.marks)}",
        facts='{"form":"seminar"}',
    )


def _differing(office: Office) -> None:
    run: Any = office.once("reconciliation", side="joint")
    run.differences.append({**run.differences[0], "records": {"late": [_held(office).pk]}})
    run.save()


def _behind_a_difference(office: Office) -> None:
    run: Any = office.once("reconciliation", side="joint")
    run.differences[0]["records"].setdefault("late", []).append(_held(office).pk)
    run.save()


def _reconciled(office: Office) -> str:
    return f"/programme/figures/reconciled/{office.once('reconciliation', side='joint').pk}/"


def _double(office: Office) -> None:
    made = (str(MAKERS["organisation"](office.where(side="")).pk) for _ in range(2))
    first, second = sorted(made)
    Double.objects.create(first_id=first, second_id=second, likeness="name")


def _sitting(office: Office) -> None:
    who = person(f"sitting {next(office.marks)}")
    seat(who, office.world.unit("city_section"), Role.OFFICER)


def _unit_below(office: Office) -> None:
    bureau = office.world.unit("city_bureau")
    made = MAKERS["unit"](office.where(organisation=office.world.organisation("city")))
    _changed(made, lineage=f"{bureau.lineage}{made.pk}/", parent=bureau.pk)


def _about_the_agreement(kind: str) -> Put:
    def put(office: Office) -> None:
        made = MAKERS[kind](office.where(person=office.world.cast.citizen))
        _changed(made, record_kind="agreement", record_key=office.once("agreement").pk)

    return put


def _page_of_the_agreement(path: str) -> Callable[[Office], str]:
    def address(office: Office) -> str:
        return f"/records/agreement/{office.once('agreement').pk}/{path}/"

    return address


def _disposed(office: Office) -> None:
    DisposedRecord.objects.create(
        disposal_id=office.once("disposal").pk,
        record_kind="agreement",
        record_key=f"gone-{next(office.marks)}",
        digest="0" * 64,
    )


def _row_of_import(office: Office) -> None:
    batch = _changed(office.once("import", person=office.world.cast.city_officer), importer="firms")
    ImportRow.objects.create(batch_id=batch.pk, number=next(office.marks), change="new", title="r")


def _found(office: Office) -> None:
    """As somebody writes it, so that it is indexed."""
    Organisation.objects.create(
        name_ja=f"捜索対象の会社{next(office.marks)}",
        kind="company",
        is_public=True,
        place="012076",
    )


DIRECTORY, PAPERWORK = "renkei.directory.views", "renkei.paperwork.views"
OFFICER = "city_officer"
LISTS = (
    WorkList(
        view="renkei.programme.views.meetings:meeting_list",
        address="/programme/councils/meetings/",
        who="city_office",
        put=made("meeting"),
    ),
    WorkList(
        view="renkei.programme.views.documents:of_initiative",
        address="/programme/II-3/documents/",
        who="city_office",
        put=lambda office: documents_of_an_initiative(office.where),
    ),
    WorkList(
        view="renkei.programme.views.council_decisions:decision_list",
        address="/programme/councils/decisions/",
        who="city_office",
        put=made("council_decision"),
    ),
    WorkList(
        view="renkei.programme.views.opinions:calls",
        address="/programme/opinions/",
        who="city_office",
        put=made("opinion_call"),
    ),
    WorkList(
        view="renkei.programme.views.activities:activities",
        address="/programme/activities/",
        who=OFFICER,
        put=made("activity"),
    ),
    WorkList(
        view="renkei.programme.views.reviews:reviews",
        address="/programme/reviews/",
        who="city_office",
        put=made("review", side="joint"),
    ),
    WorkList(
        view="renkei.programme.views.why:why",
        address="/programme/figures/P.23/why/?period=2018",
        who="city_office",
        put=_held,
        most_queries=14,  # a page of a figure, with a list on it
    ),
    WorkList(
        view="renkei.programme.views.reconciling:reconciliation",
        address=_reconciled,
        who="city_office",
        put=_differing,
    ),
    WorkList(
        view="renkei.programme.views.reconciling:records_of",
        address=lambda office: f"{_reconciled(office)}I-3.1/",
        who="city_office",
        put=_behind_a_difference,
    ),
    WorkList(
        view="renkei.programme.views.reports:reports",
        address="/programme/reports/",
        who="city_office",
        put=made("report"),
    ),
    WorkList(
        view="renkei.web.views.work:tasks",
        address="/tasks/",
        who=OFFICER,
        put=_something_to_do,
    ),
    WorkList(
        view=f"{DIRECTORY}.organisations:organisations",
        address="/organisations/",
        who=OFFICER,
        put=made("organisation"),
    ),
    WorkList(
        view=f"{DIRECTORY}.agreements:agreements",
        address="/agreements/",
        who=OFFICER,
        put=made("agreement"),
    ),
    WorkList(
        view="renkei.journal.views:browse",
        address="/journal/",
        who=OFFICER,
        put=made("journal_entry"),
    ),
    WorkList(
        view=f"{PAPERWORK}.answers:answers_page",
        address="/paperwork/answers/",
        who=OFFICER,
        put=made("answers"),
    ),
    WorkList(
        view=f"{PAPERWORK}.documents:documents",
        address="/paperwork/documents/",
        who=OFFICER,
        put=made("document"),
    ),
    WorkList(
        view=f"{PAPERWORK}.notices:inbox",
        address="/notices/",
        who=OFFICER,
        put=made("notice", of=OFFICER),
    ),
    WorkList(
        view=f"{PAPERWORK}.delivery:delivery",
        address="/notices/delivery/",
        who="city_administrator",
        put=made("notice"),
    ),
    WorkList(
        view=f"{PAPERWORK}.reminders:reminders",
        address="/paperwork/reminders/",
        who=OFFICER,
        put=made("reminder"),
    ),
    WorkList(
        view=f"{PAPERWORK}.retention:retention",
        address="/paperwork/retention/",
        who="city_office",
        put=made("disposal"),
    ),
    WorkList(
        view=f"{PAPERWORK}.retention:disposal",
        address=lambda office: f"/paperwork/retention/{office.once('disposal').pk}/",
        who="city_office",
        put=_disposed,
    ),
    WorkList(
        view=f"{DIRECTORY}.merging:doubles",
        address="/organisations/doubles/",
        who=OFFICER,
        put=_double,
    ),
    WorkList(
        view=f"{DIRECTORY}.people:unit_people",
        address=lambda office: f"/people/{office.world.unit('city_section').pk}/",
        who=OFFICER,
        put=_sitting,
    ),
    WorkList(
        view=f"{DIRECTORY}.people:units",
        address="/people/",
        who="city_administrator",
        put=_unit_below,
    ),
    WorkList(
        view=f"{DIRECTORY}.handing:my_consents",
        address="/me/consents/",
        who="citizen",
        put=made("consent", of="citizen"),
    ),
    WorkList(
        view=f"{DIRECTORY}.handing:shares",
        address="/shares/",
        who=OFFICER,
        put=_about_the_agreement("share"),
    ),
    WorkList(
        view=f"{DIRECTORY}.handing:handing",
        address=_page_of_the_agreement("handing"),
        who=OFFICER,
        put=_about_the_agreement("share"),
        most_queries=10,  # of a record: beside the list its consents and its own rights
    ),
    WorkList(
        view=f"{DIRECTORY}.access:seen",
        address=_page_of_the_agreement("seen"),
        who="city_office",
        put=_about_the_agreement("look"),
    ),
    WorkList(
        view=f"{DIRECTORY}.access:seen_of_me",
        address="/me/seen/",
        who="citizen",
        put=made("look", of="citizen"),
    ),
    WorkList(
        view=f"{DIRECTORY}.access:openings",
        address="/openings/",
        who="city_office",
        put=_about_the_agreement("opening"),
    ),
    WorkList(
        view="renkei.core.jobs.views:home",
        address="/jobs/",
        who=OFFICER,
        put=made("job", of=OFFICER),
    ),
    WorkList(
        view="renkei.core.tables.imports.views:home",
        address="/imports/",
        who=OFFICER,
        put=made("import", of=OFFICER),
    ),
    WorkList(
        view="renkei.core.tables.imports.views:batch",
        address=lambda office: f"/imports/batches/{office.once('import').pk}/",
        who=OFFICER,
        put=_row_of_import,
    ),
    WorkList(
        view="renkei.core.search.views:home",
        address="/search/?q=捜索対象&kind=organisation",
        who=OFFICER,
        put=_found,
    ),
    *OF_OPPORTUNITIES,
)
