"""Compare the files of others in this repository with what `vendor.toml` says of them.

    python tools/vendor.py            exit 1 when a file or its licence is not as recorded
    python tools/vendor.py --digest   print the digests, to be copied after an update

A new version is fetched by hand (`npm pack <package>@<version>`): a person reads what changed.
"""

import argparse
import hashlib
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
RECORD = ROOT / "tools" / "vendor.toml"


def recorded() -> Iterator[tuple[str, str]]:
    """Path and digest of every file, licences included."""
    for entry in tomllib.loads(RECORD.read_text(encoding="utf-8"))["file"]:
        yield entry["path"], entry["sha256"]
        yield entry["licence_path"], entry["licence_sha256"]


def digest(path: str) -> str:
    return hashlib.sha256((ROOT / path).read_bytes()).hexdigest()


def problems() -> list[str]:
    return [
        f"{path} is not the recorded file" for path, known in recorded() if digest(path) != known
    ]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--digest", action="store_true", help="print the digests of the files")
    if parser.parse_args().digest:
        print("\n".join(f"{digest(path)}  {path}" for path, _ in recorded()))
        return 0
    found = problems()
    print("\n".join(found) if found else "All files of others are as recorded.")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
