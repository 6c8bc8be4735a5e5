"""Markets as data: seven are shipped, an eighth needs no program, what is wrong is refused."""

import shutil
from datetime import date
from pathlib import Path

import pytest

from renkei.charter.errors import CharterError
from renkei.charter.market_reader import markets, read_markets
from renkei.charter.markets import COMPARED, MarketCondition
from renkei.charter.reader import SHIPPED, read_programme
from renkei.engines.matching import ProtectedAttribute
from renkei.engines.matching.protected import require_unprotected

JOBS = "markets/jobs.toml"
SHARED = "markets/internships.toml"
FIELDWORK = "markets/fieldwork.toml"
IN_ORDER = ["experts", "mothers", "jobs", "internships", "projects", "fieldwork", "volunteers"]
BOTH = ("seeker", "posting")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(SHIPPED, tmp_path / SHIPPED.name))


def change(folder: Path, old: str, new: str, *, file: str = JOBS) -> None:
    text = (folder / file).read_text(encoding="utf-8")
    assert old in text
    (folder / file).write_text(text.replace(old, new, 1), encoding="utf-8")


def refusal(folder: Path) -> str:
    with pytest.raises(CharterError) as refused:
        read_markets(folder)
    return str(refused.value)


def test_shipped_markets_are_read_once_in_the_order_of_their_initiatives():
    served = [market.initiatives[0] for market in markets().values()]

    assert list(markets()) == IN_ORDER
    assert served == ["I-1", "I-7", "II-1", "II-5", "III-1", "III-2", "III-4"]
    assert markets() is markets()


def test_programme_is_read_beside_its_markets(folder):
    assert read_programme(folder).key == SHIPPED.name


@pytest.mark.parametrize("name", IN_ORDER)
def test_shipped_market_says_where_its_questions_come_from(name):
    version = markets()[name].versions[-1]

    assert "assumption" in version.origin.en
    assert "想定" in version.origin.ja


@pytest.mark.parametrize("name", IN_ORDER)
def test_shipped_market_compares_on_both_sides(name):
    version = markets()[name].versions[-1]

    assert {one.asked_by for one in version.conditions} == set(BOTH)
    assert {one.side for one in version.criteria} == set(BOTH)
    assert len(list(version.asked_conditions)) >= 3


@pytest.mark.parametrize("name", IN_ORDER)
def test_shipped_market_names_nothing_by_which_nobody_may_be_chosen(name):
    version = markets()[name].versions[-1]
    keys = [key for whose in BOTH for key in version.questions(whose)]
    names = [one.name for one in (*version.conditions, *version.criteria)]

    assert [said for said in keys + names if is_refused(said)] == []
    assert is_refused("applicant_age")


def is_refused(said: str) -> bool:
    try:
        require_unprotected(said, "a market")
    except ProtectedAttribute:
        return True
    return False


@pytest.mark.parametrize("name", IN_ORDER)
def test_choices_that_are_compared_bear_the_same_codes(name):
    """A code that only one side knows could never match."""
    version = markets()[name].versions[-1]
    pairs = [(one.seeker, one.posting) for one in version.conditions if _by_choice(one)]
    for one in version.criteria:
        if one.liking:
            pairs.append((one.liking, one.of) if one.side == "seeker" else (one.of, one.liking))

    differ = [
        (ours, theirs)
        for ours, theirs in pairs
        if theirs != "region" and version.codes("seeker", ours) != version.codes("posting", theirs)
    ]

    assert pairs
    assert differ == []


def _by_choice(condition: MarketCondition) -> bool:
    return not {"number", "point"} & set(COMPARED[condition.predicate])


@pytest.mark.parametrize("name", IN_ORDER)
def test_regions_that_are_asked_are_the_same_everywhere(name):
    asked = markets()[name].versions[-1].questions("seeker").get("regions")
    jobs = markets()["jobs"].versions[-1].questions("seeker")["regions"]

    assert asked is None or asked.choices == jobs.choices
    assert len(jobs.choices) == 15


def test_only_job_placement_is_reserved_to_units_with_the_right_to_it():
    assert [name for name, one in markets().items() if one.is_placement] == ["mothers", "jobs"]


def test_modes_are_those_that_each_market_needs():
    modes = {name: one.versions[-1].mode for name, one in markets().items()}

    assert modes == {
        "experts": "optimal",
        "mothers": "introduce",
        "jobs": "introduce",
        "internships": "stable",
        "projects": "introduce",
        "fieldwork": "optimal",
        "volunteers": "optimal",
    }


@pytest.mark.parametrize("name", IN_ORDER)
def test_who_is_assigned_is_assigned_once(name):
    version = markets()[name].versions[-1]

    assert version.mode == "introduce" or version.per_seeker == 1


def test_parents_are_asked_again_after_one_three_and_six_months():
    assert markets()["mothers"].versions[-1].again_after == (1, 3, 6)


@pytest.mark.parametrize(
    ("name", "question"),
    [("internships", "shares_with_ishikari"), ("fieldwork", "is_ishikari")],
)
def test_posting_that_says_so_serves_the_ishikari_project_too(name, question):
    (also,) = markets()[name].versions[-1].also

    assert (also.question, also.equals, also.initiatives) == (question, "yes", ("II-4",))


def test_internships_do_not_ask_where_a_student_comes_from():
    questions = markets()["internships"].versions[-1].questions("seeker").values()

    assert "area" not in {question.kind for question in questions}


def test_stage_is_found_by_its_step():
    version = markets()["internships"].versions[-1]

    assert version.stage("completed").label.en == "Completed"
    assert version.stage("offered") is None


def test_eighth_market_needs_a_file_and_nothing_else(folder):
    shutil.copy(folder / JOBS, folder / "markets" / "seasonal_work.toml")
    change(folder, '"jobs"', '"seasonal_work"', file="markets/seasonal_work.toml")
    change(folder, '["II-1"]', '["II-2"]', file="markets/seasonal_work.toml")

    found = read_markets(folder)

    assert list(found) == [*IN_ORDER[:3], "seasonal_work", *IN_ORDER[3:]]
    assert found["seasonal_work"].initiatives == ("II-2",)


def test_version_is_the_latest_that_has_begun(folder):
    text = (folder / JOBS).read_text(encoding="utf-8")
    again = text[text.index("[[versions]]") :]
    later = again.replace('"2026-04"', '"2027-04"').replace("2026-04-01", "2027-04-01")
    later = later.replace("per_seeker = 10", "per_seeker = 5")
    later = later.replace("valid_from = 2027-04-01\n", "valid_from = 2027-04-01\n{end}", 1)
    later = later.replace("{end}", "valid_to = 2028-03-31\n")
    (folder / JOBS).write_text(text + later, encoding="utf-8")

    jobs = read_markets(folder)["jobs"]

    assert jobs.version_on(date(2026, 3, 31)) is None
    assert jobs.version_on(date(2027, 3, 31)) == jobs.version("2026-04")
    assert jobs.version_on(date(2027, 4, 1)).per_seeker == 5
    assert jobs.version_on(date(2028, 3, 31)) == jobs.version("2027-04")
    assert jobs.version_on(date(2028, 4, 1)) is None


def test_versions_out_of_order_are_refused(folder):
    text = (folder / JOBS).read_text(encoding="utf-8")
    (folder / JOBS).write_text(text + text[text.index("[[versions]]") :], encoding="utf-8")

    said = refusal(folder)

    assert said == "markets/jobs.toml: versions: “2026-04” should begin after the one above"


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (
            'predicate = "one_of"',
            'predicate = "at_most"',
            "versions[1].conditions: “occupation”: at_most compares number with number, "
            "not set with choice",
        ),
        (
            'posting = "occupation"',
            'posting = "trade"',
            "versions[1].conditions: “occupation”: one_of compares set with choice, "
            "not set with None",
        ),
        (
            'posting = "salary_from"\nusually',
            'posting = "salary_from"\nlimit = "years"\nusually',
            "versions[1].conditions: “salary”: a limit and within go together",
        ),
        (
            'name = "region"',
            'name = "occupation"',
            "versions[1].conditions: “occupation” is the name of two",
        ),
        (
            'of = "salary_from"',
            'of = "duties"',
            "versions[1].criteria: “pay”: “duties” asks for no number",
        ),
        (
            'liking = "regions"',
            'liking = "years"',
            "versions[1].criteria: “favourite_region”: `liking` names several of the choices "
            "in `of`",
        ),
        (
            "weight = 5",
            "weight = 11",
            "versions[1].criteria[1].weight: 11 is not 0 to 10",
        ),
        (
            "highest = 400000\n",
            "highest = 160000\n",
            "versions[1].criteria[1].highest: should lie above the lowest",
        ),
        (
            "highest = 400000\n",
            "",
            "versions[1].criteria[1].liking: or `lowest` and `highest` are stated, and only one",
        ),
        (
            'step = "applied"',
            'step = "completed"',
            "versions[1].stages: should stand in the order introduced, applied, met, offered, "
            "accepted, started, completed, ended",
        ),
        (
            'step = "introduced"',
            'step = "hired"',
            "versions[1].stages[1].step: “hired” is not one of introduced, applied, met, offered, "
            "accepted, started, completed, ended",
        ),
        (
            'kind = "person"\n',
            "",
            "versions[1].seeker.kind: is missing: who seeks here?",
        ),
        ('["II-1"]', '["II-9"]', "initiatives: “II-9” is no initiative of this programme"),
        ('key = "jobs"', 'key = "work"', "key: “work” should be “jobs”, as the file says"),
        ('title.en = "Jobs for returning and moving"\n', "", "title.en: is missing"),
    ],
)
def test_wrong_market_is_refused_by_file_key_and_remedy(folder, old, new, said):
    change(folder, old, new)

    assert refusal(folder) == f"markets/jobs.toml: {said}"


@pytest.mark.parametrize(
    ("file", "old", "new", "said"),
    [
        (
            SHARED,
            'equals = "yes"',
            'equals = "perhaps"',
            "versions[1].also: no posting can answer “shares_with_ishikari” with “perhaps”",
        ),
        (
            SHARED,
            'question = "shares_with_ishikari"',
            'question = "shares"',
            "versions[1].also: no posting can answer “shares” with “yes”",
        ),
        (
            SHARED,
            'initiatives = ["II-4"]',
            'initiatives = ["IV-1"]',
            "initiatives: “IV-1” is no initiative of this programme",
        ),
        (
            FIELDWORK,
            "cap = 2",
            "cap = 2\nfloor = 3",
            "versions[1].groups[1].floor: 3 lies above the cap, 2",
        ),
        (
            FIELDWORK,
            "cap = 2\n",
            "",
            "versions[1].groups[1].cap: or `floor` is stated; a group without both limits nothing",
        ),
        (
            "markets/mothers.toml",
            'limit = "travel_km"',
            'limit = "home"',
            "versions[1].conditions: “way”: “home” asks for no number",
        ),
        (
            "markets/mothers.toml",
            'limit = "travel_km"\n',
            "",
            "versions[1].conditions: “way”: a limit and within go together",
        ),
        (
            "markets/mothers.toml",
            'lowest = "hourly_from"',
            'lowest = "duties"',
            "versions[1].posting.pay: “duties” asks for no number",
        ),
        (
            FIELDWORK,
            'people = "members"',
            'people = "university"',
            "versions[1].seeker.people: “university” asks for no number",
        ),
        (
            FIELDWORK,
            "valid_from = 2026-04-01\n",
            "valid_from = 2026-04-01\nvalid_to = 2026-03-31\n",
            "versions[1].valid_to: 2026-03-31 lies before the first day",
        ),
    ],
)
def test_what_other_markets_have_is_checked_too(folder, file, old, new, said):
    change(folder, old, new, file=file)

    assert refusal(folder) == f"{file}: {said}"


@pytest.mark.parametrize(
    ("steps", "said"),
    [
        (["met", "accepted", "started", "ended"], "should begin with introduced or applied"),
        (["introduced", "accepted", "started"], "end with ended"),
        (["introduced", "started", "ended"], "should hold accepted, which takes a place"),
    ],
)
def test_steps_that_lead_nowhere_are_refused(folder, steps, said):
    text = (folder / JOBS).read_text(encoding="utf-8")
    stages = "".join(
        f'[[versions.stages]]\nstep = "{step}"\nlabel = {{ ja = "段", en = "Step" }}\n'
        'deed = { ja = "記録する", en = "Record" }\n'
        for step in steps
    )
    kept = text[: text.index("[[versions.stages]]")]
    (folder / JOBS).write_text(kept + stages, encoding="utf-8")

    found = refusal(folder)

    assert found.startswith("markets/jobs.toml: versions[1].stages: ")
    assert said in found


def test_file_that_is_no_market_is_refused(folder):
    (folder / "markets" / "notes.txt").write_text("", encoding="utf-8")

    assert refusal(folder) == (
        "markets/notes.txt: is not read here; a market is a file like some_name.toml"
    )
