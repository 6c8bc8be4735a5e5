"""Files of a desk: cards, consents and what was handed on by them, holds, attachments."""

from io import BytesIO
from typing import Any

from django.core.files import File

from renkei.core.personal import PersonalData
from renkei.demo import paper
from renkei.demo.stage import Line, Stage
from renkei.directory.actions.access import look, open_record
from renkei.directory.actions.consents import Agreed, give_consent
from renkei.directory.actions.shares import Ground, share_record
from renkei.directory.states import ConsentWay, LegalGround
from renkei.journal.actions import reverse
from renkei.journal.queries import entries_about
from renkei.paperwork.actions import answers as filling
from renkei.paperwork.actions import deciding
from renkei.paperwork.actions.attachments import attach
from renkei.paperwork.actions.retention import place_hold
from renkei.paperwork.sheets.reading import Given


def card(stage: Stage, line: Line) -> None:
    """A sheet as far as its line goes: begun, submitted, returned or accepted, opened."""
    on = stage.day(line["day"])
    by = stage.asker(line["by"], on=on)
    about = filling.About(person=stage.people[line["person"]].key) if "person" in line else None
    unit = stage.units[line["unit"]].key
    made = filling.start_answers(
        line.get("sheet", "intake_card"), by=by, unit=unit, on=on, about=about
    )
    made = filling.save_answers(made, Given(line["values"]), by=by, revision=0)
    if "submitted" in line:
        made = filling.submit_answers(made, by=by, on=stage.day(line["submitted"]), revision=1)
    made = _decided(stage, line, made)
    if opened := line.get("opened"):
        stranger = stage.asker(opened["by"], on=stage.today)
        open_record(made, by=stranger, reason=opened["reason"], hours=opened["hours"])
        look(made, by=stage.asker(opened["by"], on=stage.today))
    stage.kept[line.get("id", made.key)] = made


def _decided(stage: Stage, line: Line, made: Any) -> Any:
    if accepted := line.get("accepted"):
        day = stage.day(accepted["day"])
        made = deciding.accept_answers(made, by=stage.asker(accepted["by"], on=day), on=day)
    if back := line.get("returned"):
        day = stage.day(back["day"])
        by = stage.asker(back["by"], on=day)
        made = deciding.return_answers(made, by=by, on=day, reason=back["reason"])
    return made


def consent(stage: Stage, line: Line) -> None:
    """What somebody agreed to at a desk, and the record that went on by it."""
    on = stage.day(line["day"])
    by = stage.asker(line["by"], on=on)
    made = give_consent(
        Agreed(
            purpose=line["purpose"],
            categories=[PersonalData(one) for one in line["categories"]],
            recipients=[stage.units[one] for one in line["recipients"]],
            how=ConsentWay(line["how"]),
            until=stage.day(line["until"]),
        ),
        of=stage.people[line["of"]],
        taken_by=stage.units[line["at"]],
        by=by,
        on=on,
    )
    if shared := line.get("shared"):
        share_record(
            stage.kept[shared["record"]],
            unit=stage.units[shared["with"]],
            ground=Ground(kind=LegalGround.CONSENT, consent=made),
            by=by,
        )


def attachment(stage: Stage, line: Line) -> None:
    content = getattr(paper, line["drawn_as"])(line["lines"])
    by = stage.asker(line["by"], on=stage.today)
    attach(stage.kept[line["to"]], File(BytesIO(content), name=line["name"]), by=by)


def hold(stage: Stage, line: Line) -> None:
    by = stage.asker(line["by"], on=stage.today)
    kept = stage.kept[line["record"]]
    unit = stage.units[line["unit"]].key
    place_hold("answers", kept.key, reason=line["reason"], unit=unit, by=by)


def reversal(stage: Stage, line: Line) -> None:
    """The last entry about a record, taken back: it stays, with the reason beside it."""
    on = stage.day(line["day"])
    entry = entries_about(line["kind"], stage.kept[line["record"]].key).order_by("pk").last()
    assert entry
    reverse(entry, by=stage.asker(line["by"], on=on), on=on, reason=line["reason"])
