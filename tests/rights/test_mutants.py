"""Leaving out any one rule is noticed; `python -m tools.mutate_rights` tries everything else."""

import pytest

from renkei.core.rights import kinds
from tests.rights.expectation import askers_of, lines_in, unlike
from tests.rights.mutants import mutants_of_reaches, without_one_rule
from tests.rights.world import populated
from tools.mutate_rights import REPORT


@pytest.mark.django_db
def test_leaving_out_any_rule_is_noticed() -> None:
    world = populated()
    lines = lines_in(world)
    askers = askers_of(world)
    assert list(unlike(lines, world, askers=askers)) == []

    survivors = [
        f"{mutant.kind}: {mutant.what}"
        for kind in kinds()
        for mutant in without_one_rule(kind)
        if not mutant.is_killed(lines, world, askers)
    ]

    assert survivors == []


@pytest.mark.django_db
def test_weakening_any_comparison_is_noticed() -> None:
    world = populated()
    lines = lines_in(world)
    askers = askers_of(world)

    survivors = [
        mutant.what for mutant in mutants_of_reaches() if not mutant.is_killed(lines, world, askers)
    ]

    assert survivors == []


def test_report_tells_of_the_rules_as_they_are() -> None:
    reported = {}
    for line in REPORT.read_text(encoding="utf-8").splitlines():
        if line.startswith("| `"):
            name, rules, _mutants, _killed, survive = (
                cell.strip() for cell in line.split("|")[1:6]
            )
            reported[name.strip("`")] = (rules, survive)
    reported.pop("(all kinds)")

    now = {kind.name: (str(len(kind.rules)), "0") for kind in kinds()}

    assert reported == now, "run .venv/bin/python -m tools.mutate_rights"
