"""Setting the numbers of a unit."""

from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from renkei.core.errors import Refused
from renkei.core.moves import locked
from renkei.core.rights import Asker, Verb, must
from renkei.paperwork.models import Series
from renkei.paperwork.queries.units import side_of


@dataclass(frozen=True, slots=True, kw_only=True)
class SeriesNamed:
    name_ja: str
    sign: str
    sender_ja: str
    name_en: str = ""
    sender_en: str = ""


@transaction.atomic
def make_series(named: SeriesNamed, *, by: Asker, unit: str) -> Series:
    """Errors  NotPermitted; Refused when the unit has this sign already"""
    series = Series(unit=unit, side=side_of(by, unit), **_fields(named))
    must(by, Verb.MANAGE, series)
    return _saved(series)


@transaction.atomic
def change_series(series: Series, named: SeriesNamed, *, by: Asker, is_closed: bool) -> Series:
    """Letters that are out keep the number and sender with which they went.

    Errors  NotPermitted; Refused when the unit has this sign already
    """
    series = locked(series)
    must(by, Verb.MANAGE, series)
    for name, text in _fields(named).items():
        setattr(series, name, text)
    series.is_closed = is_closed
    return _saved(series)


def _saved(series: Series) -> Series:
    try:
        with transaction.atomic():
            series.save()
    except IntegrityError:
        raise Refused(
            _("記号「%(sign)s」は、この部署ですでに使われています。") % {"sign": series.sign}
        ) from None
    return series


def _fields(named: SeriesNamed) -> dict[str, str]:
    return {
        name: " ".join(getattr(named, name).split())
        for name in ("name_ja", "name_en", "sign", "sender_ja", "sender_en")
    }
