"""What leads to what: boxes in columns, and lines that say how sure they are without colour."""

from renkei.core.charts import Arrow, Box, Caption, Chain, chain_chart
from tests.rooms.core.charts.reading import marked

SPEC = Chain(
    Caption("chain", "title", "description"),
    ("活動", "産出", "成果"),
    (
        Box("a", 0, "活動の実施"),
        Box("b", 0, "紹介の件数"),
        Box("c", 1, "とても長い名前をもつ、相談に応じた人の数"),
        Box("d", 2, "成果", note="自己調査のみ"),
    ),
    (Arrow("a", "b", "?", 0), Arrow("b", "c", "D", 1), Arrow("c", "d", "A", 4)),
)


def test_links_differ_by_dashes_and_letters() -> None:
    svg = chain_chart(SPEC)

    classes = [one.get("class") for one in marked(svg, "mark-link")]
    assert classes == [
        "mark-link strength-0",
        "mark-link strength-1",
        "mark-link strength-4",
    ]
    assert all(f">{letter}</text>" in svg for letter in ("?", "D", "A"))


def test_marked_box_says_why() -> None:
    svg = chain_chart(SPEC)

    assert [one.get("class") for one in marked(svg, "mark-box")] == [
        "mark-box",
        "mark-box",
        "mark-box",
        "mark-box mark-box--marked",
    ]
    assert "\u203b自己調査のみ" in svg


def test_nothing_is_drawn_of_nothing() -> None:
    svg = chain_chart(Chain(SPEC.caption, SPEC.columns, (), ()))

    assert marked(svg, "mark-box") == []
