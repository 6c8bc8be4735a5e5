"""Why a plan gives somebody this and not that, and why there is no plan, in codes and figures."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from renkei.engines.matching.demand import PER_THOUSANDTH, Demand, entry_of
from renkei.engines.matching.errors import Impossible, MarketError
from renkei.engines.matching.flows.cuts import Cut
from renkei.engines.matching.flows.plan import Plan, plan_of
from renkei.engines.matching.reasons import Reason
from renkei.engines.matching.sentences import DEFAULT, Sentence, Sentences

# The table for these reasons; a caller may give another.
OF_PLANS: Sentences = {
    "forbidden": DEFAULT["forbidden"],
    "plan_taken": Sentence("この組合せで決まっています。", "The plan gives it to you."),
    "plan_unlisted": Sentence("あなたの一覧に入っていません。", "It is not on your list."),
    "plan_short": Sentence(
        "ここに決まるには、あと{points}点必要でした。",
        "It would have taken {points} more points.",
    ),
    "plan_even": Sentence(
        "これを含む案も合計は同じで、公表したくじで決まりました。",
        "A plan that has it is worth the same; the published lot decided.",
    ),
    "plan_kept": Sentence(
        "前の案で決まっていたものを保ちました。", "What an earlier plan gave you was kept."
    ),
    "plan_bounds": Sentence(
        "固定した組や人数の決まりのため、これを含む案はありません。",
        "Pinned pairs and bounds leave no plan that has it.",
    ),
    "plan_wanted": Sentence(
        "希望が多く、1人分の枠は{points}点に相当します。",
        "Many want it: one place more there would be worth {points} points.",
    ),
    "plan_cap": Sentence(
        "「{group}」の上限は、1人分が{points}点に相当します。",
        "One more within the limit of {group} would be worth {points} points.",
    ),
    "plan_floor": Sentence(
        "「{group}」の下限を満たすため、{points}点分優先されました。",
        "To meet the floor of {group} it was preferred by {points} points.",
    ),
    "cut": Sentence(
        "合わせて{needs}件が必要ですが、可能なのは{has}件です（対象となる人は{people}人）。",
        "{needs} are needed in all, and {has} can be had ({people} people could come).",
    ),
    "cut_group": Sentence(
        "「{group}」は{least}人以上を求めています。", "{group} asks for at least {least}."
    ),
    "cut_opening": Sentence(
        "「{opening}」は{least}人以上を求めています。", "{opening} asks for at least {least}."
    ),
    "cut_people": Sentence(
        "{people}人について、必ず紹介または決定することが求められています。",
        "For {people} people something is asked for by all means.",
    ),
    "cut_cap": Sentence("「{group}」の上限は{most}人です。", "{group} is limited to {most}."),
    "cut_room": Sentence("「{opening}」の枠は{most}人分です。", "{opening} has room for {most}."),
}

Names = Sequence[Sentence]


def why_not_in_plan(
    plan: Plan, person: int, opening: int, groups: Names = ()
) -> tuple[Reason, ...]:
    """Why a person is not given an opening, and what was lacking.

    1. it is given; it is not listed; the desk has ruled it out
    2. the best plan that has the pair is worth so much less: with so many points more for the pair
       it would be the best of all, with fewer it would not. This takes one more plan
    3. what makes it dear, by the prices: the opening itself, and the limits of groups that hold it

    Shapes  groups: a name for each group, or none where groups go unnamed
    Units   points in thousandths, rounded up
    Errors  MarketError when there is no such person or opening
    """
    demand = plan.demand
    if not (0 <= person < demand.lists.n_people and 0 <= opening < demand.places.n_openings):
        raise MarketError(
            f"person {person} and opening {opening}", "are not in the plan", "name others"
        )
    if opening not in demand.lists.of(person):
        return (Reason("plan_unlisted"),)
    entry = entry_of(demand.lists, person, opening, "entry")
    if plan.chosen[entry]:
        return (Reason("plan_taken"), *scarcity(plan, opening, groups, floors=True))
    if demand.forbidden[entry]:
        return (Reason("forbidden"),)
    lacking = _lacking(plan, entry)
    if lacking is None:
        return (Reason("plan_bounds"),)
    short = Reason("plan_short", {"points": lacking}) if lacking else Reason("plan_even")
    return (short, *scarcity(plan, opening, groups, floors=False))


def _lacking(plan: Plan, entry: int) -> int | None:
    """By how much the best plan with the pair falls short of the best; None if there is none."""
    pinned = plan.demand.pinned.copy()
    pinned[entry] = True
    try:
        with_it = plan_of(replace(plan.demand, pinned=pinned))
    except Impossible:
        return None
    return -(-(plan.worth - with_it.worth) // PER_THOUSANDTH)


def _holding(demand: Demand, opening: int) -> Iterator[int]:
    group = int(demand.groups.of_opening[opening])
    while group >= 0:
        yield group
        group = int(demand.groups.parent[group])


def scarcity(plan: Plan, opening: int, groups: Names, *, floors: bool) -> Iterator[Reason]:
    """What is scarce about an opening, or, with `floors`, what speaks for it.

    Units   points in thousandths
    """
    own = int(plan.prices.opening[opening]) // PER_THOUSANDTH
    if own > 0 and not floors:
        yield Reason("plan_wanted", {"points": own})
    for group in _holding(plan.demand, opening):
        price = int(plan.prices.group[group])
        points = abs(price) // PER_THOUSANDTH
        if points and (price < 0) == floors and groups:
            code = "plan_floor" if floors else "plan_cap"
            yield Reason(code, {"points": points}, {"group": groups[group]})


def why_impossible(
    demand: Demand, cut: Cut, groups: Names = (), openings: Names = ()
) -> tuple[Reason, ...]:
    """A cut in sentences: what is asked for and what can be had, then who asks and what is full.

    Shapes  groups, openings: a name for each, or none where they go unnamed
    """
    said = [Reason("cut", {"needs": cut.needs, "has": cut.has, "people": len(cut.comers)})]
    if groups:
        floor, cap = demand.groups.floor, demand.groups.cap
        said += [_named("cut_group", "least", floor[g], "group", groups[g]) for g in cut.groups]
        said += [_named("cut_cap", "most", cap[g], "group", groups[g]) for g in cut.full_groups]
    if openings:
        least, most = demand.places.minimum, demand.places.capacity
        said += [
            _named("cut_opening", "least", least[o], "opening", openings[o]) for o in cut.openings
        ]
        said += [
            _named("cut_room", "most", most[o], "opening", openings[o]) for o in cut.full_openings
        ]
    if cut.people:
        said.append(Reason("cut_people", {"people": len(cut.people)}))
    return tuple(said)


def _named(code: str, number: str, value: int, kind: str, name: Sentence) -> Reason:
    return Reason(code, {number: int(value)}, {kind: name})
