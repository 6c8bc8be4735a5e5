"""What stands in an address: for each route with parameters, records of which it is asked.

A new route of one record is one line in `OF_KIND`; one with other parameters one in `OTHERS`.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from renkei.paperwork.actions.attachments import attach
from renkei.paperwork.models import Attachment
from tests.public_pages import PAGES
from tests.rights.expectation import Line
from tests.rights.samples import SHEET
from tests.rights.world import World

HOW = (
    "give it sample records: a line in OF_KIND (route -> kind of record) or in OTHERS "
    "(route -> its parameters) of tests/rights/addresses.py"
)
NO_SECRET = "never-given-to-anybody-0123456789"

# Routes whose one parameter is the key of a record of this kind.
OF_KIND = {
    "jobs:job": "job",
    "jobs:cancel": "job",
    "jobs:resume": "job",
    "imports:batch": "import",
    "imports:apply": "import",
    "imports:resume": "import",
    "imports:undo": "import",
    "imports:drop": "import",
    "directory:close_opening": "opening",
    "directory:end_share": "share",
    "directory:consent": "consent",
    "directory:withdraw_consent": "consent",
    "directory:end_charge": "charge",
    "directory:dismiss_double": "organisation",
    "directory:merged": "merge",
    "directory:organisation": "organisation",
    "directory:change_organisation": "organisation",
    "directory:publish_organisation": "organisation",
    "directory:organisation_names": "organisation",
    "directory:organisation_establishments": "organisation",
    "directory:organisation_history": "organisation",
    "directory:make_unit": "organisation",
    "opportunities:organisation": "organisation",
    "directory:change_unit": "unit",
    "directory:agreement": "agreement",
    "directory:change_agreement": "agreement",
    "directory:agreement_step": "agreement",
    "directory:agreement_contacts": "agreement",
    "directory:ask_results": "agreement",
    "directory:unit_people": "unit",
    "directory:invite": "unit",
    "directory:terms": "unit",
    "directory:start_term": "unit",
    "directory:renew_term": "term",
    "directory:shorten_term": "term",
    "directory:seat": "membership",
    "directory:seat_period": "membership",
    "directory:end_seat": "membership",
    "directory:reset_factor": "membership",
    "directory:withdraw_invitation": "invitation",
    "directory:resend_invitation": "invitation",
    "programme:meeting": "meeting",
    "programme:meeting_file": "meeting",
    "programme:change_meeting": "meeting",
    "programme:meeting_agenda": "meeting",
    "programme:call_meeting": "meeting",
    "programme:ask_new_members": "meeting",
    "programme:hold_meeting": "meeting",
    "programme:cancel_meeting": "meeting",
    "programme:write_minutes": "meeting",
    "programme:ask_for_paper": "meeting",
    "programme:record_decision": "meeting",
    "programme:end_membership": "council_member",
    "programme:return_minutes": "minutes",
    "programme:reply": "attendance",
    "programme:paper": "paper",
    "programme:change_paper": "paper",
    "programme:council_decision": "council_decision",
    "programme:publish_decision": "council_decision",
    "programme:set_follow_up": "council_decision",
    "programme:follow_up": "follow_up",
    "programme:finish_follow_up": "follow_up",
    "programme:drop_follow_up": "follow_up",
    "programme:opinion_call": "opinion_call",
    "programme:change_opinion_call": "opinion_call",
    "programme:begin_opinion": "opinion_call",
    "programme:begin_opinion_of": "opinion_call",
    "programme:ask_municipalities": "opinion_call",
    "programme:answer_opinions": "opinion_call",
    "programme:activity": "activity",
    "programme:change_activity": "activity",
    "programme:withdraw_activity": "activity",
    "programme:show_activity": "activity",
    "programme:answer_activity": "activity",
    "programme:confirm_value": "manual_value",
    "programme:withdraw_value": "manual_value",
    "programme:revise_figure": "measurement",
    "programme:reconciliation": "reconciliation",
    "programme:report": "report",
    "programme:review": "review",
    "programme:correct_finding": "review",
    "programme:withdraw_review": "review",
    "programme:propose_decision": "review",
    "programme:sign_decision": "review",
    "programme:return_decision": "review",
    "programme:withdraw_proposal": "review",
    "programme:agree_to_report": "report",
    "programme:withdraw_report": "report",
    "notices:notice": "notice",
    "paperwork:document": "document",
    "paperwork:edit_document": "document",
    "paperwork:decide_document": "document",
    "paperwork:on_paper": "document",
    "paperwork:document_pdf": "document",
    "paperwork:one_series": "series",
    "paperwork:reminder": "reminder",
    "paperwork:change_reminder": "reminder",
    "paperwork:disposal": "disposal",
    "paperwork:lift_hold": "hold",
    "paperwork:answers": "answers",
    "paperwork:fill": "answers",
    "paperwork:autosave": "answers",
    "paperwork:review": "answers",
    "paperwork:receipt": "answers",
    "paperwork:decide_answers": "answers",
    "paperwork:ask_by_link": "answers",
    "paperwork:disclosure": "disclosure",
    **dict.fromkeys(
        (
            *("opportunities:posting", "opportunities:posting_days"),
            *("opportunities:change_posting", "opportunities:copy_posting"),
            *("opportunities:check_posting", "opportunities:return_posting"),
            *("opportunities:publish_posting", "opportunities:renew_posting"),
            *("opportunities:close_posting", "opportunities:adopt_proposal"),
            *("opportunities:keep_posting", "opportunities:fitting"),
        ),
        "posting",
    ),
    **dict.fromkeys(
        (
            *("opportunities:seeker", "opportunities:change_seeker"),
            *("opportunities:register_seeker", "opportunities:leave"),
            "opportunities:anonymise_seeker",
            *("opportunities:introductions", "opportunities:introduce", "opportunities:wish"),
            "opportunities:mail_fits",
        ),
        "seeker",
    ),
    **dict.fromkeys(
        (
            *("opportunities:placement", "opportunities:step"),
            *("opportunities:end_placement", "opportunities:check_placement"),
            *("opportunities:answer", "opportunities:certificate", "opportunities:reply"),
        ),
        "placement",
    ),
    **dict.fromkeys(
        (
            *("opportunities:round", "opportunities:change_round", "opportunities:proposals"),
            *("opportunities:rehearse_round", "opportunities:run_round"),
            *("opportunities:publish_round", "opportunities:close_round"),
            "opportunities:cancel_round",
        ),
        "round",
    ),
    "journal:entry": "journal_entry",
    "journal:reverse": "journal_entry",
}
OF_ANY_KIND = {
    "directory:why",
    "directory:open",
    "directory:seen",
    "directory:handing",
    "directory:share",
    "directory:take_consent",
    "paperwork:attachments",
    "paperwork:hold",
}
SOME_KINDS = ("agreement", "answers", "document", "consent", "organisation", "person")
MOST_OF_A_KIND = 3
Arguments = list[tuple[object, ...]]


@dataclass
class Sampled:
    world: World
    lines: list[Line]

    def keys(self, kind: str) -> Arguments:
        found = [(line.record.pk,) for line in self.lines if line.kind == kind]
        return list(found[:MOST_OF_A_KIND])

    def of_any_kind(self, route: str) -> Arguments:
        """One record of each kind where it is asked why, of some kinds elsewhere."""
        every = dict.fromkeys(line.kind for line in self.lines)
        kinds = every if route == "directory:why" else SOME_KINDS
        return [(kind, key) for kind in kinds for (key,) in self.keys(kind)[:1]]

    def attachments(self) -> Arguments:
        return [(key,) for key in Attachment.objects.values_list("pk", flat=True)]


def with_attachment(sampled: Sampled) -> None:
    """A file at the first answers and at the first document."""
    for kind, who in (("answers", "desk_manager"), ("document", "city_officer")):
        line = next(one for one in sampled.lines if one.kind == kind)
        inside = f"mark-{kind}-1-inside"
        file = SimpleUploadedFile(f"{inside}.txt", inside.encode(), "text/plain")
        attach(line.record, file, by=sampled.world.asker(who))


def _sheet(*more: str) -> Callable[[Sampled], Arguments]:
    return lambda _sampled: [(SHEET, *more)]


def _nothing(*secret: str) -> Callable[[Sampled], Arguments]:
    return lambda _sampled: [secret or (NO_SECRET,)]


OTHERS: dict[str, Callable[[Sampled], Arguments]] = {
    "imports:upload": lambda _: [("organisations",)],
    "imports:template": lambda _: [("organisations",)],
    "account_confirm_email": _nothing(),
    "account_reset_password_from_key": _nothing("abc", "set-password"),
    "mfa_remove_webauthn": lambda _: [(1,)],
    "mfa_edit_webauthn": lambda _: [(1,)],
    "directory:organisations_file": lambda _: [("csv",), ("xlsx",)],
    "directory:agreements_file": lambda _: [("csv",)],
    "directory:charges_file": lambda _: [("csv",), ("xlsx",)],
    "directory:invitation": _nothing(),
    "notices:stop": _nothing(),
    "opportunities:after": _nothing(),
    **dict.fromkeys(
        (
            *("opportunities:confirm_search", "opportunities:saved_search"),
            "opportunities:end_search",
        ),
        _nothing(),
    ),
    "opportunities:take": _nothing(),
    "notices:decide": lambda s: [(key, "retry") for (key,) in s.keys("notice")],
    "paperwork:attachment": Sampled.attachments,
    "paperwork:attachment_picture": Sampled.attachments,
    "paperwork:remove_attachment": Sampled.attachments,
    "paperwork:sheet": _sheet(),
    "paperwork:start_sheet": _sheet(),
    "paperwork:codes_file": _sheet("csv"),
    "paperwork:blank_sheet": lambda _: [(SHEET, "1")],
    "paperwork:answers_file": lambda _: [("csv",)],
    "paperwork:end_link": lambda s: [(key, key) for (key,) in s.keys("answers")[:1]],
    "paperwork:link_fill": _nothing(),
    "paperwork:link_autosave": _nothing(),
    "paperwork:link_review": _nothing(),
    "paperwork:link_receipt": _nothing(),
    "paperwork:link_take_back": _nothing(),
    "journal:file": lambda _: [("csv",)],
    "observatory:ranking_file": lambda _: [("csv",)],
    "observatory:area_file": lambda _: [("011002", "population", "csv")],
    "observatory:compare_file": lambda _: [("csv",)],
    "observatory:what_if_file": lambda _: [("csv",)],
    "observatory:compare_scenarios_file": lambda _: [("csv",)],
    "observatory:scenario": _nothing(),
    "observatory:scenario_file": _nothing(NO_SECRET, "csv"),
    "observatory:goal_file": lambda _: [("csv",)],
    "observatory:goal_parts_file": lambda _: [("csv",)],
    "observatory:backtest_file": lambda _: [("people", "csv")],
    "observatory:source_file": lambda _: [("census", "csv")],
    "opportunities:list_file": lambda _: [("jobs", "standing"), ("jobs", "ended")],
    "opportunities:new_round": lambda _: [("jobs",), ("internships",)],
    "opportunities:round_person": lambda s: [
        (key, seeker) for (key,) in s.keys("round") for (seeker,) in s.keys("seeker")[:2]
    ],
    "opportunities:drop_ruling": lambda s: [(key, key) for (key,) in s.keys("round")],
    "opportunities:new_posting": lambda _: [("jobs",), ("mothers",)],
    "opportunities:new_seeker": lambda _: [("jobs",), ("projects",)],
    "programme:council": lambda _: [("council",), ("city_panel",)],
    "programme:name_member": lambda _: [("city_panel",)],
    "programme:plan_meeting": lambda _: [("city_panel",)],
    "programme:minutes_step": lambda s: [(key, "check") for (key,) in s.keys("minutes")],
    "programme:paper_step": lambda s: [(key, "give") for (key,) in s.keys("paper")],
    "programme:opinion_step": lambda s: [(key, "close") for (key,) in s.keys("opinion_call")],
    "programme:council_decisions_file": lambda _: [("csv",), ("xlsx",)],
    "programme:activities_file": lambda _: [("csv",), ("xlsx",)],
    "programme:money_file": lambda _: [("csv",)],
    "programme:enter_money": lambda _: [("II-3", "city", 2026), ("II-3", "prefecture", 2026)],
    "programme:spread_file": lambda _: [("csv",)],
    "programme:figures_file": lambda _: [("csv",), ("xlsx",)],
    "programme:breakdown_file": lambda _: [("I-3.1", "csv"), ("I-6.3", "xlsx")],
    "programme:indicator": lambda _: [("I-3.1",), ("I-6.3",)],
    "programme:why": lambda _: [("I-3.1",), ("P.01",)],
    "programme:reconciled_records": lambda s: [
        (key, "I-3.1") for (key,) in s.keys("reconciliation")
    ],
    "programme:enter_value": lambda _: [("I-6.3", "2026Q2")],
    **{
        f"programme:{name}": lambda _: [("2026Q2",)]
        for name in (
            *("quarter", "compute_figures", "reconcile_figures", "submit_figures"),
            *("approve_figures", "return_figures"),
        )
    },
    "programme:review_year": lambda _: [(2025,)],
    "programme:versions_of": lambda _: [("I-3",)],
    "programme:documents_of": lambda _: [("II-3",)],
    "programme:logic": lambda _: [("I-3",)],
    "programme:report_file": lambda s: [
        (key, kind) for (key,) in s.keys("report") for kind in ("xlsx", "zip")
    ],
    "demo:take_seat": _nothing(),
}


def routes() -> dict[str, bool]:
    """Every route of the house, and whether it takes parameters."""
    return dict(_routes(get_resolver().url_patterns, ""))


def _routes(patterns: list[URLPattern | URLResolver], space: str):  # type: ignore[no-untyped-def]
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{pattern.namespace}:" if pattern.namespace else ""
            yield from _routes(pattern.url_patterns, space + inner)
        else:
            regex = pattern.pattern.regex
            yield f"{space}{pattern.name}", bool(regex.groups)


def has_samples(route: str) -> bool:
    return route in OF_KIND or route in OF_ANY_KIND or route in OTHERS or route in PAGES


def addresses(route: str, takes_parameters: bool, sampled: Sampled) -> list[str]:
    if not takes_parameters:
        return [reverse(route)]
    return [reverse(route, args=args) for args in _arguments(route, sampled)]


def _arguments(route: str, sampled: Sampled) -> Arguments:
    if route in OTHERS:
        return OTHERS[route](sampled)
    if route in OF_ANY_KIND:
        return sampled.of_any_kind(route)
    if route in PAGES:
        return [PAGES[route]]
    return sampled.keys(OF_KIND[route])
