"""Whether this database holds nobody but invented people."""

from renkei.directory.models import Person


def has_real_people() -> bool:
    """Whoever was anonymised is nobody any more."""
    return Person.objects.filter(is_demo=False, anonymised_at=None).exists()


def has_invented_people() -> bool:
    return Person.objects.filter(is_demo=True).exists()


def invented_person(key: str) -> Person | None:
    return Person.objects.filter(pk=key, is_demo=True, is_active=True).first()
