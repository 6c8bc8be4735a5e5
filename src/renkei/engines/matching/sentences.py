"""Sentences for people, in Japanese and English, as templates that a caller may replace."""

from collections.abc import Mapping
from dataclasses import dataclass

from renkei.engines.matching.errors import MarketError


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence in both languages, with places for numbers and names in braces."""

    ja: str
    en: str

    def __post_init__(self) -> None:
        for language, text in (("ja", self.ja), ("en", self.en)):
            if not text.strip():
                raise MarketError("sentence", f"is empty in “{language}”", "write it in both")

    def say(self, language: str, **values: object) -> str:
        """The sentence in a language ("ja", "en", "en-gb" …), its places filled.

        Errors  MarketError when a place has no value
        """
        text = self.en if language.startswith("en") else self.ja
        try:
            return text.format(**values)
        except KeyError as error:
            raise MarketError("sentence", f"“{text}” lacks {error}", "give this value") from error


def points(score: int) -> str:
    """Thousandths of a point as people read them: 78.4, and 78 where nothing follows."""
    return f"{score / 1000:.3f}".rstrip("0").rstrip(".")


Sentences = Mapping[str, Sentence]

# Reasons of the engine; the sentences of conditions and criteria come with the market.
DEFAULT: Sentences = {
    "contribution": Sentence("{label}で{points}点。", "{label} gives {points} points."),
    "placed": Sentence("希望順位{rank}位で決まりました。", "You were given your choice {rank}."),
    "unplaced": Sentence(
        "希望した{n}件のいずれにも決まりませんでした。",
        "None of the {n} you listed had a place for you.",
    ),
    "better": Sentence(
        "より希望順位の高いものに決まりました。", "You were given one that you ranked higher."
    ),
    "not_listed": Sentence(
        "あなたの一覧に入っていません（あなたとの合計は{score}点、一覧の最後は{last_points}点）。",
        "It is not on your list: it stands at {score} with you, the last that is at {last_points}.",
    ),
    "not_chosen": Sentence(
        "条件は満たしていますが、希望の一覧に入っていません。",
        "You meet every condition, and it is not on your list.",
    ),
    "forbidden": Sentence("窓口の判断で候補から外れています。", "The desk has ruled it out."),
    "outscored": Sentence(
        "最後に受け入れられた方は{last_points}点、あなたは{own_points}点でした。",
        "The last admitted stood at {last_points} and you at {own_points}.",
    ),
    "priority": Sentence(
        "点数は同じですが、優先区分が上の方が受け入れられました。",
        "Your points were equal, and those admitted have a higher priority.",
    ),
    "lottery": Sentence(
        "点数も優先区分も同じで、公表した抽選の番号（{own}番、最後は{last}番）で決まりました。",
        "Points and priority were equal, and the published lottery decided: number {own} for you,"
        " {last} for the last admitted.",
    ),
    "no_place": Sentence("受入枠がありません。", "It has no places."),
    "region": Sentence(
        "「{group}」の上限{cap}人に達していました。",
        "The limit of {cap} people for {group} was reached.",
    ),
    "relax": Sentence(
        "「{label}」の条件を外せば候補になります。", "It would come into question without: {label}."
    ),
    "limit": Sentence(
        "「{label}」を{from_}から{to}にすれば候補になります。",
        "It would come into question with {label} at {to} instead of {from_}.",
    ),
    "points_needed": Sentence(
        "受入側の点数があと{points}点あれば受け入れられました。",
        "With {points} more points on their side you would have been admitted.",
    ),
    "more_places": Sentence(
        "受入枠があと{n}人分（多くとも）あれば、ここ、またはより希望順位の高いものに決まりました。",
        "With at most {n} more of its places you would have been given it, or one you rank higher.",
    ),
    "higher_cap": Sentence(
        "「{group}」の上限があと1人分あれば受け入れられました。",
        "With room for one more in {group} you would have been admitted.",
    ),
    "no_single_change": Sentence(
        "一つの変更だけでは変わりません。", "No single change would alter this."
    ),
    "list_it": Sentence("希望の一覧に加えることができます。", "You can put it on your list."),
    "without": Sentence(
        "「{label}」の条件がなければ、求人が{more}件増えます（うち{away}件は{place}以外）。",
        "Without “{label}”: {more} more openings, {away} of them outside {place}.",
    ),
    "keeps_away": Sentence(
        "どなたの一覧にもありません。「{label}」を緩めれば{n}人が候補になります。",
        "Nobody listed it. Without “{label}” {n} people would come into question.",
    ),
    "nobody_ranks": Sentence(
        "条件を満たす方は{n}人いますが、どなたの一覧の上位にも入りませんでした。",
        "{n} people meet every condition, and it came too low on all their lists.",
    ),
    "several_conditions": Sentence(
        "どなたの一覧にもなく、一つの条件を緩めるだけでは候補者は現れません。",
        "Nobody listed it, and relaxing one condition alone would bring nobody.",
    ),
    "competition": Sentence(
        "ほかに{others}人が{places}人分の枠を希望しています。",
        "{others} others compete for {places} places.",
    ),
}
