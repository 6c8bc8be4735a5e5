"""What the people of the demonstration did, line by line of `data/story.toml`."""

from typing import Any

from renkei.demo import cast
from renkei.demo.stage import Stage
from renkei.directory.actions import agreements as deals
from renkei.directory.actions.access import look, open_record
from renkei.directory.actions.invitations import invite
from renkei.directory.actions.organisations import Particulars, register_organisation
from renkei.directory.actions.seats import Offer
from renkei.paperwork.actions import answers as filling
from renkei.paperwork.actions import deciding
from renkei.paperwork.actions import documents as letters
from renkei.paperwork.actions.reminders import For, remind
from renkei.paperwork.actions.series import SeriesNamed, make_series
from renkei.paperwork.sheets.reading import Given

Line = dict[str, Any]


def tell(stage: Stage) -> None:
    """Errors  Refused when an action does: then the story does not fit the house any more"""
    story = cast.story()
    agreements = {line["id"]: _agreement(stage, line) for line in story["agreements"]}
    for line in story["doubles"]:
        _double(stage, line)
    for line in story["invitations"]:
        _invitation(stage, line)
    for line in story["cards"]:
        _card(stage, line)
    series = {line["id"]: _series(stage, line) for line in story["series"]}
    for line in story["letters"]:
        _letter(stage, line, series[line["series"]], agreements)
    for line in story["reminders"]:
        _reminder(stage, line)


def _agreement(stage: Stage, line: Line) -> Any:
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
    return agreement


def _double(stage: Stage, line: Line) -> None:
    on = stage.day(line["day"])
    known = stage.organisations[line["of"]]
    particulars = Particulars(
        name_ja=line["name"]["ja"],
        name_en=line["name"]["en"],
        kind=known.kind,
        place=known.place,
    )
    by = stage.asker(line["by"], on=on)
    register_organisation(particulars, by=by, on=on, is_known_to_differ=True)


def _invitation(stage: Stage, line: Line) -> None:
    offer = Offer(unit=stage.units[line["unit"]], role=line["role"], valid_from=stage.today)
    by = stage.asker(line["by"], on=stage.today)
    invite(line["email"], offer, name=line["name"], by=by, on=stage.today)


def _card(stage: Stage, line: Line) -> None:
    on = stage.day(line["day"])
    by = stage.asker(line["by"], on=on)
    about = filling.About(person=stage.people[line["person"]].key) if "person" in line else None
    unit = stage.units[line["unit"]].key
    card = filling.start_answers("intake_card", by=by, unit=unit, on=on, about=about)
    card = filling.save_answers(card, Given(line["values"]), by=by, revision=0)
    if "submitted" in line:
        card = filling.submit_answers(card, by=by, on=stage.day(line["submitted"]), revision=1)
    if accepted := line.get("accepted"):
        day = stage.day(accepted["day"])
        deciding.accept_answers(card, by=stage.asker(accepted["by"], on=day), on=day)
    if opened := line.get("opened"):
        stranger = stage.asker(opened["by"], on=stage.today)
        open_record(card, by=stranger, reason=opened["reason"], hours=opened["hours"])
        look(card, by=stage.asker(opened["by"], on=stage.today))


def _series(stage: Stage, line: Line) -> Any:
    named = SeriesNamed(
        name_ja=line["name"]["ja"],
        name_en=line["name"]["en"],
        sign=line["sign"],
        sender_ja=line["sender"]["ja"],
        sender_en=line["sender"]["en"],
    )
    by = stage.asker(line["by"], on=stage.today)
    return make_series(named, by=by, unit=stage.units[line["unit"]].key)


def _letter(stage: Stage, line: Line, series: Any, agreements: dict[str, Any]) -> None:
    on = stage.day(line["day"])
    about = agreements.get(line.get("about", ""))
    draft = letters.Draft(
        addressee=line["addressee"],
        title=line["title"],
        body=line["body"],
        about_kind="agreement" if about else "",
        about_key=about.key if about else "",
    )
    letter = letters.draft_document(draft, by=stage.asker(line["by"], on=on), series=series, on=on)
    if approved := line.get("approved"):
        day = stage.day(approved["day"])
        by = stage.asker(approved["by"], on=day)
        letter = letters.approve_document(letter, by=by, on=day, revision=letter.revision)
        letters.issue_document(
            letter, by=stage.asker(line["by"], on=on), on=stage.day(line["issued"])
        )


def _reminder(stage: Stage, line: Line) -> None:
    by = stage.asker(line["by"], on=stage.today)
    remind(For(person=by.person), line["text"], by=by, due_on=stage.day(line["due"]))
