"""Organisations: what was agreed with them, who was entered twice, which lists came in."""

from typing import Any

from renkei.core.calendar import fiscal_year_of
from renkei.core.tables.imports import check_table, confirm_import, importer_named
from renkei.demo.stage import Line, Stage
from renkei.directory.actions import agreements as deals
from renkei.directory.actions.invitations import invite
from renkei.directory.actions.merging import merge_organisations
from renkei.directory.actions.organisations import Particulars, register_organisation
from renkei.directory.actions.results import ask_for_results
from renkei.directory.actions.seats import Offer
from renkei.paperwork.actions.deciding import make_link
from renkei.paperwork.records import record_named


def agreement(stage: Stage, line: Line) -> None:
    drafted = stage.day(line["drafted"])
    by = stage.asker(line["by"], on=drafted)
    terms = deals.AgreementTerms(
        title_ja=line["title"]["ja"],
        title_en=line["title"]["en"],
        side=line["side"],
        unit=stage.units[line["unit"]],
        parties=[stage.organisations[name] for name in line["parties"]],
        initiatives=tuple(line.get("initiatives", ["II-3"])),
        valid_to=stage.day(line["valid_to"]) if "valid_to" in line else None,
        is_renewed_automatically=line.get("is_renewed_automatically", False),
        clauses=[(clause["ja"], clause["en"]) for clause in line["clauses"]],
    )
    agreement = deals.draft_agreement(terms, by=by, on=drafted)
    for contact in line.get("contacts", []):
        words = {name: text for name, text in contact.items() if name != "party"}
        party = stage.organisations[contact["party"]]
        deals.add_contact(agreement, party, deals.ContactWords(**words), by=by)
    if "signed" in line:
        deals.sign_agreement(agreement, stage.day(line["signed"]), by=by)
        deals.activate_agreement(agreement, by=by, on=stage.day(line["active"]))
    if "published" in line:
        deals.publish_agreement(agreement, by=by, on=stage.day(line["published"]))
    stage.kept[line["id"]] = agreement


def double(stage: Stage, line: Line) -> None:
    on = stage.day(line["day"])
    known = stage.organisations[line["of"]]
    particulars = Particulars(
        name_ja=line["name"]["ja"],
        name_en=line["name"]["en"],
        kind=known.kind,
        place=known.place,
    )
    by = stage.asker(line["by"], on=on)
    twin = register_organisation(particulars, by=by, on=on, is_known_to_differ=True)
    if merged := line.get("merged"):
        day = stage.day(merged["day"])
        by = stage.asker(merged["by"], on=day)
        merge_organisations(known, twin, by=by, on=day, reason=merged["reason"])


def invitation(stage: Stage, line: Line) -> None:
    offer = Offer(unit=stage.units[line["unit"]], role=line["role"], valid_from=stage.today)
    by = stage.asker(line["by"], on=stage.today)
    invite(line["email"], offer, name=line["name"], by=by, on=stage.today)


def list_of_firms(stage: Stage, line: Line) -> None:
    """A table from an office: taken in, or looked at and left for somebody to decide."""
    on = stage.day(line["day"])
    by = stage.asker(line["by"], on=on)
    importer = importer_named("firms")
    assert importer
    content = line["table"].encode()
    checked = check_table(importer, name=line["name"], content=content, by=by)
    assert checked.batch, checked.intake.problems
    if line["is_taken_in"]:
        confirm_import(checked.batch, by=by, on=on)


def results(stage: Stage, line: Line) -> None:
    """Asked of a university for the fiscal year that is over, by a link it could use."""
    on = stage.day(line["day"])
    by = stage.asker(line["by"], on=on)
    asked = ask_for_results(
        stage.kept[line["about"]],
        stage.organisations[line["of"]],
        fiscal_year_of(on) - 1,
        by=by,
        on=on,
    )
    answers: Any = record_named("answers", asked.answers)
    make_link(answers, by=by, on=on, days=line["days"])
