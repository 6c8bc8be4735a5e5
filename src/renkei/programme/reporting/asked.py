"""What the parts of a report are gathered for, and what several of them need."""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from renkei.charter.terms import Programme
from renkei.charter.text import Text
from renkei.programme.periods import Period
from renkei.programme.reporting.subjects import Subject, Wanted
from renkei.programme.reporting.work import Done, activities

Words = dict[str, str]


@dataclass(frozen=True)
class Asked:
    wanted: Wanted
    agreed: Programme
    subject: Subject
    period: Period

    @property
    def known_at(self) -> datetime:
        return self.wanted.known_at

    @cached_property
    def references(self) -> frozenset[str]:
        return frozenset(one.reference for one in self.subject.initiatives)

    @cached_property
    def done(self) -> list[Done]:
        """The activities of the year that serve what the report is about."""
        every = activities(self.period, self.known_at, place=self.subject.place)
        return [one for one in every if self.references & set(one.initiatives)]


def words(text: Text) -> Words:
    return {"ja": text.ja, "en": text.en}
