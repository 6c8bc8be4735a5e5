"""Holding kept figures against the records, and keeping what was found."""

from renkei.core.rights import Asker, Verb, must
from renkei.programme.models import Reconciliation
from renkei.programme.periods import Period
from renkei.programme.queries.reconciling import Say, quiet, reconciled, written_down


def reconcile_figures(period: Period, *, by: Asker, say: Say = quiet) -> Reconciliation:
    """Nothing happens in the programme by it, so the journal has no entry.

    Errors  NotPermitted
    """
    must(by, Verb.WRITE, Reconciliation())
    found = reconciled(period, say=say)
    return Reconciliation.objects.create(
        period=period.key,
        n_compared=found.n_compared,
        n_left_out=found.n_left_out,
        differences=[written_down(one) for one in found.differences],
    )
