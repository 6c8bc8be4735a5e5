"""How often something may be done: one limit for all worker processes, because all ask one table.

In no stretch of `seconds` are more than `n` let through, wherever it begins. The key that is kept
tells nobody whose it was.
"""

import time
from datetime import UTC, datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from renkei.core.errors import Refused
from renkei.core.models import Limit
from renkei.core.rights import Asker

MOST = 1000  # more would make one row too long to be read for each act
DAY = 24 * 60 * 60
# How often one person may do in a day what costs others something: mail that leaves the house,
# looks into files of other units, long work. Far above what a working day brings.
A_DAY = {
    "invitation": 200,
    "opening": 40,
    "disclosure": 10,
    "import": 100,
    "attachment": 500,
}


def count_as_done(what: str, by: Asker) -> None:
    """One more of `what` by this person today.

    Errors  Refused when it was done too often; KeyError when no limit of that name is kept
    """
    if not within_limit(f"{what}:{by.person}", A_DAY[what], DAY):
        raise Refused(
            _("この操作は1日に%(n)d回までです。明日もう一度行うか、管理者に相談してください。")
            % {"n": A_DAY[what]}
        )


def within_limit(key: str, n: int, seconds: float) -> bool:
    """Whether this may be done once more now; it then counts as done.

    `key` names what is limited and for whom: "invitation:<person>". To be asked outside a
    transaction: whatever rolls back would take the count with it, and others would wait for it.
    """
    if not 0 < n <= MOST:
        raise ValueError(f"a limit of {n} in {seconds} s cannot be kept")
    hashed = salted_hmac("renkei.core.limits", f"{key} {n} {seconds}", algorithm="sha256")
    with transaction.atomic():
        row = _locked(hashed.hexdigest(), seconds)
        now = time.time()
        # A clock that was set back must not lock anybody out for longer.
        recent = [moment for moment in row.moments if now - seconds < moment <= now + seconds]
        if len(recent) >= n:
            return False
        row.moments = [*recent, now]
        row.until = datetime.fromtimestamp(now, UTC) + timedelta(seconds=seconds)
        row.save(update_fields=["moments", "until"])
        return True


def _locked(key: str, seconds: float) -> Limit:
    """The row, ours alone until the transaction ends."""
    rows = Limit.objects.select_for_update()
    if found := rows.filter(key=key).first():
        return found
    now = timezone.now()
    Limit.objects.filter(until__lt=now - timedelta(minutes=1)).delete()
    until = now + timedelta(seconds=seconds)
    # Of two who come first at once, one makes the row and the other waits for it.
    Limit.objects.bulk_create([Limit(key=key, until=until)], ignore_conflicts=True)
    return rows.get(key=key)
