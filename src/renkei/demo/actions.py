"""The loader: who is there first, then what they did, in one transaction."""

from datetime import date

from django.db import transaction

from renkei.demo.charges import lay_charges
from renkei.demo.stage import Stage
from renkei.demo.story import tell
from renkei.demo.story.activities import lay_activities, lay_quarters
from renkei.demo.story.councils import meet
from renkei.demo.story.markets import lay_markets
from renkei.demo.story.reviews import lay_reviews
from renkei.directory.actions.demonstration import must_be_demonstration
from renkei.directory.queries.demonstration import has_invented_people


@transaction.atomic
def load_demo(*, today: date) -> bool:
    """Fill an empty house with invented people and their story; False when they are there.

    Errors  Refused when this is no demonstration, or when real people have accounts here
    """
    must_be_demonstration()
    if has_invented_people():
        return False
    stage = Stage(today)
    stage.build()
    lay_charges(stage)
    lay_activities(stage)
    meet(stage)
    tell(stage)
    lay_quarters(stage)
    lay_reviews(stage)
    lay_markets(stage)
    return True
