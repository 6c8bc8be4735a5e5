"""Long work for the tests. `DONE` tells what was done, in the order in which it was done."""

from typing import Any

from renkei.charter.text import Text
from renkei.core.errors import Refused
from renkei.core.jobs import Progress, job

DONE: list[str] = []


@job("tested.steps", Text("試験の処理", "Work of the tests"))
def steps(progress: Progress, *, n: int, refuse: str = "", crash: bool = False) -> dict[str, Any]:
    for step in range(1, n + 1):
        DONE.append(f"{progress.by.person} {step}")
        progress(step, n, f"{step}件目")
    if refuse:
        raise Refused(refuse)
    if crash:
        raise RuntimeError("a name that nobody should read")
    return {"address": "/search/", "text": "おわり"}
