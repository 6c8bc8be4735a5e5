"""The repository as the house tests read it."""

from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
PACKAGE = ROOT / "src" / "renkei"
NOT_OURS = {".git", ".venv", "var", "__pycache__", "node_modules", "dist", "vendor"}
TEXT = {
    ".css",
    ".csv",
    ".html",
    ".js",
    ".json",
    ".lock",
    ".md",
    ".po",
    ".py",
    ".svg",
    ".toml",
    ".txt",
}


def files(folder: Path = ROOT, *suffixes: str) -> Iterator[Path]:
    """Our own text files below `folder`, without what is installed, generated or fetched."""
    for path in sorted(folder.iterdir()):
        if path.name in NOT_OURS or path.name.endswith("_cache"):
            continue
        if path.is_dir():
            yield from files(path, *suffixes)
        elif path.suffix in (suffixes or TEXT):
            yield path


def named(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def rooms() -> list[str]:
    return sorted(plate.parent.name for plate in PACKAGE.glob("*/__init__.py"))
