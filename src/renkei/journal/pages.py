"""What the page of one entry shows, gathered from the journal and from what the reader may find."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from renkei.charter.reader import programme
from renkei.core.areas import areas
from renkei.core.rights import Asker
from renkei.core.writing import localized, long_date
from renkei.journal import telling
from renkei.journal.models import Concern, Entry, Seal
from renkei.journal.queries import mentions_of, reversals_of, seal_of
from renkei.journal.records import addresses_of, kind_of_record, records_found


@dataclass(frozen=True, slots=True)
class Row:
    label: str
    text: str
    address: str = ""


@dataclass(frozen=True, slots=True)
class Shown:
    entry: Entry
    title: str
    sentence: str
    rows: list[Row]
    facts: list[telling.Told]
    seal: Seal | None
    sealed_at: str
    reversal: Row | None  # the entry that takes this one back
    reversed: Row | None  # the entry that this one takes back


def entry_shown(entry: Entry, asker: Asker) -> Shown:
    seal = seal_of(entry)
    rows = [*_when_and_who(entry, asker), *_what_and_where(entry, asker)]
    return Shown(
        entry=entry,
        title=telling.kind_label(entry.kind),
        sentence=telling.sentence(entry),
        rows=[row for row in rows if row.text],
        facts=telling.facts_told(entry),
        seal=seal,
        sealed_at=telling.moment(seal.sealed_at) if seal else "",
        reversal=_other(reversals_of([entry.pk]).get(entry.pk), asker),
        reversed=_other(entry.reverses, asker),
    )


def _when_and_who(entry: Entry, asker: Asker) -> list[Row]:
    people = records_found(asker, "person", [entry.by, entry.person])
    actor = people.get(entry.by)
    names = [entry.unit_name, actor.title if actor else ""]
    by = " ".join(filter(None, names)) or (_("自動の処理") if not entry.by else _("利用者"))
    return [
        Row(_("日付（期間を決める日）"), long_date(entry.on)),
        Row(_("分かった日時"), telling.moment(entry.at)),
        Row(_("記録した人"), by, actor.address if actor else ""),
        Row(_("実績となる部署"), entry.organisation_name),
        Row(_("側"), telling.side_name(entry.side)),
        _person(entry, people.get(entry.person)),
        Row(_("性別"), str(entry.get_sex_display()) if entry.sex else ""),
        Row(_("年齢"), _("%(n)d歳") % {"n": entry.age} if entry.age is not None else ""),
    ]


def _person(entry: Entry, found: object) -> Row:
    """A key that says nothing stands for whoever the reader may not find."""
    title, address = getattr(found, "title", ""), getattr(found, "address", "")
    return Row(_("本人"), title or entry.person, address)


def _what_and_where(entry: Entry, asker: Asker) -> list[Row]:
    names = areas({entry.place, entry.origin} - {""})
    return [
        _subject(entry, asker),
        *_mentioned(entry, asker),
        Row(_("地域"), telling.place_name(entry.place, names)),
        Row(_("移る前の地域"), telling.place_name(entry.origin, names)),
        Row(_("数量"), telling.quantity_told(entry)),
    ]


def _subject(entry: Entry, asker: Asker) -> Row:
    found = records_found(asker, entry.subject_kind, [entry.subject_key]).get(entry.subject_key)
    kind = kind_of_record(entry.subject_kind)
    if found is None:
        return Row(_("もとの記録"), kind)
    return Row(_("もとの記録"), f"{kind}{_('：')}{found.title}", found.address)


def _mentioned(entry: Entry, asker: Asker) -> list[Row]:
    mentions = list(mentions_of(entry))
    keys = [one.key for one in mentions if one.of == Concern.ORGANISATION]
    found = records_found(asker, "organisation", keys)
    titles = programme().titles
    organisations = [Row(_("関係する組織"), one.title, one.address) for one in found.values()]
    if hidden := len(keys) - len(found):
        organisations.append(Row(_("関係する組織"), _("ほか%(n)d") % {"n": hidden}))
    initiatives = [
        Row(_("取組"), f"{one.key} {localized(titles[one.key])}" if one.key in titles else one.key)
        for one in mentions
        if one.of == Concern.INITIATIVE
    ]
    return organisations + initiatives


def _other(entry: Entry | None, asker: Asker) -> Row | None:
    if entry is None:
        return None
    address = addresses_of([entry], asker).get(entry.pk, "")
    return Row(telling.day(entry.on), telling.sentence(entry), address)
