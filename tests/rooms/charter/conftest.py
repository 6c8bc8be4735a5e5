import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest

from renkei.charter.errors import CharterError
from renkei.charter.reader import SHIPPED, read_programme


@dataclass(frozen=True)
class Draft:
    """A copy of the shipped programme for a test to spoil."""

    folder: Path

    def change(self, file: str, old: str, new: str) -> None:
        """Replace the first `old` in `file`; the test is wrong if it is not there."""
        path = self.folder / file
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new, 1), encoding="utf-8")

    def refusal(self) -> str:
        with pytest.raises(CharterError) as refused:
            read_programme(self.folder)
        return str(refused.value)


@pytest.fixture
def draft(tmp_path: Path) -> Draft:
    return Draft(Path(shutil.copytree(SHIPPED, tmp_path / SHIPPED.name)))
