"""The commands of `dev.py` and their arguments."""

import argparse

from tools.dev import checks, suite
from tools.dev.demo import demo
from tools.dev.steps import CannotGoOn, say, stop


def main() -> int:
    options, rest = parser().parse_known_args()
    if rest and options.command != "test":
        parser().error(f"unrecognized arguments: {' '.join(rest)}")
    try:
        return int(options.run(options, rest))
    except CannotGoOn as problem:
        return stop(problem)
    except KeyboardInterrupt:
        say("\nStopped.")
        return 130


def parser() -> argparse.ArgumentParser:
    top = argparse.ArgumentParser(
        prog="dev.py",
        description="renkei with one command. The first start installs what it needs.",
    )
    commands = top.add_subparsers(dest="command", required=True)

    serve = commands.add_parser("demo", help="serve the demonstration on this machine")
    serve.add_argument("--port", type=int, help="the port to serve on (usual: 8000)")
    serve.add_argument("--once", action="store_true", help="end when the first page was served")
    serve.set_defaults(run=lambda options, _: demo(port=options.port, once=options.once))

    test = commands.add_parser("test", help="run all tests, or pytest with your arguments")
    test.set_defaults(run=lambda _, rest: suite.test(rest))

    check = commands.add_parser("check", help="lint, types, contracts, texts, migrations")
    check.set_defaults(run=lambda *_: checks.check())

    fmt = commands.add_parser("fmt", help="format the code and mend what a program can mend")
    fmt.set_defaults(run=lambda *_: checks.fmt())

    bench = commands.add_parser("bench", help="measure; all benches or those named")
    bench.add_argument("names", nargs="*")
    bench.set_defaults(run=lambda options, _: checks.bench(options.names))

    docs = commands.add_parser("docs", help="write the generated pages of docs/")
    docs.set_defaults(run=lambda *_: checks.docs())

    lock = commands.add_parser("lock", help="compile the locks from pyproject.toml")
    lock.add_argument("--upgrade", action="store_true", help="take newer versions")
    lock.set_defaults(run=lambda options, _: checks.lock(upgrade=options.upgrade))
    return top
