"""Organisations as others find them: by key, name, number, across merges."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, QuerySet

from renkei.core.rights import Asker, RuledQuerySet, Verb
from renkei.core.search import hits
from renkei.directory.models import Alias, Double, Establishment, Merge, Organisation
from renkei.directory.names import folded
from renkei.directory.numbers import corporate_number
from renkei.directory.states import Likeness

FURTHEST = 20  # redirects one after the other; longer chains do not come about by merging


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What a list of organisations is asked for; empty where it does not matter."""

    text: str = ""
    kind: str = ""
    place: str = ""
    industry: str = ""  # a section
    size: str = ""


@dataclass(frozen=True, slots=True)
class Likely:
    """An entry that may be the same organisation, and why."""

    organisation: Organisation
    likeness: Likeness


def organisation_by_key(key: str) -> Organisation:
    """The organisation that a key means today, at the end of all redirects.

    Errors  Organisation.DoesNotExist when no organisation ever had the key
    """
    found = Organisation.objects.select_related("merged_into").get(pk=key)
    for _step in range(FURTHEST):
        if found.merged_into is None:
            return found
        found = found.merged_into
    raise Organisation.DoesNotExist(f"{key} leads in a circle")


def keys_of(organisation: Organisation) -> tuple[str, ...]:
    """Its key and those of all entries that were merged into it, directly or by way of another."""
    keys = [organisation.key]
    level = [organisation.key]
    while level:
        absorbed = Organisation.objects.filter(merged_into__in=level).order_by("key")
        level = list(absorbed.values_list("key", flat=True))
        keys += level
    return tuple(keys)


def organisations_by_keys(keys: Iterable[str]) -> dict[str, Organisation]:
    """Each key with the organisation that it means today; unknown keys are left out."""
    wanted = {*keys}
    found = {one.key: one for one in Organisation.objects.filter(pk__in=wanted).order_by()}
    ends = dict(found)
    while missing := {one.merged_into_id for one in ends.values() if one.merged_into_id} - {*ends}:
        ends |= {one.key: one for one in Organisation.objects.filter(pk__in=missing).order_by()}
    return {key: _end(one, ends) for key, one in found.items()}


def _end(organisation: Organisation, known: dict[str, Organisation]) -> Organisation:
    while organisation.merged_into_id:
        organisation = known[organisation.merged_into_id]
    return organisation


def organisation_list(
    asker: Asker, asked: Asked, verb: Verb = Verb.FIND
) -> RuledQuerySet[Organisation]:
    """What the person may find, by name, number and other names, without redirects."""
    found = Organisation.objects.visible_to(asker, verb).filter(merged_into=None)
    for column, value in (
        ("kind", asked.kind),
        ("size", asked.size),
        ("industry__startswith", asked.industry),
    ):
        if value:
            found = found.filter(**{column: value})
    if asked.place:
        found = found.filter(_works_at(asked.place))
    return found.filter(_named(asker, asked.text)) if asked.text.strip() else found


def _works_at(place: str) -> Q:
    branches = Establishment.objects.filter(place=place).values("organisation")
    return Q(place=place) | Q(pk__in=branches)


def _named(asker: Asker, text: str) -> Q:
    """By name or other name through the index; a number or key as it was typed or pasted."""
    named = Q(key=text.strip())
    named |= Q(key__in=[hit.key for hit in hits(asker, text, kinds=["organisation"])])
    try:
        number = corporate_number(text)
    except ValueError:
        return named
    return named | Q(corporate_number=number)


def with_number(number: str) -> Organisation | None:
    """The one organisation that bears a corporate number."""
    if not number:
        return None
    return Organisation.objects.filter(corporate_number=number, merged_into=None).first()


def named_exactly(text: str, asker: Asker) -> list[Organisation]:
    """What the person may find under exactly this key, number, name or other name."""
    text, stem = text.strip(), folded(text)
    meant = Q(key=text)
    if stem:
        meant |= Q(folded_name=stem)
        meant |= Q(pk__in=Alias.objects.filter(folded_name=stem).values("organisation"))
    if number := _number(text):
        meant |= Q(corporate_number=number)
    found = Organisation.objects.visible_to(asker, Verb.FIND).filter(meant, merged_into=None)
    return list(found[:5])


def entries_meant(texts: Iterable[str], asker: Asker) -> dict[str, list[Organisation]]:
    """The same of many texts at once, in two queries."""
    wanted = {text: text.strip() for text in texts if text.strip()}
    stems = {text: folded(plain) for text, plain in wanted.items()}
    numbers = {text: _number(plain) for text, plain in wanted.items()}
    aliases = Alias.objects.filter(folded_name__in={*stems.values()} - {""})
    borne: dict[str, set[str]] = {}
    for stem, key in aliases.values_list("folded_name", "organisation"):
        borne.setdefault(stem, set()).add(key)
    meant = Q(key__in=wanted.values()) | Q(folded_name__in={*stems.values()} - {""})
    meant |= Q(corporate_number__in={*numbers.values()} - {""})
    meant |= Q(key__in=set().union(*borne.values()))
    found = list(Organisation.objects.visible_to(asker, Verb.FIND).filter(meant, merged_into=None))

    def bears(one: Organisation, text: str) -> bool:
        stem, number = stems[text], numbers[text]
        by_name = bool(stem) and (one.folded_name == stem or one.key in borne.get(stem, ()))
        return by_name or one.key == wanted[text] or bool(number and one.corporate_number == number)

    return {text: [one for one in found if bears(one, text)] for text in wanted}


def _number(text: str) -> str:
    try:
        return corporate_number(text)
    except ValueError:
        return ""


def entries_bearing(numbers: Iterable[str]) -> dict[str, Organisation]:
    """By corporate number, in one query."""
    found = Organisation.objects.filter(
        corporate_number__in={*numbers} - {""}, merged_into=None
    ).order_by()
    return {one.corporate_number: one for one in found}


def entries_called(names: Iterable[str]) -> dict[str, list[Organisation]]:
    """By folded name, in one query."""
    found: dict[str, list[Organisation]] = {}
    stems = {folded(name) for name in names} - {""}
    for one in Organisation.objects.filter(folded_name__in=stems, merged_into=None):
        found.setdefault(one.folded_name, []).append(one)
    return found


def likely_doubles(name: str, place: str, *, but: Sequence[str] = ()) -> list[Likely]:
    """Entries of the same name, the most likely first; where both are known, places must agree."""
    stem = folded(name)
    others = Organisation.objects.filter(merged_into=None).exclude(pk__in=but)
    if place:
        others = others.filter(place__in=["", place])
    same = list(others.filter(folded_name=stem)[:10])
    aliased = Alias.objects.filter(folded_name=stem).values("organisation")
    likely = [
        Likely(one, Likeness.NAME_AND_PLACE if place and one.place else Likeness.NAME)
        for one in same
    ]
    likely.sort(key=lambda one: one.likeness != Likeness.NAME_AND_PLACE)
    known = {one.key for one in same}
    return likely + [
        Likely(one, Likeness.ALIAS)
        for one in others.filter(pk__in=aliased)[:10]
        if one.key not in known
    ]


def names_borne_twice() -> RuledQuerySet[Organisation]:
    """Entries whose name another bears, as its name or as another name of it."""
    others = Organisation.objects.filter(
        folded_name=OuterRef("folded_name"), merged_into=None
    ).exclude(pk=OuterRef("pk"))
    aliases = Alias.objects.filter(folded_name=OuterRef("folded_name")).exclude(
        organisation=OuterRef("pk")
    )
    found = Organisation.objects.filter(merged_into=None)
    return found.filter(Exists(others) | Exists(aliases)).order_by("key")


def open_doubles() -> QuerySet[Double, Double]:
    """Pairs that nobody has decided about yet."""
    return (
        Double.objects.filter(dismissed_by="", first__merged_into=None, second__merged_into=None)
        .select_related("first", "second")
        .order_by("found_at", "key")
    )


def merges_of(organisation: Organisation) -> QuerySet[Merge, Merge]:
    """Merges into it that still hold, the latest first."""
    return organisation.merges.filter(undone_at=None).select_related("absorbed")
