"""How a record of each kind is made for the proofs. A new kind of record gets one function here.

A maker is told where the record shall stand (`Where`) and puts down what its kind has of it; the
mark goes into every text, so that a page on which it appears has shown the record.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from itertools import count

from django.db.models import Model
from django.utils import timezone

from renkei.core.models import ImportBatch, Job
from renkei.core.rights import Role
from renkei.core.sides import Side
from renkei.directory.models import (
    Agreement,
    Charge,
    Clause,
    Consent,
    Invitation,
    Look,
    Membership,
    Merge,
    Opening,
    Organisation,
    Party,
    Person,
    Share,
    Term,
    Unit,
)
from renkei.journal.models import Entry
from renkei.paperwork.models import (
    Answers,
    Disclosure,
    Disposal,
    Document,
    Hold,
    Notice,
    Reminder,
    Series,
    SheetUsed,
)
from renkei.paperwork.queries.sheets import sheet
from tests.rights.samples_of_councils import MAKERS as OF_COUNCILS
from tests.rights.samples_of_figures import MAKERS as OF_FIGURES
from tests.rights.samples_of_opportunities import MAKERS as OF_OPPORTUNITIES
from tests.rights.samples_of_reports import a_report
from tests.rights.samples_of_reviews import MAKERS as OF_REVIEWS
from tests.rights.where import Where

LONG_AGO, LONG_AGO_TO = date(2019, 4, 1), date(2020, 3, 31)
GOVERNMENTS = (Side.PREFECTURE, Side.CITY)
numbers = count(1)
SHEET = "intake_card"


def an_organisation(where: Where) -> Model:
    return Organisation.objects.create(
        name_ja=where.mark,
        kind="company",
        side=where.side if where.side in GOVERNMENTS else "",
        place=where.place,
        is_public=where.is_public,
    )


def a_unit(where: Where) -> Model:
    made = Unit(organisation=where.organisation, name_ja=where.mark, kind="office")
    made.side, made.place, made.lineage = where.organisation.side, where.place, f"{made.key}/"
    made.save()
    return made


def a_person(where: Where) -> Model:
    made = Person(name=where.mark, email=f"{where.mark}@example.org")
    made.set_unusable_password()
    made.save()
    Membership.objects.create(
        person=made, unit=where.unit, role=Role.REPRESENTATIVE, valid_from=date(2020, 4, 1)
    )
    return made


def a_membership(where: Where) -> Model:
    """Of long ago, so that it gives nobody anything."""
    return Membership.objects.create(
        person=where.person or _somebody(where),
        unit=where.unit,
        role=Role.EXPERT,
        valid_from=LONG_AGO,
        valid_to=LONG_AGO_TO,
    )


def _somebody(where: Where) -> Person:
    made = Person(name=where.mark, email=f"{where.mark}-{next(numbers)}@example.org")
    made.set_unusable_password()
    made.save()
    return made


def an_invitation(where: Where) -> Model:
    return Invitation.objects.create(
        email=f"{where.mark}@example.org",
        name=where.mark,
        unit=where.unit,
        role=Role.OFFICER,
        valid_from=LONG_AGO,
        digest=f"{next(numbers):064d}",
        invited_by=where.person_key,
        expires_at=timezone.now() + timedelta(days=7),
    )


def a_term(where: Where) -> Model:
    return Term.objects.create(
        unit=where.unit,
        contractor=where.organisation,
        valid_from=LONG_AGO,
        valid_to=LONG_AGO_TO,
    )


def an_agreement(where: Where) -> Model:
    made = Agreement.objects.create(
        title_ja=where.mark,
        side=where.side or Side.JOINT,
        unit=where.unit,
        is_public=where.is_public,
        state="signed" if where.is_public else "negotiating",
        signed_on=LONG_AGO if where.is_public else None,
    )
    Party.objects.create(agreement=made, organisation=where.organisation)
    Clause.objects.create(agreement=made, number=1, text_ja=where.inside)
    return made


def a_charge(where: Where) -> Model:
    return Charge.objects.create(
        unit=where.unit,
        side=where.side if where.side in GOVERNMENTS else Side.CITY,
        initiative="II-3",
        role="support",
        valid_from=LONG_AGO,
        valid_to=date(2099, 3, 31),
        note=where.mark,
    )


def a_merge(where: Where) -> Model:
    side = where.side if where.side in GOVERNMENTS else ""
    one, other = (
        Organisation.objects.create(name_ja=f"double {n}", kind="company", side=side)
        for n in (1, 2)
    )
    return Merge.objects.create(
        survivor=one, absorbed=other, reason=where.mark, moved={}, before={}
    )


def an_opening(where: Where) -> Model:
    return Opening.objects.create(
        record_kind="agreement",
        record_key="nowhere",
        owner_unit=where.unit.key,
        owner_side=where.side,
        person=where.person or _somebody(where),
        unit=where.receiver.key,
        reason=where.mark,
        until=timezone.now() + timedelta(hours=2),
    )


def a_look(where: Where) -> Model:
    return Look.objects.create(
        record_kind="agreement",
        record_key="nowhere",
        owner_unit=where.unit.key,
        owner_side=where.side,
        subject=where.person_key,
        person=_somebody(where).key,
        unit_name=where.mark,
        reach="own_side",
        at=timezone.now(),
        window=next(numbers),
    )


def a_consent(where: Where) -> Model:
    made = Consent.objects.create(
        person=where.person,
        record_kind="agreement",
        record_key="nowhere",
        purpose=where.mark,
        categories=["contact"],
        how="written",
        given_on=LONG_AGO,
        taken_by_unit=where.unit,
        taken_by="",
    )
    made.recipients.add(where.receiver)
    return made


def a_share(where: Where) -> Model:
    return Share.objects.create(
        record_kind="agreement",
        record_key="nowhere",
        owner_unit=where.unit.key,
        owner_side=where.side,
        subject=where.person_key,
        unit=where.receiver,
        ground="law",
        ground_detail=where.mark,
        shared_by="",
    )


def some_answers(where: Where) -> Model:
    asked = sheet(SHEET)
    used, _made = SheetUsed.objects.get_or_create(
        digest=asked.digest,
        defaults={"sheet": SHEET, "version": asked.version, "definition": asked.definition},
    )
    return Answers.objects.create(
        sheet=SHEET,
        version=asked.version,
        used=used,
        unit=where.unit.key,
        side=where.side,
        organisation=where.organisation.key,
        person=where.person_key,
        shown_to=where.person_key,
        values={"name": where.inside},
    )


def a_document(where: Where) -> Model:
    return Document.objects.create(
        series=a_series(replace(where, mark="文書")),
        unit=where.unit.key,
        side=where.side,
        template="free",
        addressee=where.inside,
        title=where.mark,
        body=where.inside,
        drafted_by="somebody",
        edited_by="somebody",
    )


def a_series(where: Where) -> Series:
    return Series.objects.create(
        unit=where.unit.key,
        side=where.side,
        name_ja=where.mark,
        sign=f"記{next(numbers)}",
        sender_ja=where.mark,
    )


def a_notice(where: Where) -> Model:
    return Notice.objects.create(
        template="reminder",
        version=1,
        group="tasks",
        person=where.person_key,
        email="" if where.person else f"{where.mark}@example.org",
        unit=where.unit.key,
        subject=where.mark,
        body=where.inside,
        state="queued",
    )


def a_reminder(where: Where) -> Model:
    return Reminder.objects.create(
        person=where.person_key,
        unit="" if where.person else where.unit.key,
        text=where.mark,
        due_on=date(2030, 1, 1),
        made_by="somebody",
    )


def a_hold(where: Where) -> Model:
    return Hold.objects.create(
        record_kind="agreement",
        record_key=f"nowhere-{next(numbers)}",
        reason=where.mark,
        placed_by="somebody",
        unit=where.unit.key,
    )


def a_disposal(where: Where) -> Model:
    return Disposal.objects.create(
        record_kind="agreement",
        way="erased",
        years=5,
        before=LONG_AGO,
        n_records=1,
        digest="0" * 64,
    )


def an_entry(where: Where) -> Model:
    return Entry.objects.create(
        kind="access.opened",
        on=LONG_AGO,
        at=timezone.now(),
        by=where.person_key,
        unit=where.unit.key,
        side=where.side,
        organisation=where.unit.key,
        organisation_name=where.mark,
        person=where.subject.key if where.subject else "",
        subject_kind="agreement",
        subject_key="nowhere",
        facts='{"hours":1}',
    )


def a_job(where: Where) -> Model:
    return Job.objects.create(
        kind="proof", title_ja=where.mark, title_en=where.mark, owner=where.person_key
    )


def an_import(where: Where) -> Model:
    return ImportBatch.objects.create(
        importer="organisations",
        record_kind="organisation",
        n_rows=1,
        file_name=f"{where.mark}.xlsx",
        digest="0" * 64,
        by=where.person_key,
        unit=where.unit.key,
    )


def a_disclosure(where: Where) -> Model:
    return Disclosure.objects.create(
        person=where.person_key,
        stored=f"{next(numbers):032d}",
        size=1,
        sha256="0" * 64,
        expires_at=timezone.now() + timedelta(days=7),
    )


MAKERS: dict[str, Callable[[Where], Model]] = {
    **OF_COUNCILS,
    "organisation": an_organisation,
    "unit": a_unit,
    "person": a_person,
    "membership": a_membership,
    "invitation": an_invitation,
    "term": a_term,
    "agreement": an_agreement,
    "charge": a_charge,
    "merge": a_merge,
    "opening": an_opening,
    "look": a_look,
    "consent": a_consent,
    "share": a_share,
    "answers": some_answers,
    "document": a_document,
    "series": a_series,
    "notice": a_notice,
    "reminder": a_reminder,
    "hold": a_hold,
    "disposal": a_disposal,
    "journal_entry": an_entry,
    "job": a_job,
    "import": an_import,
    "disclosure": a_disclosure,
    "report": a_report,
    **OF_REVIEWS,
    **OF_OPPORTUNITIES,
    **OF_FIGURES,
}
