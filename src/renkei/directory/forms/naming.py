"""What somebody typed as a name, in a field of any room: the organisations and the place meant."""

from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from renkei.core.rights import Asker
from renkei.core.writing import listed
from renkei.directory.queries.organisations import named_exactly
from renkei.directory.queries.places import places_by_name


def organisations_called(names: Iterable[str], asker: Asker) -> tuple[str, ...]:
    """The keys of the organisations; blank lines are passed over.

    Errors  ValidationError with all names that are none, or are borne by several
    """
    wanted = [name for one in names if (name := one.strip())]
    found = {name: named_exactly(name, asker) for name in wanted}
    if missing := [name for name, known in found.items() if not known]:
        raise ValidationError(
            _("組織の一覧にない名称です：%(names)s。一覧の名称か法人番号で書いてください。")
            % {"names": listed(missing)}
        )
    if several := [name for name, known in found.items() if len(known) > 1]:
        raise ValidationError(
            _("同じ名称の組織がいくつもあります：%(names)s。法人番号で書いてください。")
            % {"names": listed(several)}
        )
    return tuple(known[0].key for known in found.values())


def place_called(text: str) -> str:
    """The area code; empty where nothing was typed.

    Errors  ValidationError where no place is called so
    """
    name = text.strip()
    code = places_by_name([name]).get(name, "") if name else ""
    if name and not code:
        raise ValidationError(
            _("「%(text)s」という市区町村はありません。名称を選ぶか、6桁のコードで書いてください。")
            % {"text": name}
        )
    return code
