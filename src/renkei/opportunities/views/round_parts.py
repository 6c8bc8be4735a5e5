"""What a registration's page says of rounds: when wishes close, what the last one gave, and why."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from renkei.core.writing import long_date
from renkei.opportunities.models import Round, Seeker
from renkei.opportunities.queries.rounds import latest_proposal, running_round
from renkei.opportunities.round_notices import lines_of_waits, reasons_of
from renkei.opportunities.states import RoundState


@dataclass(frozen=True, slots=True)
class RoundPart:
    """`coming` is said before wishes close; the rest of the last round whose result was told."""

    coming: str
    title: str
    reasons: list[str]
    waits: list[str]


def round_part(seeker: Seeker) -> RoundPart | None:
    """None where no round has anything to say to her."""
    running = running_round(seeker.market, seeker.unit_id)
    told = latest_proposal(seeker)
    if running is None and told is None:
        return None
    return RoundPart(
        coming=_coming(running),
        title=told.round.title if told else "",
        reasons=reasons_of(told) if told else [],
        waits=lines_of_waits(told) if told else [],
    )


def _coming(running: Round | None) -> str:
    if running is None or running.state != RoundState.OPEN:
        return ""
    return _(
        "%(day)sまで希望を受け付け、そのあと一度に割り当てます。"
        "希望の印を付けた順が、あなたの希望の順になります。"
        "同じ点数のときは、公表している抽選の文字列「%(lottery)s」で順番が決まります。"
    ) % {
        "day": long_date(running.closes_on),
        "lottery": running.lottery,
    }
