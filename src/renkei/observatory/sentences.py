"""What a mayor would want to know of a place first, in two or three sentences."""

from django.utils.translation import gettext as _

from renkei.core.writing import localized, number, rounded
from renkei.observatory import queries
from renkei.observatory.arrays import Subject


def lead(subject: Subject) -> list[str]:
    """How many, how it changed in a year and why, and what the official projection expects."""
    return [_present(subject), _future(subject)]


def _present(subject: Subject) -> str:
    people = queries.series("register", subject)
    natural = queries.series("natural_change", subject)
    social = queries.series("social_change", subject)
    year = max(natural)
    change = natural[year] + social[year]
    words = {
        "name": localized(subject.name),
        "date": max(people),
        "n": number(people[max(people)]),
        "year": year,
        "change": number(abs(change)),
        "natural": number(natural[year], signed=True),
        "social": number(social[year], signed=True),
    }
    if change < 0:
        return (
            _(
                "%(name)sの人口は%(date)s年1月1日に%(n)s人。%(year)s年の1年間に%(change)s人減りました（自然増減%(natural)s人、社会増減%(social)s人）。"
            )
            % words
        )
    return (
        _(
            "%(name)sの人口は%(date)s年1月1日に%(n)s人。%(year)s年の1年間に%(change)s人増えました（自然増減%(natural)s人、社会増減%(social)s人）。"
        )
        % words
    )


def _future(subject: Subject) -> str:
    projected = queries.series("projection_2023", subject)
    aged = queries.series("projection_2023_aged", subject)
    start, end = min(projected), max(projected)
    words = {
        "end": end,
        "n": rounded(projected[end]),
        "start": start,
        "percent": number(abs(100 * (projected[end] / projected[start] - 1))),
        "aged": number(100 * aged[end] / projected[end]),
    }
    if projected[end] < projected[start]:
        return (
            _(
                "公的な推計では%(end)s年に%(n)s人となり、%(start)s年より%(percent)s%%少なく、%(aged)s%%が65歳以上です。"
            )
            % words
        )
    return (
        _(
            "公的な推計では%(end)s年に%(n)s人となり、%(start)s年より%(percent)s%%多く、%(aged)s%%が65歳以上です。"
        )
        % words
    )
