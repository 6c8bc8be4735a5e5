"""What-ifs with a name: saving one, opening it by its address, comparing up to four."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_protect

from renkei.charter.text import Text
from renkei.core import writing
from renkei.core.charts import COMPARED
from renkei.core.tables import download
from renkei.core.writing import number
from renkei.observatory.actions import MOST_A_DAY, Said, TooManyToday, save_scenario
from renkei.observatory.ahead import what_if_compared as compared
from renkei.observatory.ahead import what_if_figures as figures
from renkei.observatory.ahead import what_if_words as words
from renkei.observatory.ahead.scenarios import Question, ReadBack, read_back
from renkei.observatory.ahead.what_if import MEASURES, Answer, answer
from renkei.observatory.ahead.what_if_ground import figures as version
from renkei.observatory.ahead.what_if_ground import ground
from renkei.observatory.asked import Asked, options
from renkei.observatory.forms import NameForm
from renkei.observatory.models import LONGEST_NAME, Scenario
from renkei.observatory.queries import UnknownScenario, scenario, scenarios, subject
from renkei.observatory.views.what_if import Found, answer_context, found_in, names_of
from renkei.places import queries as places
from renkei.places.codes import HOKKAIDO

# What a reader has saved is remembered by the reader's browser alone.
COOKIE, SALT = "renkei_scenarios", "observatory.scenarios"
REMEMBERED = 20
YEAR_SECONDS = 365 * 24 * 60 * 60
MOST = len(COMPARED)


@csrf_protect
def save(request: HttpRequest) -> HttpResponse:
    """A form for the name of the what-if in the address; with a name, it is saved."""
    found = found_in(request)
    form = NameForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid() and not found.question.changes_nothing:
        try:
            return _saved(request, found, form.cleaned_data["name"])
        except TooManyToday:
            found.asked.problems.append(
                _(
                    "この24時間に全体で%(n)s件が保存されたため、今は保存できません。あとでもう一度お試しください。このページのアドレスを控えておけば、条件は失われません。"
                )
                % {"n": number(MOST_A_DAY)}
            )
    context = answer_context(found.answer, found.question, found.name) | {
        "problems": found.asked.problems,
        "form_problem": form.problem,
        "written": str(form.data.get("name", ""))[: 2 * LONGEST_NAME],
        "longest": LONGEST_NAME,
        "address": found.address,
    }
    status = 422 if form.problem or (found.asked.problems and request.method == "POST") else 200
    return render(request, "observatory/what_if_save.html", context, status=status)


def _saved(request: HttpRequest, found: Found, name: str) -> HttpResponse:
    base, people = found.answer.here.at("people", found.question.horizon)
    said = Said(version(), base, people)
    new = save_scenario(name, found.question.query, said, at=timezone.now())
    response = redirect("observatory:scenario", new.key)
    response.set_signed_cookie(
        COOKIE,
        ",".join([new.key, *remembered(request)][:REMEMBERED]),
        salt=SALT,
        max_age=YEAR_SECONDS,
        secure=request.is_secure(),
        httponly=True,
        samesite="Lax",
    )
    return response


def remembered(request: HttpRequest) -> list[str]:
    """Keys of what this reader saved here, the newest first; nothing from a changed cookie."""
    found = request.get_signed_cookie(COOKIE, default="", salt=SALT)
    return [key for key in (found or "").split(",") if key]


def open_scenario(request: HttpRequest, key: str) -> HttpResponse:
    saved, back, found = _opened(key)
    asked = back.question
    base, people = found.here.at("people", asked.horizon)
    name = _name_of(asked)
    context = answer_context(found, asked, name) | {
        "saved": saved,
        "saved_on": writing.long_date(timezone.localdate(saved.saved_at)),
        "adaptations": words.adaptations(back),
        # Under other conditions, or in another year, it says something else of course.
        "has_changed": not back.is_adapted and not saved.says_now(base, people),
        "then": number(saved.people),
        "then_base": number(saved.base),
        "now": number(people),
        "now_base": number(base),
        "is_own": key in remembered(request),
        "page_address": request.build_absolute_uri(request.path),
    }
    return _unlisted(render(request, "observatory/what_if_saved.html", context))


def scenario_file(_request: HttpRequest, key: str, kind: str) -> HttpResponse:
    saved, back, found = _opened(key)
    asked, adapted = back.question, words.adaptations(back)
    stated = words.said(words.conditions(asked))
    return _unlisted(
        download(
            figures.long_table(found, _name_of(asked), names_of(found), stated),
            figures.sources(),
            f"renkei-what-if-{saved.key}",
            kind,
            " ".join([f"{saved.name}: {figures.file_definition(stated)}", *adapted]),
        )
    )


def _opened(key: str) -> tuple[Scenario, ReadBack, Answer]:
    try:
        saved = scenario(key)
        back = _read(saved)
        return saved, back, answer(back.question)
    except UnknownScenario as error:
        raise Http404(
            _("このアドレスに保存された「もしも」はありません。アドレスを確かめてください。")
        ) from error
    except (LookupError, ValueError) as error:
        # The place is no longer there, or a lever stands at no number.
        raise Http404(_("この「もしも」は、今の数値では計算できません。")) from error


def _read(saved: Scenario) -> ReadBack:
    """What was saved, as it can be asked today.

    Errors  LookupError when a place of it is no longer there; ValueError as in `read_back`
    """
    back = read_back(saved.query)
    ground().at(back.question.areas)
    _name_of(back.question)
    return back


def _name_of(asked: Question) -> Text:
    names = [subject(places.place(code)).name for code in asked.areas]
    return Text("、".join(name.ja for name in names), ", ".join(name.en for name in names))


def _unlisted(response: HttpResponse) -> HttpResponse:
    """No search engine lists what only those with the address should find."""
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return response


# --- comparing ------------------------------------------------------------------------------


def compare_scenarios(request: HttpRequest) -> HttpResponse:
    asked = Asked(request)
    found, problems = _comparison(asked), asked.problems
    own = scenarios(remembered(request))
    chosen = [one.saved for one in found.compared] if found else []
    context = {
        "found": found,
        "figure": compared.figure(found) if found else None,
        "rows": compared.rows(found) if found else (),
        "offered": list(dict.fromkeys([*chosen, *own])),
        "chosen": [saved.key for saved in chosen],
        "most": MOST,
        "problems": problems,
        "measure_options": options(
            [(key, figures.NAMES[key]) for key in MEASURES], found.measure if found else "people"
        ),
        "of_options": options(found.places, found.of) if found else (),
        "query": request.GET.urlencode(),
        "files": reverse("observatory:compare_scenarios").removesuffix("/"),
    }
    return _unlisted(render(request, "observatory/what_if_compare.html", context))


def compare_scenarios_file(request: HttpRequest, kind: str) -> HttpResponse:
    asked = Asked(request)
    found = _comparison(asked)
    if found is None:
        raise Http404("nothing to compare")
    shown = compared.figure(found)
    about = " ".join([shown.definition, *asked.problems])
    return _unlisted(download(shown.table, shown.sources, "renkei-what-if-compare", kind, about))


def _keys(request: HttpRequest) -> list[str]:
    keys = dict.fromkeys(key for key in request.GET.getlist("scenario") if key)
    # A database does not take every character as text.
    return [key for key in keys if key.isprintable() and len(key) <= 32]


def _problems(request: HttpRequest) -> list[str]:
    found = {saved.key for saved in scenarios(_keys(request)[: 2 * MOST])}
    missing = [key for key in _keys(request)[: 2 * MOST] if key not in found]
    return [
        _("「%(key)s」という「もしも」は保存されていません。アドレスを確かめてください。")
        % {"key": key}
        for key in missing
    ]


def _comparison(asked: Asked) -> compared.Comparison | None:
    """What can be compared of what is asked for; what cannot is named in the problems."""
    asked.problems += _problems(asked.request)
    saved = scenarios(_keys(asked.request)[: 2 * MOST])
    if len(saved) > MOST:
        asked.problems.append(
            _("比べられるのは%(n)sつまでです。初めの%(n)sつを表示しています。") % {"n": MOST}
        )
    known = [(one, q) for one in saved[:MOST] if (q := _still_asked(one, asked.problems))]
    if not known:
        return None
    offered = {code: None for _one, q in known for code in q.areas} | {HOKKAIDO: None}
    of = asked.choice("of", list(offered), next(iter(offered)))
    measure = asked.choice("measure", MEASURES, MEASURES[0])
    year = max(q.horizon for _one, q in known)
    names = [(code, subject(places.place(code)).name) for code in offered]
    return compared.Comparison(
        tuple(compared.Compared(one, q, answer(q.until(year), of=(of,))) for one, q in known),
        of,
        measure,
        year,
        names,
    )


def _still_asked(saved: Scenario, problems: list[str]) -> Question | None:
    """The question of a what-if as it can be asked today; None when it no longer can be."""
    name = {"name": saved.name}
    try:
        back = _read(saved)
    except (LookupError, ValueError):
        problems.append(_("「%(name)s」は、今の数値では計算できません。") % name)
        return None
    problems += [
        _("「%(name)s」：%(problem)s") % (name | {"problem": one})
        for one in words.adaptations(back)
    ]
    return back.question
