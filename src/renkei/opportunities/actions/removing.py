"""Taking a draft away that nobody has checked, as when the list it came with is taken back."""

from datetime import date

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from renkei.core.errors import Refused, WrongState
from renkei.core.moves import locked
from renkei.core.rights import Asker, Verb, must
from renkei.journal.actions import record
from renkei.journal.queries import entries_about
from renkei.opportunities.actions.postings import told
from renkei.opportunities.events import postings as events
from renkei.opportunities.models import Posting
from renkei.opportunities.states import PostingState
from renkei.paperwork.queries.attachments import attachments_of


@transaction.atomic
def remove_posting(posting: Posting, *, by: Asker, on: date, reason: str) -> None:
    """The journal keeps that it was entered, and that it was taken away.

    Errors  NotPermitted; WrongState once a desk has checked it; Refused when something hangs on it
    """
    posting = locked(posting)
    must(by, Verb.WRITE, posting)
    checked = entries_about("posting", posting.key).filter(kind="posting.checked")
    if posting.state != PostingState.DRAFT or checked.exists():
        raise WrongState(_("窓口が確かめた募集は、なくせません。終えることはできます。"))
    if attachments_of(posting).exists():
        raise Refused(
            _("「%(title)s」には添付があります。先に添付を外してください。")
            % {"title": posting.title}
        )
    removed = events.PostingRemoved(**told(posting), title=posting.title_ja, reason=reason)
    try:
        with transaction.atomic():
            posting.delete()
    except IntegrityError:  # what points at it protects it
        raise Refused(
            _("「%(title)s」には紹介の記録があります。なくせません。") % {"title": posting.title}
        ) from None
    record(removed, by=by, on=on)
