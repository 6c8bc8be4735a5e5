"""The places of the charter in words: 「II-1.3の目標値」 instead of indicators[II-1.3].target."""

import re

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from renkei.charter.reader import programme

FIELDS = {
    "title": gettext_lazy("名称"),
    "purpose": gettext_lazy("目的"),
    "how": gettext_lazy("進め方"),
    "conduct": gettext_lazy("進め方"),
    "rooms": gettext_lazy("担う部屋"),
    "partners": gettext_lazy("担い手"),
    "indicators": gettext_lazy("指標"),
    "logic": gettext_lazy("ロジックモデル"),
    "continues": gettext_lazy("受け継ぐ取組"),
    "period": gettext_lazy("期間"),
    "diagnosis": gettext_lazy("現状の認識"),
    "bodies": gettext_lazy("会議"),
    "role": gettext_lazy("役割"),
    "name": gettext_lazy("名前"),
    "side": gettext_lazy("側"),
    "target": gettext_lazy("目標値"),
    "baseline": gettext_lazy("初期値"),
    "unit": gettext_lazy("単位"),
    "provenance": gettext_lazy("出典"),
    "value": gettext_lazy("値"),
    "year": gettext_lazy("年"),
    "ja": gettext_lazy("日本語"),
    "en": gettext_lazy("英語"),
}
STEP = re.compile(r"([a-z_]+)(?:\[([^\]]+)\])?")


def path_in_words(path: str) -> str:
    """Of a path in the charter; a field that has no word of its own is left as it is called."""
    said: list[str] = []
    for name, entry in STEP.findall(path):
        word = str(FIELDS.get(name, name))
        if name == "indicators" and entry:
            said.append(entry)
        elif entry:
            said.append(_("%(n)s番目の%(name)s") % {"n": entry, "name": word})
        else:
            said.append(word)
    return _("の").join(said) if said else _("取組の全体")


def place_of(file: str, key: str) -> str:
    """Where a file of the charter does not fit: the initiative and the field."""
    references = {one.file: one.reference for one in programme().initiatives}
    where = references.get(file, "")
    return f"{where} {path_in_words(key)}".strip() if key else where or _("プログラム")
