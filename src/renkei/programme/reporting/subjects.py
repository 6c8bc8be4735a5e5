"""Of what a report may tell: the programme, a theme, an initiative, a municipality."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from renkei.charter.terms import Indicator, Initiative, Programme
from renkei.charter.text import Text
from renkei.core.errors import Refused
from renkei.places import queries as places
from renkei.programme.states import Scope

PREFECTURE_WIDE = Text("プログラム全体", "The whole programme")


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What somebody asks a report to tell, and as known on which moment."""

    scope: str
    about: str = ""
    fiscal_year: int
    known_at: datetime
    reason: str = ""  # why it is made again


@dataclass(frozen=True, slots=True)
class Subject:
    name: Text
    initiatives: tuple[Initiative, ...]
    indicators: tuple[Indicator, ...]  # its own first, then those of its initiatives
    place: str = ""  # area code of a municipality


def subject_of(scope: str, about: str, agreed: Programme) -> Subject:
    """Errors  Refused when there is no such theme, initiative or municipality"""
    try:
        if scope == Scope.THEME:
            theme = agreed.theme(about)
            return _of_initiatives(_called(theme.reference, theme.title), theme.initiatives)
        if scope == Scope.INITIATIVE:
            one = agreed.initiative(about)
            return _of_initiatives(_called(one.reference, one.title), (one,))
        if scope == Scope.MUNICIPALITY:
            return _municipality(about, agreed)
    except (KeyError, places.UnknownPlace):
        raise Refused(
            _("「%(about)s」という%(scope)sはありません。選び直してください。")
            % {"about": about, "scope": Scope(scope).label}
        ) from None
    indicators = agreed.indicators + _indicators(agreed.initiatives)
    return Subject(PREFECTURE_WIDE, agreed.initiatives, indicators)


def _called(reference: str, title: Text) -> Text:
    return Text(f"{reference} {title.ja}", f"{reference} {title.en}")


def _of_initiatives(name: Text, initiatives: tuple[Initiative, ...]) -> Subject:
    return Subject(name, initiatives, _indicators(initiatives))


def _municipality(code: str, agreed: Programme) -> Subject:
    area = places.area(code)
    if not area.is_municipality:
        raise places.UnknownPlace(code)
    name = Text(area.full_name_ja, area.full_name_en)
    return Subject(name, agreed.initiatives, _indicators(agreed.initiatives), code)


def _indicators(initiatives: tuple[Initiative, ...]) -> tuple[Indicator, ...]:
    return tuple(indicator for one in initiatives for indicator in one.indicators)
