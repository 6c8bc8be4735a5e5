"""Change the rules of every kind of record in one place after the other; each must be noticed.

    python -m tools.mutate_rights            run, and write docs/reference/rights-mutation.md
    python -m tools.mutate_rights agreement  only this kind, and write nothing

The rules are held against the table in tests/rights/expected.toml. A change that the table does not
notice is a rule that nobody has written down, or one that says nothing.
"""

import os
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
REPORT = ROOT / "docs" / "reference" / "rights-mutation.md"
REACHES = "(all kinds)"
HEAD = """# Mutation run of the rights

`python -m tools.mutate_rights` leaves out each rule of every kind of record and each verb of each
rule, widens each reach to everything, blinds each column and weakens each comparison - one change
at a time - and holds what is left against the table written by hand in
`tests/rights/expected.toml`. A change that nobody notices is a survivor; there must be none. This
page is written by that run.
"""


@dataclass
class Tally:
    rules: int = 0
    mutants: int = 0
    survivors: list[str] = field(default_factory=list)


def main(arguments: Sequence[str]) -> int:
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
    sys.path[:0] = [str(ROOT / "src"), str(ROOT)]
    import django

    django.setup()
    began = time.monotonic()
    tallies = _run(set(arguments))
    survivors = [line for tally in tallies.values() for line in tally.survivors]
    n_mutants = sum(tally.mutants for tally in tallies.values())
    print("\n".join(survivors))
    print(f"{n_mutants} mutants, {len(survivors)} survive ({time.monotonic() - began:.0f} s)")
    if not arguments:
        REPORT.write_text(_page(tallies), encoding="utf-8")
    return 1 if survivors else 0


def _run(only: set[str]) -> dict[str, Tally]:
    from django.db import transaction
    from django.test.runner import DiscoverRunner

    runner = DiscoverRunner(verbosity=0, interactive=False)
    databases = runner.setup_databases()
    try:
        with transaction.atomic():
            tallies = _tallied(only)
            transaction.set_rollback(True)
        return tallies
    finally:
        runner.teardown_databases(databases)


def _tallied(only: set[str]) -> dict[str, Tally]:
    from renkei.core.rights import kinds
    from tests.rights.expectation import askers_of, lines_in, unlike
    from tests.rights.mutants import mutants_of, mutants_of_reaches
    from tests.rights.world import populated

    world = populated()
    lines = lines_in(world)
    askers = askers_of(world)
    if wrong := list(unlike(lines, world, askers=askers)):
        raise SystemExit("the rules differ from the table already:\n" + "\n".join(wrong))
    tallies = {}
    for kind in sorted(kinds(), key=lambda kind: kind.name):
        if not only or kind.name in only:
            tally = tallies[kind.name] = Tally(rules=len(kind.rules))
            for mutant in mutants_of(kind):
                tally.mutants += 1
                if not mutant.is_killed(lines, world, askers):
                    tally.survivors.append(f"{kind.name}: {mutant.what}")
    if not only:
        tally = tallies[REACHES] = Tally()
        for mutant in mutants_of_reaches():
            tally.mutants += 1
            if not mutant.is_killed(lines, world, askers):
                tally.survivors.append(f"{REACHES}: {mutant.what}")
    return tallies


def _page(tallies: dict[str, Tally]) -> str:
    rows = [
        f"| `{name}` | {tally.rules or ''} | {tally.mutants} | "
        f"{tally.mutants - len(tally.survivors)} | {len(tally.survivors)} |"
        for name, tally in tallies.items()
    ]
    total = [
        sum(tally.rules for tally in tallies.values()),
        sum(tally.mutants for tally in tallies.values()),
        sum(len(tally.survivors) for tally in tallies.values()),
    ]
    sums = f"| **all** | {total[0]} | {total[1]} | {total[1] - total[2]} | {total[2]} |"
    survivors = [f"- {line}" for tally in tallies.values() for line in tally.survivors]
    table = ["| kind | rules | mutants | killed | survive |", "|---|--:|--:|--:|--:|", *rows, sums]
    return "\n".join([HEAD, *table, "", *survivors]).rstrip() + "\n"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
