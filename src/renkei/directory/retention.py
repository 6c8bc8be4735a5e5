"""What happens to people whose time is over: their key stays, for the journal counts by it."""

from datetime import date, datetime, time

from django.db.models import QuerySet
from django.db.models.functions import Coalesce
from django.utils import timezone

from renkei.charter.text import Text
from renkei.core.periods import not_over
from renkei.directory.actions.anonymising import forget_person
from renkei.directory.models import Membership, Person
from renkei.paperwork.retaining import Retention, retain
from renkei.paperwork.states import Disposing


def people_due(before: date) -> QuerySet[Person]:
    """Whose last seat ended, and who signed in last, before that day."""
    start = timezone.make_aware(datetime.combine(before, time.min)) if before > date.min else None
    # Whoever still has a seat is never forgotten, whatever day is asked about.
    since = min(before, timezone.localdate())
    seated = Membership.objects.filter(not_over(since))
    seen = Coalesce("last_login", "joined_at")
    found = Person.objects.filter(anonymised_at=None).exclude(pk__in=seated.values("person"))
    return found.alias(seen=seen).filter(seen__lt=start) if start else found.none()


def anonymise(person: Person) -> None:
    forget_person(person, on=timezone.localdate())


retain(
    Retention(
        kind="person",
        label=Text("利用者", "People with accounts"),
        due=people_due,
        ways={Disposing.ANONYMISE: anonymise},
    )
)
