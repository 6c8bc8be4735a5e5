"""What somebody was shown at the desk goes home with her by mail; nobody is introduced by that."""

from django.db import transaction
from django.utils.translation import gettext as _

from renkei.core.errors import Refused
from renkei.core.rights import Asker, Verb, must
from renkei.opportunities.introductions import at_the_desk
from renkei.opportunities.models import Seeker
from renkei.opportunities.notices import what_fits


@transaction.atomic
def mail_what_fits(seeker: Seeker, *, by: Asker) -> int:
    """How many openings the letter tells of, with their reasons.

    Errors  NotPermitted; Refused when no address is known, or nothing fits
    """
    must(by, Verb.WRITE, seeker)
    if not (seeker.email or seeker.person):
        raise Refused(_("メールアドレスが登録されていません。登録の内容に書き足してください。"))
    found = at_the_desk(seeker).introductions
    if not found:
        raise Refused(_("いまの条件に合う募集がないため、送るものがありません。"))
    what_fits(seeker, found)
    return len(found)
