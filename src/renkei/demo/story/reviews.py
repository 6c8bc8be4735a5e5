"""How the plan was reviewed and changed, and the reports on the year: `data/reviews.toml`."""

from django.utils import timezone

from renkei.charter.amending import Change
from renkei.core.calendar import fiscal_year_of
from renkei.core.sides import Side
from renkei.demo import cast
from renkei.demo.stage import Line, Stage
from renkei.demo.story.activities import OFFICES
from renkei.programme.actions.decisions import Proposal, propose_decision, sign_decision
from renkei.programme.actions.reports import agree_to_report, make_report
from renkei.programme.actions.reviews import Finding, write_finding
from renkei.programme.reporting.subjects import Wanted


def lay_reviews(stage: Stage) -> None:
    """Errors  Refused when an action does: then the table does not fit the house any more"""
    story = cast.reviews()
    for line in story["reviews"]:
        _review(stage, line)
    _reports(stage, story["report"])


def _review(stage: Stage, line: Line) -> None:
    found, on = line["found"], stage.day(line["found"]["day"])
    finding = Finding(
        line["initiative"],
        fiscal_year_of(stage.today) + line["year"],
        line["finding"]["ja"],
        line["finding"]["en"],
    )
    review = write_finding(finding, by=stage.asker(found["by"], on=on), on=on)
    if "proposed" not in line:
        return
    proposed = line["proposed"]
    on = stage.day(proposed["day"])
    decision = propose_decision(
        review, _proposal(stage, line), by=stage.asker(proposed["by"], on=on), on=on
    )
    for side, day in line["signed"].items():
        by = stage.asker(OFFICES[Side(side)], on=stage.day(day))
        decision = sign_decision(
            decision, side=side, revision=decision.revision, by=by, on=stage.day(day)
        )


def _proposal(stage: Stage, line: Line) -> Proposal:
    changes = [Change(line["initiative"], "how", None, line["how"])] if "how" in line else []
    return Proposal(
        outcome=line["proposed"]["outcome"],
        reason_ja=line["reason"]["ja"],
        reason_en=line["reason"]["en"],
        effective_on=stage.day(line["proposed"]["effective"]),
        changes=changes,
    )


def _reports(stage: Stage, line: Line) -> None:
    for name, sides in (("published", tuple(OFFICES)), ("waiting", (line["waiting"]["agreed"],))):
        wanted = Wanted(
            scope=line[name]["scope"],
            about=line[name]["about"],
            fiscal_year=fiscal_year_of(stage.today) - 1,
            known_at=timezone.now(),
        )
        by = stage.asker(line["made_by"], on=stage.today)
        report = make_report(wanted, by=by, on=stage.today)
        for side in sides:
            office = stage.asker(OFFICES[Side(side)], on=stage.today)
            agree_to_report(report, side=side, by=office, on=stage.today)
