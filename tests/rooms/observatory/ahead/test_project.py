"""`manage.py project`: what it says and what it refuses."""

import importlib.util
from dataclasses import replace
from io import StringIO

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from renkei.observatory.ahead import orders
from renkei.observatory.ahead.making import DRAWING, SUMMING
from renkei.observatory.ahead.runs import newest_run, runs_in
from renkei.observatory.management.commands import project as command
from renkei.observatory.management.commands.project import Reporter
from tests.rooms.observatory.ahead.conftest import MADE_UP


@pytest.fixture
def project(projections, monkeypatch):
    """Runs the command on the made-up base, without the compiler, and returns what it said."""
    monkeypatch.setattr(command, "BASE", MADE_UP)
    monkeypatch.setattr(command, "PER_SHARD", 10)

    def run(*arguments):
        out = StringIO()
        call_command("project", "--plain", "--draws", "20", *arguments, stdout=out)
        return out.getvalue()

    return run


@pytest.fixture
def interrupted(project, monkeypatch):
    """A run that was stopped after its first shard."""
    usual = command.inline

    def first_alone(bench, shards):
        yield from usual(bench, shards[:1])
        raise KeyboardInterrupt

    monkeypatch.setattr(command, "inline", first_alone)
    with pytest.raises(CommandError, match="with the same command and --resume"):
        project()
    monkeypatch.setattr(command, "inline", usual)


def test_run_is_stored_where_pages_find_it(project):
    said = project()

    run = newest_run()
    assert run.manifest.key.startswith("base-2025-")
    assert f"Stored in {run.folder}" in said
    assert f"20 draws, path: plain, digest {run.manifest.digest}" in said
    assert "Computing shards: 2 of 2" in said


def test_run_is_stored_in_the_folder_asked_for(project, tmp_path):
    project("--out", str(tmp_path / "elsewhere" / "trial"))

    assert [run.manifest.key for run in runs_in(tmp_path / "elsewhere")] == ["trial"]


def test_seed_belongs_to_the_run(project, projections):
    project()
    project("--seed", "1")

    assert sorted(run.manifest.seed for run in runs_in(projections)) == [0, 1]


def test_plan_says_what_would_be_done_and_does_nothing(project, projections):
    said = project("--plan")

    assert "6 areas and 1 wholes, 2025-2031, path: plain" in said
    assert "20 draws in 2 shards of 10, of which 0 are there" in said
    assert not projections.exists()


def test_path_is_the_plain_one_where_numba_is_not_installed(project, monkeypatch):
    monkeypatch.setattr(orders, "is_fast_installed", lambda: False)
    out = StringIO()

    call_command("project", "--plan", stdout=out)

    assert "path: plain" in out.getvalue()


def test_interrupted_run_is_not_begun_again_unasked(interrupted, project):
    with pytest.raises(CommandError, match=r"1 of 2 shards .* --resume, .* --anew"):
        project()


def test_interrupted_run_is_resumed(interrupted, project):
    said = project("--resume")

    assert "Computing shards: 1 of 2" in said
    assert "Computing shards: 0 of 2" not in said


def test_interrupted_run_is_begun_anew_when_asked(interrupted, project):
    said = project("--anew")

    assert "Computing shards: 0 of 2" in said


def test_resuming_without_anything_begins_at_the_beginning(project):
    assert "nothing to resume" in project("--resume")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--draws", "0"], "“0” should be a whole number from 1 to 100000"),
        (["--draws", "many"], "“many” should be a whole number"),
        (["--seed", "-1"], "“-1” should be a whole number from 0"),
        (["--through", "post"], "invalid choice: 'post'"),
        (["--through", "processes", "--workers", "0"], "from 1 to 256"),
        (["--workers", "2"], "--workers has no meaning with --through inline"),
        (["--through", "queue", "--workers", "2"], "start as many db_worker as you want"),
        (["--scheduler", "tcp://host:8786"], "--scheduler needs --through cluster"),
        (["--resume", "--anew"], "not allowed with argument"),
    ],
)
def test_arguments_that_make_no_sense_are_refused(project, arguments, said):
    with pytest.raises(CommandError) as refusal:
        project(*arguments)

    assert said in str(refusal.value)


def test_cluster_without_its_extra_is_refused(project, monkeypatch):
    monkeypatch.setattr(importlib.util, "find_spec", lambda _name: None)

    with pytest.raises(CommandError, match="needs the extra “cluster”"):
        project("--through", "cluster")


def test_figures_that_changed_meanwhile_are_refused(project, monkeypatch):
    usual = command.order_of
    changed = {"inputs": "0" * 64}
    monkeypatch.setattr(command, "order_of", lambda *a, **o: replace(usual(*a, **o), **changed))

    with pytest.raises(CommandError, match="the figures here are not those"):
        project()


# --- progress -------------------------------------------------------------------------------


class Terminal(StringIO):
    def isatty(self):
        return True

    def write(self, text, ending="\n"):
        return super().write(text + ending)


def test_progress_on_a_terminal_stays_in_one_line():
    out = Terminal()
    report = Reporter(out)

    for n in range(4):
        report(DRAWING, n, 3)
    report(SUMMING, 0, 2)

    lines = out.getvalue().split("\n")
    assert len(lines) == 2
    assert lines[0].count("\r") == 4
    assert "Computing shards: 2 of 3, about 0 s left" in lines[0]
    assert lines[0].endswith(f"{'Computing shards: 3 of 3':<60}")


def test_progress_elsewhere_is_told_in_ten_lines():
    out = StringIO()
    out.write = lambda text, ending="\n", write=out.write: write(text + ending)
    report = Reporter(out)

    for n in range(1001):
        report(DRAWING, n, 1000)

    assert len(out.getvalue().splitlines()) == 11


def test_figures_that_cannot_be_projected_are_named_without_a_traceback(project, monkeypatch):
    def refuse(*_arguments, **_options):
        raise ValueError("female 21, area 014630, 2025-2026 loses more people than it has")

    monkeypatch.setattr(command, "order_of", refuse)

    with pytest.raises(CommandError, match="area 014630"):
        project()
