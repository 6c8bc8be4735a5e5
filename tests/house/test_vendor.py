"""Files of others: as they were published, and each with its licence."""

from renkei import settings
from tools import vendor


def test_files_of_others_are_as_recorded() -> None:
    assert vendor.problems() == []


def test_every_vendored_file_is_recorded() -> None:
    folder = settings.PACKAGE / "web" / "static" / "web" / "vendor"

    there = {path.relative_to(vendor.ROOT).as_posix() for path in folder.iterdir()}

    assert there == {path for path, _ in vendor.recorded()}
