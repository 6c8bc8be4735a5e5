"""What the rooms declare, and what is sealed of it: nothing is forgotten."""

from renkei.charter.reader import programme
from renkei.journal import canonical
from renkei.journal.kinds import kinds
from renkei.journal.models import Entry, Mention, Seal

DECLARED = [kind for kind in kinds() if kind.event.__module__.startswith("renkei.")]


def columns(model: type) -> list[str]:
    return [field.column for field in model._meta.concrete_fields]  # type: ignore[attr-defined]


def test_every_column_is_sealed_in_the_order_of_the_table() -> None:
    assert list(canonical.ENTRY) == columns(Entry)
    assert list(canonical.MENTION) == columns(Mention)
    assert list(canonical.SEAL) == columns(Seal)


def test_every_kind_credits_initiatives_that_were_agreed() -> None:
    agreed = {initiative.reference for initiative in programme().initiatives}

    assert {one for kind in DECLARED for one in kind.initiatives} <= agreed


def test_every_fact_has_a_name_for_pages() -> None:
    assert DECLARED
    assert [
        f"{kind.name}: {fact.name}" for kind in DECLARED for fact in kind.facts if not fact.label
    ] == []


def test_every_kind_has_a_name_of_its_own() -> None:
    for language in ("ja", "en"):
        names = [kind.label.in_language(language) for kind in DECLARED]
        assert sorted(names) == sorted(set(names))
