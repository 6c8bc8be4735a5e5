"""A council of the demonstration, line by line of `data/councils.toml`."""

from datetime import datetime, time, timedelta
from io import BytesIO
from typing import Any

from django.core.files import File
from django.utils import timezone

from renkei.core.rights import NOBODY
from renkei.core.sides import Side
from renkei.demo import cast, paper
from renkei.demo.stage import Line, Stage
from renkei.paperwork.actions.answers import save_answers, submit_answers
from renkei.paperwork.actions.attachments import attach
from renkei.paperwork.queries.answers import link_with
from renkei.paperwork.sheets.reading import Given
from renkei.programme.actions import council_decisions as decisions
from renkei.programme.actions import meetings, minutes, opinions, papers
from renkei.programme.actions.council_members import Named, name_member

LEAD = 20  # so many days before a meeting it is called


def meet(stage: Stage) -> None:
    """Errors  Refused when an action does: then the story does not fit the house any more"""
    story = cast.councils()
    for line in story["members"]:
        _member(stage, story, line)
    for line in story["meetings"]:
        _meeting(stage, story, line)
    for line in story["opinions"]:
        _call(stage, line)


def _member(stage: Stage, story: Line, line: Line) -> None:
    on = stage.day(story["since"])
    named = Named(
        role=line["role"],
        post_ja=line["post"]["ja"],
        post_en=line["post"]["en"],
        person=stage.people[line["person"]].key if "person" in line else "",
        organisation=stage.organisations[line["organisation"]].key
        if "organisation" in line
        else "",
        unit=stage.units.get(line.get("unit", "")),
        is_public=line.get("is_public", False),
        valid_from=on,
    )
    name_member(story["body"], named, by=stage.asker(story["by"]["city"], on=on), on=on)


def _meeting(stage: Stage, story: Line, line: Line) -> None:
    called = stage.day(min(0, line["day"] - LEAD))
    by = stage.asker(story["by"]["city"], on=called)
    meeting = meetings.plan_meeting(story["body"], _plan(stage, line), by=by, on=called)
    items = [
        meetings.Item(
            title_ja=one["title"]["ja"],
            title_en=one["title"]["en"],
            initiatives=tuple(one["initiatives"]),
        )
        for one in line["items"]
    ]
    meeting = meetings.write_agenda(meeting, items, by=by, on=called)
    if line.get("is_planned"):
        return
    meeting = meetings.call_meeting(meeting, by=by, on=called)
    for one in line["papers"]:
        _paper(stage, story, meeting, one)
    if "minutes" in line:
        _held(stage, story, meeting, line)


def _plan(stage: Stage, line: Line) -> meetings.Plan:
    day = datetime.combine(stage.day(line["day"]), time(line["from"]))
    starts_at = timezone.make_aware(day)
    return meetings.Plan(
        title_ja=line["title"]["ja"],
        title_en=line["title"]["en"],
        starts_at=starts_at,
        ends_at=starts_at + timedelta(hours=line["hours"]),
        place_ja=line["place"]["ja"],
        place_en=line["place"]["en"],
        is_online=line.get("is_online", False),
        is_public=True,
    )


def _paper(stage: Stage, story: Line, meeting: Any, line: Line) -> None:
    """Given where somebody gives it; otherwise it is awaited."""
    unit, on = stage.units[line["unit"]], stage.today
    office = story["by"][Side(unit.side).value]
    wanted = papers.Wanted(
        title_ja=line["title"]["ja"],
        title_en=line["title"]["en"],
        audience=line["audience"],
        item=meeting.items.get(number=line["item"]),
        due_on=stage.day(line["due"]) if "due" in line else None,
        embargo_until=meeting.starts_at if "embargo" in line else None,
    )
    made = papers.ask_for_paper(meeting, unit, wanted, by=stage.asker(office, on=on), on=on)
    if "by" in line:
        giver = stage.asker(line["by"], on=on)
        content = paper.pdf([line["title"]["ja"], line["title"]["en"]])
        attach(made, File(BytesIO(content), name=f"{line['title']['ja']}.pdf"), by=giver)
        papers.give_paper(made, by=giver, on=on)


def _held(stage: Stage, story: Line, meeting: Any, line: Line) -> None:
    on = stage.day(line["day"])
    by = stage.asker(story["by"]["city"], on=on)
    present = [one.key for one in meeting.attendances.all()]
    meeting = meetings.hold_meeting(meeting, present, by=by, on=on)
    for one in line["decisions"]:
        _decision(stage, story, meeting, one)
    said, day = line["minutes"], stage.day(line["minutes"]["day"])
    other = stage.asker(story["by"]["prefecture"], on=day)
    draft = minutes.write_minutes(meeting, (said["ja"], said["en"]), by=by, on=day)
    if said.get("is_draft"):
        return
    checked = minutes.check_minutes(draft, by=other, on=day)
    minutes.publish_minutes(checked, by=other, on=day)


def _decision(stage: Stage, story: Line, meeting: Any, line: Line) -> None:
    by = stage.asker(story["by"]["city"], on=meeting.day)
    decided = decisions.Decided(
        kind=line["kind"],
        text_ja=line["text"]["ja"],
        text_en=line["text"]["en"],
        carried_by=line["carried_by"],
        item=meeting.items.get(number=line["item"]),
    )
    made = decisions.decide(meeting, decided, by=by)
    if not line.get("is_inner"):
        made = decisions.publish_decision(made, by=by, on=meeting.day)
    for one in line["follow_ups"]:
        to_do = decisions.ToDo(
            text_ja=one["text"]["ja"], text_en=one["text"]["en"], due_on=stage.day(one["due"])
        )
        unit = stage.units[one["unit"]]
        follow_up = decisions.set_follow_up(made, unit, to_do, by=by, on=meeting.day)
        if done := one.get("done"):
            on = stage.day(done["day"])
            doer = stage.asker(done["by"], on=on)
            decisions.finish_follow_up(follow_up, result=done["result"], by=doer, on=on)


def _call(stage: Stage, line: Line) -> None:
    on = stage.day(min(0, line["first_day"]))
    by = stage.asker(line["by"], on=on)
    question = opinions.Question(
        title_ja=line["title"]["ja"],
        title_en=line["title"]["en"],
        text_ja=line["text"]["ja"],
        text_en=line["text"]["en"],
        initiatives=tuple(line["initiatives"]),
        voices=tuple(line["voices"]),
        first_day=stage.day(line["first_day"]),
        last_day=stage.day(line["last_day"]),
    )
    call = opinions.draft_call(stage.units[line["unit"]], question, by=by, on=on)
    if line.get("is_draft"):
        return
    call = opinions.open_call(call, by=by, on=on)
    opinions.ask_organisations(call, [stage.organisations["ebetsu"].key], by=by, on=on)
    for one in line["given"]:
        _opinion(stage, call, one)


def _opinion(stage: Stage, call: Any, line: Line) -> None:
    """As somebody writes it who came by the link."""
    link = link_with(opinions.begin_opinion(call, by=NOBODY, on=stage.today))
    assert link
    given = Given({"voice": line["voice"], "opinion": line["ja"]}, {})
    saved = save_answers(link.answers, given, by=link, revision=0)
    submit_answers(saved, by=link, on=stage.today, revision=saved.revision)
