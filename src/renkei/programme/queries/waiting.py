"""What of the programme waits for somebody, gathered from its nouns."""

from renkei.core.rights import Asker
from renkei.core.waiting import Sort, Waiting, told
from renkei.programme.queries.activity_waiting import waits_of_activities
from renkei.programme.queries.council_waiting import waits_of_councils
from renkei.programme.queries.measurement_waiting import waits_of_measurements
from renkei.programme.queries.opinions import waits_of_opinions
from renkei.programme.queries.report_waiting import waits_of_reports
from renkei.programme.queries.review_waiting import waits_of_reviews


def waiting_for(asker: Asker) -> list[Waiting]:
    """One query, whatever waits."""
    return told(waits(asker))


def waits(asker: Asker) -> list[Waiting | Sort]:
    return [
        *waits_of_activities(asker),
        *waits_of_councils(asker),
        *waits_of_measurements(asker),
        *waits_of_opinions(asker),
        *waits_of_reports(asker),
        *waits_of_reviews(asker),
    ]
