"""What of the programme waits for somebody."""

from renkei.core.rights import Asker
from renkei.core.waiting import Waiting, told
from renkei.programme.queries.activity_waiting import ACTIVITIES
from renkei.programme.queries.council_waiting import COUNCILS
from renkei.programme.queries.measurement_waiting import FIGURES
from renkei.programme.queries.opinions import OPINIONS
from renkei.programme.queries.report_waiting import REPORTS
from renkei.programme.queries.review_waiting import REVIEWS

PROGRAMME = (ACTIVITIES, COUNCILS, FIGURES, OPINIONS, REPORTS, REVIEWS)


def waiting_for(asker: Asker) -> list[Waiting]:
    return told(asker, *PROGRAMME)
