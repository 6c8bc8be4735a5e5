"""The question of how many it would take, and its answer, in words."""

from math import floor

from django.utils.translation import gettext as _

from renkei.core.writing import localized, number, rounded
from renkei.observatory.ahead.goals import COME, STAY, GoalAnswer, GoalAsked
from renkei.observatory.ahead.levers import groups
from renkei.observatory.ahead.runs import LEVELS


def who_comes(asked: GoalAsked) -> str:
    return localized(groups()[asked.who or next(iter(groups()))].name)


def finding(found: GoalAnswer, name: str, percent: str = "") -> str:
    """So many a year; or why none are needed, or why not even all would do."""
    people = _("%(n)s人") % {"n": number(found.asked.target)}
    target = _("今の%(percent)s%%（%(people)s）") % {"percent": percent, "people": people}
    words = {
        "name": name,
        "year": found.asked.year,
        "target": target if percent else people,
        "sure": found.asked.sure,
        "amount": number(found.amount),
        "most": number(found.most),
        "level": number(floor(found.level)),
        "who": who_comes(found.asked),
    }
    return sentences()[found.verdict, found.asked.lever] % words


def sentences() -> dict[tuple[str, str], str]:
    already = _(
        "何も変えなくても、%(name)sの%(year)s年の人口は%(sure)s%%以上の確率で%(target)sに届きます"
    )
    return {
        ("found", STAY): _(
            "%(name)sの%(year)s年の人口を%(sure)s%%の確率で%(target)s以上にするには、出ていく15～29歳のうち毎年%(amount)s人がとどまる必要があります"
        ),
        ("found", COME): _(
            "%(name)sの%(year)s年の人口を%(sure)s%%の確率で%(target)s以上にするには、道外からのUIターン（%(who)s）が毎年%(amount)s人増える必要があります"
        ),
        ("already reached", STAY): already,
        ("already reached", COME): already,
        ("out of reach", STAY): _(
            "出ていく15～29歳（年に%(most)s人）の全員がとどまっても、%(sure)s%%の確率で言えるのは%(year)s年に%(level)s人まで。%(name)sの人口は%(target)sに届きません"
        ),
        ("out of reach", COME): _(
            "道外からのUIターンが毎年%(most)s人増えても、%(sure)s%%の確率で言えるのは%(year)s年に%(level)s人まで。%(name)sの人口は%(target)sに届きません"
        ),
    }


def meaning(found: GoalAnswer) -> list[str]:
    """What the number is beside those who leave or live there, and what others see of it."""
    said = [_likely(found)]
    if found.verdict == "found" and found.most:
        words = {
            "share": number(100 * found.amount / found.most),
            "most": number(found.most),
            "per_1000": number(1000 * found.amount / found.now, 1),
        }
        said.append(
            (
                _("今は15～29歳が年に%(most)s人出ていきます。その%(share)s%%にあたります。")
                if found.leaving
                else _("今の人口1,000人につき、毎年%(per_1000)s人にあたります。")
            )
            % words
        )
    if found.verdict != "already reached" and abs(found.elsewhere) >= 1:
        words = {"n": rounded(found.elsewhere), "year": str(found.asked.year)}
        said.append(
            (
                _("ほかの市町村の%(year)s年の人口は、あわせて%(n)s人少なくなります。")
                if found.elsewhere < 0
                else _("ほかの市町村の%(year)s年の人口も、あわせて%(n)s人多くなります。")
            )
            % words
        )
    return said


def _likely(found: GoalAnswer) -> str:
    """The outermost levels are known; how far beyond them a target lies is not."""
    percent = 100 * found.likely
    if found.likely <= LEVELS[0] + 1e-9:
        return _("何も変えずに届く確率は%(percent)s%%に満ちません。") % {
            "percent": number(100 * LEVELS[0], 1)
        }
    if found.likely >= LEVELS[-1] - 1e-9:
        return _("何も変えずに届く確率は%(percent)s%%を超えます。") % {
            "percent": number(100 * LEVELS[-1], 1)
        }
    return _("何も変えずに届く確率は約%(percent)s%%です。") % {"percent": number(percent)}
