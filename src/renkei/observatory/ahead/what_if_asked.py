"""What a reader asks for on the page "what if": read from the address, and mended where it errs."""

import unicodedata
from dataclasses import dataclass
from functools import cached_property
from urllib.parse import urlencode

from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext as _

from renkei.charter.text import Text
from renkei.core.writing import listed, localized, number
from renkei.observatory.ahead.levers import Lever, groups, levers
from renkei.observatory.ahead.scenarios import AREA, WHO, Question, question
from renkei.observatory.ahead.what_if_ground import Ground
from renkei.observatory.asked import REPEATED, Asked
from renkei.observatory.queries import subject
from renkei.places import queries as places
from renkei.places.codes import HOKKAIDO

MOST_AREAS = 4
# What the form showed when it was sent: a lever has a field and a slider of one name, and the one
# that was moved counts. Scripts keep both alike; without them this tells.
WAS = "was"
TFR_NOW = "tfr_now"


@dataclass(eq=False)
class WhatIfAsked:
    """One request, its problems, and the question that remains."""

    request: HttpRequest
    ground: Ground

    def __post_init__(self) -> None:
        self.asked = Asked(self.request)
        self.was = QueryDict(self.request.GET.get(WAS, "")[:1000])

    @property
    def problems(self) -> list[str]:
        return self.asked.problems

    @cached_property
    def areas(self) -> tuple[str, ...]:
        """The places named in the address, each once; all of Hokkaido where none is."""
        codes = list(dict.fromkeys(c for c in self.request.GET.getlist(AREA) if c))
        known = [code for code in codes if code in self.ground.places]
        for code in codes:
            if code not in known:
                self.problems.append(
                    _("「%(code)s」という地域はありません。一覧から選び直してください。")
                    % {"code": code[:REPEATED]}
                )
        known = self._apart(known)
        if len(known) > MOST_AREAS:
            self.problems.append(
                _("一度に選べるのは%(n)sつまでです。初めの%(n)sつで計算しました。")
                % {"n": MOST_AREAS}
            )
        return tuple(known[:MOST_AREAS]) or (HOKKAIDO,)

    def _apart(self, codes: list[str]) -> list[str]:
        """Without places that lie in another one of them: they are counted with it anyway."""
        inside = self.ground.places
        kept = list(codes)
        for part in codes:
            whole = next((w for w in kept if w != part and set(inside[part]) <= set(inside[w])), "")
            if whole:
                kept.remove(part)
                self.problems.append(
                    _(
                        "%(part)sは%(whole)sに含まれます。%(part)sを別に選ばず、%(whole)sとして計算しました。"
                    )
                    % {"part": localized(named(part)), "whole": localized(named(whole))}
                )
        return kept

    @cached_property
    def names(self) -> list[Text]:
        return [named(code) for code in self.areas]

    @property
    def name(self) -> str:
        return listed(localized(name) for name in self.names)

    @cached_property
    def people(self) -> float:
        return float(self.ground.people[self.ground.at(self.areas)].sum())

    @cached_property
    def tfr_now(self) -> float:
        """The rate of the place in the first year, as the form shows it."""
        return round(float(self.ground.tfr(self.ground.at(self.areas))[0]), 2)

    @cached_property
    def question(self) -> Question:
        stated = {key: value for key in levers() if (value := self._stated(key)) is not None}
        self._put_in_order(stated)
        who = self.asked.choice(WHO, list(groups()), next(iter(groups())))
        return question(self.areas, stated, who)

    def most(self, lever: Lever) -> float:
        return lever.most_for(self.people)

    def _stated(self, key: str) -> float | None:
        """Where the reader put a lever; None for one that was not named."""
        lever = levers()[key]
        found = [
            value for text in self._texts(key) if (value := self._read(lever, text)) is not None
        ]
        if not found:
            return None
        value = self._within(lever, self._moved(lever, found))
        return None if key == "tfr" and value == self._tfr_shown() else value

    def _texts(self, key: str) -> list[str]:
        return [text for text in self.request.GET.getlist(key)[:2] if text.strip()]

    def _moved(self, lever: Lever, found: list[float]) -> float:
        """Of slider and field the one that does not say what the form said.

        The field, which stands last, before the slider: a slider cannot show what is out of bounds.
        """
        before = self.was.get(lever.key)
        return next(
            (value for value in reversed(found) if lever.written(value) != before), found[0]
        )

    def _tfr_shown(self) -> float:
        """The present rate that the form showed: of another place, where the place was changed."""
        try:
            return float(self.was.get(TFR_NOW, self.tfr_now))
        except ValueError:
            return self.tfr_now

    def _read(self, lever: Lever, text: str) -> float | None:
        plain = unicodedata.normalize("NFKC", text).replace(",", "").replace("\N{MINUS SIGN}", "-")
        try:
            value = float(plain.strip().rstrip("%"))
        except ValueError:
            value = float("nan")
        if value == value and abs(value) != float("inf"):
            return value
        self.problems.append(
            _(
                "「%(lever)s」に入れた「%(asked)s」は数として読めません。%(example)sのように数字で入れてください。"
            )
            % {
                "lever": localized(lever.name),
                "asked": text[:REPEATED],
                "example": lever.written(lever.high),
            }
        )
        return None

    def _within(self, lever: Lever, value: float) -> float:
        low, high = lever.low, self.most(lever)
        taken = lever.nearest(value, high)
        if abs(taken - value) > 1e-9:
            self.problems.append(
                _(
                    "「%(lever)s」は%(low)sから%(high)sまで、%(step)sきざみです。%(asked)sの代わりに%(taken)sで計算しました。"
                )
                % {
                    "lever": localized(lever.name),
                    "low": lever.spoken(low),
                    "high": lever.spoken(high),
                    "step": number(lever.step, 0 if lever.step >= 1 else lever.decimals),
                    "asked": f"{value:.10g}",
                    "taken": lever.spoken(taken),
                }
            )
        return taken

    def _put_in_order(self, stated: dict[str, float]) -> None:
        """What is to be reached cannot be reached before it begins."""
        begins = stated.get("begins", levers()["begins"].untouched) or 0
        for key, lever in levers().items():
            if not lever.is_year or lever.after not in stated:
                continue
            if stated.get(key, lever.untouched or 0) >= begins:
                continue
            if key in stated:
                self.problems.append(
                    _(
                        "「%(lever)s」は%(asked)s年に達するとされましたが、変わり始めるのは%(begins)s年です。%(begins)s年に達するとして計算しました。"
                    )
                    % {
                        "lever": localized(levers()[lever.after].name),
                        "asked": round(stated[key]),
                        "begins": round(begins),
                    }
                )
            stated[key] = begins
        horizon = stated.get("horizon", levers()["horizon"].untouched) or 0
        if begins >= horizon:
            self.problems.append(
                _(
                    "変わり始める%(begins)s年は、答えを見る%(horizon)s年より前ではありません。答えを見る年を遅くするか、変わり始める年を早くしてください。"
                )
                % {"begins": round(begins), "horizon": round(horizon)}
            )

    def shown(self, asked: Question) -> str:
        """What the form says, for the next request."""
        said = [(AREA, code) for code in self.areas]
        said += [(key, self.written(key, asked)) for key in levers()]
        return urlencode([*said, (TFR_NOW, levers()["tfr"].written(self.tfr_now))])

    @property
    def has_moved_on(self) -> bool:
        """Whether the form that was sent was about other places."""
        return self.was.getlist(AREA) != list(self.areas)

    def written(self, key: str, asked: Question) -> str:
        """A lever as its field and its slider show it."""
        value = asked.value(key)
        return levers()[key].written(self.tfr_now if value is None else value)


def named(code: str) -> Text:
    """The name of a place.

    Errors  UnknownPlace when it is not loaded
    """
    return subject(places.place(code)).name
