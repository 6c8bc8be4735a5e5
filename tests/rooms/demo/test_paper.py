"""Files of the demonstration are what they say: the house itself looks at them as at any other."""

from io import BytesIO

import pytest

from renkei.demo import paper
from renkei.paperwork.content import Limits, checked


@pytest.mark.parametrize(("draw", "name"), [(paper.pdf, "a.pdf"), (paper.png, "a.png")])
def test_file_is_taken_in(draw, name: str) -> None:
    content = draw(["協定書（デモ）", "second"])

    found = checked(BytesIO(content), name, Limits(100_000))

    assert (found.kind.name, found.size) == (name[2:], len(content))


def test_table_of_a_pdf_says_where_its_objects_begin() -> None:
    content = paper.pdf(["x"])
    begins = [int(line[:10]) for line in content.split(b"xref\n0 8\n")[1].splitlines()[1:8]]

    assert [content[begin:].split(b"\n")[0] for begin in begins] == [
        b"%d 0 obj" % number for number in range(1, 8)
    ]
    assert content[int(content.split(b"startxref\n")[1].split()[0]) :].startswith(b"xref")
