"""The page of all indicators that are counted from the journal, each definition in words."""

from collections import defaultdict
from collections.abc import Iterator

from renkei.charter.reader import programme
from renkei.charter.terms import Indicator

TEXTS = {
    "en": {
        "head": """# What the indicators count

Every indicator that is counted from the work recorded in the journal, with its definition in
words. This page is written from the charter (`src/renkei/charter/hokkaido_sapporo_2020/`, the
tables `[indicators.count]`) and from the kinds of entry that the rooms declare; change those and
run `python3 dev.py docs`.

Three things hold for all. Total = prefecture + city - joint: what both did is credited to both and
counts once. What tells no side stands apart. What was taken back does not count, and every figure
can be computed as it was known on any day.
""",
        "waiting": "## Waiting for a room",
        "waiting_head": "These count as soon as the room that is named declares the kinds of entry "
        "that are named. Until then they have no figure, and say so.",
        "none": "None: every indicator counts.",
        "columns": "| room | indicators | kinds of entry it will declare |",
        "programme": "The programme as a whole",
        "by": "Told apart by",
        "same": "The same thing by another definition",
        "waits": "Waits for",
        "and": ", ",
    },
    "ja": {
        "head": """# 指標が数えるもの

活動の記録から数える指標のすべてと、その定義をことばで示します。このページは、プログラムの定義
（`src/renkei/charter/hokkaido_sapporo_2020/` の `[indicators.count]`）と、各部屋が宣言した記録の
種類から書き出しています。定義を変えたら `python3 dev.py docs` を実行してください。

どの指標にも共通することが三つあります。合計＝道＋市－共同。道と市がともに行ったことは両方の実績
とし、合計では1回だけ数えます。どちらの側とも記録のないものは、分けて示します。取り消された記録は
数えません。どの日の時点の値でも、その日に分かっていたとおりに計算しなおせます。
""",
        "waiting": "## 部屋ができるのを待つ指標",
        "waiting_head": "ここに挙げた部屋が記録の種類を宣言すると、数えはじめます。それまでは"
        "値がなく、ないことをそのまま示します。",
        "none": "ありません。すべての指標を数えています。",
        "columns": "| 部屋 | 指標 | これから宣言する記録の種類 |",
        "programme": "プログラム全体",
        "by": "内訳",
        "same": "同じことを別の定義で数えた指標",
        "waits": "待っている記録",
        "and": "、",
    },
}


def page(language: str) -> str:
    from tools.rights_page import _begin

    _begin()
    text = TEXTS[language]
    lines = [text["head"], text["waiting"], "", *_waiting(language)]
    agreed = programme()
    groups = [(text["programme"], agreed.indicators)]
    groups += [
        (f"{one.reference} {one.title.in_language(language)}", one.indicators)
        for one in agreed.initiatives
    ]
    for title, indicators in groups:
        counted = [one for one in indicators if one.count]
        if counted:
            lines += ["", f"## {title}"]
        for one in counted:
            lines += _section(one, language)
    return "\n".join(lines).rstrip() + "\n"


def _waiting(language: str) -> Iterator[str]:
    from renkei.programme.figures import rooms_of_kinds, waits_for

    text, room_of = TEXTS[language], rooms_of_kinds()
    rooms: dict[str, list[Indicator]] = defaultdict(list)
    kinds: dict[str, set[str]] = defaultdict(set)
    for one in programme().every_indicator:
        if one.count and waits_for(one):
            rooms[one.count.room].append(one)
            for kind in waits_for(one):
                kinds[room_of.get(kind, one.count.room)].add(kind)
    if not rooms:
        yield text["none"]
        return
    yield f"{text['waiting_head']}\n\n{text['columns']}\n|---|---|---|"
    for room in sorted(rooms):
        indicators = text["and"].join(one.id for one in rooms[room])
        named = text["and"].join(f"`{kind}`" for kind in sorted(kinds[room]))
        yield f"| `{room}` | {indicators} | {named} |"


def _section(indicator: Indicator, language: str) -> Iterator[str]:
    from renkei.programme.figures import in_words, offered, waits_for

    text = TEXTS[language]
    name = indicator.name.in_language(language)
    unit = indicator.unit.in_language(language)
    yield f"\n### {indicator.id} {name}\n"
    space = "" if language == "ja" else " "
    bracket = f"（{unit}）" if language == "ja" else f"({unit})"
    sentences = space.join(one.in_language(language) for one in in_words(indicator))
    yield f"{bracket}{space}{sentences}\n"
    yield f"- {text['by']}: {text['and'].join(f'`{by}`' for by in offered(indicator))}"
    if indicator.same_thing_as:
        yield f"- {text['same']}: {indicator.same_thing_as}"
    if waiting := waits_for(indicator):
        yield f"- {text['waits']}: {text['and'].join(f'`{kind}`' for kind in waiting)}"
