"""What the tests of reviews stand on: a finding, a proposal, and both signatures."""

from dataclasses import replace
from datetime import date
from typing import Any

from renkei.charter.amending import Change
from renkei.core.sides import Side
from renkei.programme.actions.decisions import Proposal, propose_decision, sign_decision
from renkei.programme.actions.reviews import Finding, write_finding
from renkei.programme.models import Decision, Review
from tests.cast import Cast

YEAR = 2025
ON = date(2026, 6, 1)
EFFECTIVE = date(2026, 10, 1)
TITLE = {"ja": "改めた名称", "en": "Another title"}
OFFICES = (("city_office", Side.CITY), ("prefecture_office", Side.PREFECTURE))
PROPOSAL = Proposal(
    outcome="change",
    reason_ja="参加が都市部に偏っているため。",
    reason_en="Because most participants come from towns.",
    effective_on=EFFECTIVE,
    changes=(Change("I-3", "title", None, TITLE),),
)


def found(cast: Cast, who: str = "city_officer", **more: Any) -> Review:
    finding = Finding("I-3", YEAR, "参加企業の数は横ばい。", "As many companies as before.")
    return write_finding(replace(finding, **more), by=cast.asker(who), on=ON)


def proposed(cast: Cast, review: Review | None = None, **more: Any) -> Decision:
    return propose_decision(
        review or found(cast), replace(PROPOSAL, **more), by=cast.asker("city_office"), on=ON
    )


def signed(decision: Decision, cast: Cast, who: str, side: str, **more: Any) -> Decision:
    revision = more.pop("revision", decision.revision)
    return sign_decision(
        decision, side=side, revision=revision, by=cast.asker(who), on=more.pop("on", ON)
    )


def in_force(cast: Cast, review: Review | None = None, **more: Any) -> Decision:
    decision = proposed(cast, review, **more)
    for who, side in OFFICES:
        decision = signed(decision, cast, who, side)
    return decision
