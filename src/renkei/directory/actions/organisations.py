"""Writes of organisations, the names they are known by and the places where they work."""

from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from renkei.core.errors import Refused
from renkei.core.moves import locked
from renkei.core.rights import Asker, Verb, must
from renkei.core.search import index_record
from renkei.core.sides import Side
from renkei.core.writing import listed
from renkei.directory import events
from renkei.directory.actions.doubles import keep_doubles
from renkei.directory.actions.signing import signed
from renkei.directory.industries import editions, industry_code
from renkei.directory.models import Alias, Establishment, Organisation
from renkei.directory.numbers import corporate_number
from renkei.directory.queries.organisations import Likely, likely_doubles, with_number
from renkei.directory.states import AliasKind, OrganisationKind
from renkei.journal.actions import record
from renkei.places.queries import UnknownPlace
from renkei.places.queries import area as area_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Particulars:
    """What an entry says about an organisation."""

    name_ja: str
    kind: str
    name_kana: str = ""
    name_en: str = ""
    corporate_number: str = ""
    industry: str = ""
    industry_edition: str = ""
    size: str = ""
    place: str = ""
    address: str = ""
    website: str = ""


class AlreadyKnown(Refused):
    """The corporate number belongs to an organisation that is there already."""

    def __init__(self, organisation: Organisation) -> None:
        super().__init__(
            _("この法人番号は「%(name)s」のものとして登録されています。")
            % {"name": organisation.name}
        )
        self.organisation = organisation


class LikelyDouble(Refused):
    """Others of the same name are there; whoever knows better says so and tries again."""

    def __init__(self, likely: list[Likely]) -> None:
        names = listed(one.organisation.name for one in likely)
        super().__init__(
            _("同じ組織かもしれない登録があります: %(names)s。確かめてください。")
            % {"names": names}
        )
        self.likely = likely


@transaction.atomic
def register_organisation(
    particulars: Particulars, *, by: Asker, on: date, is_known_to_differ: bool = False
) -> Organisation:
    """Give an organisation its entry, once for both governments.

    Errors  NotPermitted when `by` may not register;
            AlreadyKnown when its number has an entry; LikelyDouble when others bear its name,
            unless it is known to be another one (then the pairs wait for an officer);
            Refused when a number, code, place or name cannot be so
    """
    organisation = Organisation(**_checked(particulars, on))
    must(by, Verb.WRITE, organisation)
    likely = likely_doubles(organisation.name_ja, organisation.place)
    if likely and not is_known_to_differ:
        raise LikelyDouble(likely)
    signed(organisation, by=by, reason=_("登録"))
    _save(organisation)
    keep_doubles(organisation, likely)
    record(
        events.organisations.OrganisationRegistered(
            kind=OrganisationKind(organisation.kind), **_about(organisation)
        ),
        by=by,
        on=on,
    )
    return organisation


@transaction.atomic
def found_government(particulars: Particulars, side: Side, *, on: date) -> Organisation:
    """Enter one of the two governments, when an installation begins; asks nobody's leave,
    because before this nobody has a seat. No page leads here.

    Errors  Refused when the side has its government already, or something cannot be so
    """
    if Organisation.objects.filter(side=side).exists():
        raise Refused(_("この側の組織は登録されています。"))
    organisation = Organisation(**_checked(particulars, on, side=side), side=side, is_public=True)
    _save(organisation)
    record(
        events.organisations.OrganisationRegistered(
            kind=OrganisationKind(organisation.kind), side=side, **_about(organisation)
        ),
        by=Asker(),
        on=on,
    )
    return organisation


@transaction.atomic
def change_organisation(
    organisation: Organisation, particulars: Particulars, *, by: Asker, on: date, reason: str = ""
) -> list[str]:
    """Change what an entry says; answers the names of the fields that changed.

    Errors  NotPermitted, also when rights hang on what its own people would change;
            AlreadyKnown when the number belongs to another;
            Refused when it was merged into another, or something cannot be so
    """
    organisation = _own(organisation, by)
    wanted = _checked(particulars, on, side=organisation.side)
    changed = [name for name, value in wanted.items() if getattr(organisation, name) != value]
    if not changed:
        return []
    if decisive(organisation) & {*changed}:
        must(by, Verb.MANAGE, organisation)
    for name in changed:
        setattr(organisation, name, wanted[name])
    signed(organisation, by=by, reason=reason)
    _save(organisation)
    record(
        events.organisations.OrganisationChanged(n_fields=len(changed), **_about(organisation)),
        by=by,
        on=on,
    )
    return changed


@transaction.atomic
def publish_organisation(organisation: Organisation, *, by: Asker, on: date) -> None:
    """Let everybody read the entry.

    Errors  NotPermitted; Refused when it was merged into another
    """
    _set_public(organisation, is_public=True, by=by, on=on)


@transaction.atomic
def withdraw_organisation(organisation: Organisation, *, by: Asker, on: date) -> None:
    """Let only those read the entry who work with it.

    Errors  NotPermitted; Refused when it was merged into another
    """
    _set_public(organisation, is_public=False, by=by, on=on)


@transaction.atomic
def remove_organisation(organisation: Organisation, *, by: Asker, on: date) -> None:
    """Take away an entry that was made by mistake and that nothing stands on yet.

    Errors  NotPermitted; Refused when units, agreements or merges hang on it
    """
    must(by, Verb.MANAGE, organisation)
    organisation = _standing(locked(organisation))
    if organisation.units.exists() or organisation.terms.exists():
        raise Refused(
            _("「%(name)s」には部署や受託期間があります。重複なら統合してください。")
            % {"name": organisation.name}
        )
    told = events.organisations.OrganisationRemoved(
        name=organisation.name_ja, **_about(organisation)
    )
    try:
        with transaction.atomic():
            organisation.delete()
    except IntegrityError:  # what points at it protects it
        raise Refused(
            _("「%(name)s」は協定などに使われています。重複なら統合してください。")
            % {"name": organisation.name}
        ) from None
    record(told, by=by, on=on)


@transaction.atomic
def add_alias(
    organisation: Organisation, name: str, kind: AliasKind, *, by: Asker, on: date
) -> Alias:
    """Let the organisation be found by another name as well.

    Errors  NotPermitted; Refused when it is called so already, or was merged into another
    """
    organisation = _own(organisation, by)
    name = " ".join(name.split())
    if not name:
        raise Refused(_("名称を書いてください。"))
    if name == organisation.name_ja or organisation.aliases.filter(name=name).exists():
        raise Refused(_("「%(name)s」はすでに名称に入っています。") % {"name": name})
    alias = Alias.objects.create(organisation=organisation, name=name, kind=kind)
    index_record(organisation)  # its names stand in another table
    record(events.organisations.AliasAdded(name=name, **_about(organisation)), by=by, on=on)
    return alias


@transaction.atomic
def remove_alias(alias: Alias, *, by: Asker, on: date) -> None:
    """Errors  NotPermitted; Refused when the organisation was merged into another"""
    organisation = _own(alias.organisation, by)
    alias.delete()
    index_record(organisation)  # its names stand in another table
    record(events.organisations.AliasRemoved(name=alias.name, **_about(organisation)), by=by, on=on)


@transaction.atomic
def add_establishment(
    organisation: Organisation, name: str, place: str, address: str, *, by: Asker, on: date
) -> Establishment:
    """Name a place where the organisation works beside its head office.

    Errors  NotPermitted; Refused for an unknown place, or when it was merged into another
    """
    organisation = _own(organisation, by)
    if not name.strip():
        raise Refused(_("事業所の名称を書いてください。"))
    made = Establishment.objects.create(
        organisation=organisation, name=name.strip(), place=valid_place(place, on), address=address
    )
    record(
        events.organisations.EstablishmentAdded(
            name=made.name, **_about(organisation) | {"place": made.place}
        ),
        by=by,
        on=on,
    )
    return made


@transaction.atomic
def remove_establishment(establishment: Establishment, *, by: Asker, on: date) -> None:
    """Errors  NotPermitted; Refused when the organisation was merged into another"""
    organisation = _own(establishment.organisation, by)
    establishment.delete()
    record(
        events.organisations.EstablishmentRemoved(
            name=establishment.name, **_about(organisation) | {"place": establishment.place}
        ),
        by=by,
        on=on,
    )


def decisive(organisation: Organisation) -> frozenset[str]:
    """Fields on which rights hang: what sort of body it is, and of a municipality where it lies."""
    is_town = organisation.kind == OrganisationKind.MUNICIPALITY
    return frozenset({"kind", "place"}) if is_town else frozenset({"kind"})


def valid_place(code: str, on: date) -> str:
    """Errors  Refused when no area bears the code on that day"""
    try:
        return area_of(code, on=on).code
    except UnknownPlace:
        raise Refused(
            _("所在地の市区町村コード「%(code)s」の地域はありません。") % {"code": code}
        ) from None


def _own(organisation: Organisation, by: Asker) -> Organisation:
    """The row locked, when `by` may write it and it goes on."""
    must(by, Verb.WRITE, organisation)
    return _standing(locked(organisation))


def _standing(organisation: Organisation) -> Organisation:
    if organisation.merged_into_id:
        raise Refused(
            _("「%(name)s」は別の登録に統合されました。統合先を変更してください。")
            % {"name": organisation.name}
        )
    return organisation


def _checked(particulars: Particulars, on: date, side: str = "") -> dict[str, str]:
    wanted = {name: value.strip() for name, value in asdict(particulars).items()}
    if not wanted["name_ja"]:
        raise Refused(_("名称を書いてください。"))
    if (wanted["kind"] == OrganisationKind.GOVERNMENT) != bool(side):
        raise Refused(_("種別「道・市」は、この仕組みを動かす2つの自治体だけのものです。"))
    try:
        wanted["corporate_number"] = corporate_number(wanted["corporate_number"])
        wanted["industry"] = industry_code(wanted["industry"])
    except ValueError as error:
        raise Refused(str(error)) from None
    if bool(wanted["industry"]) != (wanted["industry_edition"] in editions()):
        raise Refused(_("業種には、日本標準産業分類の改定の回を添えてください。"))
    if wanted["place"]:
        valid_place(wanted["place"], on)
    return wanted


def _save(organisation: Organisation) -> None:
    """Errors  AlreadyKnown when another entry bears the number, also one made a moment ago"""
    if known := _bearer(organisation):
        raise AlreadyKnown(known)
    try:
        with transaction.atomic():
            organisation.save()
    except IntegrityError:
        if known := _bearer(organisation):
            raise AlreadyKnown(known) from None
        raise


def _bearer(organisation: Organisation) -> Organisation | None:
    known = with_number(organisation.corporate_number)
    return known if known and known.key != organisation.key else None


def _set_public(organisation: Organisation, *, is_public: bool, by: Asker, on: date) -> None:
    must(by, Verb.PUBLISH, organisation)
    organisation = _standing(locked(organisation))
    if organisation.is_public == is_public:
        return
    organisation.is_public = is_public
    signed(organisation, by=by, reason=_("公表") if is_public else _("公表の取りやめ"))
    organisation.save()
    told = (
        events.organisations.OrganisationPublished
        if is_public
        else events.organisations.OrganisationWithdrawn
    )
    record(told(**_about(organisation)), by=by, on=on)


def _about(organisation: Organisation) -> dict[str, Any]:
    return {
        "subject_kind": "organisation",
        "subject_key": organisation.key,
        "organisations": (organisation.key,),
        "place": organisation.place,
    }
