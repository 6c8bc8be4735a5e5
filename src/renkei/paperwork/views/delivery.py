"""Whether notices left: for the officers of the unit that sent them."""

from collections.abc import Callable, Sequence

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_protect
from django.views.decorators.http import require_POST, require_safe

from renkei.core.choices import labels
from renkei.core.paging import page_of
from renkei.core.rights import Asker, Verb, asker_of
from renkei.core.writing import long_date
from renkei.paperwork.actions.delivery import give_up, record_return, try_again
from renkei.paperwork.models import Notice
from renkei.paperwork.queries.notices import counts_by_state, sent_by_units_of
from renkei.paperwork.states import DeliveryProblem, NoticeGroup, NoticeState

# What may be decided in each state, as the buttons of a row.
OFFERED: dict[str, tuple[str, ...]] = {
    NoticeState.QUEUED: ("give_up",),
    NoticeState.FAILED: ("try_again", "give_up"),
    NoticeState.SENT: ("returned",),
    NoticeState.GIVEN_UP: ("try_again",),
    NoticeState.NO_EMAIL: (),
}
Decision = Callable[..., Notice]
DECISIONS: dict[str, Decision] = {
    "try_again": try_again,
    "give_up": give_up,
    "returned": record_return,
}


@csrf_protect
@require_safe
def delivery(request: HttpRequest) -> HttpResponse:
    asker = asker_of(request)
    if not asker.is_somebody:
        return redirect_to_login(request.get_full_path())
    state = request.GET.get("state", "")
    page = page_of(sent_by_units_of(asker, state), request)
    context = {
        "page": page.with_rows(_rows(page.rows)),
        "choices": _choices(asker, state),
        "is_filtered": state in NoticeState.values,
    }
    return render(request, "paperwork/delivery.html", context)


def _rows(notices: Sequence[Notice]) -> list[dict[str, object]]:
    doing = {
        "try_again": _("もう一度送る"),
        "give_up": _("断念する"),
        "returned": _("不達を記録する"),
    }
    groups, states, problems = labels(NoticeGroup), labels(NoticeState), labels(DeliveryProblem)
    return [
        {
            "notice": notice,
            "on": long_date(timezone.localdate(notice.made_at)),
            "group": groups[notice.group],
            "state": states[notice.state],
            "problem": problems.get(notice.problem, ""),
            "next": _next(notice),
            "actions": [(what, doing[what]) for what in OFFERED[notice.state]],
        }
        for notice in notices
    ]


def _next(notice: Notice) -> str:
    if notice.state == NoticeState.FAILED and notice.due_at:
        moment = timezone.localtime(notice.due_at)
        return _("次は%(day)s %(time)sに試します") % {
            "day": long_date(moment.date()),
            "time": f"{moment:%H:%M}",
        }
    return ""


def _choices(asker: Asker, chosen: str) -> list[tuple[str, str, int, bool]]:
    counts = counts_by_state(asker)
    every = ("", _("すべて"), sum(counts.values()), chosen not in NoticeState.values)
    return [
        every,
        *(
            (state.value, str(state.label), counts.get(state.value, 0), state.value == chosen)
            for state in NoticeState
        ),
    ]


@csrf_protect
@require_POST
def decide(request: HttpRequest, key: str, what: str) -> HttpResponse:
    notice = Notice.objects.seen_by(asker_of(request), Verb.MANAGE, key=key)
    if what not in DECISIONS:
        raise Http404("nothing to decide so")
    DECISIONS[what](notice, by=asker_of(request))
    messages.success(request, _("記録しました。"))
    return redirect("notices:delivery")
