"""The matrix of rights, written from the rules that the rooms declare."""

import os
from collections import defaultdict
from collections.abc import Iterable, Iterator

TEXTS = {
    "en": {
        "head": """# Rights: who may do what

Written from the rules that the rooms declare (`rules.py`); change those and run
`python3 dev.py docs`. Why it is so, and what opening and handing on mean, stands in
[Rights](../explanation/rights.md); how the rules are held is shown by the
[mutation run](rights-mutation.md).

Each line reads: from a seat in one of these **roles**, on records of that **reach**, one may do
that. Whoever may read a record may find it. What no line says is not allowed.
""",
        "columns": "| on which records | who | may |",
        "watched": "Each look from outside the owning unit is written down.",
        "holds": "Holds personal data: {}. A consent must cover all of it before a record is "
        "handed on.",
        "overview": "## At a glance",
        "overview_head": "The furthest that a role gets with a kind of record: `W` writes, decides "
        "or manages, `R` reads, `F` finds that it exists, `o` opens with a reason. Upper case: "
        "everywhere or on a whole side; lower case: in its own unit, organisation or place, "
        "what is its own, or what is published.",
        "anyone": "anybody",
        "signed_in": "whoever has an account",
        "seated": "whoever has a seat",
        "kind": "kind of record",
        "and": ", ",
    },
    "ja": {
        "head": """# 権限：だれが何をできるか

各部屋が宣言した規則（`rules.py`）から書き出したページです。規則を変えたら
`python3 dev.py docs` を実行してください。なぜこうなっているか、「理由を付けて開く」「渡す」とは
何かは[権限の考え方](../explanation/rights.ja.md)に、規則をどう確かめているかは
[変異テストの結果](rights-mutation.md)にあります。

表は、この**役割**の席から、この**範囲**の記録に、これができる、と読みます。読める人は、見つける
こともできます。どの行にも書かれていないことは、できません。
""",
        "columns": "| どの記録に | だれが | できること |",
        "watched": "持ち主の部署の外から見ると、そのつど記録されます。",
        "holds": "個人情報：{}。渡すには、このすべてについて本人の同意が要ります。",
        "overview": "## 一覧",
        "overview_head": "役割ごとに、その種類の記録で最も進んでできること。"
        "`W` 書く・決める・管理する、`R` 読む、`F` あることを知る、`o` 理由を付けて開く。"
        "大文字はすべて、または自分の側の全体。"
        "小文字は自分の部署・組織・地域、自分のもの、または公表されたもの。",
        "anyone": "だれでも",
        "signed_in": "利用者すべて",
        "seated": "席のある人すべて",
        "kind": "記録の種類",
        "and": "、",
    },
}


def page(language: str) -> str:
    _begin()
    from django.utils.translation import override

    from renkei.core.rights import kinds

    text = TEXTS[language]
    found = sorted(kinds(), key=lambda kind: kind.name)
    with override(language):
        lines = [text["head"], *_overview(found, language)]
        for kind in found:
            lines += _section(kind, language)
    return "\n".join(lines).rstrip() + "\n"


def _begin() -> None:
    os.environ.setdefault("RENKEI_DEMO", "1")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "renkei.settings")
    import django
    from django.apps import apps

    if not apps.ready:
        django.setup()


def _who(words: Iterable[str], language: str) -> str:
    from renkei.core.rights import Role

    text = TEXTS[language]
    return text["and"].join(
        text[word] if word in text else str(Role(word).label) for word in sorted(words)
    )


def _section(kind, language: str) -> Iterator[str]:  # type: ignore[no-untyped-def]
    from renkei.core.rights import Verb

    text = TEXTS[language]
    yield f"\n## {kind.label.in_language(language)}\n"
    if kind.is_watched:
        yield text["watched"] + "\n"
    if kind.holds:
        held = text["and"].join(sorted(str(one.label) for one in kind.holds))
        yield text["holds"].format(held) + "\n"
    yield text["columns"]
    yield "|---|---|---|"
    for (reach, verbs), who in _grouped(kind.rules).items():
        may = text["and"].join(str(verb.label) for verb in Verb if verb in verbs)
        yield f"| {reach} | {_who(who, language)} | {may} |"


def _grouped(rules):  # type: ignore[no-untyped-def]
    """Of each reach and set of verbs, who; what one role has by two lines is put together."""
    of_role = defaultdict(set)
    for rule in rules:
        of_role[rule.reach_told, str(rule.who)] |= rule.verbs
    grouped = defaultdict(list)
    for (reach, who), verbs in of_role.items():
        grouped[reach, frozenset(verbs)].append(who)
    return grouped


def _overview(found, language: str) -> Iterator[str]:  # type: ignore[no-untyped-def]
    from renkei.core.rights import Role

    text = TEXTS[language]
    columns = ["anyone", "signed_in", "seated", *(role.value for role in Role)]
    yield f"{text['overview']}\n\n{text['overview_head']}\n"
    yield f"| {text['kind']} | " + " | ".join(_who([one], language) for one in columns) + " |"
    yield "|---|" + "---|" * len(columns)
    for kind in found:
        cells = [_furthest(kind, one) for one in columns]
        yield f"| {kind.label.in_language(language)} | " + " | ".join(cells) + " |"


def _furthest(kind, who: str) -> str:  # type: ignore[no-untyped-def]
    from renkei.core.rights import Reach, Verb

    wide = {Reach.ANY, Reach.OWN_SIDE, Reach.OTHER_SIDE, Reach.JOINT}
    letters = {}
    for rule in kind.rules:
        if str(rule.who) == who:
            for verb in rule.verbs - {Verb.OPEN, Verb.EXPORT, Verb.SHARE}:
                letter = {"find": "F", "read": "R"}.get(verb.value, "W")
                letters[letter] = letters.get(letter, False) or rule.reach in wide
    opens = any(str(rule.who) == who and Verb.OPEN in rule.verbs for rule in kind.rules)
    shown = [letter if letters[letter] else letter.lower() for letter in "WRF" if letter in letters]
    # A narrower letter after a wider one of the same or a further kind says something; else not.
    kept = [one for n, one in enumerate(shown) if n == 0 or (one.isupper() and shown[0].islower())]
    return " ".join(kept[:2] + (["o"] if opens else []))
