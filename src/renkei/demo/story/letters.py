"""Letters that leave the office, and days to remember."""

from renkei.demo.stage import Line, Stage
from renkei.paperwork.actions import documents as letters
from renkei.paperwork.actions.reminders import For, remind
from renkei.paperwork.actions.series import SeriesNamed, make_series


def series(stage: Stage, line: Line) -> None:
    named = SeriesNamed(
        name_ja=line["name"]["ja"],
        name_en=line["name"]["en"],
        sign=line["sign"],
        sender_ja=line["sender"]["ja"],
        sender_en=line["sender"]["en"],
    )
    by = stage.asker(line["by"], on=stage.today)
    unit = stage.units[line["unit"]].key
    stage.kept[line["id"]] = make_series(named, by=by, unit=unit)


def reminder(stage: Stage, line: Line) -> None:
    by = stage.asker(line["by"], on=stage.today)
    remind(For(person=by.person), line["text"], by=by, due_on=stage.day(line["due"]))


def letter(stage: Stage, line: Line) -> None:
    """As far as its line goes: drafted, sent back, approved, issued; another may cancel it."""
    on = stage.day(line["day"])
    by = stage.asker(line["by"], on=on)
    made = letters.draft_document(
        _draft(stage, line),
        by=by,
        series=stage.kept[line["series"]],
        on=on,
        cancels=stage.kept.get(line.get("cancels", "")),
    )
    if back := line.get("sent_back"):
        day = stage.day(back["day"])
        boss = stage.asker(back["by"], on=day)
        made = letters.send_back_document(made, by=boss, on=day, reason=back["reason"])
    if approved := line.get("approved"):
        day = stage.day(approved["day"])
        boss = stage.asker(approved["by"], on=day)
        made = letters.approve_document(made, by=boss, on=day, revision=made.revision)
    if "issued" in line:
        made = letters.issue_document(made, by=by, on=stage.day(line["issued"]))
    stage.kept[line.get("id", made.key)] = made


def _draft(stage: Stage, line: Line) -> letters.Draft:
    about = stage.kept.get(line.get("about", ""))
    return letters.Draft(
        addressee=line["addressee"],
        title=line["title"],
        body=line["body"],
        about_kind="agreement" if about else "",
        about_key=about.key if about else "",
    )
